/** What traced forms rely on: plain data in, plain data and gradients out. */
import { describe, expect, it } from "vitest";
import { defineRule } from "../../src/index.ts";
import type { Num, TracedArray } from "../../src/tape/trace.ts";
import {
  Scalar,
  op,
  ruleOf,
  traceCall,
  tracedArray,
  value,
} from "../../src/tape/trace.ts";

/** Written by hand as the tracer would: the mean squared error of a line. */
function loss(w: TracedArray, b: Num, xs: TracedArray[], ys: TracedArray): Num {
  let sum: Num = 0;
  for (let n = 0; n < xs.length; n++) {
    let z = b;
    for (let i = 0; i < w.length; i++)
      z = op("add", z, op("mul", w[i]!, xs[n]![i]!));
    const e = op("sub", z, ys[n]!);
    sum = op("add", sum, op("mul", e, e));
  }
  return op("div", sum, xs.length);
}

describe("traceCall", () => {
  it("gives value, arguments after the call, and a reusable pullback", () => {
    const w = Float64Array.of(1, 2);
    const xs = [Float64Array.of(1, 2), Float64Array.of(3, 4)];
    const run = traceCall(loss, [w, 0.5, xs, Float64Array.of(1, 2)]);
    expect(run.value).toBe(55.25);
    expect(run.args[0]).toEqual(w);
    expect(run.pullback(1).slice(0, 2)).toEqual([Float64Array.of(33, 47), 14]);
    expect(run.pullback(2).slice(0, 2)).toEqual([Float64Array.of(66, 94), 28]);
  });
  it("leaves the arguments alone, and reports what was written to the copies", () => {
    const a = Float32Array.of(1.1, 2);
    const kernel = (x: TracedArray, s: Num): void => {
      for (let i = 0; i < x.length; i++) x[i] = op("mul", x[i]!, s);
    };
    const run = traceCall(kernel, [a, 3]);
    expect(a).toEqual(Float32Array.of(1.1, 2));
    expect(run.args[0]).toEqual(Float32Array.of(1.1 * 1, 2).map((x) => x * 3));
    const [dx, ds] = run.pullback({ args: [[1, 10]] });
    expect(dx).toEqual(Float32Array.of(3, 30));
    expect(ds).toBeCloseTo(1.1 + 20, 6);
  });
  it("keeps identity: one array twice, two views of one buffer, a cycle", () => {
    const v = Float64Array.of(2, 5);
    const f = (x: TracedArray, y: TracedArray): Num => op("mul", x[0]!, y[1]!);
    expect(traceCall(f, [v, v]).pullback(1)).toEqual([
      Float64Array.of(5, 2),
      Float64Array.of(5, 2),
    ]);
    const [dx, dy] = traceCall(f, [v, v]).pullback(1);
    expect(dx).toBe(dy);
    expect(traceCall(f, [v, v.subarray(0)]).pullback(1)[0]).toEqual(
      Float64Array.of(5, 2),
    );
    interface Node {
      x: number;
      next?: Node;
    }
    const node: Node = { x: 3 };
    node.next = node;
    const run = traceCall(
      (n: { x: Num; next: { x: Num } }) => op("mul", n.x, n.next.x),
      [node],
    );
    const shadow = run.pullback(1)[0] as Node;
    expect(shadow.x).toBe(6);
    expect(shadow.next).toBe(shadow);
  });
  it("treats what wrt leaves out as a constant, even where it shares storage", () => {
    const v = Float64Array.of(2, 5);
    const f = (x: TracedArray, y: TracedArray): Num => op("mul", x[0]!, y[1]!);
    expect(traceCall(f, [v, v], [0]).pullback(1)).toEqual([
      Float64Array.of(5, 0),
      undefined,
    ]);
  });
  it("keeps prototypes and inactive fields, and runs no accessor", () => {
    class Vec {
      static made = 0;
      x = 1;
      name = "v";
      constructor() {
        Vec.made++;
      }
    }
    const v = Object.defineProperty(new Vec(), "loud", {
      enumerable: true,
      get: () => {
        throw new Error("an accessor ran");
      },
    });
    const shadow = traceCall((u: { x: Num }) => op("exp", u.x), [v]).pullback(
      1,
    )[0];
    expect(shadow).toBeInstanceOf(Vec);
    expect(shadow).toMatchObject({ x: Math.E, name: "v" });
    expect(Vec.made).toBe(1);
  });
  it("takes cotangents of any shape, and a result that is plain", () => {
    const f = (x: Num): unknown => ({
      a: [op("mul", x, 2), 7],
      b: tracedArray("Float64Array", [x]),
    });
    const run = traceCall(f, [3]);
    expect(run.value).toEqual({ a: [6, 7], b: Float64Array.of(3) });
    expect(run.pullback({ a: [10, 1], b: Float64Array.of(5) })).toEqual([25]);
    expect(traceCall(() => 4, [3]).pullback(1)).toEqual([0]);
  });
  it("copies integer arrays, and passes opaque values through", () => {
    const order = Int32Array.of(1, 0);
    const now = new Date();
    const f = (x: Num[], i: Int32Array, d: Date): Num => {
      const first = i[0]!;
      i[0] = 7;
      return d === now ? x[first]! : 0;
    };
    const run = traceCall(f, [[1, 2], order, now]);
    expect(run.pullback(1)[0]).toEqual([0, 1]);
    expect(order[0]).toBe(1);
    expect(run.args[1]).toEqual(Int32Array.of(7, 0));
  });
});

