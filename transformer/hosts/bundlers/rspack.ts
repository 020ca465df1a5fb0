/** `adjoint/rspack`: the plugin for Rspack. */
import type { RspackPluginInstance } from "@rspack/core";
import type { Options } from "./options.ts";
import { plugin } from "./plugin.ts";

export type { Options };

const adjoint: (options?: Options) => RspackPluginInstance = plugin.rspack;
export default adjoint;
