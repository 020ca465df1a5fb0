import { rosenbrock } from "../../fixtures/models/test-functions.ts";
import {
  rosenbrockAdjoint,
  rosenbrockGrad,
} from "../../generated/models/test-functions.ts";
import {
  add,
  GradientTape,
  mul,
  slice,
  sub,
  sum,
  tensor,
} from "../../src/tape/index.ts";
import { draw, type Workload } from "../workload.ts";

/** Rosenbrock's valley in n dimensions. */
export function rosenbrockValley(n: number): Workload {
  const x = draw(n, 1);
  const dx = new Float64Array(n);
  return {
    name: `Rosenbrock n = ${n}`,
    leastOperations: 8 * (n - 1),
    inputs: [x],
    primal: () => rosenbrock(x),
    gradients: {
      adjoint() {
        dx.fill(0);
        rosenbrockAdjoint(x, dx, 1);
        return [dx];
      },
      grad: () => [rosenbrockGrad(x)],
      tape() {
        const tape = new GradientTape();
        const all = tape.watch(tensor(x));
        const left = slice(all, [0], [n - 1]);
        const a = sub(slice(all, [1], [n - 1]), mul(left, left));
        const b = sub(1, left);
        const target = sum(add(mul(mul(a, a), 100), mul(b, b)));
        return [tape.gradient(target, all)!.data];
      },
    },
  };
}
