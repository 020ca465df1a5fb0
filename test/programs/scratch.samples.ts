import type { Samples } from "../../fixtures/sample.ts";

const w = [0.7, 1.3, -0.4, 2.5];
const typed = Float64Array.from(w);
const xs = [
  Float64Array.of(0.3, -1, 2, 0.4),
  Float64Array.of(1.3, 0.5, -0.2, 0.9),
];
const counted = { args: [[w, 3]], integers: [1] };
const grid = Float64Array.of(1.5, 0.5, 2, -1, 0.3, 0.8);

export const samples: Samples = {
  partlyWritten: counted,
  writtenInBranch: counted,
  leftEarly: counted,
  readBehind: counted,
  readBeyond: counted,
  cleared: counted,
  notCleared: counted,
  layers: { args: [[typed, xs]] },
  matrixScratch: {
    args: [[typed, Float64Array.of(0.5, 2), 3]],
    integers: [2],
  },
  helperScratch: { args: [[typed, Float64Array.of(0.5, 2)]] },
  rowsInTurn: { args: [[grid, new Float64Array(6), 2]], integers: [2] },
  rowsApart: {
    args: [[grid, Float64Array.of(0.5, 2), new Float64Array(6)]],
  },
  pairs: { args: [[grid]] },
  overlappingPairs: { args: [[grid]] },
  normalisedRows: {
    args: [
      [
        [
          [1, 2],
          [3, -1],
        ],
      ],
    ],
  },
  nestedScratch: counted,
};
