/**
 * The compiler: text in, text out. Never runs the user's code, and gives the same bytes for the same input on
 * every machine.
 */
import type { ts } from "ts-morph";
import type { FileHost, ReadProject } from "./1-read/project.ts";
import { openProject } from "./1-read/project.ts";
import { read } from "./1-read/read.ts";
import { reachedFrom } from "./1-read/reached.ts";
import { failureOf } from "./diagnostics/failure.ts";
import { diagnostic } from "./diagnostics/report.ts";
import { assemble } from "./5-emit/assemble.ts";
import type { Hook } from "./5-emit/hooks.ts";
import type { SourceMap } from "./5-emit/map.ts";
import { sourceMap } from "./5-emit/map.ts";
import type { Diagnostic } from "./ir/program.ts";
import type { PipelineOptions, PipelineResult } from "./pipeline.ts";
import { runPipeline } from "./pipeline.ts";

export interface CompileOptions {
  /** Absolute path of the module, with forward slashes. */
  readonly fileName: string;
  /** The module's source text. */
  readonly text: string;
  readonly compilerOptions?: ts.CompilerOptions;
  /** Where imported files are read; absent: the disk. */
  readonly host?: FileHost;
  /** A project kept over many calls, so that libraries and unchanged files are parsed once. */
  readonly project?: ReadProject;
  readonly pipeline?: Omit<PipelineOptions, "noUncheckedIndexedAccess">;
}

export interface EmittedFunction {
  readonly name: string;
  readonly exported: boolean;
}

export interface CompileResult {
  /** The user's text with hooks on the last lines of marked declarations, and the derivatives at its end. */
  readonly text: string;
  /** The user's text maps to itself, what is emitted to a source of its own. */
  readonly map: SourceMap;
  /** What was appended. */
  readonly appended: string;
  readonly hooks: readonly Hook[];
  readonly functions: readonly EmittedFunction[];
  readonly diagnostics: readonly Diagnostic[];
  /** Every file that the output depends on, for hosts to watch. */
  readonly files: readonly string[];
  /** Some import leads nowhere: the output may change when a file appears. */
  readonly unresolved: boolean;
  /** For `explain`. */
  readonly stages: PipelineResult;
}

/** Never throws for what stands in a text: a failure of our own, or of TypeScript, is a diagnostic too. */
export function compile(options: CompileOptions): CompileResult {
  if (!/\.[cm]?[jt]sx?$/.test(options.fileName))
    throw new Error(`${options.fileName} is no TypeScript or JavaScript file`);
  try {
    return compiled(options);
  } catch (error) {
    if (process.env["ADJOINT_DEBUG"]) throw error;
    return failed(options, error);
  }
}

function compiled(options: CompileOptions): CompileResult {
  const { fileName, text, compilerOptions } = options;
  const project =
    options.project ??
    openProject({
      ...(compilerOptions ? { compilerOptions } : {}),
      ...(options.host ? { host: options.host } : {}),
    });
  project.setFile(fileName, text);
  const opened = (): { file: ts.SourceFile; program: ts.Program } => {
    const program = project.program();
    return { file: program.getSourceFile(fileName)!, program };
  };
  let { file, program } = opened();
  let source = read(file, program, project.implementation);
  // The code of the packages that marked functions call is read when it is known which they are.
  while (project.readPackages(source.packages)) {
    ({ file, program } = opened());
    source = read(file, program, project.implementation);
  }
  const stages = runPipeline(file, program, source, {
    ...options.pipeline,
    noUncheckedIndexedAccess:
      compilerOptions?.noUncheckedIndexedAccess ?? false,
  });
  const { emitted } = stages;
  const reached = reachedFrom(file, program);
  let map: SourceMap | undefined;
  return {
    text: assemble(text, emitted),
    // Not every host asks for it.
    get map() {
      map ??= sourceMap(fileName.replace(/.*\//, ""), text, emitted);
      return map;
    },
    appended: emitted.text,
    hooks: emitted.hooks,
    functions: emitted.functions
      .filter((f) => stages.derived.some((d) => d.key === f.key && d.isPublic))
      .map(({ name, exported }) => ({ name, exported })),
    diagnostics: stages.diagnostics,
    files: reached.files,
    unresolved: reached.isOpen,
    stages,
  };
}

/** What went wrong is said at the first mark, as nobody knows better. */
function failed(
  { fileName, text }: CompileOptions,
  error: unknown,
): CompileResult {
  const name = fileName.replace(/.*\//, "");
  const { code, args } = failureOf(name, "read", error);
  const start = Math.max(0, text.indexOf("@differentiable"));
  const before = text.slice(0, start).split("\n");
  const source = {
    fileName,
    getLineAndCharacterOfPosition: () => ({
      line: before.length - 1,
      character: before.at(-1)!.length,
    }),
  };
  return emittingNothing(fileName, text, [
    diagnostic(code, args, source, start, start),
  ]);
}

/** A text as it is handed on where nothing can be made of it. */
export function emittingNothing(
  fileName: string,
  text: string,
  diagnostics: readonly Diagnostic[],
): CompileResult {
  const emitted = { text: "", places: new Map(), hooks: [], functions: [] };
  return {
    text,
    map: sourceMap(fileName.replace(/.*\//, ""), text, emitted),
    ...{ appended: "", hooks: [], functions: [], diagnostics },
    ...{ files: [fileName], unresolved: false },
    stages: {
      read: {
        module: { functions: new Map() },
        ...{ marked: [], diagnostics, copies: [], packages: [] },
        taken: new Set(),
      },
      ...{ derived: [], emitted, diagnostics, saved: [] },
    },
  };
}
