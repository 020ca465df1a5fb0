/**
 * Tests that the types decide. A function that is read for an array has no branch for numbers any more:
 * `Array.isArray(v) ? v[0] : v`. Whether a value is `undefined` is never decided so: any element that is read
 * may be beyond the end.
 */
import { compareNumbers } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { Type } from "../../ir/types.ts";
import { listType } from "./list.ts";
import { isText } from "./numeric.ts";

export function decided(e: ir.Expr): boolean | undefined {
  if (e.kind === "const")
    return typeof e.value === "boolean"
      ? e.value
      : e.value === undefined || e.value === null
        ? false
        : undefined;
  if (e.kind === "foreign") return byCall(e);
  if (e.kind !== "logic") return undefined;
  const [x, y] = e.args as [ir.Expr, ir.Expr];
  if (x.kind === "const" && y?.kind === "const") {
    const known = ofConstants(e.op, x.value, y.value);
    if (known !== undefined) return known;
  }
  switch (e.op) {
    case "!":
      return negated(decided(x));
    case "&&":
      return both(decided(x), decided(y));
    case "||":
      return negated(both(negated(decided(x)), negated(decided(y))));
    case "===":
    case "==":
      return ofTypes(x, y);
    case "!==":
    case "!=":
      return negated(ofTypes(x, y));
    case "instanceof":
      return instance(x.type, y);
    default:
      return undefined;
  }
}

/** `arguments.length > 1 && arguments[1] !== undefined`, where the call says how many there are. */
function ofConstants(
  op: ir.LogicExpr["op"],
  x: ir.ConstExpr["value"],
  y: ir.ConstExpr["value"],
): boolean | undefined {
  if (op === "===") return x === y;
  if (op === "!==") return x !== y;
  return typeof x === "number" && typeof y === "number"
    ? compareNumbers(op, x, y)
    : undefined;
}

const negated = (b: boolean | undefined): boolean | undefined =>
  b === undefined ? undefined : !b;

function both(
  a: boolean | undefined,
  b: boolean | undefined,
): boolean | undefined {
  if (a === false || b === false) return false;
  return a === true && b === true ? true : undefined;
}

/** `typeof x === 'string'`. */
function ofTypes(x: ir.Expr, y: ir.Expr): boolean | undefined {
  if (x.kind !== "logic" || x.op !== "typeof" || y.kind !== "const")
    return undefined;
  const { type } = x.args[0]!;
  switch (y.value) {
    case "string":
    case "function":
    case "bigint":
    case "symbol":
      return isNumbers(type) ? false : undefined;
    case "number":
    case "boolean":
      return isReferenceOnly(type) || isText(type) ? false : undefined;
    case "object":
      return isReferenceOnly(type)
        ? true
        : type.kind === "number"
          ? false
          : undefined;
    default:
      return undefined;
  }
}

const isNumbers = (type: Type): boolean =>
  type.kind === "number" || isReferenceOnly(type);

function isReferenceOnly(type: Type): boolean {
  const t = listType(type);
  return (
    type.kind !== "union" &&
    (t.kind === "array" ||
      t.kind === "tuple" ||
      t.kind === "typedArray" ||
      t.kind === "object")
  );
}

/** `Array.isArray(v)`, `ArrayBuffer.isView(v)`. */
function byCall(e: ir.ForeignExpr): boolean | undefined {
  const [name, hole, end] = e.parts;
  if (
    e.parts.length !== 3 ||
    typeof hole !== "object" ||
    end !== ")" ||
    hole.type.kind === "union"
  )
    return undefined;
  const t = listType(hole.type);
  if (t.kind === "opaque" || t.kind === "undefined") return undefined;
  if (/^Number\.is(Integer|SafeInteger|Finite|NaN)\($/.test(String(name)))
    return isReferenceOnly(hole.type) || isText(hole.type) ? false : undefined;
  if (name === "Array.isArray(")
    return t.kind === "array" || t.kind === "tuple";
  return name === "ArrayBuffer.isView(" ? t.kind === "typedArray" : undefined;
}

/** `v instanceof Float64Array`. */
function instance(type: Type, of: ir.Expr): boolean | undefined {
  const name =
    of.kind === "foreign" && of.parts.length === 1 ? of.parts[0] : undefined;
  if (
    typeof name !== "string" ||
    !/^(Array|(Float|Int|Uint|BigInt|BigUint)\d+(Clamped)?Array)$/.test(name)
  )
    return undefined;
  const t = listType(type);
  if (type.kind === "union" || t.kind === "opaque") return undefined;
  if (t.kind === "typedArray") return t.name === name;
  return t.kind === "array" || t.kind === "tuple" ? name === "Array" : false;
}
