/**
 * The rule table as functions: numbers, recorded numbers and tensors in any mixture, which broadcast. Plain
 * numbers alone give a plain number; piecewise constant operations have the gradient 0.
 */
import type { RuleName } from "../rules/index.ts";
import { apply } from "./elementwise.ts";
import type { Num, Scalar, Tensor, Value } from "./values.ts";

type Kind<T extends Value> = [T] extends [Tensor]
  ? "tensor"
  : [T] extends [number]
    ? "number"
    : [T] extends [Scalar]
      ? "scalar"
      : [T] extends [Num]
        ? "num"
        : "value";
type Kinds<A extends readonly Value[]> = { [I in keyof A]: Kind<A[I]> }[number];

/** A tensor if one of the inputs is, else recorded if one is. */
export type Result<A extends readonly Value[]> =
  "tensor" extends Kinds<A>
    ? Tensor
    : "value" extends Kinds<A>
      ? Value
      : "scalar" extends Kinds<A>
        ? Scalar
        : "num" extends Kinds<A>
          ? Num
          : number;

type Unary = <A extends Value>(x: A) => Result<[A]>;
type Binary = <A extends Value, B extends Value>(x: A, y: B) => Result<[A, B]>;
type Variadic = <A extends readonly Value[]>(...xs: A) => Result<A>;

const unary =
  (rule: RuleName): Unary =>
  (x) =>
    apply(rule, x) as never;
const binary =
  (rule: RuleName): Binary =>
  (x, y) =>
    apply(rule, x, y) as never;
const variadic =
  (rule: RuleName): Variadic =>
  (...xs) =>
    apply(rule, ...xs) as never;

export const add = variadic("add");
export const sub = binary("sub");
export const mul = variadic("mul");
export const div = binary("div");
export const neg = unary("neg");
export const mod = binary("mod");
export const pow = binary("pow");

export const abs = unary("abs");
export const acos = unary("acos");
export const acosh = unary("acosh");
export const asin = unary("asin");
export const asinh = unary("asinh");
export const atan = unary("atan");
export const atan2 = binary("atan2");
export const atanh = unary("atanh");
export const cbrt = unary("cbrt");
export const cos = unary("cos");
export const cosh = unary("cosh");
export const exp = unary("exp");
export const expm1 = unary("expm1");
export const fround = unary("fround");
export const hypot = variadic("hypot");
export const log = unary("log");
export const log10 = unary("log10");
export const log1p = unary("log1p");
export const log2 = unary("log2");
export const sin = unary("sin");
export const sinh = unary("sinh");
export const sqrt = unary("sqrt");
export const tan = unary("tan");
export const tanh = unary("tanh");

export const ceil = unary("ceil");
export const floor = unary("floor");
export const round = unary("round");
export const sign = unary("sign");
export const trunc = unary("trunc");

/** At a tie a plain number, being a constant, takes all of the derivative; else the first argument. */
export const max: Binary = (x, y) =>
  apply(typeof y === "number" ? "maxConstant" : "max", x, y) as never;
export const min: Binary = (x, y) =>
  apply(typeof y === "number" ? "minConstant" : "min", x, y) as never;

/** `max(x, 0)`: its derivative at 0 is 0. */
export const relu: Unary = (x) => max(x, 0) as never;

/** 1 / (1 + exp(-x)), which does not overflow into NaN. */
export const sigmoid: Unary = (x) =>
  apply("div", 1, apply("add", 1, apply("exp", apply("neg", x)))) as never;

/** The value as a constant: nothing follows it any more. */
export { stopGradient } from "./constant.ts";
