/**
 * The lecture's training runs (sections G and H) with generated gradients, and the printed derivatives of
 * sections A to F through the intrinsics, as a reader of the notes would ask for them.
 */
import {
  beforeEach,
  describe,
  expect,
  test,
  vi,
  type MockInstance,
} from "vitest";
import * as data from "../../fixtures/lecture/training.data.ts";
import { grad, valueAndGrad, vjp } from "../../src/index.ts";
import { runFile } from "./load.ts";
import { expectLosses, expectRows, train, type Layers } from "./train.ts";

const file = (name: string): string => `fixtures/lecture/${name}.ts`;

describe("sections A to F", () => {
  const near = (found: unknown, wanted: unknown, tolerance: number): void => {
    const flat = (x: unknown): number[] => [x].flat(2) as number[];
    expect(flat(found).length).toBe(flat(wanted).length);
    flat(wanted).forEach((want, i) =>
      expect(Math.abs(flat(found)[i]! - want)).toBeLessThan(tolerance),
    );
  };

  test("A: the chain rule, whole and in parts", () => {
    const m = runFile<typeof import("../../fixtures/lecture/chain-rule.ts")>(
      file("chain-rule"),
    );
    const [v, u] = [4, Math.sin(4)];
    const parts = [grad(m.yOfU)(u), grad(m.uOfV)(v), grad(m.vOfX)(2)];
    near(parts, [0.4691642, -0.65364367, 4], 3e-7);
    near(grad(m.yOfV)(v), -0.3066662, 3e-7);
    near(grad(m.uOfX)(2), -2.6145747, 3e-7);
    for (const f of [m.chain, m.chainInline]) {
      near(grad(f)(2), -1.2266648, 3e-7);
      near(grad(f)(2), parts[0]! * parts[1]! * parts[2]!, 1e-15);
    }
  });

  test("B and C: a neuron, and a batch of two examples", () => {
    const b = runFile<typeof import("../../fixtures/lecture/neuron.ts")>(
      file("neuron"),
    );
    const [dw1, dw2, db] = grad(b.neuron, [0, 1, 2])(
      -0.2,
      0.2,
      0.1,
      0.5,
      -0.3,
      0.4,
    );
    near([dw1, dw2, db], [0.021232, -0.0127392, 0.042464], 1e-6);
    near(
      grad(b.homework, [0, 1])(-0.2, 0.7, 0.5, 0.4),
      [0.0562022914, 0.1124045829],
      1e-10,
    );
    near(
      [grad(b.sigmoid)(-0.06), grad(b.sigmoid)(-0.02)],
      [0.24977514, 0.24997501],
      1e-8,
    );
    const c = runFile<typeof import("../../fixtures/lecture/batch.ts")>(
      file("batch"),
    );
    const [dz1, dz2] = grad(c.costOfSums, [0, 1])(-0.06, -0.02, 0.4, 0.6);
    near([dz1, dz2], [0.021232, -0.026247343], 1e-7);
    const { value, grad: ofBatch } = valueAndGrad(c.batch, [0, 1])(
      Float64Array.of(-0.2, 0.2),
      0.1,
      [Float64Array.of(0.5, -0.3), Float64Array.of(0.2, -0.4)],
      Float64Array.of(0.4, 0.6),
    );
    expect(value).toBeGreaterThan(0);
    near(
      [[...ofBatch[0]], ofBatch[1]],
      [[0.005366531, 0.004129337], -0.0050153434],
      1e-7,
    );
  });

  test("D: a 2-2-1 network", () => {
    const m = runFile<typeof import("../../fixtures/lecture/two-two-one.ts")>(
      file("two-two-one"),
    );
    near(
      grad(m.twoTwoOneLists, [0, 1])(
        [-0.2, 0.5, 0.9, -0.6, 0.2, -0.4],
        [0.4, -0.2, -0.5],
        [0.6, -0.3],
        1,
      ),
      [
        [
          -0.008844384, 0.004422192, 0.016614905, -0.008307452, -0.15763849,
          -0.18567343,
        ],
        [-0.014740639, 0.027691506, -0.29606012],
      ],
      1e-6,
    );
  });

  test("E and F: convolution and kinks", () => {
    const m = runFile<typeof import("../../fixtures/lecture/convolution.ts")>(
      file("convolution"),
    );
    const A = [
      [0.4, 0.2, 0.7],
      [0.9, 0.1, 0.5],
    ];
    const K = [
      [0.3, -0.4],
      [-0.2, 0.5],
    ];
    const dK = [
      [0.6, 0.9],
      [1, 0.6],
    ];
    const { value, pullback } = vjp(m.convolve)(A, K);
    near(value, [[-0.09, 0.01]], 1e-15);
    near(pullback([[1, 1]])[1], dK, 1e-6);
    near(
      grad(m.convolutionCost, 1)(A, K, 0.01),
      [
        [-0.1, -0.35],
        [-0.05, -0.25],
      ],
      1e-6,
    );
    const kinks = runFile<typeof import("../../fixtures/lecture/kinks.ts")>(
      file("kinks"),
    );
    expect([-1, 0, 1].map((x) => grad(kinks.relu)(x))).toEqual([0, 0, 1]);
    expect(
      [0.2, 0.5, 0.8].map((p) => grad(kinks.absoluteError, 0)(p, 0.5)),
    ).toEqual([-1, 0, 1]);
  });
});

