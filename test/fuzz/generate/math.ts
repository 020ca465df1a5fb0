/** Every operation of the rule table, each with arguments where it is smooth and small. */
import type { Tree } from "../tree.ts";
import { num } from "../tree.ts";

type Operation = (x: Tree, y: Tree, z: Tree) => Tree;

/** In (-1, 1) or so, whatever the argument. */
export const small = (x: Tree): Tree => num`Math.sin(${x})`;
/** In (0.5, 2.5) or so. */
export const positive = (x: Tree): Tree => num`(1.5 + Math.cos(${x}))`;

export const operations: Readonly<Record<string, Operation>> = {
  add: (x, y) => num`(${x} + ${y})`,
  sub: (x, y) => num`(${x} - ${y})`,
  mul: (x, y) => num`(${x} * ${y})`,
  div: (x, y) => num`(${x} / ${positive(y)})`,
  neg: (x) => num`-(${x})`,
  plus: (x) => num`(+${x})`,
  mod: (x) => num`(${x} % 1.7)`,
  modBy: (x, y) => num`(${x} % ${positive(y)})`,
  pow: (x, y) => num`(${positive(x)} ** ${small(y)})`,
  square: (x) => num`(${x}) ** 2`,
  cube: (x) => num`(Math.sin(${x})) ** 3`,
  mathPow: (x, y) => num`Math.pow(${positive(x)}, ${small(y)})`,
  abs: (x) => num`Math.abs(${x})`,
  acos: (x) => num`Math.acos(0.9 * ${small(x)})`,
  acosh: (x) => num`Math.acosh(1.5 + ${positive(x)})`,
  asin: (x) => num`Math.asin(0.9 * ${small(x)})`,
  asinh: (x) => num`Math.asinh(${x})`,
  atan: (x) => num`Math.atan(${x})`,
  atan2: (x, y) => num`Math.atan2(${x}, ${positive(y)})`,
  atanh: (x) => num`Math.atanh(0.9 * ${small(x)})`,
  cbrt: (x) => num`Math.cbrt(${positive(x)})`,
  cos: (x) => num`Math.cos(${x})`,
  cosh: (x) => num`Math.cosh(${small(x)})`,
  exp: (x) => num`Math.exp(${small(x)})`,
  expm1: (x) => num`Math.expm1(${small(x)})`,
  fround: (x) => num`Math.fround(${x})`,
  hypot: (x, y) => num`Math.hypot(${x}, ${positive(y)})`,
  hypot3: (x, y, z) => num`Math.hypot(${x}, ${y}, ${positive(z)})`,
  log: (x) => num`Math.log(${positive(x)})`,
  log10: (x) => num`Math.log10(${positive(x)})`,
  log1p: (x) => num`Math.log1p(${positive(x)})`,
  log2: (x) => num`Math.log2(${positive(x)})`,
  max: (x, y) => num`Math.max(${x}, ${y})`,
  max3: (x, y, z) => num`Math.max(${x}, ${y}, ${z})`,
  min: (x, y) => num`Math.min(${x}, ${y})`,
  maxConstant: (x) => num`Math.max(${x}, 0.3)`,
  minConstant: (x) => num`Math.min(0.7, ${x})`,
  minConstantLast: (x) => num`Math.min(${x}, 0.7)`,
  sin: (x) => num`Math.sin(${x})`,
  sinh: (x) => num`Math.sinh(${small(x)})`,
  sqrt: (x) => num`Math.sqrt(${positive(x)})`,
  tan: (x) => num`Math.tan(${small(x)})`,
  tanh: (x) => num`Math.tanh(${x})`,
  ceil: (x) => num`Math.ceil(${x} * 3)`,
  floor: (x) => num`Math.floor(${x} * 3)`,
  round: (x) => num`Math.round(${x} * 3)`,
  trunc: (x) => num`Math.trunc(${x} * 3)`,
  sign: (x) => num`Math.sign(${x})`,
  clz32: (x) => num`Math.clz32(${x} * 9)`,
  imul: (x, y) => num`Math.imul(${x}, ${y})`,
  bitAnd: (x, y) => num`((${x} * 5) & (${y} * 7))`,
  bitOr: (x) => num`((${x} * 4) | 0)`,
  bitXor: (x, y) => num`((${x} * 5) ^ (${y} * 7))`,
  bitNot: (x) => num`(~~(${x} * 6))`,
  shiftLeft: (x) => num`((${x} * 3) << 1)`,
  shiftRight: (x) => num`((${x} * 9) >> 1)`,
  shiftRightUnsigned: (x) => num`((Math.abs(${x}) * 9) >>> 1)`,
};

/** What keeps a derivative alive; the others are drawn less often. */
export const smooth = [
  "add", "sub", "mul", "add", "sub", "mul", "div", "neg", "square", "cube",
  "sin", "cos", "tanh", "exp", "sqrt", "log", "hypot", "atan", "pow", "max", "min",
] as const;
export const all = Object.keys(operations);