describe("op", () => {
  it("computes plain numbers as JavaScript does", () => {
    expect(op("mul", 3, 4)).toBe(12);
    expect(op("max", 1, 5, 3)).toBe(5);
    expect(op("max")).toBe(-Infinity);
    expect(op("hypot")).toBe(0);
    expect(op("shiftRightUnsigned", -1, 0)).toBe(4294967295);
  });
  it("gives plain numbers where the operation is piecewise constant", () => {
    expect(op("floor", new Scalar(2.5))).toBe(2);
  });
  it("folds max over a tie to the first", () => {
    const run = traceCall(
      (a: Num, b: Num, c: Num) => op("max", a, b, c),
      [2, 2, 1],
    );
    expect(run.pullback(1)).toEqual([1, 0, 0]);
  });
  it("takes the rule of defineRule", () => {
    const cube = defineRule(
      (x: number) => x ** 3,
      (x) => [3 * x * x],
    );
    const run = traceCall((x: Num) => op(ruleOf(cube)!, x), [2]);
    expect(run.value).toBe(8);
    expect(run.pullback(1)).toEqual([12]);
  });
});

describe("a traced array", () => {
  const plain = Float64Array.of(3, 1, 2);
  const traced = (): TracedArray & Float64Array =>
    tracedArray("Float64Array", plain) as never;
  it("answers as the typed array would", () => {
    const a = traced();
    expect(a).toBeInstanceOf(Float64Array);
    expect(a.length).toBe(3);
    expect([...a]).toEqual([3, 1, 2]);
    expect(a[3]).toBe(undefined);
    expect(a[-1]).toBe(undefined);
    a[7] = 1;
    expect(Object.keys(a)).toEqual(["0", "1", "2"]);
    expect(1 in a).toBe(true);
    expect(a.reduce((s, x) => s + x, 0)).toBe(6);
    expect([...a.slice(1)]).toEqual([1, 2]);
    expect([...a.map((x) => 2 * x)]).toEqual([6, 2, 4]);
    expect([...a.filter((x) => x > 1)]).toEqual([3, 2]);
    expect(a.indexOf(2)).toBe(2);
    expect(a.includes(9)).toBe(false);
    expect([...a.sort()]).toEqual([1, 2, 3]);
    expect([...a.fill(5, 1)]).toEqual([1, 5, 5]);
    expect([...a.reverse()]).toEqual([5, 5, 1]);
    expect([...a.entries()]).toEqual([
      [0, 5],
      [1, 5],
      [2, 1],
    ]);
    expect(a.join("-")).toBe("5-5-1");
    expect(a.at(-1)).toBe(1);
  });
  it("shares storage with its subarrays, and set reads before it writes", () => {
    const a = traced();
    const tail = a.subarray(1);
    tail[0] = 9;
    expect(a[1]).toBe(9);
    a.set(a.subarray(0, 2), 1);
    expect([...a]).toEqual([3, 3, 9]);
    expect(() => a.set([1, 2, 3], 1)).toThrow(RangeError);
    expect(a.subarray(-1).length).toBe(1);
  });
  it("rounds what is stored in float32, and passes the derivative on", () => {
    const run = traceCall(
      (x: Num) => {
        const a = tracedArray("Float32Array", 1);
        a[0] = x;
        return a[0];
      },
      [0.1],
    );
    expect(run.value).toBe(Math.fround(0.1));
    expect(run.pullback(1)).toEqual([1]);
  });
  it("sorts recorded numbers with their derivatives", () => {
    const run = traceCall((x: TracedArray & Float64Array) => x.sort(), [plain]);
    expect(run.value).toEqual(Float64Array.of(1, 2, 3));
    expect(run.pullback([10, 20, 30])).toEqual([Float64Array.of(30, 10, 20)]);
  });
  it("names what it has not", () => {
    expect(() => (traced() as never)["vanished"]).toThrow(/has no 'vanished'/);
  });
  it("has the length of a recorded number", () => {
    expect(tracedArray("Float64Array", new Scalar(4)).length).toBe(4);
    expect(value(tracedArray("Float64Array", [new Scalar(4)])[0]!)).toBe(4);
  });
});
