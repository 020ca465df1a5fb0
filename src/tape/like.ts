/** Values of the shape of another, and their sum. */
import { apply } from "./elementwise.ts";
import { result } from "./operation.ts";
import type { Sums } from "./sweep.ts";
import type { Tracked, Value } from "./values.ts";
import { Scalar, Tensor } from "./values.ts";

/** How a tape of any values adds up. */
export const values: Sums = {
  add: (a, b) => apply("add", a, b),
  fit: (part, to) =>
    part instanceof Tensor &&
    to instanceof Tensor &&
    part.data.constructor !== to.data.constructor
      ? cast(part, to)
      : part,
};

function cast(x: Tensor, like: Tensor): Value {
  const data =
    like.data instanceof Float32Array
      ? Float32Array.from(x.data)
      : Float64Array.from(x.data);
  return result("cast", [x], data, x.shape, (adjoint) => [adjoint]);
}

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
