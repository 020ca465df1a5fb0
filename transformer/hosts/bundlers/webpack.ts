/** `adjoint/webpack`: the plugin for webpack. */
import type { WebpackPluginInstance } from "webpack";
import type { Options } from "./options.ts";
import { plugin } from "./plugin.ts";

export type { Options };

const adjoint: (options?: Options) => WebpackPluginInstance = plugin.webpack;
export default adjoint;
