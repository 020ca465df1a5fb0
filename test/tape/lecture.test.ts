/** The lecture's cases A to E, as its programs write them for a gradient tape. */
import { describe, expect, it } from "vitest";
import type { Num, Scalar, Tensor, Value } from "../../src/tape/index.ts";
import {
  GradientTape,
  abs,
  add,
  conv2d,
  div,
  dot,
  exp,
  matmul,
  mean,
  mul,
  pow,
  relu,
  sigmoid,
  sin,
  stack,
  sub,
  sum,
  tensor,
  toArray,
} from "../../src/tape/index.ts";

const persistent = (): GradientTape => new GradientTape({ persistent: true });

function near(found: Value | undefined, expected: unknown, digits = 7): void {
  const flat = (x: unknown): number[] => [x].flat(Infinity) as number[];
  const [a, b] = [flat(toArray(found!)), flat(expected)];
  expect(a).toHaveLength(b.length);
  a.forEach((each, i) => expect(each).toBeCloseTo(b[i]!, digits));
}

it("A. the chain rule, with its intermediate derivatives", () => {
  const tape = persistent();
  const x = tape.watch(2);
  const v = mul(x, x);
  const u = sin(v);
  const y = exp(u);
  near(tape.gradient(y, u), 0.4691642, 6);
  near(tape.gradient(u, v), -0.65364367, 6);
  near(tape.gradient(v, x), 4);
  near(tape.gradient(y, v), -0.3066662, 6);
  near(tape.gradient(y, x), -1.226664708936842, 14);
  near(tape.gradient(u, x), -2.6145747, 6);
});

describe("B. one neuron", () => {
  it("with separate scalars", () => {
    const tape = persistent();
    const [w1, w2, b] = [tape.watch(-0.2), tape.watch(0.2), tape.watch(0.1)];
    const z = add(mul(w1, 0.5), mul(w2, -0.3), b);
    const p = sigmoid(z);
    const c = pow(sub(p, 0.4), 2);
    expect(z.value).toBeCloseTo(-0.06, 12);
    near(c, 0.007225764744935707, 14);
    near(tape.gradient(c, p), 0.17, 4);
    near(tape.gradient(p, z), 0.24977513493118228, 14);
    near(tape.gradient(c, w1), 0.021232010052769302, 14);
    near(tape.gradient(c, w2), -0.01273920603166158, 14);
    near(tape.gradient(c, b), 0.042464020105538604, 14);
  });
  it("with a vector, in float32 as in the notes", () => {
    const tape = new GradientTape();
    const w = tape.watch(tensor(Float32Array.of(-0.2, 0.2)));
    const b = tape.watch(0.1);
    const p = sigmoid(add(dot(w, tensor(Float32Array.of(0.5, -0.3))), b));
    const grads = tape.gradient(pow(sub(p, 0.4), 2), { w, b });
    expect(grads.w!.data).toBeInstanceOf(Float32Array);
    near(grads.w, [0.021232, -0.0127392], 7);
    near(grads.b, 0.042464, 7);
  });
  it("the homework", () => {
    const tape = new GradientTape();
    const [w, b] = [tape.watch(-0.2), tape.watch(0.7)];
    const c = pow(sub(sigmoid(add(mul(w, 0.5), b)), 0.4), 2);
    const [dw, db] = tape.gradient(c, [w, b]);
    near(dw, 0.05620229143325661, 14);
    near(db, 0.11240458286651323, 14);
  });
});

it("C. a batch of two, and all of its intermediate derivatives", () => {
  const tape = persistent();
  const w = tape.watch(tensor([-0.2, 0.2]));
  const b = tape.watch(0.1);
  const x = tensor([
    [0.5, -0.3],
    [0.2, -0.4],
  ]);
  const z = add(matmul(x, w), b);
  const p = sigmoid(z);
  const each = pow(sub(p, tensor([0.4, 0.6])), 2);
  const c = mean(each);
  near(tape.gradient(c, each), [0.5, 0.5], 15);
  near(tape.gradient(c, p), [0.08500445, -0.10499986], 6);
  near(tape.gradient(p, z), [0.24977513493118228, 0.2499750016665722], 14);
  near(tape.gradient(c, z), [0.021232, -0.026247343], 6);
  near(tape.gradient(c, w), [0.005366538323553406, 0.0041293303898316995], 14);
  near(tape.gradient(c, b), -0.00501532346138692, 14);
  // One row at a time: what a seed is for.
  near(tape.gradient(z, w, { seed: tensor([1, 0]) }), [0.5, -0.3], 15);
  near(tape.gradient(z, w, { seed: tensor([0, 1]) }), [0.2, -0.4], 15);
});

it("D. a 2-2-1 network", () => {
  const tape = new GradientTape();
  const w = [-0.2, 0.5, 0.9, -0.6, 0.2, -0.4].map((each) => tape.watch(each));
  const b = [0.4, -0.2, -0.5].map((each) => tape.watch(each));
  const neuron = (i: number, x1: Num, x2: Num, k: number): Scalar =>
    sigmoid(add(mul(w[i]!, x1), mul(w[i + 1]!, x2), b[k]!));
  const h1 = neuron(0, 0.6, -0.3, 0);
  const h2 = neuron(2, 0.6, -0.3, 1);
  const c = pow(sub(neuron(4, h1, h2, 2), 1), 2);
  const grads = tape.gradient(c, { w, b });
  const numbers = (list: readonly (Scalar | undefined)[]): Tensor =>
    stack(list.map((each) => each!));
  near(
    numbers(grads.w),
    [
      -0.008844384, 0.004422192, 0.016614905, -0.008307452, -0.15763849,
      -0.18567343,
    ],
    7,
  );
  near(numbers(grads.b), [-0.014740639, 0.027691506, -0.29606012], 7);
});

it("E. convolution, ReLU, average pooling, absolute error", () => {
  const tape = persistent();
  const k = tape.watch(
    tensor([
      [0.3, -0.4],
      [-0.2, 0.5],
    ]),
  );
  const a = tensor([
    [0.4, 0.2, 0.7],
    [0.9, 0.1, 0.5],
  ]);
  const f = conv2d(a, k);
  const g = relu(f);
  const p = mean(g);
  const c = abs(sub(p, 0.01));
  near(f, [-0.09, 0.01]);
  near(g, [0, 0.01]);
  near(p, 0.005);
  near(c, 0.005);
  near(tape.gradient(c, p), -1);
  near(tape.gradient(p, g), [0.5, 0.5]);
  near(tape.gradient(g, f), [0, 1]);
  // A tensor as target: the gradient of the sum of its elements.
  near(tape.gradient(f, k), [
    [0.6, 0.9],
    [1, 0.6],
  ]);
  near(tape.gradient(sum(f), k), [
    [0.6, 0.9],
    [1, 0.6],
  ]);
  near(tape.gradient(c, g), [-0.5, -0.5]);
  near(tape.gradient(c, f), [0, -0.5]);
  near(tape.gradient(c, k), [
    [-0.1, -0.35],
    [-0.05, -0.25],
  ]);
});

it("division by a recorded number, both ways", () => {
  const tape = persistent();
  const x = tape.watch(4);
  near(tape.gradient(div(1, x), x), -1 / 16);
  near(tape.gradient(div(x, x), x), 0);
});
