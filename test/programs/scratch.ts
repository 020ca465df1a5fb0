/** Scratch that carries over: only a part is written. @differentiable */
export function partlyWritten(w: number[], n: number): number {
  const z = new Float64Array(w.length);
  let s = 0;
  for (let t = 0; t < n; t++) {
    for (let i = 1; i < w.length; i++) z[i] = w[i]! * (t + 1);
    for (let i = 0; i < w.length; i++) s += z[i]! * z[i]!;
    z[0]! += w[0]! * s;
  }
  return s;
}
/** Written where a branch was taken, read anyway. @differentiable */
export function writtenInBranch(w: number[], n: number): number {
  const z = new Float64Array(w.length);
  let s = 0;
  for (let t = 0; t < n; t++) {
    for (let i = 0; i < w.length; i++) if (w[i]! > t) z[i] = w[i]! * (t + 1);
    for (let i = 0; i < w.length; i++) s += z[i]! * w[i]!;
  }
  return s;
}
/** Left early, so that the end is from before. @differentiable */
export function leftEarly(w: number[], n: number): number {
  const z = new Float64Array(w.length);
  let s = 0;
  for (let t = 0; t < n; t++) {
    for (let i = 0; i < w.length; i++) {
      if (w[i]! > 1 && t > 0) break;
      z[i] = w[i]! ** 2;
    }
    for (let i = 0; i < w.length; i++) s += z[i]! * w[i]! * (t + 1);
  }
  return s;
}
/** Read behind the loop. @differentiable */
export function readBehind(w: number[], n: number): number {
  const z = new Float64Array(w.length);
  let s = 0;
  for (let t = 0; t < n; t++) {
    for (let i = 0; i < w.length; i++) z[i] = w[i]! * w[i]! * (t + 1);
    for (let i = 0; i < w.length; i++) s += z[i]! * z[i]!;
  }
  return s * z[0]!;
}
/** Read one beyond what is written. @differentiable */
export function readBeyond(w: number[], n: number): number {
  const z = new Float64Array(w.length + 1);
  let s = 0;
  for (let t = 0; t < n; t++) {
    for (let i = 0; i < w.length; i++) z[i] = w[i]! * w[i]!;
    for (let i = 0; i < w.length; i++) s += z[i]! * z[i + 1]!;
    z[w.length] = s;
  }
  return s;
}
/** Added up, and cleared first. @differentiable */
export function cleared(w: number[], n: number): number {
  const z = new Float64Array(w.length);
  let s = 0;
  for (let t = 0; t < n; t++) {
    z.fill(0);
    for (let i = 0; i < w.length; i++)
      for (let j = 0; j <= i; j++) z[i]! += w[j]! * w[i]! * (t + 1);
    for (let i = 1; i < w.length; i++) s += z[i]! * z[i - 1]!;
  }
  return s;
}
/** Added up, and not cleared. @differentiable */
export function notCleared(w: number[], n: number): number {
  const z = new Float64Array(w.length);
  let s = 0;
  for (let t = 0; t < n; t++) {
    for (let i = 0; i < w.length; i++) z[i]! += w[i]! * w[i]!;
    for (let i = 0; i < w.length; i++) s += z[i]! * z[i]!;
  }
  return s;
}
/** Two layers through scratch, the second overwrites what it reads. @differentiable */
export function layers(w: Float64Array, xs: Float64Array[]): number {
  const n = w.length;
  const h = new Float64Array(n);
  const g = new Float64Array(n);
  let loss = 0;
  for (const x of xs) {
    for (let i = 0; i < n; i++) h[i] = Math.tanh(w[i]! * x[i]!);
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += h[j]! * w[(i + j) % n]!;
      g[i] = Math.sin(sum);
    }
    for (let i = 0; i < n; i++) h[i] = g[i]! * h[i]!;
    for (let i = 0; i < n; i++) loss += h[i]! * g[i]!;
  }
  return loss;
}
/** A matrix of scratch. @differentiable */
export function matrixScratch(
  w: Float64Array,
  x: Float64Array,
  n: number,
): number {
  const z = new Float64Array(n * n);
  let loss = 0;
  for (let t = 0; t < x.length; t++) {
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) z[i * n + j] = w[i]! * w[j]! * x[t]!;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) loss += z[i * n + j]! ** 2;
    for (let i = 0; i < n; i++) loss += z[i * n + i]! * z[0]!;
  }
  return loss;
}
function square(z: Float64Array): void {
  for (let i = 0; i < z.length; i++) z[i]! *= z[i]!;
}
/** A helper changes the scratch. @differentiable */
export function helperScratch(w: Float64Array, x: Float64Array): number {
  const z = new Float64Array(w.length);
  let loss = 0;
  for (let t = 0; t < x.length; t++) {
    for (let i = 0; i < w.length; i++) z[i] = w[i]! * x[t]!;
    square(z);
    for (let i = 0; i < w.length; i++) loss += z[i]! * w[i]!;
  }
  return loss;
}
/** Each iteration has a row of the output, and reads the row before. @differentiable */
export function rowsInTurn(
  a: Float64Array,
  out: Float64Array,
  w: number,
): void {
  const rows = a.length / w;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < w; j++)
      out[i * w + j] = i > 0 ? a[i * w + j]! * out[(i - 1) * w + j]! : a[j]!;
}
/** Each iteration has a row of the output, by blocks. @differentiable */
export function rowsApart(
  a: Float64Array,
  s: Float64Array,
  out: Float64Array,
): void {
  const w = s.length;
  for (let i = 0; i * w < a.length; i++) {
    for (let j = 0; j < w; j++) out[i * w + j] = a[i * w + j]! * s[j]!;
    for (let j = 1; j < w; j++)
      out[i * w + j] = out[i * w + j]! * out[i * w + j - 1]!;
  }
}
/** Every second element, and the one beside it. @differentiable */
export function pairs(x: Float64Array): void {
  const n = x.length / 2;
  for (let i = 0; i < n; i++) {
    const t = x[2 * i]! * x[2 * i + 1]!;
    x[2 * i + 1] = x[2 * i]! - t;
    x[2 * i] = t * t;
  }
}
/** Each writes beside itself: no element is its own. @differentiable */
export function overlappingPairs(x: Float64Array): void {
  for (let i = 0; i + 1 < x.length; i++) {
    const t = x[i]! * x[i + 1]!;
    x[i] = t;
    x[i + 1]! += t * t;
  }
}
/** Rows of a matrix, each by itself. @differentiable */
export function normalisedRows(m: number[][]): void {
  for (let i = 0; i < m.length; i++) {
    const row = m[i]!;
    let sum = 0;
    for (let j = 0; j < row.length; j++) sum += row[j]! * row[j]!;
    for (let j = 0; j < row.length; j++) row[j]! /= sum;
  }
}
/** Scratch in scratch: the outer loop's is read by the inner one. @differentiable */
export function nestedScratch(w: number[], n: number): number {
  const z = new Float64Array(w.length);
  const y = new Float64Array(w.length);
  let s = 0;
  for (let t = 0; t < n; t++) {
    for (let i = 0; i < w.length; i++) z[i] = w[i]! ** 2 * (t + 1);
    for (let k = 0; k < 2; k++) {
      for (let i = 0; i < w.length; i++) y[i] = z[i]! * w[k]!;
      for (let i = 0; i < w.length; i++) s += y[i]! * y[i]!;
    }
  }
  return s;
}
