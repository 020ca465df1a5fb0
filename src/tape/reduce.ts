/** Reductions: over all elements to a number, or along one axis. */
import { apply } from "./elementwise.ts";
import { gather, reshape, sumTo } from "./gather.ts";
import { elementsOf, indices, shapeOf, sizeOf, stridesOf } from "./shape.ts";
import type { Num, Scalar, Shape, Tensor, Value } from "./values.ts";

type Reduced = Tensor | Scalar;

export function sum(x: Value): Scalar;
export function sum(x: Value, axis: number): Reduced;
export function sum(x: Value, axis?: number): Value {
  const shape = shapeOf(x);
  if (axis === undefined) return sumTo(asTensor(x), []);
  const { kept, dropped } = alongAxis("sum", shape, axis);
  return reshape(sumTo(x, kept), dropped);
}

export function mean(x: Value): Scalar;
export function mean(x: Value, axis: number): Reduced;
export function mean(x: Value, axis?: number): Value {
  const shape = shapeOf(x);
  if (axis === undefined) return apply("div", sum(x), sizeOf(shape));
  const n = shape[axisOf("mean", shape, axis)]!;
  return apply("div", sum(x, axis), n);
}

/** The greatest element, the first of them at a tie. */
export function maximum(x: Value): Scalar;
export function maximum(x: Value, axis: number): Reduced;
export function maximum(x: Value, axis?: number): Value {
  const shape = shapeOf(x);
  if (axis === undefined) {
    return maximum(reshape(asTensor(x), [-1]), 0);
  }
  const { dropped, kept, at } = alongAxis("maximum", shape, axis);
  const stride = stridesOf(shape)[at]!;
  const data = elementsOf(x);
  // Where each run along the axis starts, then where its greatest element is.
  const strides = stridesOf(shape).map((each, i) => (i === at ? 0 : each));
  const positions = indices(kept, strides).map((start) => {
    let best = start;
    for (let j = 1; j < shape[at]!; j++) {
      const here = start + j * stride;
      // A NaN wins, as in Math.max.
      if (data[here]! > data[best]! || data[here] !== data[here]) best = here;
    }
    return best;
  });
  return gather(x, positions, dropped, "maximum");
}

/** exp(x - max) / sum: along the last axis, or the one given. */
export function softmax(x: Tensor, axis = -1): Tensor {
  const { kept } = alongAxis("softmax", x.shape, axis);
  const shifted = shift(x, kept, axis);
  const e = apply("exp", shifted);
  return apply("div", e, sumTo(e, kept)) as Tensor;
}

/** log(softmax(x)), without the detour. */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  const { kept } = alongAxis("logSoftmax", x.shape, axis);
  const shifted = shift(x, kept, axis);
  const total = sumTo(apply("exp", shifted), kept);
  return apply("sub", shifted, apply("log", total)) as Tensor;
}

function shift(x: Tensor, kept: Shape, axis: number): Value {
  return apply("sub", x, reshape(maximum(x, axis), kept));
}

/** The dot product of two vectors. */
export const dot = (x: Tensor, y: Tensor): Scalar => sum(apply("mul", x, y));

const asTensor = (x: Value): Value =>
  shapeOf(x).length === 0 ? reshape(x as Num, [1]) : x;

export function axisOf(name: string, shape: Shape, axis: number): number {
  const at = axis < 0 ? axis + shape.length : axis;
  if (!(at in shape)) {
    throw new RangeError(`${name}: [${shape.join(", ")}] has no axis ${axis}.`);
  }
  return at;
}

function alongAxis(
  name: string,
  shape: Shape,
  axis: number,
): { at: number; kept: Shape; dropped: Shape } {
  const at = axisOf(name, shape, axis);
  return {
    at,
    kept: shape.map((n, i) => (i === at ? 1 : n)),
    dropped: shape.filter((_, i) => i !== at),
  };
}
