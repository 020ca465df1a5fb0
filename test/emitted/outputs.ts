/** What the compiler makes of all files: compiled together, once for each set of options. */
import { readdirSync } from "node:fs";
import type { ts } from "ts-morph";
import type { ReadProject } from "../../transformer/1-read/project.ts";
import { compile, type CompileResult } from "../../transformer/compile.ts";
import { allFiles, pathOf, projectOf, textOf } from "../gradients/all-files.ts";

export interface Output {
  /** Relative to the repository. */
  readonly file: string;
  readonly source: string;
  readonly result: CompileResult;
}

/** Files with samples, and those that they import. */
export const everyFile: readonly string[] = [
  ...allFiles,
  ...readdirSync(pathOf("fixtures"), { recursive: true, encoding: "utf8" })
    .map((path) => `fixtures/${path}`)
    .filter(
      (file) =>
        file.endsWith(".ts") &&
        !file.endsWith(".samples.ts") &&
        !file.startsWith("fixtures/errors/") &&
        file !== "fixtures/sample.ts" &&
        !allFiles.includes(file),
    ),
];

export function compileOne(
  file: string,
  project: ReadProject,
  compilerOptions?: ts.CompilerOptions,
): Output {
  const source = textOf(file);
  const result = compile({
    fileName: pathOf(file),
    text: source,
    project,
    ...(compilerOptions ? { compilerOptions } : {}),
  });
  return { file, source, result };
}

export function compileAll(compilerOptions?: ts.CompilerOptions): Output[] {
  const project = projectOf(everyFile, compilerOptions);
  return everyFile.map((file) => compileOne(file, project, compilerOptions));
}

let plain: Output[] | undefined;
/** With the default options. */
export const outputs = (): readonly Output[] => (plain ??= compileAll());

/** Where hooks and derivatives stand in an output. */
export function ownRanges({ source, result }: Output): [number, number][] {
  const ranges: [number, number][] = [];
  let shift = 0;
  for (const hook of [...result.hooks].sort((a, b) => a.at - b.at)) {
    const from = hook.at + shift;
    shift += hook.text.length;
    ranges.push([from, from + hook.text.length]);
  }
  return [...ranges, [source.length + shift, result.text.length + 1]];
}
