import type { Samples } from "../../fixtures/sample.ts";

export const samples: Samples = {
  secant: {
    args: [
      [0.7, 2.1],
      [1.4, 1.2],
    ],
  },
  illinois: { args: [[2], [7.5]] },
  newton2d: { args: [[{ a: 0.7, b: 1.9 }]] },
  warmStarted: { args: [[[2, 3, 10, 0.7]]] },
  bestStart: { args: [[1.7, [-2, -0.5, 1, 3]]], integers: [1] },
};
