/** `adjoint/vite`: the plugin for Vite, and Vitest. */
import type { Plugin } from "vite";
import type { Options } from "./options.ts";
import { plugin } from "./plugin.ts";

export type { Options };

const adjoint: (options?: Options) => Plugin = plugin.vite;
export default adjoint;
