import type { Point } from "./point.js";
import { dot, softplus } from "./numbers.js";

/** @differentiable */
export function square(x: number): number {
  return x * x;
}

/** @differentiable */
export const scaled = (x: number, k: number): number => k * softplus(x);

/** Mean squared error of a linear model. @differentiable wrt w, b */
export function meanSquaredError(
  w: Float64Array,
  b: number,
  xs: readonly Float64Array[],
  ys: Float64Array,
): number {
  let sum = 0;
  for (let n = 0; n < xs.length; n++) {
    const e = dot(w, xs[n]!) + b - ys[n]!;
    sum += e * e;
  }
  return sum / xs.length;
}

/** @differentiable */
export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** @differentiable */
export function newton(a: number, steps: number): number {
  let x = 1;
  for (let i = 0; i < steps; i++) x = 0.5 * (x + a / x);
  return x;
}
