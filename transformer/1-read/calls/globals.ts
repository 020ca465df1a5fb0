/** Functions of the language that are not methods: `Number(x)`, `Array.from(…)`, `isNaN(x)`. */
import { ts } from "ts-morph";
import { compare } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { arrayOf } from "../../ir/types.ts";
import { asNumber } from "../expressions/numeric.ts";
import { value } from "../expressions/value.ts";
import { inOrder } from "../order.ts";
import type { Reading, Want } from "../reading.ts";
import { apart } from "../reading.ts";
import { isGlobal } from "../symbols.ts";
import { join, nothing } from "../types/compatible.ts";
import { isTypedArrayName } from "../types/type-reader.ts";
import { arrayFrom, newArray } from "./array-from.ts";
import { objectFunction } from "./dictionaries.ts";

export function globalFunction(
  cx: Reading,
  node: ts.CallExpression,
  callee: ts.Expression,
  want: Want,
): ir.Expr | undefined {
  if (node.arguments.some(ts.isSpreadElement)) return undefined;
  const root = ts.isPropertyAccessExpression(callee)
    ? callee.expression
    : callee;
  if (!ts.isIdentifier(root) || !isGlobal(cx.reader, root)) return undefined;
  const inner = apart(cx);
  const known = knownForm(inner, node, callee, want);
  if (known !== undefined) cx.out.push(...inner.out);
  return known;
}

/** Its statements stay only where the form of the call is one that we read. */
function knownForm(
  cx: Reading,
  node: ts.CallExpression,
  callee: ts.Expression,
  want: Want,
): ir.Expr | undefined {
  const [first] = node.arguments;
  switch (callee.getText()) {
    case "Number":
      return first === undefined ? undefined : converted(cx, first);
    case "Boolean":
      return first === undefined
        ? undefined
        : compare("!", compare("!", value(cx, first)));
    case "Array":
      return newArray(cx, node, want);
    case "Array.from":
      return arrayFrom(cx, node, want);
    case "Array.of":
      return listOf(cx, node);
    default:
      if (ts.isPropertyAccessExpression(callee) && isObject(callee))
        return objectFunction(cx, node, callee.name.text);
      return ofTypedArray(cx, node, callee, want);
  }
}

const isObject = (callee: ts.PropertyAccessExpression): boolean =>
  ts.isIdentifier(callee.expression) && callee.expression.text === "Object";

function listOf(cx: Reading, node: ts.CallExpression): ir.Expr {
  const elements = inOrder(
    cx,
    node.arguments.map((a) => (inner) => value(inner, a)),
  );
  const type = arrayOf(elements.map((e) => e.type).reduce(join, nothing));
  return { kind: "arrayLiteral", type, elements };
}

/** `Float64Array.from(list, f)`, `Float64Array.of(a, b)`. */
function ofTypedArray(
  cx: Reading,
  node: ts.CallExpression,
  callee: ts.Expression,
  want: Want,
): ir.Expr | undefined {
  if (
    !ts.isPropertyAccessExpression(callee) ||
    !ts.isIdentifier(callee.expression) ||
    !isTypedArrayName(callee.expression.text)
  )
    return undefined;
  const type = { kind: "typedArray", name: callee.expression.text } as const;
  if (callee.name.text === "of")
    return { ...(listOf(cx, node) as ir.ArrayLiteralExpr), type };
  return callee.name.text === "from"
    ? arrayFrom(cx, node, want, type)
    : undefined;
}

/** `Number(x)` of a number is the number. */
function converted(cx: Reading, node: ts.Expression): ir.Expr | undefined {
  const { checker } = cx.reader;
  const flags = checker.getTypeAtLocation(node).flags;
  if (!(flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike)))
    return undefined;
  return asNumber(value(cx, node));
}
