/** Calls: by what is called. */
import { ts } from "ts-morph";
import type * as ir from "../../ir/nodes.ts";
import { isList } from "../expressions/access.ts";
import { value } from "../expressions/value.ts";
import type { Reading, Want } from "../reading.ts";
import { apart } from "../reading.ts";
import { isGlobal, unwrapped } from "../symbols.ts";
import { readArguments } from "./arguments.ts";
import { globalFunction } from "./globals.ts";
import { foreignCall, foreignMethod } from "./foreign-call.ts";
import { mathCall } from "./math.ts";
import { arrayMethod } from "./methods/dispatch.ts";

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
  const probe = apart(cx);
  const receiver = value(probe, callee.expression);
  if (
    isList(receiver.type) &&
    callee.questionDotToken === undefined &&
    node.questionDotToken === undefined
  ) {
    const known = arrayMethod(
      { ...cx, out: probe.out },
      node,
      callee.name.text,
      receiver,
      want,
    );
    if (known !== undefined) {
      cx.out.push(...probe.out);
      return known;
    }
  }
  cx.out.push(...probe.out);
  return foreignMethod(cx, node, callee, receiver);
}
