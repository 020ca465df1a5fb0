import { levenbergMarquardt } from "ml-levenberg-marquardt";
import { decay, decayGrad } from "./decay.js";

export interface Data {
  readonly x: number[];
  readonly y: number[];
}

/** The optimizer asks for one row of the Jacobian at a time: that is a gradient. */
export function fit(data: Data, initialValues: number[], exact = true) {
  return levenbergMarquardt(
    data,
    ([a, p, b, q]) =>
      (t) =>
        decay(a, p, b, q, t),
    {
      initialValues,
      maxIterations: 200,
      errorTolerance: 1e-20,
      ...(exact
        ? {
            jacobianFunction:
              ([a, p, b, q]: number[]) =>
              (t: number) =>
                decayGrad(a, p, b, q, t).slice(0, 4) as number[],
          }
        : {}),
    },
  );
}
