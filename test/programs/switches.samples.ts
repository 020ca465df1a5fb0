import type { Samples } from "../../fixtures/sample.ts";

export const samples: Samples = {
  stackMachine: {
    args: [
      [Int32Array.of(0, 1, 3, 4, 0, 2, 5, 1, 6, 2, 3), [1.3, -0.7], 0.8],
      [Int32Array.of(0, 1, 7, 0), [1.3], 0.8],
    ],
  },
  registerMachine: {
    args: [
      [0.7, 1.3],
      [3, 2],
    ],
  },
  tokens: {
    args: [
      ["+s*ab.+x", 0.7],
      ["+*a!q", 0.7],
      ["", 0.7],
    ],
  },
  cascade: {
    args: [
      [7, [0.7, 1.2, 0.4]],
      [5, [0.7, 1.2, 0.4]],
      [4, [2.4, 1.2, 0.4]],
      [3, [0.7, 1.2, 0.4]],
      [1, [0.7, 1.2, 0.4]],
      [0, [0.7, 1.2, 0.4]],
    ],
    integers: [0],
  },
  graded: {
    args: [
      [-0.5, 1.2],
      [0.5, 1.2],
      [1.7, 1.2],
      [4, 1.2],
    ],
  },
  subjectWithEffect: { args: [[[0.7, 1.2, -0.4, 1.1, 2]]] },
};
