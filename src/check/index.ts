/** `adjoint/check`: is this gradient right? Generated code, tape and differences against one another. */
export { copy } from "./copy.ts";
export { drawCotangent } from "./cotangent.ts";
export { difference } from "./differences.ts";
export type {
  Difference,
  DifferenceOptions,
  Untrusted,
} from "./differences.ts";
export { drawArgs } from "./draw.ts";
export type { Draw } from "./draw.ts";
export type {
  Answer,
  Derivatives,
  Engine,
  Role,
  Signature,
} from "./engines.ts";
export { enginesOf } from "./engines.ts";
export { checkGradient } from "./gradient.ts";
export { signatureOf } from "./request.ts";
export type { Coverage, GradientCheck, Point } from "./request.ts";
export { leavesOf } from "./leaves.ts";
export type { Leaf } from "./leaves.ts";
export { random } from "./random.ts";
export type { Random } from "./random.ts";
export type {
  EntryCounts,
  Failure,
  FailureKind,
  GradientReport,
  ParameterReport,
} from "./report.ts";
export { firstDifference } from "./same.ts";
export { failureText, table } from "./table.ts";
export type { Paint } from "./table.ts";
