import type { Samples } from "../../fixtures/sample.ts";

const xs = [0.7, -1.2, 2.1, 0.4, 1.6, -0.3];

export const samples: Samples = {
  insertionSort: { args: [[Float64Array.from(xs)]] },
  heapSort: { args: [[[...xs], [1, 2, -0.5, 0.3, 0.8, 1.1]]] },
  quickselect: {
    args: [
      [xs, 2],
      [xs, 5],
    ],
    integers: [1],
  },
  quicksort: { args: [[Float64Array.from(xs)]] },
  permuted: {
    args: [[[0.7, 1.2, 2.1, 0.4, 1.6], Int32Array.of(2, 3, 4, 1, 0)]],
  },
  rotatedByReversal: { args: [[Float64Array.from(xs), 2]], integers: [1] },
  transposed: {
    args: [
      [
        [
          [0.4, 2, -1],
          [3, 0.5, 2],
          [-1, 4, 1.5],
        ],
      ],
    ],
  },
  threeNames: {
    args: [
      [0.7, 5],
      [0.7, 2],
    ],
    integers: [1],
  },
  tournament: { args: [[[...xs]]] },
};
