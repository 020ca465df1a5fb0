import type { Value } from "./values.ts";
import { Scalar, Tensor } from "./values.ts";

/** The value as a constant: no tape follows what comes out. */
export function stopGradient<T extends Value>(x: T): T {
  if (x instanceof Scalar) return new Scalar(x.value) as T;
  if (x instanceof Tensor) return new Tensor(x.data, x.shape) as T;
  return x;
}
