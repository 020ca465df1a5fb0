import type { Samples } from "../../fixtures/sample.ts";

export const samples: Samples = {
  labels: {
    args: [
      [
        [
          [
            [0.4, 0.7],
            [1.2, 9],
          ],
          [[0.3, -1.4, 5], [7]],
          [[0.2], [2.3, 1], [4]],
        ],
        0.8,
      ],
      [[[[2.5, 2.1]], [[3, 4]], [[0.1]]], 2.9],
    ],
  },
  doContinue: {
    args: [
      [0.7, 6],
      [0.7, 1],
    ],
    integers: [1],
  },
  unevenSteps: { args: [[[0.7, 1.2, 0.4, 2.6, 0.9, 1.1]]] },
  emptyThings: {
    args: [
      [0.7, 3],
      [5, 0],
    ],
    integers: [1],
  },
  shortCircuits: {
    args: [
      [0.7, 0.9, 0.2],
      [0.3, 0.9, 0.7],
      [0.8, 0.1, 0.4],
      [0.1, 0.2, 0.3],
    ],
  },
  assigningTernaries: {
    args: [
      [0.7, 1.2],
      [1.9, 1.4],
    ],
  },
  logicalAssignment: {
    args: [
      [0.7, undefined],
      [1.3, 0.6],
    ],
  },
  asymmetricExits: {
    args: [
      [Float64Array.of(0.5, 0.9, 1.7, 0.3), 1.2],
      [Float64Array.of(1.1, 1, 1.15), 1.2],
      [Float64Array.of(0.5), 1.2],
    ],
  },
  boundAndFactor: { args: [[3.4], [0.5]] },
  lastStepShort: { args: [[0.7, 1.07]] },
};
