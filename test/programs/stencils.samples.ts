import type { Samples } from "../../fixtures/sample.ts";

const f = (...xs: number[]) => Float64Array.from(xs);

export const samples: Samples = {
  upwind: {
    args: [[f(1, 0.4, -0.3, 0.8, 0.2), f(0.5, -0.7, 0.9, -0.2, 0.4), 0.3, 3]],
    integers: [3],
  },
  macCormack: { args: [[[1, 0.8, 0.5, 0.9, 0.3], 0.2, 3]], integers: [2] },
  anisotropic: {
    args: [
      [
        [
          [0.3, 1.2, 0.4],
          [0.9, -0.5, 0.7],
          [1.5, 0.2, 0.1],
        ],
        0.6,
        2,
      ],
    ],
    integers: [2],
  },
  staggered: {
    args: [[f(0.1, 0.9, 0.3, -0.4, 0.2), f(0.2, -0.3, 0.5, 0.1), 0.4, 4]],
    integers: [3],
  },
  shallowWater: {
    args: [[[1, 1.4, 0.8, 1.1], [0.1, -0.2, 0.3, 0.05], 0.02, 3]],
    integers: [3],
  },
  medianFilter: {
    args: [[f(0.3, 1.2, 0.5, 0.9, -0.4, 0.7), 2]],
    integers: [1],
  },
  reflected: {
    args: [
      [
        [0.3, 1.2, -0.4, 0.9],
        [0.2, 0.5, 0.4],
      ],
    ],
  },
  plateWithRows: {
    args: [
      [
        [
          f(0.3, 1.2, 0.4, 0.2),
          f(0.9, -0.5, 0.7, 1),
          f(1.5, 0.2, 0.1, 0.3),
          f(0, 1, 0.6, 0.2),
        ],
        0.1,
        3,
      ],
    ],
    integers: [2],
  },
};
