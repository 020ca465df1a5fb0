import type { Samples } from "../../fixtures/sample.ts";

export const samples: Samples = {
  kahan: { args: [[Float64Array.of(0.1, 2, -0.7, 1.3)]] },
  welford: { args: [[[0.4, 2.1, -0.7, 1.3, 0.9]]] },
  neville: { args: [[[0, 1, 2.5, 4], [1, 0.5, 2, -1], 1.7]] },
  romberg: { args: [[0.2, 1.9, 2.3]] },
  levinson: { args: [[Float64Array.of(2, 0.9, -0.3, 0.4, 0.1)]] },
  kalman: { args: [[[0.3, 0.8, 1.1, 1.9], 0.1, 0.4]] },
  clenshaw: { args: [[[0.5, -1, 0.3, 0.8], 0.6]] },
  dividedDifferences: { args: [[[0, 1, 2.5, 4], [1, 0.5, 2, -1], 1.7]] },
  drawdown: { args: [[[0.1, -0.2, 0.05, -0.1, 0.4, -0.05]]] },
};
