/** The check of one function of a loaded file. */
import {
  checkGradient,
  copy,
  type Engine,
  type GradientCheck,
  type GradientReport,
  type Role,
} from "../../src/check/index.ts";
import { registeredOn } from "../../src/registered.ts";
import { canCarry } from "../3-differentiate/entries/selection.ts";
import type { Func } from "../ir/nodes.ts";
import type { Marked } from "../ir/program.ts";
import { definedPart, isReference } from "../ir/types.ts";
import type { Recorder } from "./branches.ts";
import type { CheckFileOptions } from "./check-file.ts";
import { drawPoints, type Drawn } from "./draw.ts";
import type { Evaluated } from "./evaluate.ts";
import { locate } from "./locate.ts";
import type { MadeBy } from "./made.ts";
import { calledWith, derivativesOf, functionOf } from "./method.ts";
import { prototypesBetween, reclass } from "./reclass.ts";
import type { Sample } from "./samples.ts";
import { runTraced } from "./trace.ts";

export interface Loaded {
  readonly evaluated: Evaluated;
  /** The exports of each file. */
  readonly exports: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/** Samples go by the name of the declaration, or by one under which it is exported. */
export function sampleFor(
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

export interface One {
  readonly marked: Marked;
  readonly func: Func;
  /** Its text, and that of the functions that it may call. */
  readonly text: string;
  readonly sample: Sample | undefined;
  readonly plain: Loaded;
  readonly traced: Loaded & { readonly recorder: Recorder };
  readonly options: CheckFileOptions;
}

type AnyFunction = (...args: never[]) => unknown;

export function checkOne(one: One): GradientReport {
  const request = requestOf(one);
  if (typeof request === "string") return notRun(one.marked.name, request);
  one.traced.recorder.clear();
  return checkGradient(request);
}

/** The statement whose adjoint is at fault, by a compilation with probes and a traced form that is looked into. */
export function locateIn(
  one: One,
  report: GradientReport,
  statements: readonly MadeBy[],
): readonly string[] {
  const failure = report.failures.find(({ kind }) => kind === "tape");
  const check = requestOf(one);
  if (failure?.point === undefined || typeof check === "string") return [];
  const { traced, plain, marked } = one;
  const prototypes = prototypesBetween(plain.exports, traced.exports);
  const own = functionOf(marked, traced.evaluated)!;
  try {
    return locate({
      check,
      point: failure.point,
      traced: calledWith(marked, own, traced.evaluated),
      own: (args) => {
        const copied = copy(args) as unknown[];
        reclass(copied, prototypes);
        return copied;
      },
      statements,
    });
  } catch (error) {
    // Looking for the place of a failure must not hide the failure.
    const message = error instanceof Error ? error.message : String(error);
    return [`the statement at fault could not be found: ${message}`];
  }
}

/** What is checked, or why it can't be. */
function requestOf(one: One): GradientCheck | string {
  const { marked, func, sample, options } = one;
  const own = functionOf(marked, one.plain.evaluated);
  const f = own && calledWith(marked, own, one.plain.evaluated);
  const tracedOwn = functionOf(marked, one.traced.evaluated);
  const traced =
    tracedOwn && calledWith(marked, tracedOwn, one.traced.evaluated);
  const generated = derivativesOf(marked, func, registeredOn(own));
  if (!f || !traced || !generated)
    return "it was not found, or nothing is registered on it, once its module had run";
  const seed = options.seed ?? 1;
  const drawn: Drawn = sample
    ? { points: pointsOf(sample), integers: sample.integers ?? [] }
    : drawPoints(func.params, f, options.points ?? 3, seed);
  if (drawn.problem !== undefined) return drawn.problem;

  const wrt = func.params.flatMap((param, i) =>
    canCarry(param) && marked.wrt?.includes(i) !== false ? [i] : [],
  );
  const count = func.params.length;
  const rest = func.params.at(-1)?.rest === true;
  return {
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
    // Where the author has not said it: what is rounded in between is as coarse as what is rounded at the ends.
    float32: sample ? sample.float32 : /Float32Array|fround/.test(one.text),
    nonSmooth: sample?.nonSmooth,
    allBranches: options.allBranches,
    coverage: one.traced.recorder.coverage,
    seed,
  };
}

function roleOf({ variable }: Func["params"][number], isInput: boolean): Role {
  if (isReference(variable.type)) return isInput ? "shadow" : "unwanted";
  return isInput && definedPart(variable.type).kind === "number"
    ? "slot"
    : "none";
}

/** The traced form, on arguments whose classes are those of its own evaluation of the module. */
function tapeOf(
  { marked, plain, traced: { exports, evaluated } }: One,
  traced: AnyFunction,
  wrt: readonly number[],
  restAt: number,
): Engine {
  const prototypes = prototypesBetween(plain.exports, exports);
  const { method } = marked;
  if (method !== undefined) {
    // A class that is not exported, too.
    const [from, to] = [plain.evaluated, evaluated].map(
      (e) => e.named(method.className) as { prototype: object } | undefined,
    );
    if (from && to) prototypes.set(from.prototype, to.prototype);
  }
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
