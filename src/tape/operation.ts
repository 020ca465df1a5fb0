/** One recorded operation on values of any kind: wraps its result and tells the tapes. */
import type { Pull } from "./record.ts";
import { firstUnrecorded, followers, record } from "./record.ts";
import type { Shape, Storage, Value } from "./values.ts";
import { Scalar, Tensor } from "./values.ts";

/** The result of an operation. Without `pull` it is piecewise constant: followed, but no step. */
export function result(
  name: string,
  inputs: readonly Value[],
  data: Storage,
  shape: Shape,
  pull?: Pull,
): Scalar | Tensor {
  const tapes = followers(inputs);
  const origin = tapes.length === 0 ? firstUnrecorded(name, inputs) : undefined;
  const output =
    shape.length === 0
      ? new Scalar(data[0]!, tapes, origin)
      : new Tensor(data, shape, tapes, origin);
  if (pull) record({ name, inputs, output, pull });
  return output;
}
