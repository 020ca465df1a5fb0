/** What each form promises, on programs small enough to state the answer. */
import { expect, test, vi } from "vitest";
import { grad, valueAndGrad, vjp } from "../../src/index.ts";
import { runCompiled, type AnyFunction } from "../gradients/load.ts";

const of = (...numbers: number[]): Float64Array => Float64Array.from(numbers);

test("derivatives are called anywhere, and looked up anywhere", () => {
  const early = runCompiled<{ atOnce: number; late: () => number }>(`
    export const atOnce = squareGrad(3);
    const looked = { grad: (square as { adjoint?: { grad?: unknown } }).adjoint?.grad };
    export const late = () => looked.grad === undefined ? squareGrad(4) : NaN;
    /** @differentiable */
    export function square(x: number): number {
      return x * x;
    }`);
  expect([early.atOnce, early.late()]).toEqual([6, 8]);
});

test("arrow functions, function expressions, and names exported as others", () => {
  const m = runCompiled(`
    /** @differentiable */
    export const cube = (x: number): number => x * x * x;
    /** @differentiable */
    const half = function (x: number): number { return x / 2; };
    export { half as halved };
    /** @differentiable as objective */
    export default function loss(x: number, y: number): number { return x * y; }
    /** @differentiable */
    function own(x: number): number { return 5 * x; }
    export const ownSlope = () => ownGrad(1);`);
  expect(m["cubeGrad"]!(2)).toBe(12);
  expect(m["halfGrad"]!(2)).toBe(0.5);
  expect(m["objectiveGrad"]!(2, 3)).toEqual([3, 2]);
  expect(m["ownSlope"]!()).toBe(5);
  expect(m["ownGrad"]).toBeUndefined();
  expect(grad(m["cube"]! as (x: number) => number)(2)).toBe(12);
  expect(grad(m["default"]! as (x: number, y: number) => number)(2, 3)).toEqual(
    [3, 2],
  );
});

test("the second argument chooses parameters, in any order", () => {
  const { f } = runCompiled<{
    f: (x: number, y: number, v: Float64Array) => number;
  }>(`
    /** @differentiable */
    export function f(x: number, y: number, v: Float64Array): number { return x * y * v[0]!; }`);
  expect(grad(f, 1)(2, 3, of(5))).toBe(10);
  expect(grad(f, [2, 0])(2, 3, of(5))).toEqual([of(6), 15]);
  expect(valueAndGrad(f, 0)(2, 3, of(5))).toEqual({ value: 30, grad: 15 });
  expect(vjp(f, [1])(2, 3, of(5)).pullback(2)).toEqual([20]);
});

