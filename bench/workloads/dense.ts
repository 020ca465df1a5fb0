import { dense } from "../../fixtures/kernels/dense.ts";
import { denseAdjoint, denseVjp } from "../../generated/kernels/dense.ts";
import {
  add,
  GradientTape,
  matmul,
  sum,
  tensor,
} from "../../src/tape/index.ts";
import { draw, total, type Workload } from "../workload.ts";

/** The sum of a dense layer's outputs. */
export function denseLayer(inputs: number, outputs: number): Workload {
  const x = draw(inputs, 1);
  const w = draw(inputs * outputs, 2);
  const b = draw(outputs, 3);
  const z = new Float64Array(outputs);
  const dz = new Float64Array(outputs);
  const shadows = [x, w, b].map((each) => new Float64Array(each.length));
  const [dx, dw, db] = shadows as [Float64Array, Float64Array, Float64Array];
  const ones = new Float64Array(outputs).fill(1);
  return {
    name: `dense layer ${inputs} → ${outputs}`,
    leastOperations: 2 * inputs * outputs,
    inputs: [x, w, b],
    primal() {
      dense(z, x, w, b);
      return total(z);
    },
    gradients: {
      adjoint() {
        dz.fill(1);
        for (const shadow of shadows) shadow.fill(0);
        denseAdjoint(z, x, w, b, dz, dx, dw, db);
        return shadows;
      },
      vjp() {
        return denseVjp(z, x, w, b).pullback([ones]).slice(1) as Float64Array[];
      },
      tape() {
        const tape = new GradientTape();
        const tx = tape.watch(tensor(x));
        const tw = tape.watch(tensor(w, [inputs, outputs]));
        const tb = tape.watch(tensor(b));
        const target = sum(add(matmul(tx, tw), tb));
        const answer = tape.gradient(target, [tx, tw, tb]);
        return answer.map((each) => each!.data);
      },
    },
  };
}
