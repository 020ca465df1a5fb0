/** Doubles the first element, and returns what it was. */
function takeFirst(a: number[]): number {
  const first = a[0]!;
  a[0] = 2 * first;
  return first;
}

/** Reads of the element before, between and after the calls of one expression. @differentiable */
export function orderOfEffects(xs: number[]): number {
  const a = [...xs];
  return a[0]! * takeFirst(a) + a[0]! * a[1]! - takeFirst(a) * a[0]!;
}

/** Arguments that change what later arguments read. @differentiable */
export function orderOfArguments(x: number, y: number): number {
  const f = (a: number, b: number, c: number) => a * a + b * c;
  let t = x;
  let k = 0;
  const xs = [x, y, x * y];
  return f((t *= y), t + xs[k++]!, xs[k++]! * t) + t * xs[k]!;
}

/** The index of a compound assignment has an effect. @differentiable */
export function indexWithEffect(xs: number[]): number {
  let i = 0;
  xs[i++]! *= xs[i]!;
  xs[i++]! += xs[i - 2]! * i;
  xs[--i] = xs[i + 1]! - xs[i - 1]!;
  i = 0;
  let sum = 0;
  while (i < xs.length) sum += xs[i++]! * i;
  return sum * xs[0]!;
}

/** A variable that is read and assigned within one expression. @differentiable */
export function selfReference(x: number): number {
  let y = x;
  y = y++ * 2 + y;
  y += y * (y = x * x) + y;
  const a = [y, x];
  a[0] = a[1] = a[0]! * a[1]!;
  y -= (a[0] *= 2) - a[1]!;
  return y * a[0]!;
}

/** A walk that marks its way, goes deeper, and takes the marks back. @differentiable */
export function backtrackingPaths(weights: number[][], x: number): number {
  const n = weights.length;
  const visited: boolean[] = new Array<boolean>(n).fill(false);
  const path: number[] = [];
  let total = 0;
  const walk = (at: number, product: number): void => {
    visited[at] = true;
    path.push(product);
    if (path.length === n) {
      let sum = 0;
      for (const p of path) sum += p;
      total += sum * product;
    } else {
      for (let to = 0; to < n; to++) {
        if (!visited[to]) walk(to, product * weights[at]![to]! + x);
      }
    }
    path.pop();
    visited[at] = false;
  };
  walk(0, x);
  return total;
}

/** A running state in an object that a helper changes and returns. */
interface Adam {
  m: Float64Array;
  v: Float64Array;
  t: number;
}

/** One step of Adam, in place. */
function adamStep(
  state: Adam,
  w: Float64Array,
  g: Float64Array,
  rate: number,
): Adam {
  state.t++;
  for (let i = 0; i < w.length; i++) {
    state.m[i] = 0.9 * state.m[i]! + 0.1 * g[i]!;
    state.v[i] = 0.99 * state.v[i]! + 0.01 * g[i]! * g[i]!;
    const m = state.m[i]! / (1 - 0.9 ** state.t);
    const v = state.v[i]! / (1 - 0.99 ** state.t);
    w[i]! -= (rate * m) / (Math.sqrt(v) + 1e-3);
  }
  return state;
}

/** The loss after some steps of Adam: the derivative goes through the optimiser. @differentiable */
export function unrolledAdam(
  start: Float64Array,
  rate: number,
  curvature: number,
): number {
  const w = start.slice();
  const g = new Float64Array(w.length);
  let state: Adam = {
    m: new Float64Array(w.length),
    v: new Float64Array(w.length),
    t: 0,
  };
  for (let step = 0; step < 3; step++) {
    for (let i = 0; i < w.length; i++)
      g[i] = 2 * curvature * w[i]! + Math.cos(w[i]!);
    state = adamStep(state, w, g, rate);
  }
  let loss = 0;
  for (const x of w) loss += curvature * x * x + Math.sin(x);
  return loss + state.m[0]! * state.v[0]!;
}

/** A helper that writes into a row it is given and returns another row of the same matrix. */
function relax(m: number[][], i: number, k: number): number[] {
  const row = m[i]!;
  for (let j = 1; j < row.length; j++) row[j]! += k * row[j - 1]!;
  return m[(i + 1) % m.length]!;
}

/** What the helper returned is changed before the helper sees it again. @differentiable */
export function relaxedRows(m: number[][], k: number): number {
  let row = m[0]!;
  for (let i = 0; i < 4; i++) {
    row[0]! += 0.1;
    row = relax(m, i % m.length, k * row[0]!);
    row[row.length - 1]! *= k;
  }
  return m.reduce((sum, r) => sum + r.reduce((s, x) => s * 0.5 + x, 0) ** 2, 0);
}

/** A counter made by a function: state that lives in a closure. @differentiable */
export function closureState(x: number, n: number): number {
  const make = (step: number) => {
    let state = step;
    return (y: number) => {
      state = Math.sin(state) + step * y;
      return state;
    };
  };
  const a = make(x);
  const b = make(x * x);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += a(i) * b(sum);
  return sum;
}

/** Helpers that call each other and change two arrays on the way. @differentiable */
export function pingPong(a: number[], b: number[], depth: number): number {
  const ping = (k: number): number => {
    if (k === 0) return a[0]! * b[0]!;
    a[k % a.length]! *= b[0]!;
    const r = pong(k - 1);
    b[k % b.length]! += 0.1 * r;
    return r + a[0]!;
  };
  const pong = (k: number): number => {
    if (k === 0) return a[1]! + b[1]!;
    b[k % b.length]! -= 0.2 * a[k % a.length]!;
    const r = ping(k - 1);
    a[0]! += r * 0.05;
    return r * b[0]!;
  };
  return ping(depth) + a[1]! * b[1]!;
}

/** A default argument that reads and a call that skips it. */
function scaled(
  v: number[],
  factor = v[0]! * 2,
  from = v.length > 2 ? 1 : 0,
): number {
  for (let i = from; i < v.length; i++) v[i]! *= factor;
  return factor;
}

/** Defaults are evaluated at the call, in order. @differentiable */
export function defaultsAtCall(v: number[], x: number): number {
  const p = scaled(v);
  const q = scaled(v, x);
  const r = scaled(v, undefined, 0);
  return p + q * r + v[0]! * v[1]!;
}
