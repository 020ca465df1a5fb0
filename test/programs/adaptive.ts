/** An adaptive Runge–Kutta step of orders 2 and 3, steps accepted and rejected. @differentiable */
export function adaptiveStep(y0: number, k: number, end: number): number {
  const f = (t: number, y: number) => -k * y * y + Math.sin(t);
  let t = 0;
  let y = y0;
  let h = 0.5;
  while (t < end) {
    const last = t + h >= end;
    const step = last ? end - t : h;
    const k1 = f(t, y);
    const k2 = f(t + step / 2, y + (step / 2) * k1);
    const k3 = f(t + 0.75 * step, y + 0.75 * step * k2);
    const next = y + (step / 9) * (2 * k1 + 3 * k2 + 4 * k3);
    const k4 = f(t + step, next);
    const error = Math.abs(step * ((-5 / 72) * k1 + k2 / 12 + k3 / 9 - k4 / 8));
    if (error > 1e-3) {
      h = step / 2;
      continue;
    }
    y = next;
    t += step;
    if (last) break;
    if (error < 1e-4) h = 2 * step;
  }
  return y;
}

/** A descent with backtracking: two nested loops whose lengths the data decide. @differentiable */
export function backtracking(start: Float64Array, a: number): number {
  const x = start.slice();
  const g = new Float64Array(x.length);
  const trial = new Float64Array(x.length);
  const f = (v: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < v.length; i++) sum += a * v[i]! ** 4 + (v[i]! - 1) ** 2;
    return sum;
  };
  let value = f(x);
  for (let iteration = 0; iteration < 4; iteration++) {
    let norm = 0;
    for (let i = 0; i < x.length; i++) {
      g[i] = 4 * a * x[i]! ** 3 + 2 * (x[i]! - 1);
      norm += g[i]! * g[i]!;
    }
    let step = 1;
    let next = 0;
    for (;;) {
      for (let i = 0; i < x.length; i++) trial[i] = x[i]! - step * g[i]!;
      next = f(trial);
      if (next <= value - 0.3 * step * norm) break;
      step *= 0.5;
    }
    x.set(trial);
    value = next;
  }
  return value + x[0]!;
}

/** A ball that bounces: the event ends the step early. @differentiable */
export function bouncing(
  height: number,
  restitution: number,
  duration: number,
): number {
  let y = height;
  let v = 0;
  let t = 0;
  let bounces = 0;
  while (t < duration) {
    const fall = (v + Math.sqrt(v * v + 2 * 9.81 * y)) / 9.81;
    if (t + fall > duration || bounces >= 10) {
      const rest = duration - t;
      y += v * rest - 0.5 * 9.81 * rest * rest;
      break;
    }
    t += fall;
    v = restitution * (9.81 * fall - v);
    y = 0;
    bounces++;
  }
  return y;
}

/** Euclid's algorithm on real numbers, until what is left is small. @differentiable */
export function euclid(a: number, b: number): number {
  let steps = 0;
  while (b > 0.5 && steps < 20) {
    [a, b] = [b, a % b];
    steps++;
  }
  return a * a + b + steps;
}

/** A queue of intervals that are split where the function bends. @differentiable */
export function splitQueue(k: number): number {
  const f = (x: number) => Math.exp(-k * x) * Math.sin(3 * x);
  const queue: [number, number][] = [[0, 2]];
  let sum = 0;
  while (queue.length > 0) {
    const [a, b] = queue.pop()!;
    const m = (a + b) / 2;
    const coarse = ((b - a) * (f(a) + f(b))) / 2;
    const fine = ((b - a) * (f(a) + 2 * f(m) + f(b))) / 4;
    if (Math.abs(fine - coarse) < 1e-2) {
      sum += fine;
      continue;
    }
    queue.push([m, b]);
    queue.push([a, m]);
  }
  return sum;
}

/** Convergence in two alternating unknowns, with a break from the middle. @differentiable */
export function alternating(p: number, q: number): number {
  let u = 1;
  let v = 1;
  let k = 0;
  while (true) {
    const oldU = u;
    u = Math.cos(p * v);
    if (k > 3 && Math.abs(u - oldU) < 1e-13) break;
    const oldV = v;
    v = Math.sin(q * u) / 2;
    k++;
    if (k > 3 && Math.abs(v - oldV) < 1e-13) return u + 2 * v;
  }
  return u + 2 * v;
}
