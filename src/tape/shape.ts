/** Shapes of tensors: sizes, strides and broadcasting, as NumPy has them. */
import type { Shape, Storage, Value } from "./values.ts";
import { Scalar, Tensor } from "./values.ts";

export const sizeOf = (shape: Shape): number =>
  shape.reduce((product, n) => product * n, 1);

export const shapeOf = (x: Value): Shape =>
  x instanceof Tensor ? x.shape : [];

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((n, i) => n === b[i]);

/** Row-major strides. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= shape[i]!;
  }
  return strides;
}

export function broadcastShape(name: string, shapes: readonly Shape[]): Shape {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    let size = 1;
    for (const shape of shapes) {
      const n = shape[axis - rank + shape.length] ?? 1;
      if (n === 1 || n === size) continue;
      if (size !== 1) {
        const all = shapes.map((each) => `[${each.join(", ")}]`).join(" and ");
        throw new RangeError(`${name}: shapes ${all} do not broadcast.`);
      }
      size = n;
    }
    return size;
  });
}

/** For each element of `to`, in order, the position of the element of `from` that is broadcast to it. */
export function broadcastIndices(from: Shape, to: Shape): Int32Array {
  const strides = stridesOf(from);
  const lead = to.length - from.length;
  return indices(
    to,
    to.map((_, axis) =>
      axis < lead || from[axis - lead] === 1 ? 0 : strides[axis - lead]!,
    ),
  );
}

/** For each element of `shape`, in order, `start` + its coordinates times `strides`. */
export function indices(
  shape: Shape,
  strides: readonly number[],
  start = 0,
): Int32Array {
  let out = Int32Array.of(start);
  for (let axis = 0; axis < shape.length; axis++) {
    const n = shape[axis]!;
    const wider = new Int32Array(out.length * n);
    for (let i = 0; i < out.length; i++) {
      for (let j = 0; j < n; j++)
        wider[i * n + j] = out[i]! + j * strides[axis]!;
    }
    out = wider;
  }
  return out;
}

/** The storage of a result: float32 if all tensors among the inputs are (numbers are weak), else float64. */
export function allocate(inputs: readonly Value[], size: number): Storage {
  const tensors = inputs.filter((x) => x instanceof Tensor);
  const single =
    tensors.length > 0 && tensors.every((x) => x.data instanceof Float32Array);
  return single ? new Float32Array(size) : new Float64Array(size);
}

/** The elements of a value, a number as one. */
export function elementsOf(x: Value): ArrayLike<number> {
  if (x instanceof Tensor) return x.data;
  return [x instanceof Scalar ? x.value : x];
}
