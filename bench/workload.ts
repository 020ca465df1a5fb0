/** What is timed: one function, and the ways to its gradient. */
import { random } from "../src/check/index.ts";

export interface Workload {
  readonly name: string;
  /** Floating-point operations that one call of the primal can't do without. */
  readonly leastOperations: number;
  /** The numbers that the gradient is taken with respect to. */
  readonly inputs: readonly Float64Array[];
  /** The function itself: a number that depends on all that it computed. */
  primal(): number;
  /** Ways to the gradient; each fills in or returns one array per input. */
  readonly gradients: Readonly<Record<string, Gradient>>;
}

export type Gradient = () => readonly ArrayLike<number>[];

/** Numbers between -1 and 1 that are the same every time. */
export function draw(length: number, seed: number): Float64Array {
  const { between } = random(seed);
  return Float64Array.from({ length }, () => between(-1, 1));
}

export function total(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
