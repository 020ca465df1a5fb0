/**
 * `adjoint check FILE`: compiles a file, runs the user's functions, their generated derivatives and their
 * traced form, and compares. The one place where the compiler's output and its witnesses meet.
 */
import { readFileSync } from "node:fs";
import * as adjoint from "../../src/index.ts";
import {
  checkGradient,
  copy,
  table,
  type Engine,
  type GradientReport,
  type Paint,
  type Role,
} from "../../src/check/index.ts";
import { registeredOn } from "../../src/registered.ts";
import type { ts } from "ts-morph";
import { openProject, type ReadProject } from "../1-read/project.ts";
import { canCarry } from "../3-differentiate/entries.ts";
import {
  compile,
  type CompileOptions,
  type CompileResult,
} from "../compile.ts";
import type { Func } from "../ir/nodes.ts";
import type { Diagnostic, Marked } from "../ir/program.ts";
import { definedPart, isReference } from "../ir/types.ts";
import { recorder, type Recorder } from "./branches.ts";
import { bundle, type Bundle } from "./bundle.ts";
import { drawPoints, type Drawn } from "./draw.ts";
import { evaluate, loadPackages, type Evaluated } from "./evaluate.ts";
import { prototypesBetween, reclass } from "./reclass.ts";
import { samplesFileOf, samplesOf, type Sample } from "./samples.ts";
import { openSources } from "./sources.ts";
import { runTraced, traceProgram } from "./trace.ts";

export interface CheckFileOptions {
  /** The marked functions to check; absent: all. */
  readonly functions?: readonly string[] | undefined;
  readonly seed?: number | undefined;
  /** How many points are drawn where there are no samples; 3. */
  readonly points?: number | undefined;
  readonly compilerOptions?: ts.CompilerOptions | undefined;
  /** Absent: the disk. */
  readonly readFile?: ((path: string) => string | undefined) | undefined;
  /** A project kept over many calls. */
  readonly project?: ReadProject | undefined;
  readonly pipeline?: CompileOptions["pipeline"] | undefined;
  /** A branch that no point reaches is a failure; else it is only reported. */
  readonly allBranches?: boolean | undefined;
  readonly onFunction?: ((name: string) => void) | undefined;
}

export interface FileReport {
  readonly file: string;
  /** The marked functions that could be read, in order. */
  readonly marked: readonly string[];
  /** Where the points come from. */
  readonly samples: string | "drawn";
  readonly functions: readonly GradientReport[];
  readonly diagnostics: readonly Diagnostic[];
  /** Nothing was refused; every function that was asked for was checked and passed, and there was one. */
  readonly passed: boolean;
}

/** `path` is absolute. */
export async function checkFile(
  path: string,
  options: CheckFileOptions = {},
): Promise<FileReport> {
  const readFile = options.readFile ?? readFromDisk;
  const world = compileAll(path, options, readFile);
  const { diagnostics } = world.entry;
  const { marked } = world.entry.stages.read;
  const wanted = marked.filter(
    ({ name }) => options.functions?.includes(name) !== false,
  );
  const emitted = new Set(
    world.entry.stages.derived.map((derived) => derived.key),
  );
  const checked = wanted.filter(({ key }) => emitted.has(`${key}#Adjoint`));

  const samplesFile = samplesFileOf(path);
  const hasSamples = readFile(samplesFile) !== undefined;
  const names = checked.map(({ name }) => name);
  const functions: GradientReport[] = [];
  if (checked.length > 0) {
    const plain = await load(plainBundle(path, hasSamples, names, world));
    const samples = hasSamples
      ? samplesOf(samplesFile, plain.evaluated.modules[1]!["samples"])
      : {};
    const traced = await loadTracedFile(path, names, options, readFile);
    for (const one of checked) {
      options.onFunction?.(one.name);
      const func = world.entry.stages.read.module.functions.get(one.key)!;
      const sample = sampleFor(one.name, samples, plain.evaluated);
      functions.push(
        checkOne({ marked: one, func, sample, plain, traced, options }),
      );
    }
  }
  return {
    file: path,
    marked: marked.map(({ name }) => name),
    samples: hasSamples ? samplesFile : "drawn",
    functions,
    diagnostics,
    passed:
      !diagnostics.some(({ severity }) => severity === "error") &&
      functions.length > 0 &&
      functions.length === wanted.length &&
      functions.every((report) => report.passed),
  };
}

/** The report as a person reads it. */
export const fileTable = (report: FileReport, paint?: Paint): string =>
  report.functions.length === 0 ? "" : table(report.functions, paint);

