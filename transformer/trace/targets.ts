/** Targets of destructuring assignments, and of `for (… of …)`. */
import { ts } from "ts-morph";
import type { Emitter } from "./emitter.ts";
import { bare } from "./names.ts";
import { placeOf } from "./place.ts";

export const isPattern = (node: ts.Expression): boolean =>
  ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node);

/** `[a[i], b.x] = …` stores to `slot(a, i).at`, so that the run-time sees it. */
export function rewriteTarget(
  emit: Emitter,
  target: ts.Expression,
): ts.Expression {
  const { factory } = emit;
  const node = bare(target);
  if (ts.isArrayLiteralExpression(node))
    return factory.updateArrayLiteralExpression(
      node,
      node.elements.map((element) => rewriteElement(emit, element)),
    );
  if (ts.isObjectLiteralExpression(node))
    return factory.updateObjectLiteralExpression(
      node,
      node.properties.map((property) => rewriteProperty(emit, property)),
    );
  const place = placeOf(emit, node);
  if (place.key && ts.isElementAccessExpression(node))
    return factory.createPropertyAccessExpression(
      emit.call("slot", place.holder, place.key),
      "at",
    );
  return place.again();
}

function rewriteElement(emit: Emitter, element: ts.Expression): ts.Expression {
  const { factory } = emit;
  if (ts.isOmittedExpression(element)) return element;
  if (ts.isSpreadElement(element))
    return factory.updateSpreadElement(
      element,
      rewriteTarget(emit, element.expression),
    );
  if (
    ts.isBinaryExpression(element) &&
    element.operatorToken.kind === ts.SyntaxKind.EqualsToken
  )
    return factory.createAssignment(
      rewriteTarget(emit, element.left),
      emit.expression(element.right),
    );
  return rewriteTarget(emit, element);
}

function rewriteProperty(
  emit: Emitter,
  property: ts.ObjectLiteralElementLike,
): ts.ObjectLiteralElementLike {
  const { factory } = emit;
  if (ts.isPropertyAssignment(property))
    return factory.updatePropertyAssignment(
      property,
      emit.children(property).name,
      rewriteElement(emit, property.initializer),
    );
  if (ts.isSpreadAssignment(property))
    return factory.updateSpreadAssignment(
      property,
      rewriteTarget(emit, property.expression),
    );
  return emit.children(property);
}

/** `for (a[i] of …)`; a declaration needs nothing. */
export function rewriteForTarget(
  emit: Emitter,
  node: ts.ForOfStatement | ts.ForInStatement,
): ts.Node | undefined {
  const { initializer } = node;
  if (ts.isVariableDeclarationList(initializer)) return undefined;
  const target = rewriteTarget(emit, initializer);
  const over = emit.expression(node.expression);
  const body = emit.statement(node.statement);
  return ts.isForOfStatement(node)
    ? emit.factory.updateForOfStatement(
        node,
        node.awaitModifier,
        target,
        over,
        body,
      )
    : emit.factory.updateForInStatement(node, target, over, body);
}
