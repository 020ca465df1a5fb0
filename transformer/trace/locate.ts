/**
 * Where is it wrong? When a generated gradient is not the tape's, the two are compared statement by statement: the
 * adjoint of the number that each statement made, at each of its executions, from the last back to the first.
 *
 * The generated code is compiled once more, with a probe at each statement and without fusion (in which the
 * adjoints of one iteration are made before those of the next), and run at the point that failed. The first
 * number whose adjoint differs was read by the statement whose adjoint is at fault: those that ran later, and
 * the adjoint that it was handed, agree.
 */
import {
  copy,
  drawCotangent,
  enginesOf,
  firstDifference,
  leavesOf,
  random,
  signatureOf,
  type GradientCheck,
} from "../../src/check/index.ts";
import { Scalar, traceCall, type TracedCall } from "../../src/tape/trace.ts";
import { listener } from "../3-differentiate/probe.ts";
import type { MadeBy } from "./made.ts";
import { startLog, type Made, type MadeLog } from "./runtime/made.ts";

type AnyFunction = (...args: never[]) => unknown;

export interface LocateRequest {
  /** As the check was asked, with the derivatives that have probes. */
  readonly check: GradientCheck;
  /** Index of the point that failed. */
  readonly point: number;
  readonly traced: AnyFunction;
  /** Arguments as the traced form wants them. */
  readonly own: (args: readonly unknown[]) => unknown[];
  readonly statements: readonly MadeBy[];
}

/** Lines for a person. */
export function locate(request: LocateRequest): readonly string[] {
  const { check, statements } = request;
  const { args } = check.points[request.point]!;
  const cotangent = cotangentFor(check, request.point);
  const heard = listen(check, args, cotangent);
  const { run, log, lifted } = watch(request, args);
  const adjoint = run.adjoints(
    run.value === undefined ? { args: cotangent as unknown[] } : cotangent,
  );
  // What was made last is the first that the reverse sweep comes to.
  const found =
    fromTheEnd(log, statements, heard.adjoints, adjoint, toleranceOf(check)) ??
    amongArguments(check, heard.entries, lifted, adjoint);
  if (found === undefined)
    return [
      "run without fusion, statement by statement, its adjoints are the tape's",
    ];
  const readers = new Set(
    run.steps.flatMap((step, i) =>
      step.inputs.includes(found.value) ? (log.owner(i) ?? []) : [],
    ),
  );
  const guilty = [...readers].map((id) => lineOf(statements[id]!));
  const gives = `${found.generated} to ${found.what}, and the tape gives ${found.tape}`;
  return guilty.length === 1
    ? [
        "the first statement, from the end, whose adjoint is wrong:",
        `  ${guilty[0]!}`,
        `  It gives ${gives}.`,
      ]
    : [
        "the first statements, from the end, of which one has a wrong adjoint:",
        ...guilty.map((each) => `  ${each}`),
        `  Together they give ${gives}.`,
      ];
}

const lineOf = ({ line, text }: MadeBy): string => `line ${line}: ${text}`;

interface Wrong {
  readonly what: string;
  readonly value: Scalar;
  readonly generated: number;
  readonly tape: number;
}

const toleranceOf = (check: GradientCheck): number =>
  check.float32 === true ? 1e-3 : 1e-7;

function fromTheEnd(
  { made }: MadeLog,
  statements: readonly MadeBy[],
  heard: ReadonlyMap<string, readonly number[]>,
  adjoint: (of: Scalar) => number,
  tolerance: number,
): Wrong | undefined {
  const byKey = new Map<string, Made[]>();
  for (const each of made) {
    const { key } = statements[each.id]!;
    byKey.set(key, [...(byKey.get(key) ?? []), each]);
  }
  // A statement that one of the two did not come to as often can't be compared.
  const pairs = new Map<Made, { generated: number; nth: number }>();
  for (const [key, runs] of byKey) {
    const adjoints = heard.get(key);
    if (adjoints?.length !== runs.length) continue;
    runs.forEach((run, i) =>
      pairs.set(run, { generated: adjoints[runs.length - 1 - i]!, nth: i + 1 }),
    );
  }
  const scale = Math.max(
    0,
    ...[...pairs.keys()].map(({ value }) => Math.abs(adjoint(value))),
  );
  const last = made.findLast((each) => {
    const pair = pairs.get(each);
    return (
      pair !== undefined &&
      !agree(pair.generated, adjoint(each.value), scale, tolerance)
    );
  });
  if (last === undefined) return undefined;
  const { generated, nth } = pairs.get(last)!;
  const statement = statements[last.id]!;
  const times = byKey.get(statement.key)!.length;
  const which = times > 1 ? ` (run ${nth} of ${times})` : "";
  return {
    what: `${lineOf(statement)}${which}`,
    value: last.value,
    generated,
    tape: adjoint(last.value),
  };
}

