/** Other views of the same elements. Each makes a new tensor. */
import { gather } from "./gather.ts";
import { result } from "./operation.ts";
import type { Pull } from "./record.ts";
import { axisOf } from "./reduce.ts";
import {
  allocate,
  elementsOf,
  indices,
  shapeOf,
  sizeOf,
  stridesOf,
} from "./shape.ts";
import type { Num, Scalar, Tensor, Value } from "./values.ts";
import { value } from "./values.ts";

/** Axes in another order; reversed by default. */
export function transpose(
  x: Tensor,
  axes: readonly number[] = x.shape.map((_, i) => x.shape.length - 1 - i),
): Tensor {
  const strides = stridesOf(x.shape);
  const shape = axes.map(
    (axis) => x.shape[axisOf("transpose", x.shape, axis)]!,
  );
  const order = axes.map((axis) => strides[axis]!);
  return gather(x, indices(shape, order), shape, "transpose");
}

/** The block that starts at `begin`, of `size` (to the end by default). */
export function slice(
  x: Tensor,
  begin: readonly number[],
  size: readonly number[] = [],
): Tensor {
  const shape = x.shape.map((n, i) => size[i] ?? n - (begin[i] ?? 0));
  x.shape.forEach((n, i) => {
    const from = begin[i] ?? 0;
    if (from < 0 || shape[i]! < 0 || from + shape[i]! > n) {
      throw new RangeError(
        `slice: [${begin.join(", ")}] and size [${shape.join(", ")}] leave [${x.shape.join(", ")}].`,
      );
    }
  });
  const strides = stridesOf(x.shape);
  const start = begin.reduce((sum, from, i) => sum + from * strides[i]!, 0);
  return gather(x, indices(shape, strides, start), shape, "slice");
}

/** One element, or with fewer indices than axes what is left: `at(matrix, 1)` is a row. */
export function at(x: Tensor, ...where: Num[]): Tensor | Scalar {
  const plain = where.map((i) => value(i));
  plain.forEach((i, axis) => {
    if (!Number.isInteger(i) || i < 0 || i >= (x.shape[axis] ?? 0)) {
      throw new RangeError(
        `at: [${plain.join(", ")}] is outside of [${x.shape.join(", ")}].`,
      );
    }
  });
  const strides = stridesOf(x.shape);
  const start = plain.reduce((sum, i, axis) => sum + i * strides[axis]!, 0);
  const shape = x.shape.slice(plain.length);
  const rest = strides.slice(plain.length);
  return gather(x, indices(shape, rest, start), shape, "at");
}

/** Rows (entries along the first axis) by index, in any order and as often as wanted. */
export function take(x: Tensor, rows: readonly number[]): Tensor {
  const [n = 0, ...rest] = x.shape;
  const row = sizeOf(rest);
  const positions = new Int32Array(rows.length * row);
  rows.forEach((from, i) => {
    if (!Number.isInteger(from) || from < 0 || from >= n) {
      throw new RangeError(`take: there is no row ${from} of ${n}.`);
    }
    for (let j = 0; j < row; j++) positions[i * row + j] = from * row + j;
  });
  return gather(x, positions, [rows.length, ...rest], "take");
}

/** Joins tensors along an axis. */
export function concat(xs: readonly Tensor[], axis = 0): Tensor {
  const first = xs[0]?.shape ?? [];
  const along = axisOf("concat", first, axis);
  const shape = first.map((n, i) =>
    i === along ? xs.reduce((sum, x) => sum + x.shape[i]!, 0) : n,
  );
  const strides = stridesOf(shape);
  const out = allocate(xs, sizeOf(shape));
  let start = 0;
  const starts = xs.map((x) => {
    const here = start;
    start += x.shape[along]!;
    if (x.shape.some((n, i) => i !== along && n !== shape[i])) {
      throw new RangeError(
        `concat: [${x.shape.join(", ")}] does not fit [${shape.join(", ")}].`,
      );
    }
    return here;
  });
  xs.forEach((x, k) => {
    const positions = indices(x.shape, strides, starts[k]! * strides[along]!);
    positions.forEach((position, i) => (out[position] = x.data[i]!));
  });
  const pull: Pull = (adjoint) =>
    xs.map((x, k) => {
      const begin = shape.map((_, i) => (i === along ? starts[k]! : 0));
      return slice(adjoint as Tensor, begin, x.shape);
    });
  return result("concat", xs, out, shape, pull) as Tensor;
}

/** Numbers as a vector, or tensors of one shape as a tensor with a new first axis. */
export function stack(xs: readonly Value[]): Tensor {
  const shape = xs.length === 0 ? [] : shapeOf(xs[0]!);
  const size = sizeOf(shape);
  const out = allocate(xs, xs.length * size);
  xs.forEach((x, k) => {
    if (shapeOf(x).join() !== shape.join()) {
      throw new RangeError("stack: the values have different shapes.");
    }
    const from = elementsOf(x);
    for (let i = 0; i < size; i++) out[k * size + i] = from[i]!;
  });
  const pull: Pull = (adjoint) => xs.map((_, k) => at(adjoint as Tensor, k));
  return result("stack", xs, out, [xs.length, ...shape], pull) as Tensor;
}
