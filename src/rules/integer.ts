/** Piecewise constant operations: their derivative is zero everywhere, at the jumps too (KINKS). */
import { zero } from "./rule.ts";

export const integer = {
  ceil: zero(Math.ceil),
  clz32: zero(Math.clz32),
  floor: zero(Math.floor),
  imul: zero(Math.imul),
  round: zero(Math.round),
  sign: zero(Math.sign),
  trunc: zero(Math.trunc),
  bitAnd: zero((x, y) => x & y),
  bitNot: zero((x) => ~x),
  bitOr: zero((x, y) => x | y),
  bitXor: zero((x, y) => x ^ y),
  shiftLeft: zero((x, y) => x << y),
  shiftRight: zero((x, y) => x >> y),
  shiftRightUnsigned: zero((x, y) => x >>> y),
};
