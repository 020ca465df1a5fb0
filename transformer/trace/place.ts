/** A place that is assigned: a variable, a property, an element. */
import { ts } from "ts-morph";
import type { Emitter } from "./emitter.ts";
import { bare } from "./names.ts";
import { isConstant } from "./constants.ts";
import { TraceError } from "./runtime/unsupported.ts";

export interface Place {
  /** Where the run-time can reach the place by holder and key; absent for a variable, `#name` and `super`. */
  readonly key?: ts.Expression;
  readonly holder: ts.Expression;
  /** The property's name as it is written. */
  readonly name?: string;
  /** May be evaluated twice. */
  readonly isSimple: boolean;
  /** The place itself, as often as asked for. */
  again(): ts.Expression;
}

export function placeOf(emit: Emitter, node: ts.Expression): Place {
  const { factory } = emit;
  if (ts.isIdentifier(node))
    return { holder: node, isSimple: true, again: () => node };
  if (ts.isPropertyAccessExpression(node)) {
    const isSimple = isRepeatable(node.expression);
    const again = (): ts.Expression => emit.children(node);
    const holder = emit.expression(node.expression);
    const isReachable =
      !ts.isPrivateIdentifier(node.name) &&
      node.expression.kind !== ts.SyntaxKind.SuperKeyword;
    if (!isReachable && !isSimple)
      throw new TraceError(
        `a private name of a computed object is not traced: ${node.getText()}`,
      );
    const name = node.name.text;
    return isReachable
      ? {
          holder,
          key: factory.createStringLiteral(name),
          name,
          isSimple,
          again,
        }
      : { holder, name, isSimple, again };
  }
  if (ts.isElementAccessExpression(node)) {
    if (node.expression.kind === ts.SyntaxKind.SuperKeyword)
      throw new TraceError(`super[…] is not traced: ${node.getText()}`);
    const index = bare(node.argumentExpression);
    return {
      holder: emit.expression(node.expression),
      key: emit.plain(node.argumentExpression),
      isSimple:
        isRepeatable(node.expression) &&
        (ts.isIdentifier(index) ||
          ts.isStringLiteral(index) ||
          isConstant(emit.checker, index)),
      again: () => emit.expression(node),
    };
  }
  throw new TraceError(`not a place that can be assigned: ${node.getText()}`);
}

/** A name, or a property of one: reading it twice has no effect (a getter of the user's aside). */
function isRepeatable(node: ts.Expression): boolean {
  const inner = bare(node);
  return (
    ts.isIdentifier(inner) ||
    inner.kind === ts.SyntaxKind.ThisKeyword ||
    inner.kind === ts.SyntaxKind.SuperKeyword ||
    (ts.isPropertyAccessExpression(inner) && isRepeatable(inner.expression))
  );
}
