/* eslint-disable -- programs as users write them, nasty on purpose */
/** Where a number is asked what it is: truth, type, text, keys, order. */

export function truth(x: number, y: number): number {
  let n = 0;
  if (x) n += 1;
  if (!y) n += 2;
  n += x ? 4 : 8;
  while (n > 20 && y) n -= y;
  const z = x && y;
  const w = y || x;
  let u = x;
  u &&= u * 2;
  let v = y;
  v ||= 5;
  const o: { p?: number; q: number } = { q: y };
  o.p ??= x;
  o.q ||= 7;
  return n + z * 3 + w + u + v + o.p * o.q + Number(!!x) + (Boolean(y) ? 1 : 0);
}

export function types(x: number, tag: string | number): number {
  const t: unknown = x;
  let sum = 0;
  if (typeof x === "number" && typeof tag !== "object") sum += 1;
  if (typeof undeclared === "undefined") sum += 2;
  if (t instanceof Object) sum += 100;
  if (Number.isFinite(x) && !Number.isInteger(x) && !isNaN(x)) sum += 4;
  if (Object.is(x, x) && Array.isArray([x])) sum += 8;
  switch (tag) {
    case "a":
      sum += x;
    case 3:
      sum *= x;
      break;
    case x:
      sum += 7 * x;
      break;
    default:
      sum -= x;
  }
  return sum;
}
declare const undeclared: unknown;

export function text(x: number): number {
  const s = `${x}` + x + ("a" + x) + String(x) + x.toFixed(3) + [x, x].join();
  const parsed = Math.trunc(parseFloat(x.toPrecision(3))) + +"3" + Number("4");
  const o: Record<string, number> = { [`k${x > 0}`]: x, [x]: 2 * x };
  return (
    (s.length > 9 ? x : 1) +
    parsed +
    (o["ktrue"] ?? NaN) +
    (o[x] ?? NaN) +
    (JSON.stringify({ x, a: [x] }).length > 9 ? 1 : 0) +
    (x in o ? 1 : 0)
  );
}

export function keys(xs: number[], i: number): number {
  const m = new Map<number, number>([[i, xs[i]!]]);
  m.set(2, xs[2]! * 2);
  const counts = new Int32Array(4);
  counts[i]! += 1.7;
  counts[i]!++;
  counts[2] = xs[2]!;
  const list = xs.slice(i).concat(xs.at(-1)!);
  const rows = Array.from({ length: i + 1 }, (_, k) => k * xs[0]!);
  const made = new Array<number>(i + 1).fill(xs[1]!);
  made.length = i;
  delete rows[i];
  return (
    m.get(i)! +
    m.get(2)! +
    counts[i]! +
    counts[2]! +
    list.reduce((a, b) => a + b) * xs[i]! +
    rows.length +
    made.reduce((a, b) => a * b, 1) +
    (xs.includes(xs[i]!) ? 1 : 0) +
    xs.indexOf(xs[2]!) +
    (xs[i - 9] ?? 11)
  );
}

export function order(xs: number[]): number {
  const sorted = [...xs].sort((a, b) => a - b);
  const byText = [...xs].sort();
  const positive = xs.filter((x) => x > 0).filter(Boolean);
  const truthy = xs.filter((x) => x);
  const found = xs.find((x) => x < 0) ?? 0;
  const typed = Float64Array.from(xs).sort();
  return (
    sorted.reduce((s, x, i) => s + x * i, 0) +
    byText.reduce((s, x, i) => s + x * i * i, 0) +
    positive.map(Math.sqrt).reduce((a, b) => a + b, 0) +
    truthy.length +
    found * typed[0]! +
    xs.findIndex((x) => x < 0) +
    (xs.some((x) => x) ? 1 : 0) +
    (xs.every((x) => x) ? 1 : 0)
  );
}

export function mathematics(x: number, y: number): number {
  const { sin, PI } = Math;
  const f = Math.cos;
  const all = [Math.exp, Math.log].map((g) => g(x));
  return (
    sin(x * PI) +
    f(y) +
    all[0]! * all[1]! +
    Math.max(x, y, 0) +
    Math.min(...[x, y], 3) +
    Math.max(...[x, 2 * y]) +
    Math.hypot(x, y, 2) +
    Math.atan2(y, x) +
    Math.pow(x, y) +
    x ** 2 +
    (x % 0.3) +
    Math.trunc(x) +
    Math.round(y) +
    (~~x | 1) +
    (x << 2) +
    (-x >>> 30) +
    Math.fround(0.3) +
    Math.abs(-y) +
    Math.sign(x) +
    Math.cbrt(y) +
    Math.imul(3, 4) +
    (Math.max() < Math.min() ? 1 : 0) -
    3 * -x +
    +y
  );
}

export function bits(n: number, x: number): number {
  let s = 0;
  for (let k = n; k > 0; k >>= 1) s += (k & 1) * x;
  let m = n;
  m <<= 1;
  m ^= 5;
  m |= 8;
  m %= 7;
  m **= 2;
  m /= 3;
  m -= x;
  m >>>= 0;
  return s + m;
}

export function bigs(x: number): number {
  let b = 3n;
  b++;
  b *= 2n;
  return Number(b + 1n) * x + (typeof b === "bigint" ? 1 : 0);
}