/** All that statements made agrees: then what first reads an argument is at fault. */
function amongArguments(
  check: GradientCheck,
  entries: readonly unknown[],
  lifted: readonly unknown[],
  adjoint: (of: Scalar) => number,
): Wrong | undefined {
  for (const leaf of leavesOf(entries)) {
    let value: unknown = lifted;
    for (const key of leaf.path)
      value = (value as Record<PropertyKey, unknown> | undefined)?.[key];
    if (!(value instanceof Scalar)) continue;
    const tape = adjoint(value);
    if (agree(leaf.value, tape, Math.abs(tape), toleranceOf(check))) continue;
    const [parameter, ...path] = leaf.path;
    const name = check.parameters?.[Number(parameter)] ?? String(parameter);
    const what = `the argument ${name}${path.map((key) => `[${String(key)}]`).join("")}`;
    return { what, value, generated: leaf.value, tape };
  }
  return undefined;
}

const agree = (a: number, b: number, scale: number, tolerance: number) =>
  Object.is(a, b) ||
  Math.abs(a - b) <=
    tolerance * Math.max(Math.abs(a), Math.abs(b)) + 1e-13 * scale;

/** Adjoints by statement, in the order of the reverse sweep. */
function listen(
  check: GradientCheck,
  args: readonly unknown[],
  cotangent: unknown,
): {
  adjoints: ReadonlyMap<string, readonly number[]>;
  entries: readonly unknown[];
} {
  const adjoints = new Map<string, number[]>();
  const place = globalThis as Record<symbol, unknown>;
  const name = Symbol.for(listener);
  const own = copy(args) as unknown[];
  const value = (check.f as (...args: unknown[]) => unknown)(...own);
  const engine = enginesOf(
    { adjoint: check.generated.adjoint },
    { value, args: own },
    signatureOf(check),
  )["adjoint"]!;
  place[name] = (key: string, d: number): void => {
    const known = adjoints.get(key);
    if (known) known.push(d);
    else adjoints.set(key, [d]);
  };
  try {
    const { entries } = engine(copy(args) as unknown[], copy(cotangent));
    return { adjoints, entries };
  } finally {
    Reflect.deleteProperty(place, name);
  }
}

function watch(
  { traced, own }: LocateRequest,
  args: readonly unknown[],
): { run: TracedCall; log: MadeLog; lifted: readonly unknown[] } {
  const log = startLog();
  let lifted: readonly unknown[] = [];
  const watched = (...given: never[]): unknown => {
    lifted = copyOfTop(given);
    see(given, log.see);
    return traced(...given);
  };
  const run = traceCall(watched, own(args));
  return { run, log: log.end(), lifted };
}

/** The containers as they are at entry: the run may write into them. */
function copyOfTop(x: unknown, seen = new Map<unknown, unknown>()): never {
  if (x instanceof Scalar || typeof x !== "object" || x === null)
    return x as never;
  const known = seen.get(x);
  if (known !== undefined) return known as never;
  const made: Record<string, unknown> | unknown[] =
    Array.isArray(x) || ArrayBuffer.isView(x) ? [] : {};
  seen.set(x, made);
  for (const key of Object.keys(x))
    (made as Record<string, unknown>)[key] = copyOfTop(
      (x as Record<string, unknown>)[key],
      seen,
    );
  return made as never;
}

function see(x: unknown, on: (x: unknown) => void, seen = new Set()): void {
  on(x);
  if (x instanceof Scalar || typeof x !== "object" || x === null) return;
  if (seen.has(x)) return;
  seen.add(x);
  for (const inner of Object.values(x)) see(inner, on, seen);
}

function cotangentFor(check: GradientCheck, index: number): unknown {
  const point = check.points[index]!;
  if (point.cotangent !== undefined) return point.cotangent;
  const args = copy(point.args) as unknown[];
  const value = (check.f as (...args: unknown[]) => unknown)(...args);
  const written = args.map(
    (arg, i) => firstDifference(arg, point.args[i]) !== undefined,
  );
  return drawCotangent({ value, args }, written, random(check.seed ?? 1));
}
