/**
 * Compile-time constants (KINKS.md): numeric literals, signs, arithmetic, `Infinity`, the constants of `Math`
 * and `Number`, and a `const` bound to one.
 */
import { ts } from "ts-morph";
import type { Reader } from "./reading.ts";
import { constInitializer, isGlobal, symbolOf, unwrapped } from "./symbols.ts";

export function constantOf(
  reader: Reader,
  expression: ts.Expression,
): number | undefined {
  const node = unwrapped(expression);
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isPrefixUnaryExpression(node)) return signed(reader, node);
  if (ts.isBinaryExpression(node)) return arithmetic(reader, node);
  if (ts.isPropertyAccessExpression(node)) return ofNamespace(reader, node);
  if (ts.isIdentifier(node)) return named(reader, node);
  return undefined;
}

function signed(
  reader: Reader,
  node: ts.PrefixUnaryExpression,
): number | undefined {
  const value = constantOf(reader, node.operand);
  if (value === undefined) return undefined;
  if (node.operator === ts.SyntaxKind.MinusToken) return -value;
  return node.operator === ts.SyntaxKind.PlusToken ? value : undefined;
}

function arithmetic(
  reader: Reader,
  node: ts.BinaryExpression,
): number | undefined {
  const operation = operations[node.operatorToken.kind];
  if (operation === undefined) return undefined;
  const left = constantOf(reader, node.left);
  const right = left === undefined ? undefined : constantOf(reader, node.right);
  return right === undefined ? undefined : operation(left!, right);
}

const operations: Partial<
  Record<ts.SyntaxKind, (a: number, b: number) => number>
> = {
  [ts.SyntaxKind.PlusToken]: (a, b) => a + b,
  [ts.SyntaxKind.MinusToken]: (a, b) => a - b,
  [ts.SyntaxKind.AsteriskToken]: (a, b) => a * b,
  [ts.SyntaxKind.SlashToken]: (a, b) => a / b,
  [ts.SyntaxKind.PercentToken]: (a, b) => a % b,
  [ts.SyntaxKind.AsteriskAsteriskToken]: (a, b) => a ** b,
};

/** `Math.PI`, `Number.EPSILON`. */
export function ofNamespace(
  reader: Reader,
  node: ts.PropertyAccessExpression,
): number | undefined {
  if (!ts.isIdentifier(node.expression)) return undefined;
  const space =
    node.expression.text === "Math"
      ? Math
      : node.expression.text === "Number"
        ? Number
        : undefined;
  if (space === undefined || !isGlobal(reader, node.expression))
    return ofCompiledEnum(reader, node);
  const value = (space as unknown as Record<string, unknown>)[node.name.text];
  return typeof value === "number" ? value : undefined;
}

function named(reader: Reader, node: ts.Identifier): number | undefined {
  if (node.text === "Infinity" && isGlobal(reader, node)) return Infinity;
  const symbol = symbolOf(reader, node);
  const initializer = constInitializer(reader, symbol?.valueDeclaration);
  return initializer === undefined
    ? undefined
    : constantOf(reader, initializer);
}

/** `Kind.Round`, of what TypeScript's compiler makes of an enum: `(function (Kind) { Kind[Kind["Round"] = 1] = "Round"; … })(…)`. */
function ofCompiledEnum(
  reader: Reader,
  node: ts.PropertyAccessExpression,
): number | undefined {
  const symbol = symbolOf(reader, node.expression);
  const declaration = symbol?.valueDeclaration;
  if (
    declaration === undefined ||
    !ts.isVariableDeclaration(declaration) ||
    declaration.initializer !== undefined ||
    !ts.isIdentifier(declaration.name)
  )
    return undefined;
  const name = declaration.name.text;
  for (const s of declaration.getSourceFile().statements) {
    const called = ts.isExpressionStatement(s) && unwrapped(s.expression);
    if (!called || !ts.isCallExpression(called)) continue;
    const f = unwrapped(called.expression);
    if (!ts.isFunctionExpression(f) || f.parameters[0]?.name.getText() !== name)
      continue;
    const members = f.body.statements.map((m) => enumMember(m, name));
    const isEnum = members.every((m) => m !== undefined);
    if (isEnum) return members.find((m) => m.name === node.name.text)?.value;
  }
  return undefined;
}

/** `Kind[Kind["Round"] = 1] = "Round"` */
function enumMember(
  s: ts.Statement,
  of: string,
): { readonly name: string; readonly value: number } | undefined {
  const outer = ts.isExpressionStatement(s) ? s.expression : undefined;
  if (outer === undefined || !ts.isBinaryExpression(outer)) return undefined;
  const place = outer.left;
  if (!ts.isElementAccessExpression(place) || place.expression.getText() !== of)
    return undefined;
  const inner = place.argumentExpression;
  if (
    !ts.isBinaryExpression(inner) ||
    !ts.isElementAccessExpression(inner.left)
  )
    return undefined;
  const key = inner.left.argumentExpression;
  const value = Number(inner.right.getText());
  return ts.isStringLiteralLike(key) && Number.isFinite(value)
    ? { name: key.text, value }
    : undefined;
}
