import { describe, expect, it } from "vitest";
import type { Tensor, Value } from "../../src/tape/index.ts";
import {
  GradientTape,
  Scalar,
  abs,
  add,
  cbrt,
  exp,
  floor,
  hypot,
  log,
  max,
  maximum,
  min,
  mod,
  mul,
  pow,
  relu,
  sin,
  sqrt,
  stopGradient,
  sub,
  sum,
  tensor,
  toArray,
  value,
} from "../../src/tape/index.ts";

const persistent = (): GradientTape => new GradientTape({ persistent: true });

describe("a one-shot tape", () => {
  it("gives one gradient, and then says that it is used up", () => {
    const tape = new GradientTape();
    const x = tape.watch(3);
    const y = mul(x, x);
    expect(tape.gradient(y, x)!.value).toBe(6);
    expect(() => tape.gradient(y, x)).toThrow(/used up.*persistent: true/);
    expect(() => tape.watch(1)).toThrow(/used up/);
    tape.reset();
    const z = tape.watch(2);
    expect(tape.gradient(mul(z, z), z)!.value).toBe(4);
  });
  it("lets go of its steps", () => {
    const tape = new GradientTape();
    const x = tape.watch(3);
    tape.gradient(mul(x, x), x);
    expect(tape.steps).toHaveLength(0);
  });
});

describe("sources", () => {
  it("are values, arrays and records of them", () => {
    const tape = persistent();
    const [a, b] = [tape.watch(2), tape.watch(5)];
    const y = mul(a, mul(a, b));
    const { list, one } = tape.gradient(y, { list: [a, b], one: { a } });
    expect(list.map((each) => each!.value)).toEqual([20, 4]);
    expect(one.a!.value).toBe(20);
  });
  it("that are the target have the gradient 1", () => {
    const tape = new GradientTape();
    const x = tape.watch(2);
    expect(tape.gradient(x, x)!.value).toBe(1);
  });
  it("that do not reach the target: undefined, or zeros of their shape", () => {
    const tape = persistent();
    const x = tape.watch(2);
    const t = tape.watch(tensor([[1, 2, 3]]));
    const y = mul(x, x);
    expect(tape.gradient(y, [t, x])[0]).toBe(undefined);
    const zeros = tape.gradient(y, { t }, { unconnected: "zero" });
    expect(toArray(zeros.t)).toEqual([[0, 0, 0]]);
  });
  it("may be values that were computed", () => {
    const tape = persistent();
    const x = tape.watch(3);
    const u = mul(x, x);
    const y = add(mul(u, u), x);
    expect(tape.gradient(y, u)!.value).toBe(18);
    expect(tape.gradient(y, x)!.value).toBe(109);
  });
});

describe("targets", () => {
  it("in an array are summed, and so are the elements of a tensor", () => {
    const tape = persistent();
    const x = tape.watch(tensor([1, 2]));
    expect(toArray(tape.gradient(mul(x, x), x)!)).toEqual([2, 4]);
    expect(toArray(tape.gradient([mul(x, x), x], x)!)).toEqual([3, 5]);
  });
  it("that were watched too late name the first step that was not recorded", () => {
    const tape = new GradientTape();
    const x = new Scalar(2);
    const y = sin(exp(x));
    tape.watch(x);
    expect(() => tape.gradient(y, x)).toThrow(/not recorded is 'exp'/);
  });
  it("computed after stop() say so", () => {
    const tape = new GradientTape();
    const x = tape.watch(2);
    tape.stop();
    expect(() => tape.gradient(mul(x, x), x)).toThrow(/'mul'.*stopped/s);
  });
  it("that are plain numbers left the tape", () => {
    const tape = new GradientTape();
    const x = tape.watch(2);
    expect(() => tape.gradient(value(x) * 2, x)).toThrow(/plain number/);
  });
  it("of another tape are refused", () => {
    const [one, two] = [new GradientTape(), new GradientTape()];
    const x = one.watch(2);
    expect(() => two.gradient(mul(x, x), x)).toThrow(
      /does not follow|did not record/,
    );
  });
});

describe("a recorded number", () => {
  it("throws where an operator of JavaScript would take it off the tape", () => {
    const x = new GradientTape().watch(2) as unknown as number;
    expect(() => x * 2).toThrow(/no tape can see/);
    expect(() => x < 3).toThrow(/no tape can see/);
    expect(`${x as unknown as string}`).toBe("2");
  });
  it("stopGradient makes it a constant", () => {
    const tape = new GradientTape();
    const x = tape.watch(3);
    expect(tape.gradient(mul(x, stopGradient(x)), x)!.value).toBe(3);
  });
});

