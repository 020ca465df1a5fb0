/** Reading an expression to a pure one: whatever has identity or an effect of its own gets a name first. */
import type { ts } from "ts-morph";
import { let_, read, variable } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { nameFor } from "../order.ts";
import type { Reading, Want } from "../reading.ts";
import { apart, emit } from "../reading.ts";

import { refuseToKeep } from "../problems.ts";
import { holdsFunctions } from "../types/partial.ts";
import { viewed } from "./list.ts";

/** A pure expression without identity, that may stand anywhere. */
export function value(
  cx: Reading,
  node: ts.Expression,
  want: Want = {},
): ir.Expr {
  const whole = cx.reader.lower.whole(cx, node, want);
  if (want.isTakenApart && isViewLiteral(whole)) return whole;
  return named(cx, whole, want.name);
}

export function named(cx: Reading, expr: ir.Expr, name?: string): ir.Expr {
  return standsAlone(expr) ? temporary(cx, expr, name) : expr;
}

/** Invariants 1 and 2 of the IR: these are whole values of statements. */
export function standsAlone(e: ir.Expr): boolean {
  switch (e.kind) {
    case "allocate":
    case "arrayLiteral":
    case "objectLiteral":
    case "copy":
    case "zeros":
    case "lambda":
      return true;
    case "foreign":
      return !e.pure;
    default:
      return false;
  }
}

export function temporary(
  cx: Reading,
  expr: ir.Expr,
  name?: string,
): ir.ReadExpr {
  if (isListOfFunctions(expr)) refuseToKeep(cx);
  const v = variable(name ?? nameFor(expr), expr.type);
  emit(cx, let_(cx.origin, v, expr));
  cx.func.temporaries.add(v);
  cx.func.constants.add(v);
  return read(v);
}

/** An expression that can be repeated and reads what it read before: a constant, or a variable that is never assigned. */
export function isStable(cx: Reading, e: ir.Expr): boolean {
  if (e.kind === "const") return true;
  if (isViewLiteral(e)) return e.fields.every((f) => isStable(cx, f.value));
  if (e.kind === "foreign") return e.pure && e.parts.length === 1;
  if (e.kind !== "read") return false;
  return cx.func.constants.has(e.variable);
}

/** What is read more than once: the expression where it can be repeated, else a constant that holds its value. */
export const kept = (cx: Reading, e: ir.Expr, name?: string): ir.Expr =>
  isStable(cx, e) ? e : temporary(cx, e, name);

/** A value, and the statements that it needs before it. */
export interface Branch {
  readonly expr: ir.Expr;
  readonly statements: readonly ir.Stmt[];
}

/** Reads a value of which it is not yet known whether it is wanted. */
export function branch(cx: Reading, lower: (cx: Reading) => ir.Expr): Branch {
  const inner = apart(cx);
  const expr = lower(inner);
  return { expr, statements: inner.out };
}

/** A list of which parts are wanted. */
export const listValue = (cx: Reading, node: ts.Expression): ir.Expr =>
  value(cx, node, { isTakenApart: true });

const isViewLiteral = (e: ir.Expr): e is ir.ObjectLiteralExpr =>
  e.kind === "objectLiteral" && viewed(e.type) !== undefined;

/** Which of them a place in it holds is not known while reading. */
const isListOfFunctions = (e: ir.Expr): boolean =>
  (e.kind === "arrayLiteral" || e.kind === "allocate") &&
  holdsFunctions(e.type);
