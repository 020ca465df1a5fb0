/** Small helpers without effects (`const relu = (x) => Math.max(x, 0)`): read in place, as an expression. */
import { ts } from "ts-morph";
import { nodesIn } from "../nodes.ts";
import type { Reader } from "../reading.ts";
import { isGlobal, unwrapped } from "../symbols.ts";
import { isAssignmentOperator, isStep } from "../writes.ts";

const largest = 24;

export function isTiny(reader: Reader, f: ts.FunctionLikeDeclaration): boolean {
  const body = soleExpression(f);
  if (body === undefined) return false;
  if (
    !f.parameters.every(
      (p) =>
        ts.isIdentifier(p.name) &&
        p.initializer === undefined &&
        p.dotDotDotToken === undefined,
    )
  )
    return false;
  let nodes = 0;
  for (const node of nodesIn(body)) {
    nodes += 1;
    if (nodes > largest || !isPlain(reader, node)) return false;
  }
  return true;
}

/** The `e` of `x => e` and of `function (x) { return e; }`. */
export function soleExpression(
  f: ts.FunctionLikeDeclaration,
): ts.Expression | undefined {
  const { body } = f;
  if (body === undefined) return undefined;
  if (!ts.isBlock(body)) return body;
  const [only] = body.statements;
  return body.statements.length === 1 &&
    only !== undefined &&
    ts.isReturnStatement(only)
    ? only.expression
    : undefined;
}

function isPlain(reader: Reader, node: ts.Node): boolean {
  if (ts.isCallExpression(node)) {
    const callee = unwrapped(node.expression);
    return (
      ts.isPropertyAccessExpression(callee) &&
      ts.isIdentifier(callee.expression) &&
      callee.expression.text === "Math" &&
      callee.name.text !== "random" &&
      isGlobal(reader, callee.expression) &&
      !node.arguments.some(ts.isSpreadElement)
    );
  }
  if (ts.isBinaryExpression(node))
    return !isAssignmentOperator(node.operatorToken.kind);
  if (ts.isPrefixUnaryExpression(node)) return !isStep(node);
  return !(
    ts.isFunctionLike(node) ||
    ts.isNewExpression(node) ||
    ts.isPostfixUnaryExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isDeleteExpression(node)
  );
}
