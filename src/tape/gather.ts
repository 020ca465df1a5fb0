/**
 * Moving elements about. `gather` and `scatter` are each other's derivative; slicing, transposing,
 * broadcasting, padding and the patches of a convolution are all a gather by other indices.
 */
import type { Pull } from "./record.ts";
import { result } from "./operation.ts";
import {
  allocate,
  broadcastIndices,
  elementsOf,
  sameShape,
  shapeOf,
  sizeOf,
} from "./shape.ts";
import type { Scalar, Shape, Value } from "./values.ts";
import { Tensor } from "./values.ts";

/** The elements of `x` at flat positions, as `shape`; position -1 gives 0. */
export function gather(
  x: Value,
  positions: Int32Array,
  shape: readonly [],
  name?: string,
): Scalar;
export function gather(
  x: Value,
  positions: Int32Array,
  shape: Shape,
  name?: string,
): Tensor;
export function gather(
  x: Value,
  positions: Int32Array,
  shape: Shape,
  name = "gather",
): Value {
  const from = elementsOf(x);
  const out = allocate([x], positions.length);
  for (let i = 0; i < out.length; i++) {
    const position = positions[i]!;
    if (position >= 0) out[i] = from[position]!;
  }
  const pull: Pull = (adjoint) => [
    scatter(adjoint, positions, shapeOf(x), `${name}'`),
  ];
  return result(name, [x], out, shape, pull);
}

/** Zeros of `shape`, with each element of `x` added at its flat position; -1 leaves it out. */
export function scatter(
  x: Value,
  positions: Int32Array,
  shape: readonly [],
  name?: string,
): Scalar;
export function scatter(
  x: Value,
  positions: Int32Array,
  shape: Shape,
  name?: string,
): Tensor;
export function scatter(
  x: Value,
  positions: Int32Array,
  shape: Shape,
  name = "scatter",
): Value {
  const from = elementsOf(x);
  const out = allocate([x], sizeOf(shape));
  for (let i = 0; i < positions.length; i++) {
    const position = positions[i]!;
    if (position >= 0) out[position]! += from[i]!;
  }
  const pull: Pull = (adjoint) => [
    gather(adjoint, positions, shapeOf(x), `${name}'`),
  ];
  return result(name, [x], out, shape, pull);
}

export function broadcastTo(x: Value, shape: Shape): Tensor;
export function broadcastTo(x: Value, shape: Shape): Value {
  const from = shapeOf(x);
  if (sameShape(from, shape)) return x;
  return gather(x, broadcastIndices(from, shape), shape, "broadcastTo");
}

/** The derivative of broadcasting: sums over what was repeated. */
export function sumTo(x: Value, shape: Shape): Value {
  const from = shapeOf(x);
  if (sameShape(from, shape)) return x;
  return scatter(x, broadcastIndices(shape, from), shape, "sumTo");
}

/** The same elements in another shape; one size may be -1, and is computed. */
export function reshape(x: Value, shape: readonly []): Scalar;
export function reshape(x: Value, shape: Shape): Tensor;
export function reshape(x: Value, shape: Shape): Value {
  const size = sizeOf(shapeOf(x));
  const known = sizeOf(shape.filter((n) => n !== -1));
  const full = shape.map((n) => (n === -1 ? size / known : n));
  if (sizeOf(full) !== size || full.some((n) => !Number.isInteger(n))) {
    throw new RangeError(
      `reshape: ${size} elements do not fill [${shape.join(", ")}].`,
    );
  }
  const data = x instanceof Tensor ? x.data : Float64Array.from(elementsOf(x));
  const pull: Pull = (adjoint) => [reshape(adjoint, shapeOf(x))];
  return result("reshape", [x], data, full, pull);
}
