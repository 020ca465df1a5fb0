import type { Samples } from "../../fixtures/sample.ts";

const wave = (n: number) =>
  Float64Array.from({ length: n }, (_, i) => Math.sin(1 + 1.3 * i));

export const samples: Samples = {
  redBlack: { args: [[wave(25), 5, 1.3, 3]], integers: [1, 3] },
  multigrid: { args: [[wave(9)]] },
  bicgstab: {
    args: [
      [
        [
          [4, 1, 0.5],
          [-1, 3, -0.7],
          [0.2, -0.7, 5],
        ],
        [1, -2, 0.5],
      ],
    ],
  },
  periodic: {
    args: [
      [Float64Array.of(3, 4, 3.5, 5), 0.8, Float64Array.of(1, -2, 0.5, 0.3)],
    ],
  },
  pageRank: {
    args: [
      [
        [
          [0.1, 1, 2],
          [1, 0.2, 0.5],
          [3, 1, 0.3],
        ],
        0.7,
      ],
    ],
  },
};
