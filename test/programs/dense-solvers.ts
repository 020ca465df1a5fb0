/** QR by Householder's reflections, in place; the product of R's diagonal and the solution. @differentiable */
export function householder(m: Float64Array, right: Float64Array): number {
  const n = right.length;
  const a = m.slice();
  const b = right.slice();
  let det = 1;
  for (let k = 0; k < n; k++) {
    let norm = 0;
    for (let i = k; i < n; i++) norm = Math.hypot(norm, a[i * n + k]!);
    const alpha = a[k * n + k]! > 0 ? -norm : norm;
    const vk = a[k * n + k]! - alpha;
    let vv = vk * vk;
    for (let i = k + 1; i < n; i++) vv += a[i * n + k]! ** 2;
    if (vv === 0) continue;
    for (let j = k + 1; j <= n; j++) {
      let dot = vk * (j < n ? a[k * n + j]! : b[k]!);
      for (let i = k + 1; i < n; i++)
        dot += a[i * n + k]! * (j < n ? a[i * n + j]! : b[i]!);
      const f = (2 * dot) / vv;
      if (j < n) {
        a[k * n + j]! -= f * vk;
        for (let i = k + 1; i < n; i++) a[i * n + j]! -= f * a[i * n + k]!;
      } else {
        b[k]! -= f * vk;
        for (let i = k + 1; i < n; i++) b[i]! -= f * a[i * n + k]!;
      }
    }
    a[k * n + k] = alpha;
    det *= alpha;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) b[i]! -= a[i * n + j]! * b[j]!;
    b[i]! /= a[i * n + i]!;
  }
  return det * 0.1 + b[0]! * b[n - 1]!;
}

/** Jacobi's rotations until the matrix is diagonal; a function of the eigenvalues. @differentiable */
export function jacobiEigenvalues(m: number[][]): number {
  const n = m.length;
  const a = m.map((row, i) => row.map((x, j) => 0.5 * (x + m[j]![i]!)));
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) off += a[p]![q]! ** 2;
    if (off < 1e-24) break;
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        if (Math.abs(a[p]![q]!) < 1e-14) continue;
        const theta = (a[q]![q]! - a[p]![p]!) / (2 * a[p]![q]!);
        const t =
          (theta >= 0 ? 1 : -1) /
          (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (let k = 0; k < n; k++) {
          const kp = a[k]![p]!;
          const kq = a[k]![q]!;
          a[k]![p] = c * kp - s * kq;
          a[k]![q] = s * kp + c * kq;
        }
        for (let k = 0; k < n; k++) {
          const pk = a[p]![k]!;
          const qk = a[q]![k]!;
          a[p]![k] = c * pk - s * qk;
          a[q]![k] = s * pk + c * qk;
        }
      }
    }
  }
  let result = 0;
  for (let i = 0; i < n; i++) result += Math.exp(-a[i]![i]!);
  return result;
}

/** Gauss–Jordan inversion in place, with full row exchange and column bookkeeping. @differentiable */
export function inverseTrace(m: number[][]): number {
  const n = m.length;
  const a = m.map((row) => [...row]);
  const order: number[] = [];
  for (let k = 0; k < n; k++) {
    let p = k;
    for (let i = k + 1; i < n; i++)
      if (Math.abs(a[i]![k]!) > Math.abs(a[p]![k]!)) p = i;
    order.push(p);
    [a[k], a[p]] = [a[p]!, a[k]!];
    const row = a[k]!;
    const pivot = row[k]!;
    row[k] = 1;
    for (let j = 0; j < n; j++) row[j]! /= pivot;
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const other = a[i]!;
      const f = other[k]!;
      other[k] = 0;
      for (let j = 0; j < n; j++) other[j]! -= f * row[j]!;
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    const p = order[k]!;
    if (p !== k) for (const row of a) [row[k], row[p]] = [row[p]!, row[k]!];
  }
  let trace = 0;
  for (let i = 0; i < n; i++) trace += a[i]![i]! * (i + 1);
  return trace;
}

