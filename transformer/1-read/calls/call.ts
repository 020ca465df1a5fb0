/** Calls: by what is called. */
import { ts } from "ts-morph";
import type * as ir from "../../ir/nodes.ts";

import { listValue, named } from "../expressions/value.ts";
import type { Reading, Want } from "../reading.ts";
import { apart } from "../reading.ts";
import { isGlobal, unwrapped } from "../symbols.ts";
import { readArguments } from "./arguments.ts";
import { globalFunction } from "./globals.ts";
import { foreignCall, foreignMethod } from "./foreign-call.ts";
import { mathCall } from "./math.ts";
import { arrayMethod } from "./methods/dispatch.ts";
import { isList } from "../expressions/list.ts";

export function call(
  cx: Reading,
  node: ts.CallExpression,
  want: Want,
): ir.Expr {
  const callee = unwrapped(node.expression);
  if (node.questionDotToken === undefined) {
    const ofMath = mathName(cx, callee);
    if (ofMath !== undefined) return mathCall(cx, node, ofMath);
    const known = cx.reader.lower.functionValue(cx, callee);
    if (known !== undefined) {
      const args = readArguments(cx, node, known);
      return cx.reader.lower.invoke(cx, known, args, node, want);
    }
    const global = globalFunction(cx, node, callee, want);
    if (global !== undefined) return global;
  }
  if (ts.isPropertyAccessExpression(callee))
    return methodCall(cx, node, callee, want);
  return foreignCall(cx, node);
}

/** `Math.exp`, and `exp` where it is a name for it. */
function mathName(cx: Reading, callee: ts.Expression): string | undefined {
  if (
    !ts.isPropertyAccessExpression(callee) ||
    !ts.isIdentifier(callee.expression)
  )
    return undefined;
  const { expression, name } = callee;
  return expression.text === "Math" && isGlobal(cx.reader, expression)
    ? name.text
    : undefined;
}

function methodCall(
  cx: Reading,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  want: Want,
): ir.Expr {
  // `console.log`: text, not a value with a method.
  if (
    ts.isIdentifier(callee.expression) &&
    isGlobal(cx.reader, callee.expression) &&
    callee.expression.text !== "undefined"
  )
    return foreignCall(cx, node);
  const before = apart(cx);
  const receiver = listValue(before, callee.expression);
  const isPlain =
    callee.questionDotToken === undefined &&
    node.questionDotToken === undefined;
  if (isList(receiver.type) && isPlain) {
    // Its own statements after those of the receiver; none of them stay where the form of the call is not one we read.
    const attempt = { ...cx, out: [...before.out] };
    const name = callee.name.text;
    const known = arrayMethod(attempt, node, name, receiver, want);
    if (known !== undefined) {
      cx.out.push(...attempt.out);
      return known;
    }
  }
  cx.out.push(...before.out);
  return foreignMethod(cx, node, callee, named(cx, receiver));
}
