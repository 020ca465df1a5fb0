/** Two exponentials, as fluorescence decays. @differentiable wrt a, p, b, q */
export function decay(
  a: number,
  p: number,
  b: number,
  q: number,
  t: number,
): number {
  return a * Math.exp(-p * t) + b * Math.exp(-q * t);
}
