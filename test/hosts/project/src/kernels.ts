/** @differentiable forward reverse */
export function rosenbrock(x: number, y: number): number {
  return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
}

/** @differentiable */
export function smooth(xs: Float64Array): void {
  for (let i = 1; i < xs.length; i++) xs[i] = 0.5 * (xs[i - 1]! + xs[i]!);
}

/** @differentiable */
export function logistic(x0: number, r: number, steps: number): number {
  let x = x0;
  for (let t = 0; t < steps; t++) x = r * x * (1 - x);
  return x;
}

/** @differentiable */
function hidden(x: number): number {
  return x > 0 ? Math.sqrt(x) : 0;
}

/** @differentiable as total */
export default function sumOf(xs: number[]): number {
  return xs.reduce((s, x) => s + hidden(x), 0);
}
