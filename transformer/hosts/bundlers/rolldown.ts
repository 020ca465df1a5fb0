/** `adjoint/rolldown`: the plugin for Rolldown. */
import type { Plugin } from "rolldown";
import type { Options } from "./options.ts";
import { plugin } from "./plugin.ts";

export type { Options };

const adjoint: (options?: Options) => Plugin = plugin.rolldown;
export default adjoint;