/** Crout's factorisation with an index vector: rows stay, their numbers move. @differentiable */
export function indexedPivots(m: Float64Array, right: Float64Array): number {
  const n = right.length;
  const a = Float64Array.from(m);
  const at = Int32Array.from({ length: n }, (_, i) => i);
  const y = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    let p = k;
    for (let i = k; i < n; i++) {
      if (Math.abs(a[at[i]! * n + k]!) > Math.abs(a[at[p]! * n + k]!)) p = i;
    }
    const t = at[k]!;
    at[k] = at[p]!;
    at[p] = t;
    const pivot = at[k]! * n;
    for (let i = k + 1; i < n; i++) {
      const row = at[i]! * n;
      a[row + k]! /= a[pivot + k]!;
      for (let j = k + 1; j < n; j++)
        a[row + j]! -= a[row + k]! * a[pivot + j]!;
    }
  }
  for (let i = 0; i < n; i++) {
    y[i] = right[at[i]!]!;
    for (let j = 0; j < i; j++) y[i]! -= a[at[i]! * n + j]! * y[j]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) y[i]! -= a[at[i]! * n + j]! * y[j]!;
    y[i]! /= a[at[i]! * n + i]!;
  }
  return y[0]! * y[1]! + y[n - 1]!;
}

/** Cholesky in packed storage, then a Gaussian log-density. @differentiable */
export function gaussianDensity(packed: Float64Array, x: number[]): number {
  const n = x.length;
  const l = packed.slice();
  const z = [...x];
  let logDet = 0;
  let row = 0;
  for (let i = 0; i < n; i++) {
    let column = 0;
    for (let j = 0; j <= i; j++) {
      let sum = l[row + j]!;
      for (let k = 0; k < j; k++) sum -= l[row + k]! * l[column + k]!;
      if (i === j) {
        if (sum <= 0) throw new RangeError("not positive definite");
        l[row + j] = Math.sqrt(sum);
        logDet += 0.5 * Math.log(sum);
      } else {
        l[row + j] = sum / l[column + j]!;
      }
      column += j + 1;
    }
    for (let k = 0; k < i; k++) z[i]! -= l[row + k]! * z[k]!;
    z[i]! /= l[row + i]!;
    row += i + 1;
  }
  let square = 0;
  for (const t of z) square += t * t;
  return -0.5 * square - logDet;
}

/** The inverse of a triangular matrix in its own storage. @differentiable */
export function triangularInverse(l: number[][]): number {
  const n = l.length;
  for (let j = 0; j < n; j++) {
    l[j]![j] = 1 / l[j]![j]!;
    for (let i = j + 1; i < n; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= l[i]![k]! * l[k]![j]!;
      l[i]![j] = sum / l[i]![i]!;
    }
  }
  let total = 0;
  l.forEach((row, i) =>
    row.forEach((x, j) => (total += j <= i ? x * (i + 1) : 0)),
  );
  return total;
}

/** Newton's method in n dimensions, the linear system eliminated in every step. @differentiable */
export function newtonSystem(c: Float64Array): number {
  const n = c.length;
  const x = new Float64Array(n).fill(0.5);
  for (let it = 0; it < 20; it++) {
    const jac: Float64Array[] = [];
    const f = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const row = new Float64Array(n);
      f[i] = x[i]! ** 3 - c[i]!;
      for (let j = 0; j < n; j++) {
        f[i]! += 0.5 * x[j]!;
        row[j] = 0.5 + (i === j ? 3 * x[i]! * x[i]! : 0);
      }
      jac.push(row);
    }
    for (let k = 0; k < n; k++) {
      for (let i = k + 1; i < n; i++) {
        const q = jac[i]![k]! / jac[k]![k]!;
        for (let j = k; j < n; j++) jac[i]![j]! -= q * jac[k]![j]!;
        f[i]! -= q * f[k]!;
      }
    }
    let size = 0;
    for (let i = n - 1; i >= 0; i--) {
      for (let j = i + 1; j < n; j++) f[i]! -= jac[i]![j]! * f[j]!;
      f[i]! /= jac[i]![i]!;
      x[i]! -= f[i]!;
      size = Math.max(size, Math.abs(f[i]!));
    }
    if (size < 1e-13) break;
  }
  return x[0]! * x[n - 1]!;
}
