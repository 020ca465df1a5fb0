/** Operations on tensors against differences, first and second order, in both storages. */
import { describe, expect, it } from "vitest";
import type { Value } from "../../src/tape/index.ts";
import {
  GradientTape,
  Scalar,
  Tensor,
  add,
  at,
  atan2,
  concat,
  conv2d,
  div,
  dot,
  exp,
  hypot,
  logSoftmax,
  matmul,
  maximum,
  mean,
  mul,
  pow,
  reshape,
  sigmoid,
  sin,
  slice,
  softmax,
  stack,
  sub,
  sum,
  take,
  tanh,
  tensor,
  toArray,
  transpose,
} from "../../src/tape/index.ts";

type F = (x: Tensor) => Value;
const flat = (x: Value): number[] =>
  x instanceof Tensor
    ? Array.from(x.data)
    : [x instanceof Scalar ? x.value : x];

/** A fixed draw, so that every element of a result counts differently. */
const weights = (n: number): Tensor =>
  tensor(Float64Array.from({ length: n }, (_, i) => Math.sin(3 * i + 1)));
const weighed = (y: Value): Value =>
  y instanceof Tensor ? sum(mul(reshape(y, [-1]), weights(y.data.length))) : y;

const value = (f: F, x: Tensor): number => flat(weighed(f(x)))[0]!;

function gradient(f: F, x: Tensor): number[] {
  const tape = new GradientTape();
  tape.watch(x);
  return flat(tape.gradient(weighed(f(x)), x, { unconnected: "zero" }));
}

/** The gradient's own derivative along `weights`: by two tapes. */
function second(f: F, x: Tensor): number[] {
  const [inner, outer] = [new GradientTape(), new GradientTape()];
  inner.watch(outer.watch(x));
  const d = inner.gradient(weighed(f(x)), x, { unconnected: "zero" });
  return d.tapes.includes(outer)
    ? flat(outer.gradient(weighed(d), x, { unconnected: "zero" }))
    : flat(d).map(() => 0);
}

function differences(g: (x: Tensor) => number, x: Tensor): number[] {
  return Array.from(x.data, (_, i) => {
    const moved = (h: number): number => {
      const data = Float64Array.from(x.data);
      data[i]! += h;
      return g(new Tensor(data, x.shape));
    };
    const step = (h: number): number => (moved(h) - moved(-h)) / (2 * h);
    return (4 * step(5e-4) - step(1e-3)) / 3;
  });
}

const a = (): Tensor =>
  tensor([
    [0.4, 0.2, 0.7],
    [0.9, -0.1, 0.5],
  ]);
const b = tensor([
  [1.5, 0.3],
  [-0.7, 0.8],
  [0.2, -1.1],
]);

