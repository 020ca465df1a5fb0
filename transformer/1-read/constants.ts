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
    return undefined;
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