test("a narrowed function's gradient must be chosen", () => {
  const { f } = runCompiled<{ f: (x: number, y: number) => number }>(`
    /** @differentiable wrt y */
    export function f(x: number, y: number): number { return x * y; }`);
  expect(() => grad(f)).toThrow(/grad\(f, /);
  expect(() => grad(f, 0)).toThrow(/x|0/);
  expect(grad(f, 1)(2, 3)).toBe(2);
});

test("one parameter gives the bare entry, also of an array, a tuple and a default", () => {
  const m = runCompiled(`
    /** @differentiable */
    export function first(v: number[]): number { return 2 * v[0]!; }
    /** @differentiable */
    export function pair(p: [number, number]): number { return p[0] * p[1]; }
    /** @differentiable */
    export function twice(x = 3): number { return 2 * x; }
    /** @differentiable */
    export function all(...xs: number[]): number { let p = 1; for (const x of xs) p *= x; return p; }`);
  expect(m["firstGrad"]!([1, 2])).toEqual([2, 0]);
  expect(m["pairGrad"]!([3, 4])).toEqual([4, 3]);
  // Left out, its default is a constant of the function.
  expect(m["twiceGrad"]!()).toBe(0);
  expect(m["twiceGrad"]!(3)).toBe(2);
  expect(m["allGrad"]!(2, 3, 4)).toEqual([12, 8, 6]);
  expect(m["allGrad"]!(7)).toEqual([1]);
});

const overwriting = `
  /** @differentiable */
  export function f(v: Float64Array, x: number): number {
    v[0] = v[0]! * x;
    v[1] = v[0]! + v[1]!;
    return v[1]! * v[1]!;
  }`;

test("written arguments: as they were after Grad, their final contents after Adjoint", () => {
  const m = runCompiled(overwriting);
  const v = of(2, 1);
  // (2·3 + 1)² = 49
  const wanted = [of(42, 14), 28];
  expect(m["fGrad"]!(v, 3)).toEqual(wanted);
  expect(m["fValueAndGrad"]!(v, 3)).toEqual({ value: 49, grad: wanted });
  const { value, pullback } = m["fVjp"]!(v, 3) as {
    value: number;
    pullback: AnyFunction;
  };
  expect(value).toBe(49);
  v.fill(NaN);
  expect(pullback(1)).toEqual(wanted);
  expect(pullback(2)).toEqual([of(84, 28), 56]);
  expect(pullback(1)).toEqual(wanted);

  const w = of(2, 1);
  const dw = of(0, 0);
  const slots = of(100);
  expect(m["fAdjoint"]!(w, 3, dw, 1, slots)).toBe(49);
  expect([w, dw, slots]).toEqual([of(6, 7), of(42, 14), of(128)]);
});

test("the shadow of what is written is the cotangent of its final contents", () => {
  const m = runCompiled(overwriting);
  // Beside the result (with a cotangent of 0), d(final)/d(initial): v0' = v0·x, v1' = v0·x + v1.
  const dv = of(10, 1);
  const slots = of(0);
  m["fAdjoint"]!(of(2, 1), 3, dv, 0, slots);
  expect([dv, slots]).toEqual([of(33, 1), of(22)]);
});

test("a void kernel: a cotangent by parameter, the arguments after the call as its value", () => {
  const m = runCompiled(`
    /** @differentiable */
    export function axpy(a: number, x: Float64Array, y: Float64Array): void {
      for (let i = 0; i < x.length; i++) y[i] = y[i]! + a * x[i]!;
    }`);
  const y = of(10, 20);
  const { value, pullback } = m["axpyVjp"]!(2, of(3, 4), y) as {
    value: unknown[];
    pullback: AnyFunction;
  };
  expect(value).toEqual([2, of(3, 4), of(16, 28)]);
  expect(y).toEqual(of(10, 20));
  const entries = [11, of(2, 4), of(1, 2)];
  expect(pullback([undefined, undefined, of(1, 2)])).toEqual(entries);
  // A cotangent of what is only read passes through.
  expect(pullback([undefined, of(5, 5), of(1, 2)])).toEqual([
    11,
    of(7, 9),
    of(1, 2),
  ]);
  const [x, z, dx, dy, slots] = [
    of(3, 4),
    of(10, 20),
    of(1, 1),
    of(1, 2),
    of(1),
  ];
  expect(m["axpyAdjoint"]!(2, x, z, dx, dy, slots)).toBeUndefined();
  expect([z, dx, dy, slots]).toEqual([of(16, 28), of(3, 5), of(1, 2), of(12)]);
});

test("one array given twice: each entry holds the whole derivative", () => {
  const m = runCompiled(`
    /** @differentiable */
    export function dot(a: Float64Array, b: Float64Array): number {
      let s = 0;
      for (let i = 0; i < a.length; i++) s += a[i]! * b[i]!;
      return s;
    }
    /** @differentiable */
    export function rows(m: number[][]): number {
      return m[0]![0]! * m[1]![0]!;
    }
    /** @differentiable wrt a */
    export function half(a: Float64Array, b: Float64Array): number {
      return a[0]! * b[0]!;
    }`);
  const v = of(2, 3);
  const [da, db] = m["dotGrad"]!(v, v) as Float64Array[];
  expect(da).toEqual(of(4, 6));
  expect(db).toBe(da);
  const row = [3];
  const [first, second] = m["rowsGrad"]!([row, row]) as number[][];
  expect(first).toEqual([6]);
  expect(second).toBe(first);
  // What is outside of wrt is a constant, also where it is the same array.
  expect(m["halfGrad"]!(v, v)).toEqual([of(2, 0), undefined]);
});

test("arguments that overlap where one is written: the right answer or a clear error", () => {
  const m = runCompiled(`
    /** @differentiable */
    export function shift(from: Float64Array, to: Float64Array): number {
      for (let i = 0; i < from.length; i++) to[i] = from[i]! * from[i]!;
      return to[0]! + from[0]!;
    }`);
  // to[0] and from[0] are one number: (x²) + (x²)
  const same = (v: Float64Array): unknown => m["shiftGrad"]!(v, v);
  expectRightOrClear(() => same(of(3)), [of(12), of(12)], clear);
  const buffer = new Float64Array([2, 3, 4]).buffer;
  // to = from shifted by one place: from[1] is to[0], which is overwritten with from[0]² before it is read.
  const views = (): unknown =>
    m["shiftGrad"]!(
      new Float64Array(buffer, 0, 2),
      new Float64Array(buffer, 8, 2),
    );
  expectRightOrClear(views, undefined, clear);
});

test("rows that overlap where they are written: the right answer or a clear error", () => {
  const m = runCompiled(`
    /** @differentiable */
    export function scan(rows: number[][]): number {
      for (let i = 1; i < rows.length; i++) rows[i]![0]! *= rows[i - 1]![0]!;
      return rows[rows.length - 1]![0]!;
    }
    /** @differentiable */
    export function scanViews(rows: Float64Array[]): number {
      for (let i = 1; i < rows.length; i++) rows[i]![0]! *= rows[i - 1]![0]!;
      return rows[rows.length - 1]![0]!;
    }`);
  expect(m["scanGrad"]!([[2], [3], [5]])).toEqual([[15], [10], [6]]);
  const row = [3];
  expectRightOrClear(() => m["scanGrad"]!([row, row]), [[6], [6]], clear);
  const dshadow = [[0], [0]];
  expectRightOrClear(
    () => m["scanAdjoint"]!([row, row], dshadow, 1),
    undefined,
    clear,
  );
  const { buffer } = of(2, 3, 5, 7);
  const view = (at: number, length: number): Float64Array =>
    new Float64Array(buffer, at * 8, length);
  // Views of one buffer that are apart are fine, in any order.
  expect(m["scanViewsGrad"]!([view(2, 2), view(0, 2)])).toEqual([
    of(2, 0),
    of(5, 0),
  ]);
  expectRightOrClear(
    () => m["scanViewsGrad"]!([view(0, 2), view(1, 2)]),
    undefined,
    clear,
  );
});

const clear = /overlap|share|same/i;

/** Never a wrong number: `wanted`, or a throw that says what the matter is. */
function expectRightOrClear(
  run: () => unknown,
  wanted: unknown,
  clear: RegExp,
): void {
  let found: unknown;
  try {
    found = run();
  } catch (error) {
    expect(String(error)).toMatch(clear);
    return;
  }
  expect(found).toEqual(wanted ?? "an error");
}

test("effects happen once, in the order of the source, in every form", () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const m = runCompiled(`
    /** @differentiable */
    export function f(x: number, n: number): number {
      let y = x;
      for (let i = 0; i < n; i++) {
        console.log("step", i);
        y = Math.sin(y);
      }
      console.log("end");
      return y;
    }`);
  const seen = (run: () => unknown): string[] => {
    log.mockClear();
    run();
    return log.mock.calls.map((call) => call.join(" "));
  };
  const once = ["step 0", "step 1", "end"];
  expect(seen(() => m["f"]!(0.5, 2))).toEqual(once);
  expect(seen(() => m["fGrad"]!(0.5, 2))).toEqual(once);
  expect(seen(() => m["fValueAndGrad"]!(0.5, 2))).toEqual(once);
  expect(seen(() => m["fAdjoint"]!(0.5, 2, 1, of(0, 0)))).toEqual(once);
  const pullbacks = (): unknown => {
    const { pullback } = m["fVjp"]!(0.5, 2) as { pullback: AnyFunction };
    return [pullback(1), pullback(2)];
  };
  expect(seen(pullbacks)).toEqual(once);
  log.mockRestore();
});

