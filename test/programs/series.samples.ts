import type { Samples } from "../../fixtures/sample.ts";

export const samples: Samples = {
  besselJ0: { args: [[1.3], [6.2]] },
  lentz: { args: [[0.5, 1.7]] },
  logGamma: { args: [[2.3], [9.1], [0.4]] },
  aitken: { args: [[0.8]], tolerance: 1e-5 },
  smoothEscape: {
    args: [
      [0.4, 0.5],
      [-0.1, 0.2],
    ],
  },
  ellipticE: { args: [[0.6]] },
  gaussLegendre: { args: [[0.9, 5]], integers: [1] },
};
