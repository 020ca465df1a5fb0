/** Arithmetic, comparison, logic: operators that only read. */
import { ts } from "ts-morph";
import type { Emitter } from "./emitter.ts";
import { isGlobal } from "./names.ts";
import { isComparison, isPlain } from "./plain.ts";
import { isConstant } from "./constants.ts";
import type { BinaryName } from "./runtime/operators.ts";

const K = ts.SyntaxKind;

const names: Partial<Record<ts.SyntaxKind, BinaryName>> = {
  [K.PlusToken]: "add",
  [K.MinusToken]: "sub",
  [K.AsteriskToken]: "mul",
  [K.SlashToken]: "div",
  [K.PercentToken]: "mod",
  [K.AsteriskAsteriskToken]: "pow",
  [K.AmpersandToken]: "bitAnd",
  [K.BarToken]: "bitOr",
  [K.CaretToken]: "bitXor",
  [K.LessThanLessThanToken]: "shiftLeft",
  [K.GreaterThanGreaterThanToken]: "shiftRight",
  [K.GreaterThanGreaterThanGreaterThanToken]: "shiftRightUnsigned",
};

export function rewriteBinary(
  emit: Emitter,
  node: ts.BinaryExpression,
): ts.Expression | undefined {
  const { factory } = emit;
  const kind = node.operatorToken.kind;
  const name = names[kind];
  if (name !== undefined) {
    // What is constant stays as it is written.
    if (isConstant(emit.checker, node)) return node;
    return emit.call(
      name,
      emit.expression(node.left),
      emit.expression(node.right),
    );
  }
  if (kind === K.InstanceOfKeyword)
    return emit.call(
      "instanceOf",
      emit.expression(node.left),
      emit.expression(node.right),
    );
  if (isComparison(kind)) {
    // `#field in object` has no expression on its left.
    if (ts.isPrivateIdentifier(node.left)) return undefined;
    return factory.updateBinaryExpression(
      node,
      emit.plain(node.left),
      node.operatorToken,
      kind === K.InKeyword
        ? emit.expression(node.right)
        : emit.plain(node.right),
    );
  }
  const isAnd = kind === K.AmpersandAmpersandToken;
  if (isAnd || kind === K.BarBarToken) return junction(emit, node, isAnd);
  return undefined;
}

/** `a && b` is `hold(a) ? b : held()`: an operand is the result, and its truth is that of its number. */
function junction(
  emit: Emitter,
  { left, right }: ts.BinaryExpression,
  isAnd: boolean,
): ts.Expression | undefined {
  if (isPlain(emit.checker, left)) return undefined;
  const held = emit.call("held");
  const other = emit.expression(right);
  return choice(
    emit,
    emit.call("hold", emit.expression(left)),
    isAnd ? other : held,
    isAnd ? held : other,
  );
}

export function choice(
  { factory }: Emitter,
  test: ts.Expression,
  yes: ts.Expression,
  no: ts.Expression,
): ts.Expression {
  return factory.createParenthesizedExpression(
    factory.createConditionalExpression(test, undefined, yes, undefined, no),
  );
}

export function rewriteConditional(
  emit: Emitter,
  node: ts.ConditionalExpression,
): ts.Expression {
  return emit.factory.updateConditionalExpression(
    node,
    emit.decide(node.condition, node, ["never true", "never false"]),
    node.questionToken,
    emit.expression(node.whenTrue),
    node.colonToken,
    emit.expression(node.whenFalse),
  );
}

/** `-x`, `+x`, `~x`, `!x`; steps are elsewhere. */
export function rewritePrefix(
  emit: Emitter,
  node: ts.PrefixUnaryExpression,
): ts.Expression | undefined {
  switch (node.operator) {
    case K.ExclamationToken:
      return emit.factory.updatePrefixUnaryExpression(
        node,
        emit.test(node.operand) as ts.UnaryExpression,
      );
    case K.MinusToken:
      return isConstant(emit.checker, node)
        ? node
        : emit.call("neg", emit.expression(node.operand));
    case K.PlusToken:
      return emit.call("pos", emit.expression(node.operand));
    case K.TildeToken:
      return emit.call("bitNot", emit.expression(node.operand));
    default:
      return undefined;
  }
}

/** A number that is followed is a number. */
export function rewriteTypeOf(
  emit: Emitter,
  { expression }: ts.TypeOfExpression,
): ts.Expression | undefined {
  // `typeof name` of a global that does not exist must not throw.
  if (ts.isIdentifier(expression) && isGlobal(emit.checker, expression))
    return undefined;
  return emit.call("typeOf", emit.expression(expression));
}
