/** Many programs as one module: compiled, loaded, and loaded in traced form, with nothing on the disk. */
import { transformSync } from "esbuild";
import * as adjoint from "../../src/index.ts";
import type { ReadProject } from "../../transformer/1-read/project.ts";
import { openProject } from "../../transformer/1-read/project.ts";
import type { Analyses } from "../../transformer/3-differentiate/sweep.ts";
import { compile, type CompileResult } from "../../transformer/compile.ts";
import { recorder, type Recorder } from "../../transformer/trace/branches.ts";
import type { Bundle } from "../../transformer/trace/bundle.ts";
import type { Loaded } from "../../transformer/trace/check-function.ts";
import { evaluate, loadPackages } from "../../transformer/trace/evaluate.ts";
import { traceProgram } from "../../transformer/trace/trace.ts";

const path = "/fuzz/programs.ts";

/** A module with some functions, and its `samples`. */
export interface Source {
  readonly text: string;
  readonly samples: string;
  readonly names: readonly string[];
}

let project: ReadProject | undefined;

/** Throws what the compiler throws. */
export function compileText(
  text: string,
  analyses: Partial<Analyses> = {},
): CompileResult {
  project ??= openProject();
  return compile({
    fileName: path,
    text,
    project,
    pipeline: { analyses, verify: true },
  });
}

/** What TypeScript itself says of the last text that was compiled: a program has to be a good one. */
export function typeErrors(): readonly { start: number; message: string }[] {
  const program = project!.program();
  return (
    program
      .getSemanticDiagnostics(program.getSourceFile(path))
      // The library of the language has no console.
      .filter(
        ({ messageText }) => !/'console'/.test(JSON.stringify(messageText)),
      )
      .map(({ start, messageText }) => ({
        start: start ?? 0,
        message:
          typeof messageText === "string"
            ? messageText
            : messageText.messageText,
      }))
  );
}

/** The module as it was compiled, and its samples. */
export function loadPlain(
  { samples, names }: Source,
  compiled: string,
): Loaded {
  const { code } = transformSync(
    `${compiled}\nexport const samples = {\n${samples}\n};\n`,
    { loader: "ts", format: "cjs", target: "es2022" },
  );
  const module = { exports: {} as Record<string, unknown> };
  const silent = { log: () => undefined };
  new Function("module", "exports", "console", code)(
    module,
    module.exports,
    silent,
  );
  const { exports } = module;
  return {
    evaluated: {
      named: (name) => (names.includes(name) ? exports[name] : undefined),
      modules: [exports, exports],
    },
    exports: new Map([[path, exports]]),
  };
}

export async function loadTraced({
  text,
  names,
}: Source): Promise<Loaded & { readonly recorder: Recorder }> {
  const program = traceProgram({
    fileName: path,
    functions: names,
    readFile: (file) => (file === path ? text : undefined),
  });
  const record = recorder(program.branches);
  const trace = { name: program.runtimeName, recorder: record };
  return { ...(await load(program, trace)), recorder: record };
}

async function load(
  made: Bundle,
  trace?: Parameters<typeof evaluate>[2],
): Promise<Loaded> {
  const packages = await loadPackages(made, { adjoint });
  const evaluated = evaluate(made, packages, trace);
  const exports = new Map(
    made.files.map((file, i) => [file, evaluated.modules[i]!]),
  );
  return { evaluated, exports };
}
