/** Functions with derivatives written by hand, right and wrong, for the check to judge. */
import type { Derivatives } from "../../src/check/index.ts";

/** Mean squared error of a linear model. */
export function loss(
  w: Float64Array,
  b: number,
  xs: Float64Array[],
  ys: Float64Array,
): number {
  let sum = 0;
  for (let n = 0; n < xs.length; n++) {
    let z = b;
    for (let i = 0; i < w.length; i++) z += w[i]! * xs[n]![i]!;
    sum += (z - ys[n]!) ** 2;
  }
  return sum / xs.length;
}

type Entries = [Float64Array, number, Float64Array[], Float64Array];

export function lossGrad(
  w: Float64Array,
  b: number,
  xs: Float64Array[],
  ys: Float64Array,
): Entries {
  const dw = new Float64Array(w.length);
  const dxs = xs.map((x) => new Float64Array(x.length));
  const dys = new Float64Array(ys.length);
  let db = 0;
  for (let n = 0; n < xs.length; n++) {
    let z = b;
    for (let i = 0; i < w.length; i++) z += w[i]! * xs[n]![i]!;
    const dz = (2 * (z - ys[n]!)) / xs.length;
    dys[n]! -= dz;
    db += dz;
    for (let i = 0; i < w.length; i++) {
      dw[i]! += xs[n]![i]! * dz;
      dxs[n]![i]! += w[i]! * dz;
    }
  }
  return [dw, db, dxs, dys];
}

export const lossArgs = (): Parameters<typeof loss> => [
  Float64Array.of(0.3, -0.7),
  0.2,
  [Float64Array.of(1, 2), Float64Array.of(-0.5, 0.4), Float64Array.of(3, -1)],
  Float64Array.of(0.5, 1, -2),
];

/** `lossGrad` made wrong on purpose. */
export const spoilt = (change: (entries: Entries) => void): Derivatives => ({
  grad: (...args: Parameters<typeof loss>) => {
    const entries = lossGrad(...args);
    change(entries);
    return entries;
  },
});

/** Writes the running sums of `xs` into `out`, in place. */
export function sums(xs: number[], out: Float64Array): void {
  let sum = 0;
  for (let i = 0; i < xs.length; i++) {
    sum += xs[i]! * xs[i]!;
    out[i] = sum;
  }
}

export function sumsVjp(
  xs: number[],
  out: Float64Array,
): {
  value: [number[], Float64Array];
  pullback(cotangents: [number[]?, Float64Array?]): [number[], Float64Array];
} {
  const kept = [...xs];
  const written = out.slice();
  sums(xs, written);
  return {
    value: [[...xs], written],
    pullback([dxsFinal, doutFinal]) {
      const dxs = kept.map((_, i) => dxsFinal?.[i] ?? 0);
      const dout = doutFinal?.slice() ?? new Float64Array(out.length);
      let dsum = 0;
      for (let i = kept.length - 1; i >= 0; i--) {
        dsum += dout[i]!;
        dout[i] = 0;
        dxs[i]! += 2 * kept[i]! * dsum;
      }
      return [dxs, dout];
    },
  };
}
