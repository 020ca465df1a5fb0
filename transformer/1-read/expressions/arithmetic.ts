/** Arithmetic and bitwise operators, and `+` of strings. */
import { ts } from "ts-morph";
import { apply, number } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { stringType, numberType } from "../../ir/types.ts";
import { inOrder } from "../order.ts";
import type { Reading } from "../reading.ts";
import { foreign } from "./foreign.ts";
import { asNumber, isText } from "./numeric.ts";
import { temporary, value } from "./value.ts";

const rules: Partial<Record<ts.SyntaxKind, string>> = {
  [ts.SyntaxKind.PlusToken]: "add",
  [ts.SyntaxKind.MinusToken]: "sub",
  [ts.SyntaxKind.AsteriskToken]: "mul",
  [ts.SyntaxKind.SlashToken]: "div",
  [ts.SyntaxKind.PercentToken]: "mod",
  [ts.SyntaxKind.AsteriskAsteriskToken]: "pow",
  [ts.SyntaxKind.AmpersandToken]: "bitAnd",
  [ts.SyntaxKind.BarToken]: "bitOr",
  [ts.SyntaxKind.CaretToken]: "bitXor",
  [ts.SyntaxKind.LessThanLessThanToken]: "shiftLeft",
  [ts.SyntaxKind.GreaterThanGreaterThanToken]: "shiftRight",
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken]: "shiftRightUnsigned",
};

const compound: Partial<Record<ts.SyntaxKind, ts.BinaryOperator>> = {
  [ts.SyntaxKind.PlusEqualsToken]: ts.SyntaxKind.PlusToken,
  [ts.SyntaxKind.MinusEqualsToken]: ts.SyntaxKind.MinusToken,
  [ts.SyntaxKind.AsteriskEqualsToken]: ts.SyntaxKind.AsteriskToken,
  [ts.SyntaxKind.SlashEqualsToken]: ts.SyntaxKind.SlashToken,
  [ts.SyntaxKind.PercentEqualsToken]: ts.SyntaxKind.PercentToken,
  [ts.SyntaxKind.AsteriskAsteriskEqualsToken]:
    ts.SyntaxKind.AsteriskAsteriskToken,
  [ts.SyntaxKind.AmpersandEqualsToken]: ts.SyntaxKind.AmpersandToken,
  [ts.SyntaxKind.BarEqualsToken]: ts.SyntaxKind.BarToken,
  [ts.SyntaxKind.CaretEqualsToken]: ts.SyntaxKind.CaretToken,
  [ts.SyntaxKind.LessThanLessThanEqualsToken]:
    ts.SyntaxKind.LessThanLessThanToken,
  [ts.SyntaxKind.GreaterThanGreaterThanEqualsToken]:
    ts.SyntaxKind.GreaterThanGreaterThanToken,
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanEqualsToken]:
    ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken,
};

/** `+` for `+=`. */
export const operatorOf = (token: ts.SyntaxKind): ts.SyntaxKind | undefined =>
  compound[token];

export const isArithmetic = (operator: ts.SyntaxKind): boolean =>
  rules[operator] !== undefined;

/** Longer than any person writes; a chain is cut into named parts of this length, so that no pass runs out of stack. */
const longest = 100;

/** `a + b - c * …`: the left operands of a chain are read one after the other, not one inside the other. */
export function arithmetic(cx: Reading, node: ts.BinaryExpression): ir.Expr {
  const chain: ts.BinaryExpression[] = [];
  let first: ts.Expression = node;
  while (
    ts.isBinaryExpression(first) &&
    isArithmetic(first.operatorToken.kind)
  ) {
    chain.push(first);
    first = first.left;
  }
  chain.reverse();
  let left: ir.Expr | undefined;
  chain.forEach((link, i) => {
    const [before, right] = inOrder(cx, [
      (inner) => left ?? value(inner, first),
      (inner) => value(inner, link.right),
    ]) as [ir.Expr, ir.Expr];
    left = operation(cx, link, link.operatorToken.kind, before, right);
    if ((i + 1) % longest === 0 && i + 1 < chain.length)
      left = temporary(cx, left, "part");
  });
  return left!;
}

export function operation(
  cx: Reading,
  node: ts.Node,
  operator: ts.SyntaxKind,
  left: ir.Expr,
  right: ir.Expr,
): ir.Expr {
  const isPlus = operator === ts.SyntaxKind.PlusToken;
  if (isPlus && (isText(left.type) || isText(right.type)))
    return {
      kind: "logic",
      type: stringType,
      op: "concat",
      args: [left, right],
    };
  const a = asNumber(left);
  const b = asNumber(right);
  if (a !== undefined && b !== undefined) return apply(rules[operator]!, a, b);
  const text = ` ${ts.tokenToString(operator)!} `;
  const { checker, types } = cx.reader;
  const type = isPlus
    ? types.ofValue(checker.getTypeAtLocation(node))
    : numberType;
  return foreign(node, "operands", type, ["(", left, text, right, ")"], {
    pure: true,
  });
}

export function negation(cx: Reading, node: ts.PrefixUnaryExpression): ir.Expr {
  const literal = ts.isNumericLiteral(node.operand)
    ? Number(node.operand.text)
    : undefined;
  // `-1` is a number, not the negation of one. (0 is: -0 prints as 0.)
  if (literal !== undefined && literal !== 0) {
    const text = node.getText();
    return number(-literal, text === String(-literal) ? undefined : text);
  }
  return unary(cx, node, "neg", "-");
}

export const bitwiseNot = (
  cx: Reading,
  node: ts.PrefixUnaryExpression,
): ir.Expr => unary(cx, node, "bitNot", "~");

/** `+x`: the number itself. */
export function plus(cx: Reading, node: ts.PrefixUnaryExpression): ir.Expr {
  const operand = value(cx, node.operand);
  return (
    asNumber(operand) ??
    foreign(node, "operands", numberType, ["(+", operand, ")"], { pure: true })
  );
}

function unary(
  cx: Reading,
  node: ts.PrefixUnaryExpression,
  rule: string,
  sign: string,
): ir.Expr {
  const operand = value(cx, node.operand);
  const n = asNumber(operand);
  if (n !== undefined) return apply(rule, n);
  return foreign(node, "operands", numberType, [`(${sign}`, operand, ")"], {
    pure: true,
  });
}
