/** `if … else`. */
import { ts } from "ts-morph";
import { if_ } from "../../ir/build.ts";
import { someType } from "../../ir/types.ts";
import { newEnv } from "../bindings.ts";
import { isConstant } from "../declare.ts";
import { decided } from "../expressions/decide.ts";
import { missing } from "../expressions/destructure.ts";
import { value } from "../expressions/value.ts";
import type { Reading } from "../reading.ts";
import { emit } from "../reading.ts";
import { bindingOf, isGlobal, symbolOf, unwrapped } from "../symbols.ts";
import { bodyOf } from "./block.ts";

export function ifStatement(cx: Reading, node: ts.IfStatement): void {
  const test = value(cx, node.expression);
  const known = decided(test);
  const live = known ? node.thenStatement : node.elseStatement;
  if (known !== undefined) {
    // Only what can run is read: the other branch may make no sense for these types.
    if (live !== undefined) cx.out.push(...bodyOf(cx, live));
    return;
  }
  const then = bodyOf(whereMissing(cx, node.expression), node.thenStatement);
  const otherwise =
    node.elseStatement === undefined ? [] : bodyOf(cx, node.elseStatement);
  emit(cx, if_(cx.origin, test, then, otherwise));
}

/** `if (x === undefined || x === null) return x;`: what is returned there is `undefined`, whatever `x` is elsewhere. */
function whereMissing(cx: Reading, test: ts.Expression): Reading {
  const name = missingIn(cx, test);
  const binding = name && bindingOf(cx, name);
  const symbol = name && symbolOf(cx.reader, name);
  if (
    symbol === undefined ||
    binding?.kind !== "variable" ||
    !isConstant(cx, name!) ||
    someType(binding.variable.type, (t) => t.kind === "null")
  )
    return cx;
  const env = newEnv(cx.env);
  env.bindings.set(symbol, { kind: "expr", expr: missing });
  return { ...cx, env };
}

/** The one name that is missing wherever the test holds. */
function missingIn(
  cx: Reading,
  test: ts.Expression,
): ts.Identifier | undefined {
  const e = unwrapped(test);
  if (!ts.isBinaryExpression(e)) return undefined;
  const operator = e.operatorToken.kind;
  if (operator === ts.SyntaxKind.BarBarToken) {
    const [a, b] = [missingIn(cx, e.left), missingIn(cx, e.right)];
    return a && b && symbolOf(cx.reader, a) === symbolOf(cx.reader, b)
      ? a
      : undefined;
  }
  const name = unwrapped(e.left);
  const isTest =
    operator === ts.SyntaxKind.EqualsEqualsEqualsToken ||
    operator === ts.SyntaxKind.EqualsEqualsToken;
  return isTest && ts.isIdentifier(name) && isNothing(cx, e.right)
    ? name
    : undefined;
}

function isNothing(cx: Reading, node: ts.Expression): boolean {
  const e = unwrapped(node);
  return (
    e.kind === ts.SyntaxKind.NullKeyword ||
    ts.isVoidExpression(e) ||
    (ts.isIdentifier(e) && e.text === "undefined" && isGlobal(cx.reader, e))
  );
}
