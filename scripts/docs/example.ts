/** The programs of the catalogue, compiled: what is said of them is what the pages show. */
import { resolve } from "node:path";
import { openProject } from "../../transformer/1-read/project.ts";
import { compile, type CompileResult } from "../../transformer/compile.ts";
import { report } from "../../transformer/diagnostics/report.ts";
import { generateModule } from "../../transformer/hosts/generate/generate.ts";
import type { Diagnostic } from "../../transformer/ir/program.ts";

const compilerOptions = {
  strict: true,
  target: 99,
  module: 199,
  noUncheckedIndexedAccess: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  paths: { adjoint: [resolve("src/index.ts")] },
};
const folder = "/example";
const project = openProject({ compilerOptions });

export interface Example {
  readonly compiled: CompileResult;
  readonly diagnostics: readonly Diagnostic[];
  /** Those of one code, as the command line prints them. */
  readonly printed: (code: string) => string;
}

/** A program of one file, or of several, each after a line `// name.ts`; the last is compiled. */
export function example(text: string): Example {
  const parts = text.split(/^\/\/ (\w+\.ts)\n/m);
  const files =
    parts.length === 1
      ? [{ name: "example.ts", text }]
      : Array.from({ length: (parts.length - 1) / 2 }, (_, i) => ({
          name: parts[2 * i + 1]!,
          text: parts[2 * i + 2]!,
        }));
  for (const file of files)
    project.setFile(`${folder}/${file.name}`, file.text);
  const main = files.at(-1)!;
  const fileName = `${folder}/${main.name}`;
  const options = { fileName, text: main.text, compilerOptions };
  const compiled = compile({ ...options, project });
  const made = generateModule({
    ...options,
    outFile: `${folder}/generated/${main.name}`,
    compiled,
    hasConfig: false,
  });
  // A generated module wants exports, which most short examples do without.
  const isModule = /^export (?:\w+ set|class)/m.test(main.text);
  const diagnostics = [
    ...compiled.diagnostics,
    ...(isModule ? made.diagnostics : []),
  ];
  const textOf = (file: string): string =>
    files.find(({ name }) => file.endsWith(`/${name}`))?.text ?? "";
  return {
    compiled,
    diagnostics,
    printed: (code) =>
      diagnostics
        .filter((d) => d.code === code)
        .map((d) => report(d, textOf(d.file), d.file.slice(folder.length + 1)))
        .join("\n\n"),
  };
}
