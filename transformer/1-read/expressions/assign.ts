/** Assignments, plain and compound, to variables, elements and properties; `++` and `--`. */
import { ts } from "ts-morph";
import { apply, if_, number, read } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { inOrder } from "../order.ts";
import type { Reading } from "../reading.ts";
import { emit } from "../reading.ts";
import { unwrapped } from "../symbols.ts";
import { operation, operatorOf } from "./arithmetic.ts";
import { assignPattern, isPattern } from "./destructure.ts";
import { foreign } from "./foreign.ts";
import { isDefined } from "./logic.ts";
import { asNumber } from "./numeric.ts";
import type { Place, Step } from "./place.ts";
import { current, placeOf, write } from "./place.ts";
import { branch, named, temporary, value } from "./value.ts";

/** `target = value`; gives the value where it is used. */
export function assignment(
  cx: Reading,
  node: ts.BinaryExpression,
  used: boolean,
): ir.Expr {
  const left = unwrapped(node.left);
  if (isPattern(left)) return assignPattern(cx, left, node.right, used);
  const { steps, place } = placeOf(cx, node.left);
  const parts = inOrder(cx, [...steps, valueStep(node, place, steps.length)]);
  const target = place(parts.slice(0, steps.length));
  const v = parts.at(-1)!;
  const kept = used && target.kind !== "variable" ? settled(cx, v) : v;
  write(cx, node, target, kept);
  return target.kind === "variable" && kept.kind !== "const"
    ? read(target.variable)
    : kept;
}

/** The value of an assignment: an allocation can be the whole value of an assigned variable only through a name. */
function valueStep(
  node: ts.BinaryExpression,
  place: (parts: readonly ir.Expr[]) => Place,
  count: number,
): Step {
  return (inner, before) => {
    const target = place(before.slice(0, count));
    const type =
      target.kind === "variable"
        ? target.variable.type
        : target.kind === "memory"
          ? target.target.type
          : undefined;
    return value(inner, node.right, { type });
  };
}

const settled = (cx: Reading, v: ir.Expr): ir.Expr =>
  v.kind === "const" || v.kind === "read" ? v : temporary(cx, v);

/** `target += value`. */
export function compoundAssignment(
  cx: Reading,
  node: ts.BinaryExpression,
  used: boolean,
): ir.Expr {
  const operator = operatorOf(node.operatorToken.kind)!;
  const { steps, place } = placeOf(cx, node.left);
  const n = steps.length;
  const parts = inOrder(cx, [
    ...steps,
    (inner, before) => named(inner, current(place(before.slice(0, n)))),
    (inner) => value(inner, node.right),
  ]);
  const result = operation(cx, node, operator, parts[n]!, parts[n + 1]!);
  return finish(cx, node, place(parts.slice(0, n)), result, used);
}

function finish(
  cx: Reading,
  node: ts.Node,
  target: Place,
  result: ir.Expr,
  used: boolean,
): ir.Expr {
  const kept =
    used && target.kind !== "variable" ? settled(cx, result) : result;
  write(cx, node, target, kept);
  return target.kind === "variable" ? read(target.variable) : kept;
}

/** `target ??= value`, `||=`, `&&=`: the value is evaluated, and the place written, only if need be. */
export function logicalAssignment(
  cx: Reading,
  node: ts.BinaryExpression,
): ir.Expr {
  const { steps, place } = placeOf(cx, node.left);
  const target = place(inOrder(cx, steps));
  const now = named(cx, current(target));
  const inner = branch(cx, (apart) => {
    const v = value(apart, node.right);
    write(apart, node, target, v);
    return v;
  });
  const test = logicalTest(node.operatorToken.kind, now);
  emit(
    cx,
    if_(
      cx.origin,
      test.expr,
      test.whenTrue ? inner.statements : [],
      test.whenTrue ? [] : inner.statements,
    ),
  );
  return target.kind === "outside" || target.kind === "setter"
    ? now
    : current(target);
}

function logicalTest(
  operator: ts.SyntaxKind,
  now: ir.Expr,
): { expr: ir.Expr; whenTrue: boolean } {
  if (operator === ts.SyntaxKind.AmpersandAmpersandEqualsToken)
    return { expr: now, whenTrue: true };
  if (operator === ts.SyntaxKind.BarBarEqualsToken)
    return {
      expr: { ...isDefined(now), op: "!", args: [now] } as ir.LogicExpr,
      whenTrue: true,
    };
  return {
    expr: { ...isDefined(now), op: "==" } as ir.LogicExpr,
    whenTrue: true,
  };
}

/** `++x`, `x++`, and with `--`. */
export function increment(
  cx: Reading,
  node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression,
  used: boolean,
): ir.Expr {
  const { steps, place } = placeOf(cx, node.operand);
  const target = place(inOrder(cx, steps));
  const now = named(cx, current(target));
  const rule = node.operator === ts.SyntaxKind.PlusPlusToken ? "add" : "sub";
  const n = asNumber(now);
  const after =
    n === undefined
      ? foreign(
          node,
          "operands",
          now.type,
          ["(", now, rule === "add" ? " + 1)" : " - 1)"],
          { pure: true },
        )
      : apply(rule, n, number(1));
  if (!used || ts.isPrefixUnaryExpression(node))
    return finish(cx, node, target, after, used);
  const before = temporary(cx, now);
  write(cx, node, target, after);
  return before;
}
