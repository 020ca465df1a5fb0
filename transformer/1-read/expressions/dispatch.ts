/** Every kind of expression, by its verdict in `syntax.ts`; each is read in a file of its own. */
import { ownArguments } from "../calls/own-arguments.ts";
import { ts } from "ts-morph";
import type * as ir from "../../ir/nodes.ts";
import { definedPart, membersOf } from "../../ir/types.ts";
import { call } from "../calls/call.ts";
import { construct } from "../calls/construct.ts";
import { tagged } from "../calls/tags.ts";
import { refuse } from "../problems.ts";
import type { Reading, Want } from "../reading.ts";
import { apart } from "../reading.ts";
import { isNumericOpaque, isTextOpaque } from "../types/literal.ts";
import { elementAccess, isRecordByKey, propertyAccess } from "./access.ts";
import { remove } from "./dictionary.ts";
import {
  arithmetic,
  bitwiseNot,
  isArithmetic,
  negation,
  operatorOf,
  plus,
} from "./arithmetic.ts";
import { arrayLiteral } from "./array-literal.ts";
import {
  assignment,
  compoundAssignment,
  increment,
  logicalAssignment,
} from "./assign.ts";
import { missing } from "./destructure.ts";
import { foreignText } from "./foreign.ts";
import { asserted, defined, identifier } from "./identifier.ts";
import {
  booleanConst,
  nullConst,
  numericLiteral,
  stringConst,
  template,
} from "./literals.ts";
import {
  and,
  comparison,
  isComparison,
  not,
  nullish,
  or,
  ternary,
  typeOf,
} from "./logic.ts";
import { objectLiteral } from "./object-literal.ts";
import { thisValue } from "./this.ts";
import { standsAlone, value } from "./value.ts";
import { inOrder } from "../order.ts";
import { unwrapped } from "../symbols.ts";
import { isAssignmentOperator } from "../writes.ts";

/** An expression, which may have identity or be an effect that gives a value. */
export function whole(cx: Reading, node: ts.Expression, want: Want): ir.Expr {
  if (ts.isParenthesizedExpression(node))
    return whole(cx, node.expression, want);
  if (
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isTypeAssertionExpression(node)
  )
    return asserted(cx, node, whole(cx, node.expression, want));
  if (ts.isNonNullExpression(node))
    return defined(whole(cx, node.expression, want));
  const args = ownArguments(cx, node);
  if (args !== undefined) return args;
  if (ts.isIdentifier(node)) return identifier(cx, node);
  if (ts.isNumericLiteral(node))
    return asWanted(numericLiteral(cx, node), want);
  if (ts.isStringLiteralLike(node))
    return asWanted(stringConst(node.text), want);
  if (ts.isTemplateExpression(node)) return template(cx, node);
  if (ts.isPropertyAccessExpression(node)) return propertyAccess(cx, node);
  if (ts.isElementAccessExpression(node)) return elementAccess(cx, node);
  if (ts.isCallExpression(node)) return call(cx, node, want);
  if (ts.isNewExpression(node)) return construct(cx, node, want);
  if (ts.isBinaryExpression(node)) return binary(cx, node, want);
  if (ts.isPrefixUnaryExpression(node)) return prefix(cx, node, true);
  if (ts.isPostfixUnaryExpression(node)) return increment(cx, node, true);
  if (ts.isConditionalExpression(node)) return ternary(cx, node, want);
  if (ts.isArrayLiteralExpression(node)) return arrayLiteral(cx, node, want);
  if (ts.isObjectLiteralExpression(node)) return objectLiteral(cx, node, want);
  if (ts.isTypeOfExpression(node)) return typeOf(cx, node);
  if (ts.isDeleteExpression(node)) {
    const removed = removal(cx, node);
    if (removed !== undefined) return removed;
  }
  if (ts.isVoidExpression(node)) {
    effect(cx, node.expression);
    return missing;
  }
  return keyword(cx, node);
}

function keyword(cx: Reading, node: ts.Expression): ir.Expr {
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return booleanConst(true);
    case ts.SyntaxKind.FalseKeyword:
      return booleanConst(false);
    case ts.SyntaxKind.NullKeyword:
      return nullConst;
    case ts.SyntaxKind.ThisKeyword:
      return thisValue(cx, node);
    case ts.SyntaxKind.ArrowFunction:
    case ts.SyntaxKind.FunctionExpression:
      return escaping(cx, node);
    case ts.SyntaxKind.AwaitExpression:
    case ts.SyntaxKind.YieldExpression:
      refuse(cx, node, "AD1011", {
        what: ts.isAwaitExpression(node) ? "await" : "yield",
      });
      return missing;
    case ts.SyntaxKind.MetaProperty:
      // `import.meta` is the same wherever it stands in a module.
      if (node.getText().startsWith("new"))
        refuse(cx, node, "AD1011", { what: "new.target" });
      return foreignText(cx, node, "syntax");
    default:
      return foreignText(cx, node, "syntax");
  }
}

