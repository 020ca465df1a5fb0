/** Destructuring: patterns in declarations, in parameters and on the left of assignments. */
import { ts } from "ts-morph";
import { compare, number } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { Type } from "../../ir/types.ts";
import { definedPart, undefinedType } from "../../ir/types.ts";
import { declare } from "../declare.ts";
import { inOrder } from "../order.ts";
import { refuse } from "../problems.ts";
import type { Reading } from "../reading.ts";
import { unwrapped } from "../symbols.ts";
import { property } from "./access.ts";
import { placeOf, write } from "./place.ts";
import { rest } from "./slice.ts";
import { recordOfRest } from "./object-literal.ts";
import { choose } from "./logic.ts";
import { branch, kept, value } from "./value.ts";
import { element } from "./list.ts";

export const isPattern = (
  node: ts.Node,
): node is ts.ArrayLiteralExpression | ts.ObjectLiteralExpression =>
  ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node);

/** `const { x, y: [a, b = 1], ...others } = value`. */
export function declarePattern(
  cx: Reading,
  pattern: ts.BindingPattern,
  from: ir.Expr,
): void {
  const whole = kept(cx, from);
  if (ts.isArrayBindingPattern(pattern)) {
    pattern.elements.forEach((e, i) => {
      if (ts.isOmittedExpression(e)) return;
      const part =
        e.dotDotDotToken === undefined ? item(whole, i) : rest(cx, whole, i);
      declareElement(cx, e, part);
    });
    return;
  }
  const taken: string[] = [];
  for (const e of pattern.elements) {
    if (e.dotDotDotToken !== undefined) {
      declareElement(cx, e, recordOfRest(cx, e, whole, taken));
      continue;
    }
    const key = keyOf(cx, e.propertyName ?? e.name);
    taken.push(key);
    declareElement(cx, e, property(cx, e.name as ts.Identifier, whole, key));
  }
}

function declareElement(
  cx: Reading,
  e: ts.BindingElement,
  part: ir.Expr,
): void {
  const v =
    e.initializer === undefined ? part : withDefault(cx, part, e.initializer);
  if (ts.isIdentifier(e.name)) declare(cx, e.name, v);
  else declarePattern(cx, e.name, v);
}

export function withDefault(
  cx: Reading,
  part: ir.Expr,
  initializer: ts.Expression,
): ir.Expr {
  const given = { ...part, type: withoutUndefined(part.type) };
  if (part.type.kind === "undefined") return value(cx, initializer);
  return choose(
    cx,
    compare("===", part, missing),
    branch(cx, (inner) => value(inner, initializer, { type: given.type })),
    { expr: given, statements: [] },
  );
}

export const missing: ir.ConstExpr = {
  kind: "const",
  type: undefinedType,
  value: undefined,
};

function withoutUndefined(type: Type): Type {
  if (type.kind !== "union") return type;
  const members = type.members.filter((m) => m.kind !== "undefined");
  return members.length === 1 ? members[0]! : { kind: "union", members };
}

const item = (array: ir.Expr, i: number): ir.Expr =>
  element({ ...array, type: definedPart(array.type) }, number(i));

function keyOf(cx: Reading, name: ts.PropertyName | ts.BindingName): string {
  if (
    ts.isIdentifier(name) ||
    ts.isStringLiteralLike(name) ||
    ts.isNumericLiteral(name) ||
    ts.isPrivateIdentifier(name)
  )
    return name.text;
  refuse(cx, name, "AD1003", { what: "a computed key in a pattern" });
  return "";
}

/** `[a, b] = [b, a]`, `({ x: this.x } = p)`; the value is that of the right side. */
export function assignPattern(
  cx: Reading,
  pattern: ts.ArrayLiteralExpression | ts.ObjectLiteralExpression,
  right: ts.Expression,
  used: boolean,
): ir.Expr {
  const source = unwrapped(right);
  if (
    !used &&
    ts.isArrayLiteralExpression(pattern) &&
    ts.isArrayLiteralExpression(source) &&
    isPlainSwap(pattern, source)
  ) {
    swap(cx, pattern, source);
    return missing;
  }
  const v = value(cx, right);
  const whole = kept(cx, v);
  assignParts(cx, pattern, whole);
  return whole;
}

const isPlainSwap = (
  pattern: ts.ArrayLiteralExpression,
  source: ts.ArrayLiteralExpression,
): boolean =>
  pattern.elements.length <= source.elements.length &&
  [...pattern.elements, ...source.elements].every(
    (e) => !ts.isSpreadElement(e) && !ts.isOmittedExpression(e),
  );

/** All values first, then one target after the other; a value that a target disturbs is saved before. */
function swap(
  cx: Reading,
  pattern: ts.ArrayLiteralExpression,
  source: ts.ArrayLiteralExpression,
): void {
  inOrder(cx, [
    ...source.elements.map((e) => (inner: Reading) => value(inner, e)),
    ...pattern.elements.map(
      (target, i) => (inner: Reading, before: readonly ir.Expr[]) => {
        assignTarget(inner, target, before[i]!);
        return missing;
      },
    ),
  ]);
}

function assignParts(
  cx: Reading,
  pattern: ts.ArrayLiteralExpression | ts.ObjectLiteralExpression,
  whole: ir.Expr,
): void {
  if (ts.isArrayLiteralExpression(pattern)) {
    pattern.elements.forEach((e, i) => {
      if (ts.isOmittedExpression(e)) return;
      if (ts.isSpreadElement(e))
        assignTarget(cx, e.expression, rest(cx, whole, i));
      else assignTarget(cx, e, item(whole, i));
    });
    return;
  }
  const taken: string[] = [];
  for (const p of pattern.properties) {
    if (ts.isShorthandPropertyAssignment(p)) {
      taken.push(p.name.text);
      const part = property(cx, p.name, whole, p.name.text);
      const v =
        p.objectAssignmentInitializer === undefined
          ? part
          : withDefault(cx, part, p.objectAssignmentInitializer);
      assignTarget(cx, p.name, v);
    } else if (ts.isPropertyAssignment(p)) {
      const key = keyOf(cx, p.name);
      taken.push(key);
      assignTarget(
        cx,
        p.initializer,
        property(cx, p.name as ts.Identifier, whole, key),
      );
    } else if (ts.isSpreadAssignment(p))
      assignTarget(cx, p.expression, recordOfRest(cx, p, whole, taken));
  }
}

function assignTarget(cx: Reading, node: ts.Expression, v: ir.Expr): void {
  const target = unwrapped(node);
  if (
    ts.isBinaryExpression(target) &&
    target.operatorToken.kind === ts.SyntaxKind.EqualsToken
  ) {
    assignTarget(cx, target.left, withDefault(cx, v, target.right));
    return;
  }
  if (isPattern(target)) {
    assignParts(cx, target, kept(cx, v));
    return;
  }
  const { steps, place } = placeOf(cx, target);
  const parts = inOrder(cx, [() => v, ...steps]);
  write(cx, node, place(parts.slice(1)), parts[0]!);
}
