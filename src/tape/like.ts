/** Values of the shape of another, and their sum. */
import { apply } from "./elementwise.ts";
import type { Tracked, Value } from "./values.ts";
import { Scalar, Tensor } from "./values.ts";

export const add = (a: Value, b: Value): Value => apply("add", a, b);

export const zerosLike = (x: Tracked): Tracked =>
  x instanceof Scalar ? new Scalar(0) : filled(x, 0);

/** A plain 1 for a number: an adjoint that nobody follows stays plain, and the sweep fast. */
export const onesLike = (x: Tracked): Value =>
  x instanceof Scalar ? 1 : filled(x, 1);

function filled(x: Tensor, by: number): Tensor {
  const data =
    x.data instanceof Float32Array
      ? new Float32Array(x.data.length)
      : new Float64Array(x.data.length);
  return new Tensor(data.fill(by), x.shape);
}