const cases: [string, F][] = [
  ["broadcast with a row", (x) => mul(x, tensor([1, 2, 3]))],
  ["a row of itself, broadcast", (x) => mul(x, at(x, 1))],
  ["broadcast a column", (x) => div(x, slice(add(x, 2), [0, 0], [2, 1]))],
  ["sin of exp", (x) => sin(exp(x))],
  ["pow, both", (x) => pow(add(x, 1), sub(x, 3))],
  ["hypot of three", (x) => hypot(x, 1, mul(x, x))],
  ["atan2", (x) => atan2(x, add(x, 1))],
  ["tanh and sigmoid", (x) => mul(tanh(x), sigmoid(x))],
  ["matmul, from the left", (x) => matmul(mul(x, x), b)],
  ["matmul, from the right", (x) => matmul(b, exp(x))],
  ["matmul with itself", (x) => matmul(x, transpose(x))],
  ["matrix and vector", (x) => matmul(x, tensor([1, -2, 0.5]))],
  ["vector and vector", (x) => dot(at(x, 0) as Tensor, at(x, 1) as Tensor)],
  ["transpose", (x) => mul(transpose(x), b)],
  ["sum along an axis", (x) => exp(sum(x, 0))],
  ["mean along the last axis", (x) => exp(mean(x, -1))],
  ["mean", (x) => mul(mean(x), mean(x))],
  ["maximum along an axis", (x) => exp(maximum(x, 1))],
  ["softmax", (x) => softmax(x)],
  ["softmax down the columns", (x) => softmax(x, 0)],
  ["logSoftmax", (x) => logSoftmax(x)],
  ["concat", (x) => exp(concat([x, mul(x, x)], 1))],
  [
    "stack of elements",
    (x) => exp(stack([at(x, 0, 1), at(x, 1, 2), at(x, 0, 1)])),
  ],
  ["take rows, twice", (x) => exp(take(x, [1, 0, 1]))],
  [
    "conv2d, valid",
    (x) =>
      exp(
        conv2d(
          x,
          tensor([
            [0.3, -0.4],
            [-0.2, 0.5],
          ]),
        ),
      ),
  ],
  [
    "conv2d, same, stride 2",
    (x) =>
      exp(
        conv2d(
          x,
          tensor([
            [0.3, -0.4],
            [-0.2, 0.5],
          ]),
          { stride: 2, padding: "same" },
        ),
      ),
  ],
  [
    "conv2d by its kernel",
    (x) => exp(conv2d(b, x.shape[0] === 2 ? slice(x, [0, 0], [2, 2]) : x)),
  ],
];

describe.each(cases)("%s", (_, f) => {
  it("has the gradient of differences", () => {
    const expected = differences((x) => value(f, x), a());
    gradient(f, a()).forEach((each, i) =>
      expect(each).toBeCloseTo(expected[i]!, 7),
    );
  });
  it("has the second derivative of differences", () => {
    const expected = differences((x) => {
      const d = gradient(f, x);
      const w = weights(d.length).data;
      return d.reduce((total, each, i) => total + each * w[i]!, 0);
    }, a());
    second(f, a()).forEach((each, i) =>
      expect(each).toBeCloseTo(expected[i]!, 6),
    );
  });
  it("is float32 in float32", () => {
    const single = tensor(Float32Array.from(a().data), [2, 3]);
    const expected = gradient(f, a());
    gradient(f, single).forEach((each, i) =>
      expect(each).toBeCloseTo(expected[i]!, 3),
    );
  });
});

describe("tensors", () => {
  it("with channels and filters: conv2d is the sum over channels", () => {
    const image = tensor(
      Float64Array.from({ length: 18 }, (_, i) => Math.sin(i)),
      [3, 3, 2],
    );
    const kernel = tensor(
      Float64Array.from({ length: 24 }, (_, i) => Math.cos(i)),
      [2, 2, 2, 3],
    );
    const out = conv2d(image, kernel);
    expect(out.shape).toEqual([2, 2, 3]);
    let expected = 0;
    for (let u = 0; u < 2; u++)
      for (let v = 0; v < 2; v++)
        for (let c = 0; c < 2; c++)
          expected +=
            image.data[((1 + u) * 3 + v) * 2 + c]! *
            kernel.data[((u * 2 + v) * 2 + c) * 3 + 2]!;
    expect(toArray(at(out, 1, 0, 2))).toBeCloseTo(expected, 12);
  });
  it("refuse shapes that do not fit", () => {
    expect(() => add(tensor([1, 2]), tensor([1, 2, 3]))).toThrow(
      /do not broadcast/,
    );
    expect(() => matmul(a(), a())).toThrow(/do not match/);
    expect(() => tensor([[1, 2], [3]])).toThrow(/different lengths/);
    expect(() => reshape(a(), [4])).toThrow(/do not fill/);
    expect(() => at(a(), 2)).toThrow(/outside/);
    expect(() => concat([a(), b])).toThrow(/does not fit/);
  });
  it("copy what they are made of", () => {
    const data = Float64Array.of(1, 2);
    const t = tensor(data);
    data[0] = 9;
    expect(toArray(t)).toEqual([1, 2]);
  });
});
