import type { Samples } from "../../fixtures/sample.ts";

const f = (...xs: number[]) => Float64Array.from(xs);

export const samples: Samples = {
  doublePendulum: { args: [[f(0.7, 1.2, 0.1, -0.4), 0.8, 3]], integers: [2] },
  cloth: {
    args: [[f(0, 0.9, 2.1, 3.2), f(0, 0.3, -0.4, 0.2), 0.8, 3]],
    integers: [3],
  },
  epidemic: { args: [[0.5, 0.25, 0.07, 25]], integers: [3] },
  limitedFilter: { args: [[f(0.3, 2.5, 3, -4, -3.2, 0.5, 2), 0.2, 0.9]] },
  alignment: {
    args: [
      [
        Int32Array.of(0, 1, 2, 1),
        Int32Array.of(0, 2, 1),
        [
          [1, -0.7, -0.4],
          [-0.6, 1.2, -0.9],
          [-0.3, -0.8, 1.4],
        ],
        0.5,
        0.2,
      ],
    ],
  },
  automaton: {
    args: [[f(0.3, -0.2, 0.7, 0.1), f(0.4, -0.6, 0.9, 0.15), 3]],
    integers: [2],
  },
  matrixExponential: {
    args: [
      [
        [
          [0.4, 1.9],
          [-0.7, 0.3],
        ],
      ],
    ],
  },
  beam: {
    args: [
      [
        [
          [0.3, 0.9, -0.4],
          [1.2, 0.15, 0.8],
          [0.05, 0.65, 0.35],
        ],
        2,
      ],
    ],
    integers: [1],
  },
};
