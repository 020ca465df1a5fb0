/**
 * How far a damped oscillator is from what was measured of it, by Störmer and Verlet's steps.
 * @differentiable wrt damping, stiffness
 */
export function misfit(
  damping: number,
  stiffness: number,
  measured: Float64Array,
  dt: number,
): number {
  let x = 1;
  let v = 0;
  let sum = 0;
  for (let i = 0; i < measured.length; i++) {
    const e = x - measured[i];
    sum += e * e;
    v += dt * (-stiffness * x - damping * v);
    x += dt * v;
  }
  return sum;
}

/** What is measured of an oscillator that obeys the model. */
export function simulate(
  damping: number,
  stiffness: number,
  count: number,
  dt: number,
): Float64Array {
  const xs = new Float64Array(count);
  let x = 1;
  let v = 0;
  for (let i = 0; i < count; i++) {
    xs[i] = x;
    v += dt * (-stiffness * x - damping * v);
    x += dt * v;
  }
  return xs;
}
