/** The mean squared error of a line. @differentiable wrt slope, offset */
export function loss(
  slope: number,
  offset: number,
  xs: Float64Array,
  ys: Float64Array,
): number {
  let sum = 0;
  for (let i = 0; i < xs.length; i++) {
    const error = slope * xs[i] + offset - ys[i];
    sum += error * error;
  }
  return sum / xs.length;
}
