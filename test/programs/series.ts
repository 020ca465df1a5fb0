/** Bessel's J0 by its series, until the terms are small. @differentiable */
export function besselJ0(x: number): number {
  let term = 1;
  let sum = term;
  let k = 0;
  const q = (-x * x) / 4;
  while (Math.abs(term) > 1e-15) {
    k++;
    term *= q / (k * k);
    sum += term;
  }
  return sum;
}

/** A continued fraction by Lentz's algorithm. @differentiable */
export function lentz(a: number, x: number): number {
  const tiny = 1e-30;
  let f = tiny;
  let c = f;
  let d = 0;
  for (let n = 0; n < 300; n++) {
    const an = n === 0 ? 1 : n * (a + n);
    const bn = x + 2 * n;
    d = bn + an * d;
    if (d === 0) d = tiny;
    c = bn + an / c;
    if (c === 0) c = tiny;
    d = 1 / d;
    const delta = c * d;
    f *= delta;
    if (Math.abs(delta - 1) < 1e-13) break;
  }
  return f;
}

/** The logarithm of the gamma function: recurrence upwards, then Stirling's series. @differentiable */
export function logGamma(x: number): number {
  let shift = 0;
  while (x < 7) {
    shift -= Math.log(x);
    x += 1;
  }
  const z = 1 / (x * x);
  return (
    shift +
    (x - 0.5) * Math.log(x) -
    x +
    0.5 * Math.log(2 * Math.PI) +
    (1 / 12 - z * (1 / 360 - z / 1260)) / x
  );
}

/** Aitken's acceleration of a slow fixed point. @differentiable */
export function aitken(r: number): number {
  let x = 0.4;
  for (let i = 0; i < 50; i++) {
    const y = Math.cos(r * x);
    const z = Math.cos(r * y);
    const d = z - 2 * y + x;
    if (Math.abs(d) < 1e-9) return z;
    x = x - (y - x) ** 2 / d;
  }
  return x;
}

/** A smooth escape count of the Mandelbrot iteration. @differentiable */
export function smoothEscape(cx: number, cy: number): number {
  let x = 0;
  let y = 0;
  let n = 0;
  while (x * x + y * y < 1e4) {
    [x, y] = [x * x - y * y + cx, 2 * x * y + cy];
    if (++n >= 200) return 0.5 * (x * x + y * y);
  }
  return n + 1 - Math.log2(0.5 * Math.log(x * x + y * y));
}

/** The complete elliptic integral by the arithmetic-geometric mean, with the sum that E needs. @differentiable */
export function ellipticE(k: number): number {
  let a = 1;
  let b = Math.sqrt(1 - k * k);
  let c = k;
  let sum = (c * c) / 2;
  let power = 1;
  while (Math.abs(c) > 1e-15) {
    c = (a - b) / 2;
    [a, b] = [(a + b) / 2, Math.sqrt(a * b)];
    sum += power * c * c;
    power *= 2;
  }
  return (Math.PI / (2 * a)) * (1 - sum);
}

/** Gauss–Legendre quadrature, its nodes found by Newton's method on the way. @differentiable */
export function gaussLegendre(k: number, n: number): number {
  let integral = 0;
  for (let i = 1; i <= n; i++) {
    let x = Math.cos((Math.PI * (i - 0.25)) / (n + 0.5));
    let slope = 1;
    for (let change = 1; Math.abs(change) > 1e-15; x -= change) {
      let p0 = 1;
      let p1 = x;
      for (let m = 2; m <= n; m++) {
        const p2 = ((2 * m - 1) * x * p1 - (m - 1) * p0) / m;
        p0 = p1;
        p1 = p2;
      }
      slope = (n * (x * p1 - p0)) / (x * x - 1);
      change = p1 / slope;
    }
    const weight = 2 / ((1 - x * x) * slope * slope);
    integral += weight * Math.exp(k * x) * Math.cos(k * k * x);
  }
  return integral;
}
