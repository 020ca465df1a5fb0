import type { Samples } from "../../fixtures/sample.ts";

const xs = Float64Array.from([
  0.7, 1.2, -0.4, 0.9, 1.1, 0.6, -1.3, 0.8, 0.5, 1.4, 0.3, 1.05,
]);
const m = Float64Array.from([4, 1, 0.5, 1, 5, 0.7, 0.5, 0.8, 3]);
export const samples: Samples = {
  scanUp: { args: [[xs]] },
  scanDown: { args: [[xs]] },
  ahead: { args: [[xs]] },
  twice: { args: [[xs]] },
  strided: { args: [[xs]] },
  strided3: { args: [[xs]] },
  spill: { args: [[xs, 3]], integers: [1] },
  negative: { args: [[xs, 3]], integers: [1] },
  rows: {
    args: [
      [
        [
          [1, 0.5, 0.3],
          [0.2, 0.8, 0.9],
          [0.4, 0.5, 1.5],
        ],
      ],
    ],
  },
  triangular: { args: [[m, 3]], integers: [1] },
  jumps: {
    args: [
      [xs, 1.3],
      [xs, 0.8],
    ],
  },
  branches: { args: [[xs]] },
  selfStore: { args: [[xs]] },
  whileIndex: { args: [[xs]] },
  perm: { args: [[xs, Int32Array.of(3, 0, 2, 2, 1, 4)]] },
  stencil2: {
    args: [[Float64Array.from([...xs, 0.2, 0.1, 0.4, 0.6]), 4, 3]],
    integers: [1, 2],
  },
  seidel: {
    args: [[Float64Array.from([...xs, 0.2, 0.1, 0.4, 0.6]), 4, 2]],
    integers: [1, 2],
  },
  seidel1: {
    args: [[Float64Array.from([...xs, 0.2, 0.1, 0.4, 0.6]), 4]],
    integers: [1],
  },
  calls: { args: [[xs]] },
  kernel: { args: [[xs, xs.map((x) => x * 0.5 + 0.2)]] },
  shifted: { args: [[xs]] },
  outerRead: { args: [[xs]] },
  triangularSaves: {
    args: [
      [xs, 4, 2],
      [xs, 3.5, 1.5],
    ],
    integers: [1, 2],
  },
  ragged: { args: [[xs, [2, NaN, 3, -1, 1.5]]], integers: [1] },
};
