/** `adjoint/tape`: a run-time tape, as TensorFlow's GradientTape, and its operations. */
export { GradientTape } from "./tape.ts";
export type {
  GradientOf,
  GradientOptions,
  Sources,
  TapeOptions,
} from "./tape.ts";
export { Scalar, Tensor, value } from "./values.ts";
export type { Num, Shape, Storage, Tracked, Value } from "./values.ts";
export { tensor, toArray } from "./tensor.ts";
export type { Nested } from "./tensor.ts";
export * from "./operations.ts";
export { dot, logSoftmax, maximum, mean, softmax, sum } from "./reduce.ts";
export { at, concat, slice, stack, take, transpose } from "./layout.ts";
export { broadcastTo, gather, reshape, scatter } from "./gather.ts";
export { conv2d, matmul } from "./matmul.ts";
export type { ConvOptions } from "./matmul.ts";
export { apply } from "./elementwise.ts";
export { traceCall } from "./trace.ts";
export type { Cotangents, TracedCall } from "./trace.ts";
