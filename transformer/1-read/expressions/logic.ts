/** Comparisons, and what decides: `&&`, `||`, `??`, `!`, `? :`. */
import { ts } from "ts-morph";
import { assign, compare, conditional, if_, read } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { booleanType, definedPart, stringType } from "../../ir/types.ts";
import { askForClasses, testedByTag } from "../classes/dispatch.ts";
import { classDeclaration } from "../classes/members.ts";
import { knownInstance, testOfClass } from "../classes/tested.ts";
import { inOrder } from "../order.ts";
import type { Reading, Want } from "../reading.ts";
import { emit } from "../reading.ts";
import { join } from "../types/compatible.ts";
import { hasKey, isOwn } from "./dictionary.ts";
import { decided } from "./decide.ts";
import { isList } from "./list.ts";
import { booleanConst, nullConst } from "./literals.ts";
import type { Branch } from "./value.ts";
import { branch, temporary, value } from "./value.ts";

const comparisons: Partial<Record<ts.SyntaxKind, ir.LogicExpr["op"]>> = {
  [ts.SyntaxKind.LessThanToken]: "<",
  [ts.SyntaxKind.LessThanEqualsToken]: "<=",
  [ts.SyntaxKind.GreaterThanToken]: ">",
  [ts.SyntaxKind.GreaterThanEqualsToken]: ">=",
  [ts.SyntaxKind.EqualsEqualsToken]: "==",
  [ts.SyntaxKind.ExclamationEqualsToken]: "!=",
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: "===",
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: "!==",
  [ts.SyntaxKind.InKeyword]: "in",
  [ts.SyntaxKind.InstanceOfKeyword]: "instanceof",
};

export const isComparison = (operator: ts.SyntaxKind): boolean =>
  comparisons[operator] !== undefined;

export function comparison(cx: Reading, node: ts.BinaryExpression): ir.Expr {
  const known = knownInstance(cx, node);
  if (known !== undefined) return booleanConst(known);
  const operands = inOrder(cx, [
    (inner) => value(inner, node.left),
    (inner) => value(inner, node.right),
  ]);
  if (node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) {
    const tested = classDeclaration(cx.reader, node.right);
    const known = tested && testedByTag(operands[0]!, tested);
    if (known !== undefined) return known;
    if (tested !== undefined) askForClasses(cx, operands[0]!);
    testOfClass(cx, node);
  }
  const [key, object] = operands;
  if (node.operatorToken.kind === ts.SyntaxKind.InKeyword && isOwn(object!))
    return hasKey(cx, node, object!, key!);
  return compare(comparisons[node.operatorToken.kind]!, ...operands);
}

export const not = (cx: Reading, node: ts.PrefixUnaryExpression): ir.Expr =>
  compare("!", value(cx, node.operand));

export const typeOf = (cx: Reading, node: ts.TypeOfExpression): ir.Expr => ({
  kind: "logic",
  type: stringType,
  op: "typeof",
  args: [value(cx, node.expression)],
});

export function ternary(
  cx: Reading,
  node: ts.ConditionalExpression,
  want: Want,
): ir.Expr {
  const test = value(cx, node.condition);
  const known = decided(test);
  if (known !== undefined)
    return value(cx, known ? node.whenTrue : node.whenFalse, want);
  return choose(
    cx,
    test,
    branch(cx, (inner) => value(inner, node.whenTrue, want)),
    branch(cx, (inner) => value(inner, node.whenFalse, want)),
    want,
  );
}

/** `test ? yes : no`, as an expression where both sides are, else as an `if`. */
export function choose(
  cx: Reading,
  test: ir.Expr,
  yes: Branch,
  no: Branch,
  want: Want = {},
): ir.Expr {
  const type = join(yes.expr.type, no.expr.type);
  if (yes.statements.length === 0 && no.statements.length === 0)
    return { ...conditional(test, yes.expr, no.expr), type };
  const result: ir.Variable = { name: want.name ?? "chosen", type };
  const { origin } = cx;
  emit(cx, { kind: "let", origin, variable: result });
  emit(
    cx,
    if_(
      origin,
      test,
      [...yes.statements, assign(origin, result, yes.expr)],
      [...no.statements, assign(origin, result, no.expr)],
    ),
  );
  cx.func.temporaries.add(result);
  return read(result);
}

const just = (expr: ir.Expr): Branch => ({ expr, statements: [] });

/** `a && b`: of truth values an operation, of other values `a ? b : a`. */
export function and(
  cx: Reading,
  node: ts.BinaryExpression,
  want: Want,
): ir.Expr {
  const left = value(cx, node.left);
  const right = branch(cx, (inner) => value(inner, node.right));
  if (
    right.statements.length === 0 &&
    (isTruth(left, right.expr) || isTest(node))
  )
    return { ...compare("&&", left, right.expr), type: booleanType };
  return choose(cx, left, right, just(left), want);
}

export function or(
  cx: Reading,
  node: ts.BinaryExpression,
  want: Want,
): ir.Expr {
  const left = value(cx, node.left);
  const right = branch(cx, (inner) => value(inner, node.right));
  if (
    right.statements.length === 0 &&
    (isTruth(left, right.expr) || isTest(node))
  )
    return { ...compare("||", left, right.expr), type: booleanType };
  return choose(cx, left, just(left), right, want);
}

export function nullish(
  cx: Reading,
  node: ts.BinaryExpression,
  want: Want,
): ir.Expr {
  const given = value(cx, node.left);
  const left = given.kind === "conditional" ? temporary(cx, given) : given;
  const type = definedPart(left.type);
  const asked = want.type ?? (isList(type) ? type : undefined);
  return choose(
    cx,
    isDefined(left),
    just({ ...left, type }),
    branch(cx, (inner) => value(inner, node.right, { ...want, type: asked })),
    want,
  );
}

/** `e != null`. */
export const isDefined = (e: ir.Expr): ir.Expr => compare("!=", e, nullConst);

const isTruth = (a: ir.Expr, b: ir.Expr): boolean =>
  a.type.kind === "boolean" && b.type.kind === "boolean";

/** Is only the truth of the value used? */
function isTest(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return isTest(parent);
  if (ts.isPrefixUnaryExpression(parent))
    return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (
    ts.isIfStatement(parent) ||
    ts.isWhileStatement(parent) ||
    ts.isDoStatement(parent)
  )
    return parent.expression === node;
  if (ts.isForStatement(parent)) return parent.condition === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  return (
    ts.isBinaryExpression(parent) &&
    (parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ||
      parent.operatorToken.kind === ts.SyntaxKind.BarBarToken) &&
    isTest(parent)
  );
}
