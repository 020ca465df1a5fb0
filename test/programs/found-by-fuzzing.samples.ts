import type { Samples } from "../../fixtures/sample.ts";

const matrix = (x: number): number[][] => [
  [x, x + 0.7],
  [x * 1.5, x - 0.4],
];

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
  rowShared: { args: [[matrix(0.5), matrix(-0.3)]] },
  rowsExchanged: { args: [[matrix(0.5), matrix(-0.3)]] },
  listedFirst: { args: [[{ a: -0.232, b: 0.962 }]] },
  splicedToTheEnd: { args: [[0.3, 0.7]] },
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
