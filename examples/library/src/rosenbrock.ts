export interface Point {
  x: number;
  y: number;
}

/** Rosenbrock's valley. @differentiable */
export function rosenbrock(p: Point): number {
  return (1 - p.x) ** 2 + 100 * (p.y - p.x ** 2) ** 2;
}
