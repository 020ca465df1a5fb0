/** Which names are assigned after their declaration. */
import { ts } from "ts-morph";
import { nodesIn } from "./nodes.ts";
import { unwrapped } from "./symbols.ts";

export function assignedNames(
  checker: ts.TypeChecker,
  within: ts.Node,
): ReadonlySet<ts.Symbol> {
  const found = new Set<ts.Symbol>();
  const target = (node: ts.Node): void => {
    const e = ts.isExpression(node) ? unwrapped(node) : node;
    if (ts.isIdentifier(e)) {
      const symbol =
        ts.isShorthandPropertyAssignment(e.parent) && e.parent.name === e
          ? checker.getShorthandAssignmentValueSymbol(e.parent)
          : checker.getSymbolAtLocation(e);
      if (symbol !== undefined) found.add(symbol);
    } else if (ts.isArrayLiteralExpression(e)) e.elements.forEach(target);
    else if (ts.isObjectLiteralExpression(e)) e.properties.forEach(target);
    else if (ts.isPropertyAssignment(e)) target(e.initializer);
    else if (ts.isShorthandPropertyAssignment(e)) target(e.name);
    else if (ts.isSpreadElement(e) || ts.isSpreadAssignment(e))
      target(e.expression);
    else if (ts.isBinaryExpression(e)) target(e.left);
    else if (ts.isPropertyAccessExpression(e)) {
      const symbol = checker.getSymbolAtLocation(e.name);
      if (symbol !== undefined) found.add(symbol);
    }
  };
  for (const node of nodesIn(within)) {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    )
      target(node.left);
    else if (
      (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
      (node.operator === ts.SyntaxKind.PlusPlusToken ||
        node.operator === ts.SyntaxKind.MinusMinusToken)
    )
      target(node.operand);
    else if (
      (ts.isForOfStatement(node) || ts.isForInStatement(node)) &&
      ts.isExpression(node.initializer)
    )
      target(node.initializer);
    // A `var` declared twice is assigned by the second.
    else if (
      ts.isVariableDeclaration(node) &&
      node.initializer !== undefined &&
      ts.isIdentifier(node.name)
    ) {
      const symbol = checker.getSymbolAtLocation(node.name);
      if (symbol !== undefined && symbol.valueDeclaration !== node)
        found.add(symbol);
    }
  }
  return found;
}
