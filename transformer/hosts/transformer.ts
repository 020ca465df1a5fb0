/** `adjoint/transformer`: the compiler, for hosts of one's own; and, as ts-patch looks for it, its program transformer. */
export type {
  CompileOptions,
  CompileResult,
  EmittedFunction,
} from "../compile.ts";
export { compile } from "../compile.ts";
export type { Diagnostic } from "../ir/program.ts";
export { openProject } from "../1-read/project.ts";
export type { FileHost, ReadProject } from "../1-read/project.ts";
export { default } from "./tsc/program.ts";
