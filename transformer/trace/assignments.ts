/** `=`, `+=`, `&&=` and their like. */
import { ts } from "ts-morph";
import type { Emitter } from "./emitter.ts";
import { bare } from "./names.ts";
import { choice } from "./operators.ts";
import { placeOf } from "./place.ts";
import { isPattern, rewriteTarget } from "./targets.ts";
import { TraceError } from "./runtime/unsupported.ts";
import type { BinaryName } from "./runtime/operators.ts";

const K = ts.SyntaxKind;

const compound: Partial<Record<ts.SyntaxKind, BinaryName>> = {
  [K.PlusEqualsToken]: "add",
  [K.MinusEqualsToken]: "sub",
  [K.AsteriskEqualsToken]: "mul",
  [K.SlashEqualsToken]: "div",
  [K.PercentEqualsToken]: "mod",
  [K.AsteriskAsteriskEqualsToken]: "pow",
  [K.AmpersandEqualsToken]: "bitAnd",
  [K.BarEqualsToken]: "bitOr",
  [K.CaretEqualsToken]: "bitXor",
  [K.LessThanLessThanEqualsToken]: "shiftLeft",
  [K.GreaterThanGreaterThanEqualsToken]: "shiftRight",
  [K.GreaterThanGreaterThanGreaterThanEqualsToken]: "shiftRightUnsigned",
};

/** The traced form of an assignment; `undefined` for any other operator. */
export function rewriteAssignment(
  emit: Emitter,
  node: ts.BinaryExpression,
): ts.Expression | undefined {
  const kind = node.operatorToken.kind;
  if (kind === K.EqualsToken) return assign(emit, node);
  const name = compound[kind];
  if (name !== undefined) return assignOperation(emit, node, name);
  if (kind === K.AmpersandAmpersandEqualsToken)
    return assignIf(emit, node, true);
  if (kind === K.BarBarEqualsToken) return assignIf(emit, node, false);
  return undefined;
}

function assign(emit: Emitter, node: ts.BinaryExpression): ts.Expression {
  const { factory } = emit;
  const left = bare(node.left);
  const plain = emit.expression(node.right);
  if (isPattern(left))
    return factory.createAssignment(rewriteTarget(emit, left), plain);
  const place = placeOf(emit, left);
  const right = emit.made(node, targetName(left), plain);
  // Only elements, and the length of an array, need more than JavaScript's own store.
  if (
    place.key &&
    (ts.isElementAccessExpression(left) || place.name === "length")
  )
    return emit.call("set", place.holder, place.key, right);
  return factory.createAssignment(place.again(), right);
}

function assignOperation(
  emit: Emitter,
  node: ts.BinaryExpression,
  name: BinaryName,
): ts.Expression {
  const { factory } = emit;
  const left = bare(node.left);
  const place = placeOf(emit, left);
  const right = emit.expression(node.right);
  if (!place.key)
    return factory.createAssignment(
      place.again(),
      emit.made(node, targetName(left), emit.call(name, place.again(), right)),
    );
  const id = emit.statements?.add(node, targetName(left));
  const number = factory.createNumericLiteral(id ?? 0);
  return factory.createCallExpression(
    factory.createPropertyAccessExpression(
      emit.call("ref", place.holder, place.key),
      "assign",
    ),
    undefined,
    id === undefined
      ? [factory.createStringLiteral(name), right]
      : [
          factory.createStringLiteral(name),
          factory.createComma(emit.call("begin", number), right),
          number,
        ],
  );
}

/** How the compiler calls what is assigned. */
function targetName(left: ts.Expression): string {
  if (ts.isIdentifier(left)) return left.text;
  return ts.isPropertyAccessExpression(left) ? left.name.text : "[]";
}

/** `x &&= e` is `hold(x) ? (x = e) : held()`; the place is named twice, so it must be a simple one. */
function assignIf(
  emit: Emitter,
  node: ts.BinaryExpression,
  isAnd: boolean,
): ts.Expression {
  const { factory } = emit;
  const place = placeOf(emit, bare(node.left));
  if (!place.isSimple)
    throw new TraceError(
      `'${node.operatorToken.getText()}' on a computed place is not traced: ${node.getText()}`,
    );
  const store = factory.createParenthesizedExpression(
    factory.createAssignment(place.again(), emit.expression(node.right)),
  );
  const held = emit.call("held");
  return choice(
    emit,
    emit.call("hold", place.again()),
    isAnd ? store : held,
    isAnd ? held : store,
  );
}
