/** Statements that we do not look into (`try`): they run as they stand, and no derivative flows through them. */
import { ts } from "ts-morph";
import { voidType } from "../../ir/types.ts";
import { foreign, textOf } from "../expressions/foreign.ts";
import { refuse } from "../problems.ts";
import type { Reading } from "../reading.ts";
import { emit } from "../reading.ts";

export function foreignStatement(
  cx: Reading,
  node: ts.Statement,
  what: string,
): void {
  if (leaves(node)) {
    refuse(cx, node, "AD1002", { what: `${what} that is left by a jump` });
    return;
  }
  const text = textOf(cx, node);
  const value = foreign(
    node,
    "statement",
    voidType,
    ["(() => { ", ...text.parts, " })()"],
    {
      pure: false,
      mutates: text.hasEffects,
      assigns: text.assigns,
      args: { what },
    },
  );
  emit(cx, { kind: "effect", origin: cx.origin, value });
}

/** Does something in it jump out of it? */
export function leaves(root: ts.Node): boolean {
  const visit = (
    node: ts.Node,
    inLoop: boolean,
    labels: readonly string[],
  ): boolean => {
    if (ts.isFunctionLike(node)) return false;
    if (
      ts.isReturnStatement(node) ||
      ts.isYieldExpression(node) ||
      ts.isAwaitExpression(node)
    )
      return true;
    if (ts.isBreakOrContinueStatement(node))
      return node.label === undefined
        ? !inLoop
        : !labels.includes(node.label.text);
    const isTarget =
      ts.isIterationStatement(node, false) || ts.isSwitchStatement(node);
    const known = ts.isLabeledStatement(node)
      ? [...labels, node.label.text]
      : labels;
    return (
      ts.forEachChild(node, (child) =>
        visit(child, inLoop || isTarget, known),
      ) ?? false
    );
  };
  return visit(root, false, []);
}
