/** @differentiable */
export function scanUp(x: Float64Array): number {
  const a = Float64Array.from(x);
  for (let i = 1; i < a.length; i++) a[i] = a[i]! * a[i - 1]! + 0.5;
  return a[a.length - 1]!;
}
/** @differentiable */
export function scanDown(x: Float64Array): number {
  const a = Float64Array.from(x);
  for (let i = a.length - 2; i >= 0; i--) a[i] = a[i]! * a[i + 1]! + 0.5;
  return a[0]!;
}
/** @differentiable */
export function ahead(x: Float64Array): number {
  const a = Float64Array.from(x);
  for (let i = 0; i < a.length - 1; i++)
    a[i] = a[i]! * a[i + 1]! + Math.sin(a[i + 1]!);
  let s = 0;
  for (let i = 0; i < a.length; i++) s += a[i]! * a[i]!;
  return s;
}
/** @differentiable */
export function twice(x: Float64Array): number {
  const a = Float64Array.from(x);
  for (let t = 0; t < 2; t++)
    for (let i = 1; i < a.length; i++) a[i] = a[i]! * a[i - 1]! + 0.5;
  return a[a.length - 1]!;
}
/** @differentiable */
export function strided(x: Float64Array): number {
  const a = Float64Array.from(x);
  for (let i = 0; i + 3 < a.length; i += 2) {
    a[i + 1] = a[i]! * a[i + 3]!;
    a[i + 3] = a[i + 1]! * a[i]!;
  }
  let s = 0;
  for (let i = 0; i < a.length; i++) s += a[i]! * a[i]!;
  return s;
}
/** @differentiable */
export function strided3(x: Float64Array): number {
  const a = Float64Array.from(x);
  for (let i = 0; 3 * i + 2 < a.length; i++) {
    a[3 * i + 1] = a[3 * i]! * a[3 * i + 2]!;
    a[3 * i + 2] = Math.exp(a[3 * i + 1]! * 0.1) * a[3 * i]!;
  }
  let s = 0;
  for (let i = 0; i < a.length; i++) s += a[i]! * a[i]!;
  return s;
}
/** overflow of the inner index: k may exceed n. @differentiable */
export function spill(x: Float64Array, n: number): number {
  const a = Float64Array.from(x);
  for (let i = 0; i < 2; i++)
    for (let k = 0; k < n + 2; k++)
      a[i * n + k] = a[i * n + k]! * a[i * n + k + 1]! + 0.3;
  let s = 0;
  for (let i = 0; i < a.length; i++) s += a[i]! * a[i]!;
  return s;
}
/** negative inner. @differentiable */
export function negative(x: Float64Array, n: number): number {
  const a = Float64Array.from(x);
  for (let i = 1; i < 3; i++)
    for (let k = -2; k < n; k++)
      a[i * n + k] = a[i * n + k]! * a[i * n + k + 1]! + 0.3;
  let s = 0;
  for (let i = 0; i < a.length; i++) s += a[i]! * a[i]!;
  return s;
}
/** @differentiable */
export function rows(m: number[][]): number {
  const a = m.map((r) => r.slice());
  a[1] = a[0]!;
  for (let i = 0; i < a.length; i++)
    for (let j = 1; j < a[i]!.length; j++)
      a[i]![j] = a[i]![j]! * a[i]![j - 1]! + 0.1;
  let s = 0;
  for (const r of a) for (const v of r) s += v * v;
  return s;
}
/** @differentiable */
export function triangular(m: Float64Array, n: number): number {
  const a = Float64Array.from(m);
  for (let k = 0; k < n; k++)
    for (let i = k + 1; i < n; i++) {
      a[i * n + k]! /= a[k * n + k]!;
      for (let j = k + 1; j < n; j++)
        a[i * n + j]! -= a[i * n + k]! * a[k * n + j]!;
    }
  let s = 0;
  for (let k = 0; k < n; k++) s += Math.log(Math.abs(a[k * n + k]!));
  return s;
}
/** counter changed by continue/breaks. @differentiable */
export function jumps(x: Float64Array, lim: number): number {
  const a = Float64Array.from(x);
  outer: for (let t = 0; t < 3; t++) {
    for (let i = 1; i < a.length; i++) {
      if (a[i]! > lim) continue outer;
      a[i] = a[i]! * a[i - 1]! + t * a[0]!;
      if (i === 3) break;
    }
    a[0] = a[0]! * 1.1;
  }
  let s = 0;
  for (let i = 0; i < a.length; i++) s += a[i]! * a[i]!;
  return s;
}
/** @differentiable */
export function branches(x: Float64Array): number {
  const a = Float64Array.from(x);
  for (let i = 1; i < a.length; i++) {
    if (i % 2 === 0) a[i] = a[i]! * a[i - 1]!;
    else {
      a[i - 1] = a[i]! * a[i - 1]!;
      a[i] = a[i - 1]! * a[i]!;
    }
  }
  let s = 0;
  for (let i = 0; i < a.length; i++) s += a[i]! * a[i]!;
  return s;
}
/** @differentiable */
export function selfStore(x: Float64Array): number {
  const a = Float64Array.from(x);
  for (let i = 0; i < a.length; i++) {
    a[i] = a[i]! * a[i]!;
  }
  const y = a[2]! * a[1]!;
  a[2] = y * a[2]!;
  return a[2]! * y;
}
/** @differentiable */
export function whileIndex(x: Float64Array): number {
  const a = Float64Array.from(x);
  let i = 1;
  while (i < a.length) {
    a[i] = a[i]! * a[i - 1]!;
    i += 1;
    if (a[i - 1]! > 3) i += 1;
  }
  let k = 0;
  while (k < a.length - 1) {
    a[k] = a[k]! * a[k + 1]!;
    k++;
  }
  return a[0]!;
}
/** @differentiable */
export function perm(x: Float64Array, p: Int32Array): number {
  const a = Float64Array.from(x);
  for (let i = 0; i < p.length; i++) {
    const q = p[i]!;
    a[q] = a[q]! * a[i]!;
  }
  let s = 0;
  for (let i = 0; i < a.length; i++) s += a[i]! * a[i]!;
  return s;
}
/** @differentiable */
export function stencil2(u0: Float64Array, n: number, steps: number): number {
  let u = Float64Array.from(u0);
  let v = new Float64Array(u.length);
  for (let t = 0; t < steps; t++) {
    for (let i = 1; i < n - 1; i++)
      for (let j = 1; j < n - 1; j++)
        v[i * n + j] =
          u[i * n + j]! *
          (u[(i - 1) * n + j]! +
            u[(i + 1) * n + j]! -
            u[i * n + j - 1]! * u[i * n + j + 1]!);
    const w = u;
    u = v;
    v = w;
  }
  let s = 0;
  for (let i = 0; i < u.length; i++) s += u[i]! * u[i]!;
  return s;
}
/** Gauss–Seidel in place. @differentiable */
export function seidel(u0: Float64Array, n: number, steps: number): number {
  const u = Float64Array.from(u0);
  for (let t = 0; t < steps; t++)
    for (let i = 1; i < n - 1; i++)
      for (let j = 1; j < n - 1; j++)
        u[i * n + j] =
          0.25 *
          u[i * n + j]! *
          (u[(i - 1) * n + j]! +
            u[(i + 1) * n + j]! +
            u[i * n + j - 1]! * u[i * n + j + 1]!);
  let s = 0;
  for (let i = 0; i < u.length; i++) s += u[i]! * u[i]!;
  return s;
}
/** One sweep. @differentiable */
export function seidel1(u0: Float64Array, n: number): number {
  const u = Float64Array.from(u0);
  for (let i = 1; i < n - 1; i++)
    for (let j = 1; j < n - 1; j++)
      u[i * n + j] =
        0.25 *
        u[i * n + j]! *
        (u[(i - 1) * n + j]! +
          u[(i + 1) * n + j]! +
          u[i * n + j - 1]! * u[i * n + j + 1]!);
  let s = 0;
  for (let i = 0; i < u.length; i++) s += u[i]! * u[i]!;
  return s;
}
const inner = (a: Float64Array, k: number): number => {
  let s = 0;
  for (let i = 0; i < k; i++) {
    a[k] = a[k]! * a[i]!;
    s += a[k]! * a[i]!;
  }
  return s;
};
/** @differentiable */
export function calls(x: Float64Array): number {
  const a = Float64Array.from(x);
  let s = 0;
  for (let k = 1; k < a.length; k++) s += inner(a, k);
  for (let k = 1; k < a.length; k++) a[k] = a[k]! * s;
  return a[1]! * a[2]!;
}
/** @differentiable */
export function kernel(x: Float64Array, y: Float64Array): void {
  for (let i = 1; i < x.length; i++) {
    x[i] = x[i]! * x[i - 1]! * y[i]!;
    y[i] = x[i]! * y[i - 1]!;
  }
}
/** @differentiable */
export function shifted(x: Float64Array): number {
  const a = Float64Array.from(x);
  for (let i = 0; i < a.length; i++) {
    const k = i * 2;
    const q = k - i;
    a[q] = a[q]! * a[a.length - 1 - i]!;
  }
  let s = 0;
  for (let i = 0; i < a.length; i++) s += a[i]! * a[i]!;
  return s;
}
/** @differentiable */
export function outerRead(x: Float64Array): number {
  const a = Float64Array.from(x);
  let s = 0;
  for (let i = 0; i < a.length; i++) {
    const p = a[i]!;
    s += p * p * p;
    for (let j = 0; j <= i; j++) a[j] = a[j]! * p + 1;
  }
  return s + a[0]!;
}
/** Inner trip counts vary, and what they save is counted in advance. @differentiable */
export function triangularSaves(
  x: Float64Array,
  n: number,
  reps: number,
): number {
  const a = Float64Array.from(x);
  let s = 0;
  for (let r = 0; r < reps; r++) {
    for (let i = 0; i < n; i++) {
      let t = a[i]!;
      for (let k = 0; k < i; k++) t = t * Math.sin(t) + a[k]!;
      a[i] = t;
      s += t * t;
    }
  }
  return s;
}
/** A bound that is NaN in one row. @differentiable wrt x */
export function ragged(x: Float64Array, counts: number[]): number {
  let t = x[0]!;
  for (let i = 0; i < counts.length; i++)
    for (let k = 0; k < counts[i]!; k++) {
      t = Math.sin(t) + x[k]!;
      if (t > 0.5) t = t * t;
    }
  return t;
}
