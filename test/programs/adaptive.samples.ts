import type { Samples } from "../../fixtures/sample.ts";

export const samples: Samples = {
  adaptiveStep: { args: [[1.2, 3, 2]] },
  backtracking: { args: [[Float64Array.of(1.7, -0.6, 0.3), 0.4]] },
  bouncing: {
    args: [
      [2, 0.8, 3],
      [2, 0.8, 0.3],
    ],
  },
  euclid: {
    args: [
      [7.37, 2.16],
      [1, 5.43],
    ],
  },
  splitQueue: { args: [[0.8]] },
  alternating: { args: [[0.7, 1.1]] },
};
