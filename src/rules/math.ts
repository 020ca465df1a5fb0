/**
 * The differentiable functions of `Math`. Written so that a partial overflows or cancels no earlier than it
 * must: `(1 - x) * (1 + x)` for `1 - x * x`, `Math.hypot` for a root of squares.
 */
import { rule, singular, variadic } from "./rule.ts";

/** Newer engines only; looked up when called, so that the table itself is the same everywhere. */
const f16round = (x: number): number =>
  (Math as unknown as { f16round(x: number): number }).f16round(x);

export const math = {
  abs: rule(Math.abs, (x) => [Math.sign(x)]),
  acos: singular(Math.acos, (x) => [-1 / Math.sqrt((1 - x) * (1 + x))]),
  acosh: singular(Math.acosh, (x) => [
    1 / (Math.sqrt(x - 1) * Math.sqrt(x + 1)),
  ]),
  asin: singular(Math.asin, (x) => [1 / Math.sqrt((1 - x) * (1 + x))]),
  asinh: rule(Math.asinh, (x) => [1 / Math.hypot(1, x)]),
  atan: rule(Math.atan, (x) => [1 / (1 + x * x)]),
  atan2: singular(Math.atan2, (x, y) => [
    y / Math.hypot(x, y) / Math.hypot(x, y),
    -x / Math.hypot(x, y) / Math.hypot(x, y),
  ]),
  atanh: singular(Math.atanh, (x) => [1 / ((1 - x) * (1 + x))]),
  cbrt: singular(Math.cbrt, (_x, out) => [1 / (3 * out * out)]),
  cos: rule(Math.cos, (x) => [-Math.sin(x)]),
  cosh: rule(Math.cosh, (x) => [Math.sinh(x)]),
  exp: rule(Math.exp, (_x, out) => [out]),
  // Not out + 1, which cancels for x << 0.
  expm1: rule(Math.expm1, (x) => [Math.exp(x)]),
  f16round: rule(f16round, () => [1]),
  fround: rule(Math.fround, () => [1]),
  hypot: variadic(Math.hypot, (x, out) => [out === 0 ? 0 : x / out]),
  log: singular(Math.log, (x) => [1 / x]),
  log10: singular(Math.log10, (x) => [Math.LOG10E / x]),
  log1p: singular(Math.log1p, (x) => [1 / (1 + x)]),
  log2: singular(Math.log2, (x) => [Math.LOG2E / x]),
  // At a tie the first takes all.
  max: rule(Math.max, (x, y) => [x >= y ? 1 : 0, x >= y ? 0 : 1]),
  min: rule(Math.min, (x, y) => [x <= y ? 1 : 0, x <= y ? 0 : 1]),
  // … but a compile-time constant in second place takes all. (In first place it does so by max and min.)
  maxConstant: rule(Math.max, (x, y) => [x > y ? 1 : 0, x > y ? 0 : 1]),
  minConstant: rule(Math.min, (x, y) => [x < y ? 1 : 0, x < y ? 0 : 1]),
  sin: rule(Math.sin, (x) => [Math.cos(x)]),
  sinh: rule(Math.sinh, (x) => [Math.cosh(x)]),
  sqrt: singular(Math.sqrt, (_x, out) => [0.5 / out]),
  tan: rule(Math.tan, (_x, out) => [1 + out * out]),
  tanh: rule(Math.tanh, (_x, out) => [1 - out * out]),
};

/** Constants, and what is not an operation on numbers: known, so that a new member of `Math` is noticed. */
export const mathConstants = [
  "E",
  "LN10",
  "LN2",
  "LOG10E",
  "LOG2E",
  "PI",
  "SQRT1_2",
  "SQRT2",
] as const;
export const mathWithoutRule = {
  random: "a draw: a constant of the run it was made in",
  sumPrecise: "takes an iterable; written as a loop of additions",
} as const;
