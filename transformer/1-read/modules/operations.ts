/** What JavaScript's operators make of values that are known, and `unknown` of the others. */
import { ts } from "ts-morph";
import { constant, objectIn, unknown, type Made } from "./values.ts";

/** Whether it passes a test, where that is known. */
export function truth(value: Made): boolean | undefined {
  if (value.kind === "unknown") return undefined;
  return value.kind === "constant" ? Boolean(value.value) : true;
}

/** `typeof value`. */
export function typeOf(value: Made): Made {
  switch (value.kind) {
    case "constant":
      return constant(typeof value.value);
    case "function":
      return constant("function");
    case "object":
      return constant("object");
    case "global":
      return /^[A-Z]\w*Array$|^(Object|Array|Number|String|Function|Date|Map|Set|Symbol|BigInt|RegExp)$|\./.test(
        value.path,
      )
        ? constant("function")
        : value.path === "Math" || value.path === "globalThis"
          ? constant("object")
          : unknown;
    default:
      return unknown;
  }
}

export const isNullish = (value: Made): boolean | undefined =>
  value.kind === "unknown"
    ? undefined
    : value.kind === "constant" &&
      (value.value === undefined || value.value === null);

/** What an operator makes of two values. */
export function operated(operator: ts.SyntaxKind, a: Made, b: Made): Made {
  const equal = sameValue(a, b);
  switch (operator) {
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
      return equal === undefined ? unknown : constant(equal);
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return equal === undefined ? unknown : constant(!equal);
    case ts.SyntaxKind.EqualsEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsToken: {
      const loosely =
        a.kind === "constant" && b.kind === "constant"
          ? looselyEqual(a.value, b.value)
          : equal;
      return loosely === undefined
        ? unknown
        : constant((operator === ts.SyntaxKind.EqualsEqualsToken) === loosely);
    }
    default:
      break;
  }
  if (operator === ts.SyntaxKind.InKeyword) return isIn(a, b);
  const operation = operations[operator];
  return operation !== undefined &&
    a.kind === "constant" &&
    b.kind === "constant"
    ? constant(operation(a.value as never, b.value as never))
    : unknown;
}

function isIn(key: Made, of: Made): Made {
  const object = objectIn(of);
  if (object === undefined || object.isOpen || key.kind !== "constant")
    return unknown;
  const own = object.properties.has(String(key.value));
  return own || object.prototype === undefined
    ? constant(own)
    : isIn(key, object.prototype);
}

/** `a === b`. */
function sameValue(a: Made, b: Made): boolean | undefined {
  if (a.kind === "unknown" || b.kind === "unknown") return undefined;
  if (a.kind === "method" || b.kind === "method") return undefined;
  if (a.kind === "constant" && b.kind === "constant")
    return a.value === b.value;
  if (a.kind === "global" && b.kind === "global") return a.path === b.path;
  if (a.kind !== b.kind)
    return a.kind === "global" || b.kind === "global" ? undefined : false;
  return a === b;
}

/** What `+=` and its like do to a value. */
export const plain: Partial<Record<ts.SyntaxKind, ts.SyntaxKind>> = {
  [ts.SyntaxKind.PlusEqualsToken]: ts.SyntaxKind.PlusToken,
  [ts.SyntaxKind.MinusEqualsToken]: ts.SyntaxKind.MinusToken,
  [ts.SyntaxKind.AsteriskEqualsToken]: ts.SyntaxKind.AsteriskToken,
  [ts.SyntaxKind.SlashEqualsToken]: ts.SyntaxKind.SlashToken,
};

const operations: Partial<
  Record<ts.SyntaxKind, (a: number, b: number) => number | string | boolean>
> = {
  [ts.SyntaxKind.PlusToken]: (a, b) => a + b,
  [ts.SyntaxKind.MinusToken]: (a, b) => a - b,
  [ts.SyntaxKind.AsteriskToken]: (a, b) => a * b,
  [ts.SyntaxKind.SlashToken]: (a, b) => a / b,
  [ts.SyntaxKind.PercentToken]: (a, b) => a % b,
  [ts.SyntaxKind.AsteriskAsteriskToken]: (a, b) => a ** b,
  [ts.SyntaxKind.AmpersandToken]: (a, b) => a & b,
  [ts.SyntaxKind.BarToken]: (a, b) => a | b,
  [ts.SyntaxKind.CaretToken]: (a, b) => a ^ b,
  [ts.SyntaxKind.LessThanLessThanToken]: (a, b) => a << b,
  [ts.SyntaxKind.GreaterThanGreaterThanToken]: (a, b) => a >> b,
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken]: (a, b) => a >>> b,
  [ts.SyntaxKind.LessThanToken]: (a, b) => a < b,
  [ts.SyntaxKind.LessThanEqualsToken]: (a, b) => a <= b,
  [ts.SyntaxKind.GreaterThanToken]: (a, b) => a > b,
  [ts.SyntaxKind.GreaterThanEqualsToken]: (a, b) => a >= b,
};

/** `a == b` of constants; of different kinds, only what is nothing is compared. */
function looselyEqual(a: unknown, b: unknown): boolean | undefined {
  if (a === null || a === undefined) return b === null || b === undefined;
  if (b === null || b === undefined) return false;
  return typeof a === typeof b ? a === b : undefined;
}
