/* eslint-disable -- programs as users write them, nasty on purpose */
/** Closures, classes, getters, private fields, generators, labels: what JavaScript itself must execute. */

export function counter(x: number, n: number): number {
  let total = 0;
  const add = (by: number): number => (total += by);
  const make = () => {
    let calls = 0;
    return {
      next: () => x * ++calls,
      get calls() {
        return calls;
      },
    };
  };
  const { next } = make();
  for (let i = 0; i < n; i++) add(next());
  return total;
}

class Vec {
  static made = 0;
  #norm: number | undefined;
  readonly x: number;
  readonly y: number;
  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
    Vec.made++;
  }
  get norm(): number {
    return (this.#norm ??= Math.hypot(this.x, this.y));
  }
  scaled(by: number): Vec {
    return new Vec(this.x * by, this.y * by);
  }
  plus({ x, y }: Vec): Vec {
    return new Vec(this.x + x, this.y + y);
  }
}

class Weighted extends Vec {
  weight = 2;
  #uses = 0;
  override scaled(by: number): Vec {
    this.#uses++;
    this.weight *= by;
    return super.scaled(by * this.weight + this.#uses);
  }
}

export function classes(x: number, y: number): number {
  const v = new Weighted(x, y);
  const w = v.scaled(y).plus(v).scaled(0.5);
  return w.norm * v.norm + w.norm + (w instanceof Vec ? 1 : 0);
}

export function generator(xs: number[], k: number): number {
  function* products(): Generator<number, number> {
    let last = 1;
    for (const x of xs) yield (last *= x * k);
    return last;
  }
  let sum = 0;
  for (const p of products()) sum += p;
  return sum + [...products()].length;
}

export function labels(xs: number[], limit: number): number {
  let sum = 0;
  outer: for (let i = 0; i < xs.length; i++) {
    for (let j = 0; ; j++) {
      if (j > i) continue outer;
      const x = xs[j]! * xs[i]!;
      if (x > limit) break outer;
      if (x < 0) continue;
      sum += x;
    }
  }
  block: {
    if (sum > 1) break block;
    sum *= 3;
  }
  return sum;
}

export function sideEffects(x: number, y: number): number {
  const log: number[] = [];
  const note = (v: number): number => {
    log.push(v);
    return v;
  };
  const r =
    note(x) && note(y) ? note(x + y) || note(1) : (note(y) ?? note(x * 2));
  let i = 0;
  const a = [1, 2, 3];
  a[i++] = note(i) + a[i++]!;
  a[i]! += (a[i] = 10) * x;
  return log.reduce((s, v, j) => s + v * (j + 1), 0) + r + a[0]! + a[2]! + i;
}

let calls = 0;
export function moduleState(x: number): number {
  const before = calls++;
  return x * (calls - before);
}

export function defaults(
  x: number,
  { scale = x + 1, shift = 2 }: { scale?: number; shift?: number } = {},
  ...rest: number[]
): number {
  return x * scale + shift + rest.reduce((a, b) => a * b, x);
}

export function argumentsObject(x: number): number {
  function inner(this: { k: number }, ..._: number[]): number {
    let sum = this.k;
    for (let i = 0; i < arguments.length; i++)
      sum += (arguments[i] as number) * i;
    return sum;
  }
  return (
    inner.call({ k: x }, x, 2, x * x) +
    inner.apply({ k: 1 }, [x, x]) +
    inner.bind({ k: x * 3 }, x)(x)
  );
}