function readFromDisk(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

interface World {
  readonly entry: CompileResult;
  /** The text of any source file, with its derivatives. */
  readonly textOf: (file: string) => string;
  readonly resolve: (specifier: string, from: string) => string | undefined;
  readonly compilerOptions: ts.CompilerOptions | undefined;
}

function compileAll(
  path: string,
  options: CheckFileOptions,
  readFile: (path: string) => string | undefined,
): World {
  const { compilerOptions, pipeline } = options;
  const host = options.readFile && { readFile: options.readFile };
  const project =
    options.project ??
    openProject({
      ...(compilerOptions && { compilerOptions }),
      ...(host && { host }),
    });
  const results = new Map<string, CompileResult>();
  const compiled = (file: string): CompileResult => {
    let result = results.get(file);
    if (!result) {
      const text = readFile(file);
      if (text === undefined) throw new Error(`${file} can't be read`);
      result = compile({
        fileName: file,
        text,
        project,
        ...(compilerOptions && { compilerOptions }),
        ...(pipeline && { pipeline }),
      });
      results.set(file, result);
    }
    return result;
  };
  const textOf = (file: string): string => {
    const text = readFile(file) ?? "";
    // Whatever marks nothing is left as it is, samples among them.
    return /\bdifferentiable\b|\badjoint\b/.test(text)
      ? compiled(file).text
      : text;
  };
  const { resolve } = openSources(path, options);
  return { entry: compiled(path), textOf, resolve, compilerOptions };
}

const plainBundle = (
  path: string,
  hasSamples: boolean,
  locals: readonly string[],
  { textOf, resolve, compilerOptions }: World,
): Bundle =>
  bundle({
    entries: hasSamples ? [path, samplesFileOf(path)] : [path],
    sources: { resolve },
    textOf,
    compilerOptions,
    locals,
  });

interface Loaded {
  readonly evaluated: Evaluated;
  /** The exports of each file. */
  readonly exports: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
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

async function loadTracedFile(
  fileName: string,
  functions: readonly string[],
  { compilerOptions }: CheckFileOptions,
  readFile: (path: string) => string | undefined,
): Promise<Loaded & { readonly recorder: Recorder }> {
  const program = traceProgram({
    fileName,
    functions,
    compilerOptions,
    readFile,
  });
  const record = recorder(program.branches);
  const trace = { name: program.runtimeName, recorder: record };
  return { ...(await load(program, trace)), recorder: record };
}

/** Samples go by the name of the declaration, or by one under which it is exported. */
function sampleFor(
  name: string,
  samples: Readonly<Record<string, Sample>>,
  { named, modules }: Evaluated,
): Sample | undefined {
  if (Object.hasOwn(samples, name)) return samples[name];
  const alias = Object.keys(samples).find(
    (key) => modules[0]![key] !== undefined && modules[0]![key] === named(name),
  );
  return alias === undefined ? undefined : samples[alias];
}

interface One {
  readonly marked: Marked;
  readonly func: Func;
  readonly sample: Sample | undefined;
  readonly plain: Loaded;
  readonly traced: Loaded & { readonly recorder: Recorder };
  readonly options: CheckFileOptions;
}

type AnyFunction = (...args: never[]) => unknown;

function checkOne(one: One): GradientReport {
  const { marked, func, sample, options } = one;
  const f = one.plain.evaluated.named(marked.name) as AnyFunction | undefined;
  const traced = one.traced.evaluated.named(marked.name) as
    AnyFunction | undefined;
  const generated = registeredOn(f);
  if (!f || !traced || !generated)
    return notRun(
      marked.name,
      "it was not found, or nothing is registered on it, once its module had run",
    );
  const seed = options.seed ?? 1;
  const drawn: Drawn = sample
    ? { points: pointsOf(sample), integers: sample.integers ?? [] }
    : drawPoints(func.params, f, options.points ?? 3, seed);
  if (drawn.problem !== undefined) return notRun(marked.name, drawn.problem);

  one.traced.recorder.clear();
  const wrt = func.params.flatMap((param, i) =>
    canCarry(param) && marked.wrt?.includes(i) !== false ? [i] : [],
  );
  const count = func.params.length;
  const rest = func.params.at(-1)?.rest === true;
  return checkGradient({
    name: marked.name,
    f,
    generated,
    tape: tapeOf(one, traced, wrt, rest ? count - 1 : Infinity),
    points: drawn.points,
    integers: drawn.integers,
    parameters: func.params.map(({ variable }) => variable.name),
    roles: func.params.map((param, i) => roleOf(param, wrt.includes(i))),
    rest,
    wrt,
    tolerance: sample?.tolerance,
    float32: sample?.float32,
    nonSmooth: sample?.nonSmooth,
    allBranches: options.allBranches,
    coverage: one.traced.recorder.coverage,
    seed,
  });
}

function roleOf({ variable }: Func["params"][number], isInput: boolean): Role {
  if (isReference(variable.type)) return isInput ? "shadow" : "unwanted";
  return isInput && definedPart(variable.type).kind === "number"
    ? "slot"
    : "none";
}

/** The traced form, on arguments whose classes are those of its own evaluation of the module. */
function tapeOf(
  { plain, traced: { exports } }: One,
  traced: AnyFunction,
  wrt: readonly number[],
  restAt: number,
): Engine {
  const prototypes = prototypesBetween(plain.exports, exports);
  return (args, cotangent) => {
    const own = copy(args);
    reclass(own, prototypes);
    const inputs = own.flatMap((_, i) =>
      wrt.includes(Math.min(i, restAt)) ? [i] : [],
    );
    return runTraced(traced, own, cotangent, inputs);
  };
}

function pointsOf(sample: Sample): Drawn["points"] {
  return sample.args.map((args, i) => ({
    args,
    cotangent: sample.cotangents?.[i],
    expected: sample.expected?.[i],
    kink: sample.kink?.[i]?.entries,
  }));
}

/** A check that could not be made has failed. */
function notRun(name: string, message: string): GradientReport {
  const report = checkGradient({ name, f: () => 0, generated: {}, points: [] });
  return { ...report, failures: [{ kind: "empty", message }] };
}
