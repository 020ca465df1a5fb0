/* eslint-disable -- input as somebody might write it */
/** Labelled continue and break across three loops, with work before each jump. @differentiable */
export function labels(a: number[][][], x: number): number {
  let acc = x;
  planes: for (const plane of a) {
    acc *= 1.1;
    rows: for (let i = 0; i < plane.length; i++) {
      const row = plane[i]!;
      for (let j = 0; ; j++) {
        if (j === row.length) {
          acc += 1;
          continue rows;
        }
        acc += row[j]! * acc * 0.2;
        if (row[j]! < -1) continue planes;
        if (acc > 6) break planes;
        if (row[j]! > 2) break rows;
        if (row[j]! > 1) break;
      }
      acc -= row[0]! * 0.5;
    }
    acc = Math.sin(acc) + acc;
  }
  return acc * x;
}

/** `continue` in a do-while goes to the condition, which has an effect. @differentiable */
export function doContinue(x: number, n: number): number {
  let y = x;
  let k = 0;
  do {
    y += 0.1 * y * k;
    if (k % 3 === 1) continue;
    y = y > 3 ? y / 2 : y * 1.4;
  } while (++k < n && (y -= 0.05) > 0);
  return y + k * x;
}

/** A loop whose variable is changed by the body, whose step depends on what is computed. @differentiable */
export function unevenSteps(xs: number[]): number {
  let y = 0;
  for (let i = 0, step = 1; i < xs.length; i += step) {
    y = 0.7 * y + xs[i]! ** 2;
    step = y > 1 ? 2 : 1;
    if (y > 4) (i--, (y /= 3));
  }
  return y;
}

/** Empty bodies, empty loops, and a loop that runs once. @differentiable */
export function emptyThings(x: number, n: number): number {
  let y = x;
  for (let i = 0; i < n; i++);
  for (; y < 3; y *= 1.5);
  while (false) y = 0;
  do y += x;
  while (false);
  if (y > 100) {
  } else y -= 1;
  {
  }
  for (const _ of []) y *= 1000;
  return y;
}

/** Conditions that are chained with effects, of which some are not reached. @differentiable */
export function shortCircuits(x: number, y: number, z: number): number {
  let n = 0;
  const tick = (v: number) => {
    n += v * 0.5;
    return v > 0.5;
  };
  let r = 1;
  if (tick(x) && (tick(y) || tick(z))) r = n * x;
  else if (!tick(z) || (tick(x * y) && !tick(n))) r = n + y;
  const chosen = tick(y) ? (tick(z) ? x : y) : z;
  return r * chosen + n;
}

/** A ternary whose branches assign, nested in arguments. @differentiable */
export function assigningTernaries(x: number, y: number): number {
  let a = x;
  let b = y;
  const m = Math.max(a > b ? (a = a * b) : (b = a + b), b > 1 ? (a += b) : a);
  const k = m > 2 ? ((b = m), a) : ((a = m), b);
  return k * a + b;
}

/** Nullish and logical assignment. @differentiable */
export function logicalAssignment(x: number, y: number | undefined): number {
  let a = y;
  a ??= x * x;
  let b = x > 1 ? x : 0;
  b ||= x * 3;
  let c = x;
  c &&= c * a;
  return a * b + c;
}

/** Two exits that leave different variables changed. @differentiable */
export function asymmetricExits(xs: Float64Array, limit: number): number {
  let low = 0;
  let high = 0;
  let i = 0;
  for (; i < xs.length; i++) {
    if (xs[i]! > limit) {
      high += xs[i]! * low;
      break;
    }
    low += xs[i]!;
    if (low > 2 * limit) {
      low *= low;
      i += 10;
      break;
    }
    high += 0.1 * low;
  }
  return i < xs.length ? high * limit : low + high;
}

/** A number that is a loop's bound and a factor at once. @differentiable */
export function boundAndFactor(x: number): number {
  let sum = 0;
  for (let i = 0; i < x; i++) sum += Math.sin(x * i) * x;
  for (let i = Math.floor(x); i > 0; i--) sum *= 1 + x / 10;
  return sum;
}

/** Time runs in steps that do not divide the end; the last is shortened. @differentiable */
export function lastStepShort(x: number, end: number): number {
  let t = 0;
  let y = x;
  while (t < end) {
    const h = Math.min(0.3, end - t);
    y += h * (Math.cos(t) - y * y);
    t += h;
  }
  return y;
}
