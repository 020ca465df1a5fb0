/** What code writes to, seen as syntax: assignments of every kind, steps, patterns, the heads of `for…of` and `for…in`. */
import { ts } from "ts-morph";
import { unwrapped } from "./symbols.ts";

/** `=`, `+=`, `??=`, … */
export const isAssignmentOperator = (kind: ts.SyntaxKind): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

/** `x++`, `--x`. */
export const isStep = (
  node: ts.Node,
): node is ts.PrefixUnaryExpression | ts.PostfixUnaryExpression =>
  (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
  (node.operator === ts.SyntaxKind.PlusPlusToken ||
    node.operator === ts.SyntaxKind.MinusMinusToken);

/** The places that a node writes to, patterns taken apart. */
export function placesWritten(node: ts.Node): readonly ts.Expression[] {
  if (
    ts.isBinaryExpression(node) &&
    isAssignmentOperator(node.operatorToken.kind)
  )
    return inPattern(node.left);
  if (isStep(node)) return [unwrapped(node.operand)];
  return (ts.isForOfStatement(node) || ts.isForInStatement(node)) &&
    ts.isExpression(node.initializer)
    ? inPattern(node.initializer)
    : [];
}

function inPattern(node: ts.Expression): readonly ts.Expression[] {
  const e = unwrapped(node);
  if (ts.isOmittedExpression(e)) return [];
  if (ts.isArrayLiteralExpression(e)) return e.elements.flatMap(inPattern);
  if (ts.isSpreadElement(e)) return inPattern(e.expression);
  // With a default.
  if (ts.isBinaryExpression(e)) return inPattern(e.left);
  if (!ts.isObjectLiteralExpression(e)) return [e];
  return e.properties.flatMap((p) =>
    ts.isPropertyAssignment(p)
      ? inPattern(p.initializer)
      : ts.isShorthandPropertyAssignment(p)
        ? [p.name]
        : ts.isSpreadAssignment(p)
          ? inPattern(p.expression)
          : [],
  );
}
