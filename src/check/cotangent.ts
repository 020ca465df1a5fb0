/**
 * Any function is checked through one number: its result, or the sum of the result's entries with drawn
 * weights (the cotangent), or for a kernel without a result that of what it wrote into its arguments.
 */
import { isFloatArray, leavesOf } from "./leaves.ts";
import { emptyLike, keysOf, partAt, setPart } from "./parts.ts";
import type { Random } from "./random.ts";

/** What a function did: its result, and its arguments after the call. */
export interface Outcome {
  readonly value: unknown;
  readonly args: readonly unknown[];
}

/** A cotangent for an outcome: 1 for a number; else of the result's shape; else one per written argument. */
export function drawCotangent(
  outcome: Outcome,
  written: readonly boolean[],
  random: Random,
): unknown {
  if (typeof outcome.value === "number") return 1;
  if (outcome.value !== undefined) return weights(outcome.value, random);
  return outcome.args.map((arg, i) =>
    written[i] ? weights(arg, random) : undefined,
  );
}

/** A value of the same shape with drawn numbers in [0.5, 1.5], of either sign: none is nearly 0. */
function weights(
  value: unknown,
  random: Random,
  seen = new Map<object, unknown>(),
): unknown {
  const draw = (): number =>
    random.between(0.5, 1.5) * (random.uniform() < 0.5 ? -1 : 1);
  if (typeof value === "number") return draw();
  if (typeof value !== "object" || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  if (isFloatArray(value)) {
    const drawn = value.map(draw);
    seen.set(value, drawn);
    return drawn;
  }
  if (ArrayBuffer.isView(value)) return value;
  const made = emptyLike(value);
  seen.set(value, made);
  for (const key of keysOf(value))
    setPart(made, key, weights(partAt(value, key), random, seen));
  return made;
}

/**
 * The number that a cotangent makes of an outcome. Storage that a result holds twice has one cotangent, and
 * counts once.
 */
export function objective(outcome: Outcome, cotangent: unknown): number {
  if (typeof outcome.value === "number")
    return typeof cotangent === "number" ? cotangent * outcome.value : NaN;
  const target = outcome.value === undefined ? outcome.args : outcome.value;
  return product(cotangent, target, new Set());
}

function product(weight: unknown, x: unknown, seen: Set<object>): number {
  // An entry that is missing makes the sum NaN: never a silent zero.
  if (typeof weight === "number")
    return typeof x === "number" ? weight * x : NaN;
  if (typeof weight !== "object" || weight === null || seen.has(weight))
    return 0;
  seen.add(weight);
  if (ArrayBuffer.isView(weight) && !isFloatArray(weight)) return 0;
  if (typeof x !== "object" || x === null)
    return leavesOf(weight).length > 0 ? NaN : 0;
  let sum = 0;
  for (const key of keysOf(weight))
    sum += product(partAt(weight, key), partAt(x, key), seen);
  return sum;
}
