/** `adjoint/esbuild`: the plugin for esbuild. */
import type { Plugin } from "esbuild";
import type { Options } from "./options.ts";
import { plugin } from "./plugin.ts";

export type { Options };

const adjoint: (options?: Options) => Plugin = plugin.esbuild;
export default adjoint;
