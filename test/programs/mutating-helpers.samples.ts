import type { Samples } from "../../fixtures/sample.ts";

export const samples: Samples = {
  orderOfEffects: { args: [[[0.7, 1.3]]] },
  orderOfArguments: { args: [[0.7, 1.3]] },
  indexWithEffect: { args: [[[0.7, 1.3, -0.4]]] },
  selfReference: { args: [[0.7]] },
  backtrackingPaths: {
    args: [
      [
        [
          [0.3, 0.9, 0.4],
          [0.8, 0.2, 1.1],
          [0.5, 0.7, 0.6],
        ],
        0.8,
      ],
    ],
  },
  unrolledAdam: { args: [[Float64Array.of(0.9, -0.7), 0.1, 0.8]] },
  relaxedRows: {
    args: [
      [
        [
          [0.4, 1.2, 0.3],
          [0.7, -0.3, 0.9],
          [0.2, 0.5, 1.4],
        ],
        0.6,
      ],
    ],
  },
  closureState: { args: [[0.7, 4]], integers: [1] },
  pingPong: { args: [[[0.7, 1.3], [0.9, 0.4, 1.1], 5]], integers: [2] },
  defaultsAtCall: {
    args: [
      [[0.7, 1.3, -0.4], 1.6],
      [[0.7, 1.3], 1.6],
    ],
  },
};
