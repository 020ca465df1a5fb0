import type { Samples } from "../../fixtures/sample.ts";

export const samples: Samples = {
  inactiveRest: {
    args: [
      [
        [
          [0.5, 0.2],
          [1, 2],
        ],
        0.7,
      ],
    ],
  },
  storedIntoRest: { args: [[0.7, 1.5, -0.3, 2]] },
  unshiftedFromItself: { args: [[0.8], [-1.3]] },
  appended: { args: [[0.8, [1.5, -0.3]]] },
  rowGivenAndMoved: {
    args: [
      [
        [
          [0.589, -1.692, 1.895],
          [-0.241, -1.304],
        ],
      ],
    ],
  },
  buffersSwappedBy: {
    args: [
      [
        [0.5, 0.8],
        [1.2, -0.7],
      ],
    ],
  },
  viewsAlike: {
    args: [
      [Float64Array.of(0.5, 0.8, -1.2), 2],
      [Float64Array.of(0.5, 0.8, -1.2), 0],
    ],
  },
  inactiveStatic: { args: [[0.8]] },
};
