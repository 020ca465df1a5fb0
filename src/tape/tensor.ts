/** Making tensors from plain data, and plain data from tensors. */
import { elementsOf, sizeOf } from "./shape.ts";
import type { Shape, Storage, Value } from "./values.ts";
import { Tensor } from "./values.ts";

export type Nested = number | readonly Nested[];

/**
 * A tensor of plain numbers: `tensor([[1, 2], [3, 4]])`, or a typed array with its shape. The numbers are
 * copied; a `Float32Array` gives float32 storage, anything else float64.
 */
export function tensor(
  from: Storage | readonly Nested[],
  shape?: Shape,
): Tensor {
  const data = Array.isArray(from)
    ? Float64Array.from((from as readonly unknown[]).flat(Infinity) as number[])
    : (from as Storage).slice();
  const full =
    shape ?? (Array.isArray(from) ? shapeOfNested(from) : [data.length]);
  if (full.length === 0 || sizeOf(full) !== data.length) {
    throw new RangeError(
      `tensor: ${data.length} numbers do not fill [${full.join(", ")}].`,
    );
  }
  return new Tensor(data, full);
}

function shapeOfNested(nested: Nested): number[] {
  if (typeof nested === "number") return [];
  const inner = nested.map(shapeOfNested);
  const first = inner[0] ?? [];
  if (inner.some((each) => each.join() !== first.join())) {
    throw new RangeError("tensor: the rows have different lengths.");
  }
  return [nested.length, ...first];
}

/** Plain numbers, nested as the shape says. */
export function toArray(x: Value): Nested {
  const data = elementsOf(x);
  if (!(x instanceof Tensor)) return data[0]!;
  let at = 0;
  const build = (axis: number): Nested =>
    axis === x.shape.length
      ? data[at++]!
      : Array.from({ length: x.shape[axis]! }, () => build(axis + 1));
  return build(0);
}
