/** Successive over-relaxation on a grid, red points first, then black. @differentiable */
export function redBlack(
  source: Float64Array,
  size: number,
  omega: number,
  sweeps: number,
): number {
  const u = new Float64Array(size * size);
  for (let s = 0; s < sweeps; s++) {
    for (let colour = 0; colour < 2; colour++) {
      for (let i = 1; i < size - 1; i++) {
        for (let j = 1 + ((i + colour) % 2); j < size - 1; j += 2) {
          const c = i * size + j;
          const mean =
            0.25 *
            (u[c - 1]! + u[c + 1]! + u[c - size]! + u[c + size]! + source[c]!);
          u[c]! += omega * (mean - u[c]!);
        }
      }
    }
  }
  let sum = 0;
  for (const x of u) sum += x * x;
  return sum;
}

/** A V-cycle of multigrid, by recursion on halved grids. */
function vCycle(u: Float64Array, f: Float64Array, h: number): void {
  const n = u.length - 1;
  const smooth = (times: number) => {
    for (let s = 0; s < times; s++) {
      for (let i = 1; i < n; i++)
        u[i] = 0.5 * (u[i - 1]! + u[i + 1]! + h * h * f[i]!);
    }
  };
  if (n <= 2) {
    smooth(1);
    return;
  }
  smooth(2);
  const half = n / 2;
  const r = new Float64Array(half + 1);
  const e = new Float64Array(half + 1);
  const residual = (i: number) =>
    f[i]! - (2 * u[i]! - u[i - 1]! - u[i + 1]!) / (h * h);
  for (let i = 1; i < half; i++) {
    r[i] =
      0.25 * (residual(2 * i - 1) + 2 * residual(2 * i) + residual(2 * i + 1));
  }
  vCycle(e, r, 2 * h);
  for (let i = 0; i < half; i++) {
    u[2 * i]! += e[i]!;
    u[2 * i + 1]! += 0.5 * (e[i]! + e[i + 1]!);
  }
  smooth(2);
}

/** Poisson's equation in one dimension by two V-cycles. @differentiable */
export function multigrid(f: Float64Array): number {
  const u = new Float64Array(f.length);
  vCycle(u, f, 1 / (f.length - 1));
  vCycle(u, f, 1 / (f.length - 1));
  let energy = 0;
  for (let i = 0; i < u.length; i++) energy += u[i]! * f[i]! + u[i]! ** 2;
  return energy;
}

/** Stabilised biconjugate gradients, for as many steps as are needed. @differentiable */
export function bicgstab(m: number[][], b: number[]): number {
  const n = b.length;
  const dot = (u: number[], v: number[]) =>
    u.reduce((sum, x, i) => sum + x * v[i]!, 0);
  const apply = (v: number[]) => m.map((row) => dot(row, v));
  const x: number[] = b.map(() => 0);
  let r = b.slice();
  const r0 = b.slice();
  let p = b.slice();
  let rho = dot(r0, r);
  for (let k = 0; k < n && dot(r, r) > 1e-20; k++) {
    const v = apply(p);
    const alpha = rho / dot(r0, v);
    const s = r.map((ri, i) => ri - alpha * v[i]!);
    if (dot(s, s) < 1e-20) {
      for (let i = 0; i < n; i++) x[i]! += alpha * p[i]!;
      break;
    }
    const t = apply(s);
    const omega = dot(t, s) / dot(t, t);
    for (let i = 0; i < n; i++) x[i]! += alpha * p[i]! + omega * s[i]!;
    r = s.map((si, i) => si - omega * t[i]!);
    const next = dot(r0, r);
    const beta = (next / rho) * (alpha / omega);
    rho = next;
    p = r.map((ri, i) => ri + beta * (p[i]! - omega * v[i]!));
  }
  return x[0]! * x[n - 1]!;
}

/** A periodic tridiagonal system by Sherman and Morrison: Thomas's algorithm twice. @differentiable */
export function periodic(
  diagonal: Float64Array,
  off: number,
  right: Float64Array,
): number {
  const n = diagonal.length;
  const thomas = (d: Float64Array, b: Float64Array) => {
    const x = b.slice();
    const c = new Float64Array(n);
    let pivot = d[0]!;
    x[0]! /= pivot;
    for (let i = 1; i < n; i++) {
      c[i] = off / pivot;
      pivot = d[i]! - off * c[i]!;
      x[i] = (x[i]! - off * x[i - 1]!) / pivot;
    }
    for (let i = n - 2; i >= 0; i--) x[i]! -= c[i + 1]! * x[i + 1]!;
    return x;
  };
  const gamma = -diagonal[0]!;
  const d = diagonal.slice();
  d[0]! -= gamma;
  d[n - 1]! -= (off * off) / gamma;
  const u = new Float64Array(n);
  u[0] = gamma;
  u[n - 1] = off;
  const x = thomas(d, right);
  const z = thomas(d, u);
  const factor =
    (x[0]! + (off * x[n - 1]!) / gamma) /
    (1 + z[0]! + (off * z[n - 1]!) / gamma);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (x[i]! - factor * z[i]!) ** 2;
  return sum;
}

/** Page rank: a fixed point with damping, normalised in place. @differentiable */
export function pageRank(links: number[][], damping: number): number {
  const n = links.length;
  let rank: number[] = new Array<number>(n).fill(1 / n);
  let change: number;
  do {
    const next: number[] = new Array<number>(n).fill((1 - damping) / n);
    for (let i = 0; i < n; i++) {
      let out = 0;
      for (const w of links[i]!) out += w;
      for (let j = 0; j < n; j++)
        next[j]! += (damping * rank[i]! * links[i]![j]!) / out;
    }
    change = 0;
    for (let i = 0; i < n; i++) change += Math.abs(next[i]! - rank[i]!);
    rank = next;
  } while (change > 1e-13);
  return rank[0]! ** 2 + rank[1]!;
}
