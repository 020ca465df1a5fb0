/** Compiled modules, run: a file of the repository without imports, or a text. */
import { compile, type CompileResult } from "../../transformer/compile.ts";
import type { ReadProject } from "../../transformer/1-read/project.ts";
import { run } from "../emit/run.ts";
import { pathOf, projectOf, textOf } from "./all-files.ts";

let shared: ReadProject | undefined;
let count = 0;

/** What a text is compiled to; what is refused is an error here. */
export function compiled(
  text: string,
  fileName = `/memory/${count++}.ts`,
): CompileResult {
  shared ??= projectOf([]);
  const result = compile({ fileName, text, project: shared });
  const refused = result.diagnostics.filter((d) => d.severity === "error");
  if (refused.length > 0)
    throw new Error(
      refused.map((d) => `${d.line}: ${d.code} ${d.message}`).join("\n"),
    );
  return result;
}

/** The exports of a compiled text, derivatives among them, typed as the caller knows them. */
export const runCompiled = <Exports = Record<string, AnyFunction>>(
  text: string,
): Exports => run(compiled(text).text) as Exports;

export const runFile = <Exports>(file: string): Exports =>
  run(compiled(textOf(file), pathOf(file)).text) as Exports;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test calls it with what it knows to be right
export type AnyFunction = (...args: any[]) => any;
