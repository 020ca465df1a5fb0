/** A double pendulum by RK4 with arrays that are reused for all four slopes. @differentiable */
export function doublePendulum(
  start: Float64Array,
  ratio: number,
  steps: number,
): number {
  const y = start.slice();
  const t = new Float64Array(4);
  const sum = new Float64Array(4);
  const k = new Float64Array(4);
  const slopes = (s: Float64Array) => {
    const [a, b, p, q] = s as unknown as [number, number, number, number];
    const d = a - b;
    const den = 1 + ratio - Math.cos(d) ** 2;
    k[0] = p;
    k[1] = q;
    k[2] =
      (-Math.sin(d) * (p * p * Math.cos(d) + q * q) -
        (1 + ratio) * Math.sin(a)) /
      den;
    k[3] =
      (Math.sin(d) * (p * p * (1 + ratio) + q * q * Math.cos(d)) +
        Math.sin(a - d)) /
      den;
  };
  const h = 0.05;
  for (let n = 0; n < steps; n++) {
    sum.fill(0);
    t.set(y);
    for (const [weight, ahead] of [
      [1, 0.5],
      [2, 0.5],
      [2, 1],
      [1, 0],
    ] as const) {
      slopes(t);
      for (let i = 0; i < 4; i++) {
        sum[i]! += weight * k[i]!;
        t[i] = y[i]! + ahead * h * k[i]!;
      }
    }
    for (let i = 0; i < 4; i++) y[i]! += (h / 6) * sum[i]!;
  }
  return y[0]! * y[1]! + y[2]! ** 2;
}

/** Cloth: constraints projected one after another, positions in place. @differentiable */
export function cloth(
  xs: Float64Array,
  ys: Float64Array,
  rest: number,
  iterations: number,
): number {
  const n = xs.length;
  for (let it = 0; it < iterations; it++) {
    for (let i = 0; i < n; i++) ys[i]! -= 0.01 * i;
    for (let i = 1; i < n; i++) {
      const dx = xs[i]! - xs[i - 1]!;
      const dy = ys[i]! - ys[i - 1]!;
      const length = Math.hypot(dx, dy);
      if (length <= rest) continue;
      const f = (0.5 * (length - rest)) / length;
      if (i > 1) {
        xs[i - 1]! += f * dx;
        ys[i - 1]! += f * dy;
      }
      xs[i]! -= f * dx;
      ys[i]! -= f * dy;
    }
  }
  let sum = 0;
  for (let i = 0; i < n; i++) sum += xs[i]! * xs[i]! + ys[i]!;
  return sum;
}

/** An epidemic with phases: what is computed changes with what has happened. @differentiable */
export function epidemic(
  beta: number,
  gamma: number,
  threshold: number,
  days: number,
): number {
  let s = 0.99;
  let i = 0.01;
  let phase: "free" | "closed" | "over" = "free";
  let cost = 0;
  for (let day = 0; day < days; day++) {
    let rate = beta;
    if (phase === "free" && i > threshold) phase = "closed";
    else if (phase === "closed" && i < threshold / 2) phase = "over";
    if (phase === "closed") {
      rate *= 0.1;
      cost += 0.05;
    }
    const infected = rate * s * i;
    const recovered = gamma * i;
    s -= infected;
    i += infected - recovered;
    if (i < 1e-4) break;
    cost += i * i;
  }
  return cost + s;
}

/** A biquad filter with limits, over a signal, its state in four variables. @differentiable */
export function limitedFilter(
  signal: Float64Array,
  cutoff: number,
  q: number,
): number {
  const w = Math.tan(Math.PI * cutoff);
  const norm = 1 / (1 + w / q + w * w);
  const b0 = w * w * norm;
  const a1 = 2 * (w * w - 1) * norm;
  const a2 = (1 - w / q + w * w) * norm;
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  let energy = 0;
  for (const x of signal) {
    let y = b0 * (x + 2 * x1 + x2) - a1 * y1 - a2 * y2;
    if (y > 0.5) y = 0.5 + Math.tanh(y - 0.5);
    else if (y < -0.5) y = -0.5 + Math.tanh(y + 0.5);
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    energy += y * y;
  }
  return energy;
}

