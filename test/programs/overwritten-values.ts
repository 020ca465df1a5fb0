/** Kahan's compensated sum. @differentiable */
export function kahan(xs: Float64Array): number {
  let sum = 0;
  let c = 0;
  for (let i = 0; i < xs.length; i++) {
    const y = xs[i]! * xs[i]! - c;
    const t = sum + y;
    c = t - sum - y;
    sum = t;
  }
  return sum * sum;
}

/** Welford's running mean and variance, and the kurtosis's fourth moment. @differentiable */
export function welford(xs: number[]): number {
  let n = 0;
  let mean = 0;
  let m2 = 0;
  let m3 = 0;
  for (const x of xs) {
    const n1 = n;
    n++;
    const delta = x - mean;
    const dn = delta / n;
    const term = delta * dn * n1;
    mean += dn;
    m3 += term * dn * (n - 2) - 3 * dn * m2;
    m2 += term;
  }
  return mean + m2 / (n - 1) + m3;
}

/** Neville's interpolation, the tableau overwritten along its diagonals. @differentiable */
export function neville(xs: number[], ys: number[], x: number): number {
  const p = ys.slice();
  for (let k = 1; k < p.length; k++) {
    for (let i = 0; i < p.length - k; i++) {
      p[i] =
        ((x - xs[i + k]!) * p[i]! + (xs[i]! - x) * p[i + 1]!) /
        (xs[i]! - xs[i + k]!);
    }
  }
  return p[0]!;
}

/** Romberg's integration with one row that is overwritten from left to right. @differentiable */
export function romberg(a: number, b: number, w: number): number {
  const f = (x: number) => Math.sin(w * x) / (1 + x * x);
  const r = [((b - a) * (f(a) + f(b))) / 2];
  let h = b - a;
  for (let i = 1; i <= 4; i++) {
    h /= 2;
    let sum = 0;
    for (let k = 1; k < 2 ** i; k += 2) sum += f(a + k * h);
    let above = r[0]!;
    r[0] = above / 2 + h * sum;
    let factor = 1;
    for (let j = 1; j <= i; j++) {
      factor *= 4;
      const old = r[j] ?? 0;
      r[j] = r[j - 1]! + (r[j - 1]! - above) / (factor - 1);
      above = old;
    }
  }
  return r[r.length - 1]!;
}

/** Levinson and Durbin: the predictor is updated from both ends at once. @differentiable */
export function levinson(r: Float64Array): number {
  const n = r.length - 1;
  const a = new Float64Array(n + 1);
  a[0] = 1;
  let error = r[0]!;
  for (let m = 1; m <= n; m++) {
    let acc = r[m]!;
    for (let i = 1; i < m; i++) acc += a[i]! * r[m - i]!;
    const k = -acc / error;
    for (let i = 1, j = m - 1; i <= j; i++, j--) {
      const ai = a[i]!;
      const aj = a[j]!;
      a[i] = ai + k * aj;
      if (i !== j) a[j] = aj + k * ai;
    }
    a[m] = k;
    error *= 1 - k * k;
  }
  return error + a[1]! * a[n]!;
}

/** A Kalman filter with a 2 × 2 covariance, everything overwritten at each measurement. @differentiable */
export function kalman(measured: number[], q: number, r: number): number {
  let x = 0;
  let v = 0;
  let p00 = 1;
  let p01 = 0;
  let p11 = 1;
  let logLikelihood = 0;
  for (const z of measured) {
    x += v;
    p00 += 2 * p01 + p11 + q;
    p01 += p11;
    p11 += q;
    const s = p00 + r;
    const e = z - x;
    logLikelihood -= 0.5 * (Math.log(s) + (e * e) / s);
    const k0 = p00 / s;
    const k1 = p01 / s;
    x += k0 * e;
    v += k1 * e;
    p11 -= k1 * p01;
    p01 *= 1 - k0;
    p00 *= 1 - k0;
  }
  return logLikelihood + x * v;
}

/** Clenshaw's recurrence, and the polynomial's slope beside it. @differentiable */
export function clenshaw(c: number[], x: number): number {
  let b1 = 0;
  let b2 = 0;
  let s1 = 0;
  let s2 = 0;
  for (let k = c.length - 1; k >= 1; k--) {
    const s = 2 * b1 + 2 * x * s1 - s2;
    s2 = s1;
    s1 = s;
    const b = c[k]! + 2 * x * b1 - b2;
    b2 = b1;
    b1 = b;
  }
  return c[0]! + x * b1 - b2 + 0.3 * (b1 + x * s1 - s2);
}

/** Newton's divided differences in place, then nested evaluation into the same array. @differentiable */
export function dividedDifferences(
  xs: number[],
  ys: number[],
  x: number,
): number {
  for (let j = 1; j < ys.length; j++) {
    for (let i = ys.length - 1; i >= j; i--)
      ys[i] = (ys[i]! - ys[i - 1]!) / (xs[i]! - xs[i - j]!);
  }
  for (let i = ys.length - 2; i >= 0; i--) ys[i]! += ys[i + 1]! * (x - xs[i]!);
  return ys[0]! ** 2;
}

/** A price path's greatest drawdown, the peak and trough overwritten. @differentiable */
export function drawdown(returns: number[]): number {
  let price = 1;
  let peak = 1;
  let worst = 0;
  let average = 1;
  for (const r of returns) {
    price *= 1 + r;
    average += 0.3 * (price - average);
    if (price > peak) peak = price;
    else if ((peak - price) / peak > worst) worst = (peak - price) / peak;
  }
  return worst * 10 + average / peak;
}