test("chance: the draw that was made is the one that is differentiated", () => {
  const m = runCompiled(`
    /** @differentiable */
    export function f(x: number): number { return Math.random() * x; }`);
  for (let i = 0; i < 5; i++) {
    const { value, grad: slope } = m["fValueAndGrad"]!(2) as Record<
      "value" | "grad",
      number
    >;
    expect(value).toBe(2 * slope);
    const pulled = m["fVjp"]!(2) as { value: number; pullback: AnyFunction };
    expect(pulled.pullback(1)).toBe(pulled.value / 2);
    expect(pulled.pullback(1)).toBe(pulled.value / 2);
  }
});

test("an error of the user's is the user's error, in every form", () => {
  const m = runCompiled(`
    /** @differentiable */
    export function root(x: number): number {
      if (x < 0) throw new RangeError(\`\${x} has no root\`);
      return Math.sqrt(x);
    }`);
  for (const form of ["rootGrad", "rootValueAndGrad", "rootVjp"])
    expect(() => m[form]!(-1)).toThrow(new RangeError("-1 has no root"));
  expect(() => m["rootAdjoint"]!(-1, 1, of(0))).toThrow(RangeError);
  expect(m["rootGrad"]!(4)).toBe(0.25);
});

test("shadows that are not wanted, and optional parameters", () => {
  const m = runCompiled(`
    /** @differentiable */
    export function f(v: Float64Array, w: Float64Array, k?: number): number {
      return v[0]! * w[0]! * (k ?? 2);
    }`);
  const dw = of(1);
  expect(m["fAdjoint"]!(of(3), of(5), undefined, undefined, dw, 1, of(0))).toBe(
    30,
  );
  expect(dw).toEqual(of(7));
  expect(m["fGrad"]!(of(3), of(5))).toEqual([of(10), of(6), undefined]);
  expect(m["fGrad"]!(of(3), of(5), 7)).toEqual([of(35), of(21), 15]);
});

test("`set` with an overlapping view copies as if all at once", () => {
  const m = runCompiled(`
    /** @differentiable */
    export function f(x: number, y: number): number {
      const a = Float64Array.of(x, y, 0);
      a.set(a.subarray(0, 2), 1);
      return a[1]! * 10 + a[2]!;
    }`);
  expect(m["f"]!(3, 5)).toBe(35);
  expect(m["fValueAndGrad"]!(3, 5)).toEqual({ value: 35, grad: [10, 1] });
});