describe("nested tapes", () => {
  it("give second and third derivatives", () => {
    const [one, two, three] = [persistent(), persistent(), persistent()];
    const x = one.watch(two.watch(three.watch(2)));
    const y = mul(mul(x, x), mul(x, x));
    const d1 = one.gradient(y, x)!;
    const d2 = two.gradient(d1, x)!;
    const d3 = three.gradient(d2, x)!;
    expect([d1.value, d2.value, d3.value]).toEqual([32, 48, 48]);
  });
  it("work element by element on tensors, by broadcasting too", () => {
    const [one, two, three] = [persistent(), persistent(), persistent()];
    const x = one.watch(two.watch(three.watch(tensor([[0.3, 0.7]]))));
    const y = sum(mul(sin(x), exp(tensor([[0], [0]]))));
    const d1 = one.gradient(y, x)!;
    const d2 = two.gradient(d1, x)!;
    const d3 = three.gradient(d2, x)!;
    const flat = (t: Tensor): ArrayLike<number> => t.data;
    expect(flat(d1)[0]).toBeCloseTo(2 * Math.cos(0.3), 12);
    expect(flat(d2)[1]).toBeCloseTo(-2 * Math.sin(0.7), 12);
    expect(flat(d3)[1]).toBeCloseTo(-2 * Math.cos(0.7), 12);
  });
  it("a tape does not record its own gradients", () => {
    const tape = persistent();
    const x = tape.watch(2);
    const d = tape.gradient(mul(x, x), x)!;
    expect(() => tape.gradient(d, x)).toThrow(/does not follow/);
  });
  it("keep the guard's derivative: (sqrt(x) - 2) ** 2 at 4 has 1/8, as number and as tensor", () => {
    for (const start of [new Scalar(4), tensor([4])]) {
      const [inner, outer] = [persistent(), persistent()];
      const x = inner.watch(outer.watch(start));
      const y = pow(sub(sqrt(x), 2), 2);
      const d = inner.gradient(y, x)!;
      expect([toArray(outer.gradient(d, x)!)].flat()).toEqual([0.125]);
    }
  });
});

describe("kinks", () => {
  const at = (f: (x: Scalar) => Value, x: number): Value => {
    const tape = new GradientTape();
    const watched = tape.watch(x);
    return tape.gradient(f(watched), watched, { unconnected: "zero" }).value;
  };
  it.each<[string, (x: Scalar) => Value, number, number]>([
    ["relu", relu, 0, 0],
    ["max(x, 0)", (x) => max(x, 0), 0, 0],
    ["max(0, x)", (x) => max(0, x), 0, 0],
    ["clamp, below", (x) => min(max(x, -1), 1), -1, 0],
    ["clamp, above", (x) => min(max(x, -1), 1), 1, 0],
    ["abs", abs, 0, 0],
    ["floor", floor, 1.5, 0],
    ["sqrt", sqrt, 0, Infinity],
    ["0 * sqrt", (x) => mul(0, sqrt(x)), 0, 0],
    ["0 * log", (x) => mul(0, log(x)), 0, 0],
    ["0 * cbrt", (x) => mul(0, cbrt(x)), 0, 0],
    ["hypot", (x) => hypot(x, 0), 0, 0],
    ["x ** 0", (x) => pow(x, 0), 0, 0],
    ["x ** 2", (x) => pow(x, 2), 0, 0],
    ["0 ** y", (y) => pow(0, y), 2, 0],
    ["x ** y, x < 0", (y) => pow(-2, y), 2, NaN],
    ["% Infinity", (y) => mod(5, y), Infinity, 0],
    ["1 % 0.1", (y) => mod(1, y), 0.1, -9],
    ["root of squares", (x) => sqrt(add(mul(x, x), 0)), 0, NaN],
  ])("%s", (_, f, x, expected) => {
    expect((at(f, x) as number) + 0).toBe(expected);
  });
  it("w * sqrt(x) at (0, 0): both zero", () => {
    const tape = new GradientTape();
    const [w, x] = [tape.watch(0), tape.watch(0)];
    const both = tape.gradient(mul(w, sqrt(x)), [w, x]);
    expect(both.map((each) => each!.value)).toEqual([0, 0]);
  });
  it("the maximum over a tie: the first", () => {
    const tape = new GradientTape();
    const x = tape.watch(tensor([2, 2, 1]));
    expect(toArray(tape.gradient(maximum(x), x)!)).toEqual([1, 0, 0]);
  });
});

it("a tape of a million steps needs no recursion", () => {
  const tape = new GradientTape();
  const x = tape.watch(1);
  let y: Scalar = x;
  for (let i = 0; i < 1_000_000; i++) y = mul(y, 1);
  expect(tape.gradient(y, x)!.value).toBe(1);
});
