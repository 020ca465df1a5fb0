import type { Point } from "example-library";
import { rosenbrockValueAndGrad } from "example-library";

/** Down the valley, each step as long as it still goes down. */
export function descend(start: Point, steps: number): Point {
  let at = start;
  for (let step = 0; step < steps; step++) {
    const { value, grad } = rosenbrockValueAndGrad(at);
    for (let rate = 1; rate > 1e-12; rate /= 2) {
      const next = { x: at.x - rate * grad.x, y: at.y - rate * grad.y };
      if (rosenbrockValueAndGrad(next).value >= value) continue;
      at = next;
      break;
    }
  }
  return at;
}
