import type { Samples } from "../../fixtures/sample.ts";

const rows = () => [
  [0.4, 2, -1],
  [3, 0.5, 2],
  [-1, 4, 1.5],
];
const flat = Float64Array.from(rows().flat());
const right = Float64Array.of(1, -2, 0.7);

export const samples: Samples = {
  householder: { args: [[flat, right]] },
  jacobiEigenvalues: { args: [[rows()]] },
  inverseTrace: { args: [[rows()]] },
  indexedPivots: { args: [[flat, right]] },
  gaussianDensity: {
    args: [[Float64Array.of(2, 0.5, 3, -0.7, 0.4, 1.5), [1, -2, 0.7]]],
  },
  triangularInverse: {
    args: [
      [
        [
          [2, 0, 0],
          [1, 3, 0],
          [-0.5, 0.7, 1.5],
        ],
      ],
    ],
  },
  newtonSystem: { args: [[Float64Array.of(1, 2, 0.3)]] },
};
