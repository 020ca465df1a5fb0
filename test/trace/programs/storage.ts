/** Arrays and typed arrays that are written, shared, swapped, rounded. */

export function swaps(xs: number[], w: Float64Array): number {
  let [a, b] = [xs[0]!, xs[1]!];
  [a, b] = [b, a * b];
  [xs[0], xs[1]] = [xs[1]!, xs[0]!];
  [w[0], w[1], ...xs] = [w[1]!, w[0]!, a, b, 3];
  ({ a, b: w[2] } = { a: w[2]!, b: a });
  for (w[3] of xs) a += w[3]!;
  return a * w[0]! + w[1]! * w[2]! + w[3]! * b;
}

export function rounding(xs: Float32Array, k: number): number {
  const out = new Float32Array(xs.length);
  for (let i = 0; i < xs.length; i++) out[i] = xs[i]! * k + 0.1;
  out[0]! += 0.1;
  out[1]! *= k;
  out[2]!++;
  const scaled = out.map((x) => x * 1.1);
  const view = out.subarray(1, 3);
  view[0] = scaled[0]!;
  view.set([k], 1);
  out.fill(k * 0.3, 3);
  const [first, ...rest] = out;
  return first! + rest.reduce((a, b) => a * b, 1) + scaled[2]! + Math.fround(k);
}

export function views(w: Float64Array, n: number): number {
  const half = w.subarray(n);
  const copy = w.slice(0, n);
  half[0] = w[0]! * w[1]!;
  half.set(copy, 1);
  w.copyWithin(0, 1, 2);
  w.reverse();
  let sum = 0;
  for (const [i, x] of w.entries()) sum += i * x;
  for (const i of w.keys()) sum += copy.at(-1)! * i;
  w.forEach((x, i) => (sum += x / (i + 1)));
  return (
    sum + w.length + [...half].length + Math.max(...w) + w.indexOf(half[0]!)
  );
}

/** Gaussian elimination in place, with pivoting by rows. */
export function solve(a: number[][], b: number[]): number {
  const n = b.length;
  for (let c = 0; c < n; c++) {
    let p = c;
    for (let r = c + 1; r < n; r++)
      if (Math.abs(a[r]![c]!) > Math.abs(a[p]![c]!)) p = r;
    [a[c], a[p]] = [a[p]!, a[c]!];
    [b[c], b[p]] = [b[p]!, b[c]!];
    for (let r = c + 1; r < n; r++) {
      const f = a[r]![c]! / a[c]![c]!;
      for (let k = c; k < n; k++) a[r]![k]! -= f * a[c]![k]!;
      b[r]! -= f * b[c]!;
    }
  }
  for (let r = n - 1; r >= 0; r--) {
    for (let k = r + 1; k < n; k++) b[r]! -= a[r]![k]! * b[k]!;
    b[r]! /= a[r]![r]!;
  }
  return b.reduce((s, x) => s + x * x, 0);
}

/** A kernel without a result: one Jacobi step into `out`, in place on `u`. */
export function smooth(u: Float64Array, out: Float64Array, k: number): void {
  const n = u.length;
  for (let i = 1; i < n - 1; i++)
    out[i] = u[i]! + k * (u[i - 1]! - 2 * u[i]! + u[i + 1]!);
  for (let i = 1; i < n - 1; i++) u[i] = out[i]! ** 2;
}

interface Tree {
  value: number;
  left?: Tree;
  right?: Tree;
}

export function tree(t: Tree, k: number): number {
  const walk = (node: Tree | undefined, depth: number): number =>
    node
      ? node.value ** depth +
        walk(node.left, depth + 1) * (node.right?.value ?? k) +
        walk(node.right, depth + 1)
      : k;
  const { left: { value: inner = 1 } = { value: k }, ...rest } = t;
  return walk(t, 1) + inner + rest.value + (t.left?.left?.value.valueOf() ?? 0);
}

export function factorial(x: number, n: number): number {
  return n <= 0 ? x : n * factorial(x * 0.999, n - 1);
}

export function results(x: number, w: Float64Array) {
  const row = [x, x * w[0]!];
  const again = row;
  w[1]! *= x;
  return { rows: [row, again], w, name: "r", ok: x > 0, at: [x] as const };
}

export function chains(
  o:
    { f?: (v: number) => number; list?: number[]; w: Float64Array } | undefined,
  x: number,
): number {
  const none = undefined as
    { list: number[]; f(v: number): number } | undefined;
  return (
    (o?.list?.map((v) => v * x).filter((v) => v > 1)[0] ?? x) +
    (none?.list[x]!.toFixed(2).length ?? 2) +
    (none?.f(x) ?? x) +
    (o?.f?.(x) ?? 3) +
    o!.w[0]! * (o?.["w"]?.[1] ?? 1) +
    (o?.w.at(0) ?? 1)
  );
}

export function cloned(x: number, xs: number[]): number {
  const copy = structuredClone(xs);
  copy[0]! *= x;
  const merged = { ...Object.assign({ a: x }, { b: xs[0]! }), c: copy };
  return (
    Object.values(merged.c).reduce((s, v) => s + v, 0) + merged.a * merged.b
  );
}
