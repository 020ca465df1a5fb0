/**
 * `Math.max` and `Math.min`. KINKS: at a tie, an argument that is a compile-time constant in the source takes
 * all of the derivative, else the first of the tied does. Only the source can tell what a constant is, so the
 * rewriter marks it.
 */
import { op, Scalar, type Num } from "../../../src/tape/trace.ts";
import { numeric } from "./operators.ts";

/** An argument that is a compile-time constant. */
export class Constant {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

export function extreme(name: "max" | "min", args: readonly unknown[]): Num {
  const constants = args
    .filter((arg) => arg instanceof Constant)
    .map((arg) => arg.value);
  const others = args.filter((arg) => !(arg instanceof Constant)).map(numeric);
  if (!others.some((x) => x instanceof Scalar))
    return Math[name](...(others as number[]), ...constants);
  const best = others.reduce((a, b) => op(name, a, b));
  if (constants.length === 0) return best;
  const bound = Math[name](...constants);
  return op(name === "max" ? "maxConstant" : "minConstant", best, bound);
}