describe("section G: two dense layers", () => {
  const dense = runFile<
    typeof import("../../fixtures/lecture/dense-training.ts")
  >(file("dense-training"));
  let print: MockInstance<typeof console.log>;
  beforeEach(() => {
    print = vi.spyOn(console, "log").mockImplementation(() => {});
  });

  const outputs = (parameters: Layers): number[][] =>
    data.queries.map((x) => dense.predict(...parameters, x));

  test("are trained as the notes print", () => {
    const { parameters, losses } = train(
      begin(),
      valueAndGrad(dense.loss, [0, 1, 2, 3]),
    );
    expectLosses(losses, data.dense.losses);
    const { tolerance, trained } = data.dense;
    const first = data.queries.map((x) =>
      dense.denseLayer(x, parameters[0], parameters[1]),
    );
    expectRows(first, data.dense.firstSums, tolerance);
    expectRows(first.map(dense.activate), data.dense.activations, tolerance);
    expectRows(outputs(parameters), data.dense.outputs, tolerance);
    expectRows(
      [...parameters[0], parameters[1], ...parameters[2], parameters[3]],
      [...trained.W1, trained.b1, ...trained.W2, trained.b2],
      1e-9,
    );
  });

  test("printing disturbs nothing, and is done once a call", () => {
    const { parameters, losses } = train(
      begin(),
      valueAndGrad(dense.lossWithPrinting, [0, 1, 2, 3]),
    );
    expectLosses(losses, data.dense.losses);
    expectRows(outputs(parameters), data.dense.outputs, data.dense.tolerance);
    expect(print).toHaveBeenCalledTimes(3 * data.epochs * data.examples.length);
    expect(print.mock.calls.slice(0, 3).map(([what]) => String(what))).toEqual([
      "first layer: z =",
      "activations: h =",
      "outputs: p =",
    ]);
  });

  test("from Glorot's weights the training rows are learnt", () => {
    const start: Layers = [
      data.glorot(2, 2, 7),
      [0, 0],
      data.glorot(2, 2, 8),
      [0, 0],
    ];
    const { parameters } = train(start, valueAndGrad(dense.loss, [0, 1, 2, 3]));
    expectRows(
      data.examples.map(({ x }) => dense.predict(...parameters, x)),
      data.examples.map(({ y }) => y),
      1e-6,
    );
  });

  test("variable by variable, as flat arrays and with matrices alike", () => {
    const { x, y } = data.examples[0]!;
    const { W, b } = data.start;
    const wanted = grad(dense.loss, [0, 1, 2, 3])(...begin(), x, y).flat(2);
    const flat = (m: number[][]): Float64Array => Float64Array.from(m.flat());
    const [dw1, db1, dw2, db2] = grad(dense.lossFlat, [0, 1, 2, 3])(
      flat(W),
      Float64Array.from(b),
      flat(W),
      Float64Array.from(b),
      Float64Array.from(x),
      Float64Array.from(y),
    );
    const all = [...W.flat(), ...b, ...W.flat(), ...b, ...x, ...y];
    const byVariables = grad(
      dense.lossByVariables,
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    )(...(all as Parameters<typeof dense.lossByVariables>));
    expect(wanted.length).toBe(12);
    wanted.forEach((want, i) => {
      expect([...dw1, ...db1, ...dw2, ...db2][i]).toBeCloseTo(want, 13);
      expect(byVariables[i]).toBeCloseTo(want, 13);
    });
  });
});

describe.each([
  [0, data.exponenc.outputs, data.exponenc.tolerance],
  [data.exponenc.epsilon, data.exponenc.outputsWithEpsilon, 1e-6],
])(
  "section H: two Exponenc layers with ε = %s",
  (epsilon, wanted, tolerance) => {
    const exponenc = runFile<
      typeof import("../../fixtures/lecture/exponenc-training.ts")
    >(file("exponenc-training"));

    test("are trained as the notes print", () => {
      const both = valueAndGrad(exponenc.loss, [0, 1, 2, 3]);
      const { parameters, losses } = train(begin(), (W1, b1, W2, b2, x, y) =>
        both(W1, b1, W2, b2, x, y, epsilon),
      );
      expectLosses(losses, data.exponenc.losses);
      expectRows(
        data.queries.map((x) => exponenc.predict(...parameters, x, epsilon)),
        wanted,
        tolerance,
      );
    });
  },
);

function begin(): Layers {
  const { W, b } = data.start;
  return [W, b, W, b].map((layer) => structuredClone(layer)) as Layers;
}
