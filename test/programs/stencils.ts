/** Upwind advection: the sign of the speed chooses the neighbour. @differentiable */
export function upwind(
  u: Float64Array,
  speed: Float64Array,
  dt: number,
  steps: number,
): number {
  const n = u.length;
  let now = u.slice();
  for (let s = 0; s < steps; s++) {
    const next = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const c = speed[i]! + 0.1 * now[i]!;
      if (c > 0) next[i] = now[i]! - dt * c * (now[i]! - now[(i - 1 + n) % n]!);
      else next[i] = now[i]! - dt * c * (now[(i + 1) % n]! - now[i]!);
    }
    now = next;
  }
  return now.reduce((sum, x, i) => sum + x * x * (i + 1), 0);
}

/** MacCormack's scheme for Burgers' equation: predictor and corrector share two buffers. @differentiable */
export function macCormack(u: number[], r: number, steps: number): number {
  const star = u.slice();
  for (let s = 0; s < steps; s++) {
    for (let i = 1; i < u.length - 1; i++)
      star[i] = u[i]! - 0.5 * r * (u[i + 1]! ** 2 - u[i]! ** 2);
    for (let i = 1; i < u.length - 1; i++) {
      u[i] =
        0.5 *
        (u[i]! + star[i]! - 0.5 * r * (star[i]! ** 2 - star[i - 1]! ** 2));
    }
  }
  let sum = 0;
  for (const x of u) sum += x ** 3;
  return sum;
}

/** Perona and Malik's diffusion of an image: the coefficient depends on what is diffused. @differentiable */
export function anisotropic(
  image: number[][],
  kappa: number,
  steps: number,
): number {
  let now = image;
  for (let s = 0; s < steps; s++) {
    const next = now.map((row) => row.slice());
    for (let i = 0; i < now.length; i++) {
      for (let j = 0; j < now[i]!.length; j++) {
        for (const [di, dj] of [
          [0, 1],
          [1, 0],
          [0, -1],
          [-1, 0],
        ] as const) {
          const neighbour = now[i + di]?.[j + dj];
          if (neighbour === undefined) continue;
          const d = neighbour - now[i]![j]!;
          next[i]![j]! += (0.2 * d) / (1 + (d / kappa) ** 2);
        }
      }
    }
    now = next;
  }
  let energy = 0;
  for (const row of now) for (const x of row) energy += x * x;
  return energy;
}

/** A staggered grid: two fields that update each other in place. @differentiable */
export function staggered(
  e: Float64Array,
  h: Float64Array,
  c: number,
  steps: number,
): number {
  for (let t = 0; t < steps; t++) {
    for (let i = 0; i < h.length; i++) h[i]! += c * (e[i + 1]! - e[i]!);
    for (let i = 1; i < e.length - 1; i++) e[i]! += c * (h[i]! - h[i - 1]!);
    e[0] = e[1]! * 0.5;
    e[e.length - 1] = h[h.length - 1]! ** 2;
  }
  let energy = 0;
  for (let i = 0; i < h.length; i++)
    energy += h[i]! * h[i]! + e[i]! * e[i + 1]!;
  return energy;
}

/** Shallow water: two fields with fluxes at the faces between cells. @differentiable */
export function shallowWater(
  h: number[],
  q: number[],
  dt: number,
  steps: number,
): number {
  const n = h.length;
  const fh = new Array<number>(n + 1).fill(0);
  const fq = new Array<number>(n + 1).fill(0);
  for (let s = 0; s < steps; s++) {
    for (let i = 0; i <= n; i++) {
      const l = Math.max(i - 1, 0);
      const r = Math.min(i, n - 1);
      const ul = q[l]! / h[l]!;
      const ur = q[r]! / h[r]!;
      const a = Math.max(
        Math.abs(ul) + Math.sqrt(9.81 * h[l]!),
        Math.abs(ur) + Math.sqrt(9.81 * h[r]!),
      );
      fh[i] = 0.5 * (q[l]! + q[r]!) - 0.5 * a * (h[r]! - h[l]!);
      fq[i] =
        0.5 * (q[l]! * ul + q[r]! * ur + 4.905 * (h[l]! ** 2 + h[r]! ** 2)) -
        0.5 * a * (q[r]! - q[l]!);
    }
    for (let i = 0; i < n; i++) {
      h[i]! -= dt * (fh[i + 1]! - fh[i]!);
      q[i]! -= dt * (fq[i + 1]! - fq[i]!);
    }
  }
  return h.reduce((sum, x, i) => sum + x * x + q[i]! * x, 0);
}

/** The middle of three neighbours, in place: each window has cells that are changed already. @differentiable */
export function medianFilter(xs: Float64Array, rounds: number): number {
  while (rounds-- > 0) {
    for (let i = 1; i < xs.length - 1; i++) {
      const a = xs[i - 1]!;
      const b = xs[i]!;
      const c = xs[i + 1]!;
      xs[i] = a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b;
      xs[i]! *= 1.1;
    }
  }
  let sum = 0;
  for (let i = 0; i < xs.length; i++) sum += xs[i]! * (i - 2) ** 2;
  return sum * sum;
}

/** Cells in a sparse list of places, padded by reflection. @differentiable */
export function reflected(
  xs: readonly number[],
  taps: readonly number[],
): number {
  const n = xs.length;
  const reflect = (i: number): number =>
    i < 0 ? -i - 1 : i >= n ? 2 * n - 1 - i : i;
  const half = taps.length >> 1;
  const once = xs.map((_, i) =>
    taps.reduce((sum, t, k) => sum + t * xs[reflect(i + k - half)]!, 0),
  );
  const twice = once.map((_, i) =>
    taps.reduce((sum, t, k) => sum + t * once[reflect(i + half - k)]!, 0),
  );
  let product = 1;
  for (let i = 0; i < n; i += 2) product *= twice[i]! + once[i]!;
  return product;
}

/** A plate whose boundary is copied from its inside after each step, rows being references. @differentiable */
export function plateWithRows(
  plate: Float64Array[],
  k: number,
  steps: number,
): number {
  const n = plate.length;
  let a = plate.map((row) => Float64Array.from(row));
  let b = plate.map((row) => Float64Array.from(row));
  for (let s = 0; s < steps; s++) {
    for (let i = 1; i < n - 1; i++) {
      const up = a[i - 1]!;
      const here = a[i]!;
      const down = a[i + 1]!;
      const out = b[i]!;
      for (let j = 1; j < here.length - 1; j++) {
        out[j] =
          here[j]! +
          k *
            (up[j]! + down[j]! + here[j - 1]! + here[j + 1]! - 4 * here[j]!) *
            (1 + here[j]!);
      }
      out[0] = out[1]!;
      out[out.length - 1] = out[out.length - 2]!;
    }
    b[0]!.set(b[1]!);
    b[n - 1]!.set(b[n - 2]!);
    const t = a;
    a = b;
    b = t;
  }
  let sum = 0;
  for (const row of a) for (const x of row) sum += x * x;
  return sum;
}
