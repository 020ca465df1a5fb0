/** Functions of the language that are not methods: `Number(x)`, `Array.from(…)`, `isNaN(x)`. */
import { ts } from "ts-morph";
import { compare } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { asNumber } from "../expressions/numeric.ts";
import { value } from "../expressions/value.ts";
import type { Reading, Want } from "../reading.ts";
import { isGlobal } from "../symbols.ts";
import { arrayFrom, newArray } from "./array-from.ts";

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
    default:
      return undefined;
  }
}

/** `Number(x)` of a number is the number. */
function converted(cx: Reading, node: ts.Expression): ir.Expr | undefined {
  const { checker } = cx.reader;
  const flags = checker.getTypeAtLocation(node).flags;
  if (!(flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike)))
    return undefined;
  return asNumber(value(cx, node));
}
