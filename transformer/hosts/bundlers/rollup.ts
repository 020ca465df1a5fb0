/** `adjoint/rollup`: the plugin for Rollup. */
import type { Plugin } from "rollup";
import type { Options } from "./options.ts";
import { plugin } from "./plugin.ts";

export type { Options };

const adjoint: (options?: Options) => Plugin = plugin.rollup;
export default adjoint;
