import type { Samples } from "../../fixtures/sample.ts";

const m = [
  [2, 0.5, 0.3],
  [0.4, 1.5, 0.7],
  [0.6, 0.2, 1.8],
];
const typed = m.map((row) => Float64Array.from(row));

export const samples: Samples = {
  sameRowTwice: { args: [[[0.5, 1.5, 2]]] },
  rowPerPair: { args: [[[0.5, 1.5], 2]], integers: [1] },
  swappedRows: { args: [[m, 2]], integers: [1] },
  borrowedRow: { args: [[m]] },
  shallowList: { args: [[m]] },
  rowBehind: { args: [[m, 2]], integers: [1] },
  replacedRow: { args: [[m]] },
  eitherList: {
    args: [
      [m, 1],
      [m, -1],
    ],
  },
  filledByHelper: { args: [[[0.5, 1.5]]] },
  helperInPlace: { args: [[m]] },
  backAndForth: { args: [[typed, 2]], integers: [1] },
  freshEachTime: { args: [[[0.5, 0.7, 0.9], 2]], integers: [1] },
  rotatedRows: { args: [[m]] },
  downwards: { args: [[m, 0]], integers: [1] },
};
