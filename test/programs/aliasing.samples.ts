import type { Samples } from "../../fixtures/sample.ts";

export const samples: Samples = {
  smeared: { args: [[Float64Array.of(0.4, 1.2, -0.7, 0.9), 0.6]] },
  twoOwners: { args: [[[0.4, 1.2, -0.7], 1.3]] },
  conveyor: {
    args: [
      [
        [
          [0.4, 1.2],
          [0.7, -0.3],
          [1.1, 0.6],
        ],
        4,
      ],
    ],
    integers: [1],
  },
  reversedList: { args: [[[0.4, 1.2, -0.7]], [[1.5]]] },
  oldRow: {
    args: [
      [
        [
          [0.4, 1.2],
          [0.7, -0.3],
        ],
        1.3,
      ],
    ],
  },
  copyInTheMiddle: { args: [[[0.4, 1.2, -0.7], 1.3]] },
  chosenTarget: {
    args: [
      [
        [0.9, 1.2],
        [0.7, -0.3],
        [1.1, 0.6],
      ],
      [
        [0.2, 0.3],
        [1.7, 1.3],
        [0.1, 0.6],
      ],
    ],
  },
  flow: { args: [[0.8, [0.4, 1.2, -0.7, 0.9]]] },
};