/** Needleman and Wunsch's alignment with affine gaps, three tables and a walk back. @differentiable */
export function alignment(
  a: Int32Array,
  b: Int32Array,
  scores: number[][],
  open: number,
  extend: number,
): number {
  const rows = a.length + 1;
  const columns = b.length + 1;
  const best: number[][] = [];
  const gapA: number[][] = [];
  for (let i = 0; i < rows; i++) {
    best.push(new Array<number>(columns).fill(0));
    gapA.push(new Array<number>(columns).fill(-100));
    let gapB = -100;
    for (let j = 0; j < columns; j++) {
      if (i === 0 || j === 0) {
        best[i]![j] = -open - extend * (i + j);
        continue;
      }
      gapA[i]![j] = Math.max(
        gapA[i - 1]![j]! - extend,
        best[i - 1]![j]! - open,
      );
      gapB = Math.max(gapB - extend, best[i]![j - 1]! - open);
      const match = best[i - 1]![j - 1]! + scores[a[i - 1]!]![b[j - 1]!]!;
      best[i]![j] = Math.max(match, gapA[i]![j]!, gapB);
    }
  }
  return best[rows - 1]![columns - 1]!;
}

/** A neural cellular automaton: the same small network at each cell, in rounds. @differentiable */
export function automaton(
  cells: Float64Array,
  w: Float64Array,
  rounds: number,
): number {
  let now = cells;
  for (let r = 0; r < rounds; r++) {
    const next = now.slice();
    for (let i = 0; i < now.length; i++) {
      const left = now[i === 0 ? now.length - 1 : i - 1]!;
      const right = now[i === now.length - 1 ? 0 : i + 1]!;
      let z = w[3]!;
      z += w[0]! * left;
      z += w[1]! * now[i]!;
      z += w[2]! * right;
      if (z > 0) next[i]! += 0.5 * Math.tanh(z);
    }
    now = next;
  }
  let loss = 0;
  for (let i = 0; i < now.length; i++) loss += (now[i]! - (i % 2)) ** 2;
  return loss;
}

/** A matrix exponential by scaling and squaring: how often to square depends on the norm. @differentiable */
export function matrixExponential(m: number[][]): number {
  const n = m.length;
  const multiply = (a: number[][], b: number[][]): number[][] =>
    a.map((row) =>
      b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)),
    );
  let norm = 0;
  for (const row of m)
    norm = Math.max(
      norm,
      row.reduce((s, x) => s + Math.abs(x), 0),
    );
  let squarings = 0;
  while (norm > 0.5) {
    norm /= 2;
    squarings++;
  }
  const a = m.map((row) => row.map((x) => x / 2 ** squarings));
  let result: number[][] = a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0)));
  let term = result;
  for (let k = 1; k <= 12; k++) {
    term = multiply(term, a).map((row) => row.map((x) => x / k));
    result = result.map((row, i) => row.map((x, j) => x + term[i]![j]!));
  }
  while (squarings-- > 0) result = multiply(result, result);
  return result[0]![n - 1]! + result[n - 1]![0]! ** 2;
}

/** Beam search over sequences, the best kept by a bounded insertion. @differentiable */
export function beam(logits: number[][], width: number): number {
  let beams: { score: number; last: number }[] = [{ score: 0, last: 0 }];
  for (const row of logits) {
    const next: { score: number; last: number }[] = [];
    for (const { score, last } of beams) {
      for (let c = 0; c < row.length; c++) {
        const candidate = {
          score: score + row[c]! - 0.3 * row[last]! ** 2,
          last: c,
        };
        let at = next.length;
        while (at > 0 && next[at - 1]!.score < candidate.score) at--;
        next.splice(at, 0, candidate);
        if (next.length > width) next.pop();
      }
    }
    beams = next;
  }
  return beams.reduce((sum, { score }, i) => sum + score / (i + 1), 0);
}
