// Written by scripts/build-rules.ts from src/rules; do not edit.
import type { RuleName } from "../rules/index.ts";
import type { Num } from "./values.ts";

export type Op = (name: RuleName, ...args: Num[]) => Num;
/** Of one argument: `(op, value, x, out)`, of two: `(op, value, x, y, out)`. */
export type RecordedPartials = (
  op: Op,
  value: (x: Num) => number,
  ...argsAndOut: [Num, Num, Num]
) => readonly Num[];

/** The partials of each rule, computed by `op`; `value` gives the plain number that a comparison needs. */
export const recordedPartials: Record<RuleName, RecordedPartials> = {
  add: () => [1, 1],
  sub: () => [1, -1],
  mul: (_op, _value, x, y) => [y, x],
  div: (op, _value, _x, y, out) => [
    op("div", 1, y),
    op("div", op("neg", out), y),
  ],
  neg: () => [-1],
  mod: (op, _value, x, y, out) => [
    1,
    op("round", op("div", op("sub", out, x), y)),
  ],
  pow: (op, _value, x, y, out) => [
    op("guard", y, op("pow", x, op("sub", y, 1))),
    op("guard", out, op("log", x)),
  ],
  stopped: () => [0],
  valued: () => [1, 0],
  ruled: () => [1, 0],
  guard: (_op, _value, x, y) => [y, x],
  abs: (op, _value, x) => [op("sign", x)],
  acos: (op, _value, x) => [
    op("div", -1, op("sqrt", op("mul", op("sub", 1, x), op("add", 1, x)))),
  ],
  acosh: (op, _value, x) => [
    op(
      "div",
      1,
      op("mul", op("sqrt", op("sub", x, 1)), op("sqrt", op("add", x, 1))),
    ),
  ],
  asin: (op, _value, x) => [
    op("div", 1, op("sqrt", op("mul", op("sub", 1, x), op("add", 1, x)))),
  ],
  asinh: (op, _value, x) => [op("div", 1, op("hypot", 1, x))],
  atan: (op, _value, x) => [op("div", 1, op("add", 1, op("mul", x, x)))],
  atan2: (op, _value, x, y) => [
    op("div", op("div", y, op("hypot", x, y)), op("hypot", x, y)),
    op("div", op("div", op("neg", x), op("hypot", x, y)), op("hypot", x, y)),
  ],
  atanh: (op, _value, x) => [
    op("div", 1, op("mul", op("sub", 1, x), op("add", 1, x))),
  ],
  cbrt: (op, _value, _x, out) => [
    op("div", 1, op("mul", op("mul", 3, out), out)),
  ],
  cos: (op, _value, x) => [op("neg", op("sin", x))],
  cosh: (op, _value, x) => [op("sinh", x)],
  exp: (_op, _value, _x, out) => [out],
  expm1: (op, _value, x) => [op("exp", x)],
  f16round: () => [1],
  fround: () => [1],
  hypot: (op, value, x, out) => [value(out) === 0 ? 0 : op("div", x, out)],
  log: (op, _value, x) => [op("div", 1, x)],
  log10: (op, _value, x) => [op("div", Math.LOG10E, x)],
  log1p: (op, _value, x) => [op("div", 1, op("add", 1, x))],
  log2: (op, _value, x) => [op("div", Math.LOG2E, x)],
  max: (_op, value, x, y) => [
    value(x) >= value(y) ? 1 : 0,
    value(x) >= value(y) ? 0 : 1,
  ],
  min: (_op, value, x, y) => [
    value(x) <= value(y) ? 1 : 0,
    value(x) <= value(y) ? 0 : 1,
  ],
  maxConstant: (_op, value, x, y) => [
    value(x) > value(y) ? 1 : 0,
    value(x) > value(y) ? 0 : 1,
  ],
  minConstant: (_op, value, x, y) => [
    value(x) < value(y) ? 1 : 0,
    value(x) < value(y) ? 0 : 1,
  ],
  sin: (op, _value, x) => [op("cos", x)],
  sinh: (op, _value, x) => [op("cosh", x)],
  sqrt: (op, _value, _x, out) => [op("div", 0.5, out)],
  tan: (op, _value, _x, out) => [op("add", 1, op("mul", out, out))],
  tanh: (op, _value, _x, out) => [op("sub", 1, op("mul", out, out))],
  ceil: () => [0],
  clz32: () => [0],
  floor: () => [0],
  imul: () => [0, 0],
  round: () => [0],
  sign: () => [0],
  trunc: () => [0],
  bitAnd: () => [0, 0],
  bitNot: () => [0],
  bitOr: () => [0, 0],
  bitXor: () => [0, 0],
  shiftLeft: () => [0, 0],
  shiftRight: () => [0, 0],
  shiftRightUnsigned: () => [0, 0],
};
