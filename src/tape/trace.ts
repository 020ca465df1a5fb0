/**
 * What the TRACED FORM of a function calls: the user's own syntax tree with every numeric operator replaced by
 * `op`, run on a tape. Tracked numbers (`Scalar`) mix with plain ones, and stand in arrays and objects where
 * the numbers stood.
 *
 * | user's code                        | traced form                                             |
 * |------------------------------------|---------------------------------------------------------|
 * | `x * y`, `-x`, `x ** y`            | `op("mul", x, y)`, `op("neg", x)`, `op("pow", x, y)`      |
 * | `Math.exp(x)`, `Math.hypot(...xs)` | `op("exp", x)`, `op("hypot", ...xs)`                      |
 * | `Math.max(x, 0)`, `Math.max(0, x)` | `op("maxConstant", x, 0)`, `op("max", 0, x)`              |
 * | `Math.floor(x)`, `x \| 0`           | `op("floor", x)`, `op("bitOr", x, 0)`: plain numbers     |
 * | `x < y`, `x === y`, `if (x)`, `!x` | `value(x) < value(y)`, …: what decides is plain           |
 * | `a[i]`, `a[i] = x`                 | as it stands (`a[value(i)]`); integer arrays: `value(x)` |
 * | `new Float64Array(n)`              | `tracedArray("Float64Array", n)`                         |
 * | `new Array(n)`, unknown callee     | `new Array(value(n))`, `f(lower(x))`                     |
 *
 * A tracked number that meets an operator which was not replaced throws; it never leaves the tape in silence.
 * Conversions that JavaScript does by method (`Number.isFinite(x)`, `typeof x`, `new Array(x)`) can't throw:
 * they need `value`.
 *
 * `traceCall` runs a traced form: it lifts the arguments, and gives plain results and gradients.
 */
import { newGroup, lift, lower, snapshot } from "./lift.ts";
import type { Step } from "./record.ts";
import { GradientTape } from "./tape.ts";
import type { Num } from "./values.ts";
import { Scalar, value } from "./values.ts";

export { op } from "./scalar.ts";
export { value } from "./values.ts";
export type { Num } from "./values.ts";
export { Scalar } from "./values.ts";
export { tracedArray } from "./traced-array.ts";
export type { TracedArray } from "./traced-array.ts";
/** The rule that `defineRule` gave to a function: `op(ruleOf(f)!, x)` for `f(x)`. */
export { definedRule as ruleOf } from "../marks.ts";
export { lift, lower, newGroup, snapshot } from "./lift.ts";

export interface TracedCall {
  /** What the function returned, as plain data. */
  readonly value: unknown;
  /** The arguments after the call, as plain data: what was written is seen here. */
  readonly args: readonly unknown[];
  /**
   * The gradient, one entry per argument in the argument's shape (every number has an entry; what holds none
   * stays as it is; `undefined` for an argument that was not asked for). The cotangent has the shape of the
   * result; of a void function it is `{ args: [...] }`, the cotangents of the final contents, `undefined` for
   * none. Can be called any number of times.
   */
  pullback(cotangent: unknown): unknown[];
  /** What the tape holds. */
  readonly steps: readonly Step[];
  /** The adjoint of any value of the run, from a cotangent; to be read before the next one is asked for. */
  adjoints(cotangent: unknown): (of: Scalar) => number;
}

/** Of a void function: cotangents of the arguments' final contents. */
export interface Cotangents {
  readonly args: readonly unknown[];
}

/**
 * Runs a traced form on copies of `args`. `wrt` lists the arguments to follow (default: all); the others are
 * constants, even where they share storage with one that is followed.
 */
export function traceCall(
  traced: (...args: never[]) => unknown,
  args: readonly unknown[],
  wrt: readonly number[] = args.map((_, i) => i),
): TracedCall {
  const tape = new GradientTape({ persistent: true });
  const followed = newGroup();
  const constant = newGroup();
  const lifted = args.map((arg, i) =>
    wrt.includes(i)
      ? lift(tape, arg, followed)
      : lift(undefined, arg, constant),
  );
  const initial = snapshot(lifted);
  const result = traced(...(lifted as never[]));
  tape.stop();
  function adjointsOf(cotangent: unknown): (of: Scalar) => number {
    const seeds: Seed[] = [];
    if (isCotangents(cotangent, result)) {
      collectSeeds(lifted, cotangent.args, seeds);
    } else {
      collectSeeds(result, cotangent, seeds);
    }
    const adjoints = tape.adjoints(seeds);
    return (of) => {
      const found = adjoints(of);
      return found === undefined ? 0 : value(found as Num);
    };
  }
  return {
    value: lower(result),
    args: lower(lifted) as unknown[],
    steps: tape.steps,
    adjoints: adjointsOf,
    pullback(cotangent) {
      const adjoint = adjointsOf(cotangent);
      const entries = initial((leaf) =>
        leaf instanceof Scalar ? adjoint(leaf) : 0,
      ) as unknown[];
      return entries.map((entry, i) => (wrt.includes(i) ? entry : undefined));
    },
  };
}

type Seed = readonly [Scalar, number];

/** Walks a traced value and its cotangent together. What has no cotangent is left out. */
function collectSeeds(
  traced: unknown,
  cotangent: unknown,
  seeds: Seed[],
  seen = new Set<unknown>(),
): void {
  if (traced instanceof Scalar) {
    if (typeof cotangent === "number") seeds.push([traced, cotangent]);
    return;
  }
  if (typeof traced !== "object" || traced === null) return;
  if (typeof cotangent !== "object" || cotangent === null) return;
  if (seen.has(cotangent)) return;
  seen.add(cotangent);
  if (cotangent instanceof Map) {
    for (const [key, its] of cotangent as Map<unknown, unknown>)
      if (traced instanceof Map)
        collectSeeds((traced as typeof cotangent).get(key), its, seeds, seen);
    return;
  }
  for (const key of Object.keys(cotangent)) {
    const child = (traced as Record<string, unknown>)[key];
    const its = (cotangent as Record<string, unknown>)[key];
    collectSeeds(child, its, seeds, seen);
  }
}

function isCotangents(x: unknown, result: unknown): x is Cotangents {
  return (
    result === undefined && typeof x === "object" && x !== null && "args" in x
  );
}
