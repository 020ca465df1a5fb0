/** `++` and `--`. */
import { ts } from "ts-morph";
import type { Emitter } from "./emitter.ts";
import { bare } from "./names.ts";
import { placeOf } from "./place.ts";

const K = ts.SyntaxKind;

export function rewriteStep(
  emit: Emitter,
  node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression,
): ts.Expression | undefined {
  const isUp = node.operator === K.PlusPlusToken;
  if (!isUp && node.operator !== K.MinusMinusToken) return undefined;
  const { factory } = emit;
  const place = placeOf(emit, bare(node.operand));
  const isPre = ts.isPrefixUnaryExpression(node) || isUnused(node);
  if (place.key)
    return factory.createCallExpression(
      factory.createPropertyAccessExpression(
        emit.call("ref", place.holder, place.key),
        isPre ? "pre" : "post",
      ),
      undefined,
      [
        isUp
          ? factory.createNumericLiteral(1)
          : factory.createPrefixMinus(factory.createNumericLiteral(1)),
      ],
    );
  const stepped = factory.createAssignment(
    place.again(),
    emit.call(isUp ? "inc" : "dec", place.again()),
  );
  return isPre
    ? factory.createParenthesizedExpression(stepped)
    : emit.call("post", place.again(), stepped);
}

/** `i++` whose old value nobody asks for. */
function isUnused(node: ts.Expression): boolean {
  const { parent } = node;
  return (
    ts.isExpressionStatement(parent) ||
    (ts.isForStatement(parent) && parent.incrementor === node)
  );
}