function binary(cx: Reading, node: ts.BinaryExpression, want: Want): ir.Expr {
  const operator = node.operatorToken.kind;
  if (isArithmetic(operator)) return arithmetic(cx, node);
  if (isComparison(operator)) return comparison(cx, node);
  switch (operator) {
    case ts.SyntaxKind.CommaToken:
      effect(cx, node.left);
      return whole(cx, node.right, want);
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return and(cx, node, want);
    case ts.SyntaxKind.BarBarToken:
      return or(cx, node, want);
    case ts.SyntaxKind.QuestionQuestionToken:
      return nullish(cx, node, want);
    default:
      return assigning(cx, node, true);
  }
}

function assigning(
  cx: Reading,
  node: ts.BinaryExpression,
  used: boolean,
): ir.Expr {
  const operator = node.operatorToken.kind;
  if (operator === ts.SyntaxKind.EqualsToken) return assignment(cx, node, used);
  if (operatorOf(operator) !== undefined)
    return compoundAssignment(cx, node, used);
  return logicalAssignment(cx, node);
}

function prefix(
  cx: Reading,
  node: ts.PrefixUnaryExpression,
  used: boolean,
): ir.Expr {
  switch (node.operator) {
    case ts.SyntaxKind.PlusToken:
      return plus(cx, node);
    case ts.SyntaxKind.MinusToken:
      return negation(cx, node);
    case ts.SyntaxKind.TildeToken:
      return bitwiseNot(cx, node);
    case ts.SyntaxKind.ExclamationToken:
      return not(cx, node);
    case ts.SyntaxKind.PlusPlusToken:
    case ts.SyntaxKind.MinusMinusToken:
      return increment(cx, node, used);
  }
}

/** An expression whose value nobody looks at. */
export function effect(cx: Reading, node: ts.Expression): void {
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isVoidExpression(node) ||
    ts.isNonNullExpression(node)
  ) {
    effect(cx, node.expression);
    return;
  }
  if (ts.isPrefixUnaryExpression(node)) {
    prefix(cx, node, false);
    return;
  }
  if (ts.isPostfixUnaryExpression(node)) {
    increment(cx, node, false);
    return;
  }
  if (ts.isBinaryExpression(node) && effectOfBinary(cx, node)) return;
  const v = whole(cx, node, { isIgnored: true });
  if (v.kind === "foreign" && !v.pure)
    cx.out.push({ kind: "effect", origin: cx.origin, value: v });
  else if (standsAlone(v)) return;
  dropUnused(cx, v);
}

function effectOfBinary(cx: Reading, node: ts.BinaryExpression): boolean {
  const operator = node.operatorToken.kind;
  if (operator === ts.SyntaxKind.CommaToken) {
    effect(cx, node.left);
    effect(cx, node.right);
    return true;
  }
  const isAssignment = isAssignmentOperator(operator);
  if (isAssignment) assigning(cx, node, false);
  return isAssignment;
}

/** A call whose result is not used declares none. */
function dropUnused(cx: Reading, v: ir.Expr): void {
  const last = cx.out.at(-1);
  if (
    v.kind === "read" &&
    last?.kind === "call" &&
    last.result === v.variable
  ) {
    const { result: _, ...unused } = last;
    cx.out[cx.out.length - 1] = unused;
  }
}

/** `delete o[key]`, of a record by key. */
function removal(cx: Reading, node: ts.DeleteExpression): ir.Expr | undefined {
  const place = unwrapped(node.expression);
  const isKeyed = ts.isElementAccessExpression(place);
  if (!isKeyed && !ts.isPropertyAccessExpression(place)) return undefined;
  const inner = apart(cx);
  const [record, key] = inOrder(inner, [
    (at) => value(at, place.expression),
    (at) =>
      isKeyed
        ? value(at, place.argumentExpression)
        : stringConst(place.name.text),
  ]);
  if (!isRecordByKey(record!)) return undefined;
  cx.out.push(...inner.out);
  remove(cx, node, record!, key!);
  return booleanConst(true);
}

/** A function as a value that is not known any more where it is called. */
function escaping(cx: Reading, node: ts.Expression): ir.Expr {
  const known = cx.reader.lower.functionValue(cx, node);
  const tag = known && tagged(cx, known);
  if (tag !== undefined) return tag;
  const text = foreignText(cx, node, "functionValue", {
    pure: true,
    mutates: false,
  });
  if (text.assigns.length === 0) return text;
  // Who calls it, and when, is not known: what it assigns could change at any time.
  refuse(cx, node, "AD1008", { what: text.problem.args["what"] ?? "" });
  return missing;
}

/** Where a literal's type is asked for (`kind: 'leaf'`), a literal has it. */
function asWanted(e: ir.Expr, { type }: Want): ir.Expr {
  if (type === undefined) return e;
  const asked = membersOf(definedPart(type)).find((m) =>
    e.type.kind === "string" ? isTextOpaque(m) : isNumericOpaque(m),
  );
  return asked === undefined ? e : { ...e, type: asked };
}
