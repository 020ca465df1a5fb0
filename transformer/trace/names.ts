/** What names refer to, as far as the traced form must know. */
import { ts } from "ts-morph";

/** `(x)`, `x as T`, `x!`, `<T>x`, `x satisfies T`: what only types see. */
export function bare(node: ts.Expression): ts.Expression {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isTypeAssertionExpression(inner)
  )
    inner = inner.expression;
  return inner;
}

/** The declaration of a name, through imports; `undefined` for a global. */
export function declarationOf(
  checker: ts.TypeChecker,
  name: ts.Identifier,
): ts.Declaration | undefined {
  let symbol = checker.getSymbolAtLocation(name);
  if (symbol && symbol.flags & ts.SymbolFlags.Alias)
    symbol = checker.getAliasedSymbol(symbol);
  return symbol?.valueDeclaration;
}

/** Without the library, a name that is bound nowhere is a global; one that is only declared is, too. */
export function isGlobal(
  checker: ts.TypeChecker,
  name: ts.Identifier,
): boolean {
  const symbol = checker.getSymbolAtLocation(name);
  if (symbol === undefined) return true;
  const declaration = symbol.valueDeclaration;
  return declaration !== undefined && isAmbient(declaration);
}

const isAmbient = (declaration: ts.Declaration): boolean =>
  declaration.getSourceFile().isDeclarationFile ||
  (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient) !== 0;

/** A function or class of the user's, called by its own name: no need to find out at run time what it is. */
export function isOwnFunction(
  checker: ts.TypeChecker,
  callee: ts.Expression,
): boolean {
  if (ts.isFunctionExpression(callee) || ts.isArrowFunction(callee))
    return true;
  if (!ts.isIdentifier(callee)) return false;
  const declaration = declarationOf(checker, callee);
  if (declaration === undefined) return false;
  if (ts.isFunctionDeclaration(declaration))
    return declaration.body !== undefined;
  if (isAmbient(declaration)) return false;
  if (ts.isClassDeclaration(declaration)) return true;
  if (!ts.isVariableDeclaration(declaration) || !isConst(declaration))
    return false;
  const made = declaration.initializer && bare(declaration.initializer);
  return (
    made !== undefined &&
    (ts.isFunctionExpression(made) ||
      ts.isArrowFunction(made) ||
      ts.isClassExpression(made))
  );
}

export const isConst = (declaration: ts.VariableDeclaration): boolean =>
  (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
