/**
 * Compile-time constants, as KINKS.md defines them: numeric literals, signs, arithmetic, `Infinity`, the
 * constants of `Math` and `Number`, or a `const` bound to one. Decided here from the syntax, apart from the
 * compiler's reader: the two are held together by tests.
 */
import { ts } from "ts-morph";
import { bare, declarationOf, isConst, isGlobal } from "./names.ts";

export function isConstant(
  checker: ts.TypeChecker,
  expression: ts.Expression,
): boolean {
  const node = bare(expression);
  if (ts.isNumericLiteral(node)) return true;
  if (ts.isPrefixUnaryExpression(node))
    return (
      (node.operator === ts.SyntaxKind.MinusToken ||
        node.operator === ts.SyntaxKind.PlusToken) &&
      isConstant(checker, node.operand)
    );
  if (ts.isBinaryExpression(node))
    return (
      arithmetic.has(node.operatorToken.kind) &&
      isConstant(checker, node.left) &&
      isConstant(checker, node.right)
    );
  if (ts.isPropertyAccessExpression(node)) return isOfNamespace(checker, node);
  return ts.isIdentifier(node) && isNamedConstant(checker, node);
}

const arithmetic: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
]);

/** `Math.PI`, `Number.MAX_VALUE` */
function isOfNamespace(
  checker: ts.TypeChecker,
  node: ts.PropertyAccessExpression,
): boolean {
  const { expression, name } = node;
  if (!ts.isIdentifier(expression) || !isGlobal(checker, expression))
    return false;
  const space = { Math, Number }[expression.text] as
    Record<string, unknown> | undefined;
  return typeof space?.[name.text] === "number";
}

function isNamedConstant(
  checker: ts.TypeChecker,
  name: ts.Identifier,
): boolean {
  if (isGlobal(checker, name)) return name.text === "Infinity";
  const declaration = declarationOf(checker, name);
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    isConst(declaration) &&
    declaration.initializer !== undefined &&
    // A loop's variable is a constant of one iteration only.
    ts.isVariableStatement(declaration.parent.parent) &&
    isConstant(checker, declaration.initializer)
  );
}
