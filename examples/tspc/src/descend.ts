import { lossValueAndGrad } from "./line.js";

export interface Fit {
  readonly slope: number;
  readonly offset: number;
  readonly loss: number;
}

/** Gradient descent, with steps of one length. */
export function descend(
  xs: Float64Array,
  ys: Float64Array,
  steps = 2000,
  rate = 0.1,
): Fit {
  let slope = 0;
  let offset = 0;
  let loss = Infinity;
  for (let step = 0; step < steps; step++) {
    const { value, grad } = lossValueAndGrad(slope, offset, xs, ys);
    loss = value;
    slope -= rate * grad[0];
    offset -= rate * grad[1];
  }
  return { slope, offset, loss };
}
