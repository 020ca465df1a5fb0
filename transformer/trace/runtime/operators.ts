/** The operators of JavaScript on numbers that a tape may follow. On anything else they are JavaScript's own. */
import type { RuleName } from "../../../src/rules/index.ts";
import { op, Scalar, value, type Num } from "../../../src/tape/trace.ts";

/** JavaScript's own operator; its operands may be strings, BigInts or objects too. */
type Native = (a: never, b: never) => unknown;

/** What `ToNumeric` makes of an operand; a followed number stays what it is. */
export function numeric(x: unknown): Num {
  return typeof x === "number" || x instanceof Scalar ? x : Number(x);
}

function binary(
  name: RuleName,
  native: Native,
): (a: unknown, b: unknown) => unknown {
  return (a, b) => {
    if (!(a instanceof Scalar) && !(b instanceof Scalar))
      return native(a as never, b as never);
    if (typeof a === "bigint" || typeof b === "bigint")
      return native(value(a) as never, value(b) as never);
    return op(name, numeric(a), numeric(b));
  };
}

const addNumbers = binary("add", (a: number, b: number) => a + b);

/** `a + b`, which is also how strings are joined. */
function add(a: unknown, b: unknown): unknown {
  const joins = (x: unknown): boolean =>
    typeof x === "string" || (typeof x === "object" && x !== null);
  const joined =
    (joins(a) && !(a instanceof Scalar)) ||
    (joins(b) && !(b instanceof Scalar));
  if (!joined) return addNumbers(a, b);
  return (value(a) as string) + (value(b) as string);
}

/** By the name of the rule. `+=` and its like are called by these names too. */
export const binaryOperators = {
  add,
  sub: binary("sub", (a: number, b: number) => a - b),
  mul: binary("mul", (a: number, b: number) => a * b),
  div: binary("div", (a: number, b: number) => a / b),
  mod: binary("mod", (a: number, b: number) => a % b),
  pow: binary("pow", (a: number, b: number) => a ** b),
  bitAnd: binary("bitAnd", (a: number, b: number) => a & b),
  bitOr: binary("bitOr", (a: number, b: number) => a | b),
  bitXor: binary("bitXor", (a: number, b: number) => a ^ b),
  shiftLeft: binary("shiftLeft", (a: number, b: number) => a << b),
  shiftRight: binary("shiftRight", (a: number, b: number) => a >> b),
  shiftRightUnsigned: binary(
    "shiftRightUnsigned",
    (a: number, b: number) => a >>> b,
  ),
};

export type BinaryName = keyof typeof binaryOperators;

export const unaryOperators = {
  neg: (x: unknown): unknown =>
    x instanceof Scalar ? op("neg", x) : -(x as number),
  pos: (x: unknown): unknown => (x instanceof Scalar ? x : +(x as number)),
  bitNot: (x: unknown): unknown =>
    x instanceof Scalar ? op("bitNot", x) : ~(x as number),
  inc: (x: unknown): unknown => step(x, 1),
  dec: (x: unknown): unknown => step(x, -1),
};

/** `x + 1` as `++` means it: a string is made a number first, a BigInt stays one. */
export function step(x: unknown, by: 1 | -1): unknown {
  if (typeof x === "bigint") return x + BigInt(by);
  return by === 1
    ? binaryOperators.add(numeric(x), 1)
    : binaryOperators.sub(numeric(x), 1);
}

/** The value of `x++`, called as `post(x, x = inc(x))`: the operand is read before it is stepped. */
export const post = (old: unknown, _new: unknown): unknown =>
  typeof old === "bigint" ? old : numeric(old);

export const typeOf = (x: unknown): string =>
  x instanceof Scalar ? "number" : typeof x;

/** A number is no object, and so an instance of nothing. */
export const instanceOf = (x: unknown, type: unknown): boolean =>
  !(x instanceof Scalar) && x instanceof (type as new () => unknown);

let kept: unknown;

/** `a && b` is written `hold(a) ? b : held()`: what is between the two can't overwrite what is held. */
export function hold(x: unknown): boolean {
  kept = x;
  return Boolean(value(x));
}

export const held = (): unknown => kept;
