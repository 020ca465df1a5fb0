type Vector = [number, number, number];

const minus = (a: Vector, b: Vector): Vector => [
  a[0] - b[0],
  a[1] - b[1],
  a[2] - b[2],
];
const dot = (a: Vector, b: Vector): number =>
  a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** Where a ray hits a triangle, after Möller and Trumbore; -1 where it does not. @differentiable */
export function rayTriangle(
  origin: Vector,
  direction: Vector,
  triangle: [Vector, Vector, Vector],
): number {
  const e1 = minus(triangle[1], triangle[0]);
  const e2 = minus(triangle[2], triangle[0]);
  const p = cross(direction, e2);
  const det = dot(e1, p);
  if (Math.abs(det) < 1e-12) return -1;
  const inverse = 1 / det;
  const s = minus(origin, triangle[0]);
  const u = dot(s, p) * inverse;
  if (u < 0 || u > 1) return -1;
  const q = cross(s, e1);
  const v = dot(direction, q) * inverse;
  if (v < 0 || u + v > 1) return -1;
  const t = dot(e2, q) * inverse;
  return t > 0 ? t : -1;
}

/** When one of several trajectories first crosses a wall, found inside nested loops. @differentiable */
export function firstCrossing(
  starts: number[][],
  wall: number,
  g: number,
): number {
  for (let step = 1; step <= 40; step++) {
    for (let k = 0; k < starts.length; k++) {
      const s = starts[k]!;
      const before = s[0]!;
      s[1]! -= 0.05 * g * s[0]!;
      s[0]! += 0.05 * s[1]!;
      if (before < wall && s[0]! >= wall) {
        const part = (wall - before) / (s[0]! - before);
        return (step - 1 + part) * 0.05 + k;
      }
    }
  }
  let left = 0;
  for (const s of starts) left += s[0]! * s[1]!;
  return left;
}

/** A table that is searched by rows; a return inside a switch inside two loops. @differentiable */
export function searched(table: number[][], x: number): number {
  let weight = 1;
  for (const row of table) {
    for (let j = 0; j < row.length; j++) {
      const cell = row[j]! * x;
      switch (Math.sign(cell - 1) + (j % 2)) {
        case -1:
          weight *= 1 + cell / 10;
          break;
        case 0:
          weight += cell;
          if (weight > 6) return weight * x;
          continue;
        case 1:
          if (j === 0) break;
          return weight - cell * cell;
        default:
          return cell / weight;
      }
      weight -= 0.01 * cell;
    }
  }
  return weight;
}

/** A return from a do-while inside a for-of, with what was changed on the way. @differentiable */
export function drainedTanks(levels: number[], rate: number): number {
  let total = 0;
  for (const level of levels) {
    let h = level;
    do {
      h -= rate * Math.sqrt(h);
      total += h;
      if (total > 12) return total - h * h;
    } while (h > 0.3);
    if (h < 0) return -total;
    total *= 0.95;
  }
  return total;
}

/** Guards first, then work that may end at three depths. @differentiable */
export function tripleDepth(
  a: Float64Array,
  b: Float64Array,
  c: number,
): number {
  if (a.length === 0) return c;
  if (a.length !== b.length) throw new Error("lengths differ");
  let acc = c;
  for (let i = 0; i < a.length; i++) {
    if (a[i]! < 0) return acc * a[i]!;
    for (let j = 0; j <= i; j++) {
      acc += a[i]! * b[j]!;
      if (acc > 8) break;
      let k = 0;
      while (k < 3) {
        acc = acc * 0.9 + Math.sin(acc + b[k % b.length]!);
        if (acc < -1) return acc + i;
        if (acc > 4 && k === 2) return acc * 2;
        k++;
      }
    }
    acc -= b[i]!;
  }
  return acc;
}

/** The index of a bracket is found by a helper that returns early; -1 is handled. */
function bracket(xs: Float64Array, x: number): number {
  for (let i = 0; i + 1 < xs.length; i++) {
    if (x < xs[i]!) return -1;
    if (x <= xs[i + 1]!) return i;
  }
  return -1;
}

/** A monotone cubic through points: the slopes have cases of their own. @differentiable */
export function monotoneCubic(
  xs: Float64Array,
  ys: Float64Array,
  x: number,
): number {
  const i = bracket(xs, x);
  if (i < 0) return x < xs[0]! ? ys[0]! : ys[ys.length - 1]!;
  const slope = (k: number): number => {
    if (k === 0 || k === xs.length - 1) return 0;
    const left = (ys[k]! - ys[k - 1]!) / (xs[k]! - xs[k - 1]!);
    const right = (ys[k + 1]! - ys[k]!) / (xs[k + 1]! - xs[k]!);
    if (left * right <= 0) return 0;
    return (2 * left * right) / (left + right);
  };
  const h = xs[i + 1]! - xs[i]!;
  const t = (x - xs[i]!) / h;
  const m0 = slope(i) * h;
  const m1 = slope(i + 1) * h;
  const t2 = t * t;
  const t3 = t2 * t;
  return (
    ys[i]! * (2 * t3 - 3 * t2 + 1) +
    m0 * (t3 - 2 * t2 + t) +
    ys[i + 1]! * (3 * t2 - 2 * t3) +
    m1 * (t3 - t2)
  );
}

/** Worked out in front of the guard, undefined where the guard holds. @differentiable */
export function guarded(x: number): number {
  const d = Math.log(x) * Math.sqrt(x);
  if (x > 0) return d;
  return x * x;
}

/** The same, by a loop, with a helper value between. @differentiable */
export function guardedLoop(x: number, n: number): number {
  let d = 1;
  const start = x * x;
  for (let i = 0; i < n; i++) d *= Math.log(x) + i;
  const inverse = 1 / d;
  let sum = start;
  if (x > 0) {
    sum += inverse;
  } else {
    sum -= x;
  }
  return sum * start;
}
