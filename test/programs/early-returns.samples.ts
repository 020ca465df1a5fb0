import type { Samples } from "../../fixtures/sample.ts";

export const samples: Samples = {
  rayTriangle: {
    args: [
      [
        [0.2, 0.3, -2],
        [0.1, 0.05, 1],
        [
          [0, 0, 0.1],
          [1, 0.1, 0],
          [0.1, 1, 0.2],
        ],
      ],
      [
        [5, 5, -2],
        [0, 0, 1],
        [
          [0, 0, 0.1],
          [1, 0.1, 0],
          [0.1, 1, 0.2],
        ],
      ],
    ],
  },
  firstCrossing: {
    args: [
      [
        [
          [0.1, 0.2],
          [0.3, 0.7],
        ],
        0.52,
        1.1,
      ],
      [
        [
          [0.1, 0.2],
          [0.3, 0.7],
        ],
        9,
        1.1,
      ],
    ],
  },
  searched: {
    args: [
      [
        [
          [0.2, 0.4, 0.3],
          [0.1, 2, 3],
        ],
        0.9,
      ],
      [
        [
          [0.5, 0.4],
          [2, 0.3, 2],
        ],
        1.3,
      ],
      [[[0.5]], 1.3],
    ],
  },
  drainedTanks: {
    args: [
      [[2, 3, 1.5], 0.43],
      [[1, 0.9], 0.5],
      [[0.35], 0.9],
    ],
  },
  tripleDepth: {
    args: [
      [Float64Array.of(0.5, 1.2, 0.7), Float64Array.of(0.3, -0.4, 0.9), 0.2],
      [Float64Array.of(0.5, -1.2, 0.7), Float64Array.of(0.3, -0.4, 0.9), 0.2],
      [Float64Array.of(), Float64Array.of(), 0.2],
      [Float64Array.of(3, 2), Float64Array.of(3, 1), 2],
    ],
  },
  monotoneCubic: {
    args: [
      [Float64Array.of(0, 1, 2.5, 4), Float64Array.of(0.2, 0.9, 1.4, 1.1), 1.7],
      [Float64Array.of(0, 1, 2.5, 4), Float64Array.of(0.2, 0.9, 1.4, 1.1), -3],
      [Float64Array.of(0, 1, 2.5, 4), Float64Array.of(0.2, 0.9, 1.4, 1.1), 3.3],
    ],
  },
  guarded: { args: [[2], [-1.5]] },
  guardedLoop: {
    args: [
      [2, 3],
      [-1.5, 3],
    ],
    integers: [1],
  },
};
