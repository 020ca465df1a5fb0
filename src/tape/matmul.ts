/** The matrix product, and convolution by way of it. */
import { gather, reshape } from "./gather.ts";
import { transpose } from "./layout.ts";
import { result } from "./operation.ts";
import type { Pull } from "./record.ts";
import { allocate } from "./shape.ts";
import type { Shape, Tensor } from "./values.ts";

/** Of matrices; a vector counts as a row on the left and as a column on the right. Of two vectors: see `dot`. */
export function matmul(a: Tensor, b: Tensor): Tensor {
  if (a.shape.length === 1 && b.shape.length === 1) {
    throw new RangeError("matmul: of two vectors it is dot(a, b).");
  }
  const left = a.shape.length === 1 ? reshape(a, [1, -1]) : a;
  const right = b.shape.length === 1 ? reshape(b, [-1, 1]) : b;
  const out = product(left, right);
  if (left === a && right === b) return out;
  const shape = [
    ...(left === a ? [a.shape[0]!] : []),
    ...(right === b ? [b.shape[1]!] : []),
  ];
  return reshape(out, shape);
}

function product(a: Tensor, b: Tensor): Tensor {
  const [rows = 0, inner = 0] = a.shape;
  const columns = b.shape[1] ?? 0;
  if (a.shape.length !== 2 || b.shape.length !== 2 || b.shape[0] !== inner) {
    throw new RangeError(
      `matmul: [${a.shape.join(", ")}] and [${b.shape.join(", ")}] do not match.`,
    );
  }
  const out = allocate([a, b], rows * columns);
  const row = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    row.fill(0);
    for (let k = 0; k < inner; k++) {
      const x = a.data[i * inner + k]!;
      for (let j = 0; j < columns; j++) row[j]! += x * b.data[k * columns + j]!;
    }
    out.set(row, i * columns);
  }
  const pull: Pull = (adjoint) => [
    product(adjoint as Tensor, transpose(b)),
    product(transpose(a), adjoint as Tensor),
  ];
  return result("matmul", [a, b], out, [rows, columns], pull) as Tensor;
}

export interface ConvOptions {
  readonly stride?: number;
  /** "valid" stays inside of the image; "same" pads with zeros, so that stride 1 keeps the size. */
  readonly padding?: "valid" | "same";
}

/**
 * Cross-correlation (no flip), as neural networks have it: `image` [height, width, channels], `kernel` [height,
 * width, channels, filters]; both may leave out the last axes, of size 1.
 */
export function conv2d(
  image: Tensor,
  kernel: Tensor,
  { stride = 1, padding = "valid" }: ConvOptions = {},
): Tensor {
  const flat = image.shape.length === 2;
  const [h = 1, w = 1, channels = 1] = image.shape;
  const [kh = 1, kw = 1, inputs = 1, filters = 1] = kernel.shape;
  if (inputs !== channels) {
    throw new RangeError(
      `conv2d: the kernel has ${inputs} channels, the image ${channels}.`,
    );
  }
  const rows = windows(h, kh, stride, padding);
  const columns = windows(w, kw, stride, padding);
  const positions = new Int32Array(
    rows.count * columns.count * kh * kw * channels,
  );
  let at = 0;
  for (let i = 0; i < rows.count; i++) {
    for (let j = 0; j < columns.count; j++) {
      for (let u = 0; u < kh; u++) {
        for (let v = 0; v < kw; v++) {
          const y = i * stride + u - rows.before;
          const x = j * stride + v - columns.before;
          const inside = y >= 0 && y < h && x >= 0 && x < w;
          for (let c = 0; c < channels; c++) {
            positions[at++] = inside ? (y * w + x) * channels + c : -1;
          }
        }
      }
    }
  }
  const patch = kh * kw * channels;
  const patches = gather(
    image,
    positions,
    [rows.count * columns.count, patch],
    "conv2d",
  );
  const out = product(patches, reshape(kernel, [patch, filters]));
  const single = flat && kernel.shape.length === 2;
  const shape: Shape = single
    ? [rows.count, columns.count]
    : [rows.count, columns.count, filters];
  return reshape(out, shape);
}

/** How many windows fit, and how much padding stands before the first. */
function windows(
  size: number,
  kernel: number,
  stride: number,
  padding: "valid" | "same",
): { count: number; before: number } {
  if (padding === "valid") {
    const count = Math.floor((size - kernel) / stride) + 1;
    return { count: Math.max(0, count), before: 0 };
  }
  const count = Math.ceil(size / stride);
  const total = Math.max(0, (count - 1) * stride + kernel - size);
  return { count, before: Math.floor(total / 2) };
}
