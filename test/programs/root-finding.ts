/** The secant method, its two points overwritten in turn. @differentiable */
export function secant(a: number, b: number): number {
  let x0 = 0.5;
  let x1 = 1.5;
  let f0 = a * x0 ** 3 + Math.cos(x0) - b;
  let f1 = a * x1 ** 3 + Math.cos(x1) - b;
  let guard = 0;
  while (Math.abs(x1 - x0) > 1e-11 && guard++ < 60) {
    const t = x1;
    x1 -= (f1 * (x1 - x0)) / (f1 - f0);
    x0 = t;
    f0 = f1;
    f1 = a * x1 ** 3 + Math.cos(x1) - b;
  }
  return x1;
}

/** Regula falsi with Illinois's weights. @differentiable */
export function illinois(c: number): number {
  const f = (x: number) => x * Math.exp(x) - c;
  let a = 0;
  let b = 3;
  let fa = f(a);
  let fb = f(b);
  let side = 0;
  for (let n = 0; n < 100; n++) {
    const x = (fa * b - fb * a) / (fa - fb);
    if (Math.abs(b - a) < 1e-12 * Math.abs(b + a)) return x;
    const fx = f(x);
    if (Math.abs(fx) < 1e-13) return x;
    if (fx * fb > 0) {
      b = x;
      fb = fx;
      if (side === -1) fa /= 2;
      side = -1;
    } else if (fa * fx > 0) {
      a = x;
      fa = fx;
      if (side === +1) fb /= 2;
      side = +1;
    } else {
      return x;
    }
  }
  throw new Error("no convergence");
}

/** Newton's method for two equations, the Jacobian by hand, solved by Cramer's rule. @differentiable */
export function newton2d(p: { a: number; b: number }): number {
  let x = 1;
  let y = 1;
  do {
    const f = x * x + p.a * y - 3;
    const g = Math.sin(x) + y * y - p.b;
    const fx = 2 * x;
    const fy = p.a;
    const gx = Math.cos(x);
    const gy = 2 * y;
    const det = fx * gy - fy * gx;
    const sx = (f * gy - fy * g) / det;
    const sy = (fx * g - f * gx) / det;
    x -= sx;
    y -= sy;
    if (sx * sx + sy * sy < 1e-24) break;
  } while (true);
  return x * y;
}

/** Halley's method in a loop over several right-hand sides, warm-started. @differentiable */
export function warmStarted(cs: number[]): number {
  let x = 1;
  let sum = 0;
  for (const c of cs) {
    for (;;) {
      const f = x ** 3 - c;
      const d1 = 3 * x * x;
      const d2 = 6 * x;
      const step = (2 * f * d1) / (2 * d1 * d1 - f * d2);
      x -= step;
      if (Math.abs(step) < 1e-12) break;
    }
    sum = sum * 0.5 + x;
  }
  return sum;
}

/** The best of several starts of Newton's method on a wavy function. @differentiable */
export function bestStart(w: number, starts: readonly number[]): number {
  let best = Infinity;
  let where = NaN;
  next: for (const s of starts) {
    let x = s;
    for (let k = 0; k < 30; k++) {
      const d = Math.cos(x * w) * w + 0.2 * x;
      const dd = -Math.sin(x * w) * w * w + 0.2;
      if (Math.abs(dd) < 1e-6) continue next;
      const step = d / dd;
      if (Math.abs(step) > 5) continue next;
      x -= step;
      if (Math.abs(step) < 1e-12) break;
    }
    const f = Math.sin(x * w) + 0.1 * x * x;
    if (f < best) {
      best = f;
      where = x;
    }
  }
  return best + 0.01 * where;
}
