/** The traced form of a program, as text and as something that runs. */
import type { ts } from "ts-morph";
import type { FindImplementation } from "../1-read/implementations.ts";
import { copy, type Engine } from "../../src/check/index.ts";
import { traceCall } from "../../src/tape/trace.ts";
import {
  newBranches,
  recorder,
  type Branch,
  type Recorder,
} from "./branches.ts";
import { bundle, type Bundle } from "./bundle.ts";
import {
  evaluate,
  loadPackages,
  type Evaluated,
  type Packages,
} from "./evaluate.ts";
import { newStatements, type MadeBy } from "./made.ts";
import { rewrite } from "./rewrite.ts";
import { openSources, type Sources } from "./sources.ts";

export interface TraceRequest {
  /** Absolute path of the file with the functions. */
  readonly fileName: string;
  /** The functions wanted, exported or not. */
  readonly functions: readonly string[];
  readonly compilerOptions?: ts.CompilerOptions | undefined;
  /** Absent: the disk. */
  readonly readFile?: ((path: string) => string | undefined) | undefined;
  /** Mark what each statement makes, so that a run can be looked into. */
  readonly statements?: boolean;
  /** The files of packages that are to be followed too. */
  readonly implementation?: FindImplementation | undefined;
}

export interface TracedProgram extends Bundle {
  /** The name by which the text calls its run-time. */
  readonly runtimeName: string;
  readonly branches: readonly Branch[];
  readonly statements: readonly MadeBy[];
}

/** The text in which every operator that may see a number with a derivative is a call of the run-time. */
export function traceProgram(request: TraceRequest): TracedProgram {
  const sources = openSources(request.fileName, request);
  const runtimeName = freshName(sources);
  const branches = newBranches();
  const statements = request.statements === true ? newStatements() : undefined;
  const texts = new Map(
    sources.files.map((file) => [
      file.fileName,
      () => rewrite(file, sources.checker, runtimeName, branches, statements),
    ]),
  );
  const made = bundle({
    entries: [request.fileName],
    sources,
    textOf: (file) => {
      const text = texts.get(file);
      if (!text) throw new Error(`${file} can't be read`);
      return text();
    },
    compilerOptions: request.compilerOptions,
    locals: request.functions,
  });
  return {
    ...made,
    runtimeName,
    branches: branches.all,
    statements: statements?.all ?? [],
  };
}

/** A name that no file uses. */
function freshName({ files }: Sources): string {
  let name = "$t";
  while (files.some((file) => file.text.includes(name))) name += "$";
  return name;
}

/** A traced program that has been loaded. */
export interface LoadedTrace extends Evaluated {
  /** Which branches were taken. */
  readonly recorder: Recorder;
  /** The tape's answer for one of its functions. */
  engineOf(name: string, wrt?: readonly number[]): Engine;
}

export async function loadTraced(
  program: TracedProgram,
  packages: Packages = {},
): Promise<LoadedTrace> {
  const record = recorder(program.branches);
  const evaluated = evaluate(program, await loadPackages(program, packages), {
    name: program.runtimeName,
    recorder: record,
  });
  return {
    ...evaluated,
    recorder: record,
    engineOf: (name, wrt) => {
      const f = evaluated.named(name) as (...args: never[]) => unknown;
      return (args, cotangent) => runTraced(f, args, cotangent, wrt);
    },
  };
}

/** Runs one traced function on a tape, forward and back. */
export function runTraced(
  f: (...args: never[]) => unknown,
  args: readonly unknown[],
  cotangent: unknown,
  wrt?: readonly number[],
): ReturnType<Engine> {
  const run = traceCall(f, copy(args), wrt);
  return {
    entries: run.pullback(
      run.value === undefined ? { args: cotangent as unknown[] } : cotangent,
    ),
    value: { of: run.value },
    written: run.args,
  };
}
