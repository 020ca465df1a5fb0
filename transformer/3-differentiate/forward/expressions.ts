/** The tangent of a value: how it changes as the inputs move along their tangents. */
import {
  isConst,
  isOwn,
  let_,
  number,
  read,
  sameExpr,
  variable,
} from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { carries, isReference } from "../../ir/types.ts";
import { mapChildren } from "../../ir/walk.ts";
import * as algebra from "../../ir/algebra.ts";
import { isFlat, partialOf, readsOf, ruleOf } from "../partials.ts";
import { mayBeInfinite } from "../reverse.ts";
import { groupOf, type Scope, tangentOfVariable } from "./tangents.ts";

/** Where statements go that a tangent needs before it. */
export interface Place {
  readonly origin: ir.Origin;
  /** Absent: nothing can stand there (a loop's header, one side of a choice). */
  readonly before?: ir.Stmt[];
}

/**
 * @param out the value of `e` itself, where it has a name by then.
 */
export function tangentOf(
  scope: Scope,
  e: ir.Expr,
  place: Place,
  out?: ir.Expr,
): ir.Expr {
  const { activity } = scope;
  if (!activity.expr(e) && !isOwnText(e)) return still(e, place);
  const part = (x: ir.Expr): ir.Expr => tangentOf(scope, x, place);
  switch (e.kind) {
    case "read":
      return isReference(e.type)
        ? { ...e, variable: tangentOfVariable(scope, e.variable) }
        : read(tangentOfVariable(scope, e.variable));
    case "element":
      return { ...e, array: pathOf(scope, e.array, place) };
    case "field":
      return { ...e, object: pathOf(scope, e.object, place) };
    case "apply":
      return tangentOfOperation(scope, e, place, out);
    case "conditional": {
      const side: Place = { origin: place.origin };
      const of = isReference(e.type) ? tangentOf : numberTangentOf;
      return algebra.choose(
        e.test,
        of(scope, e.yes, side),
        of(scope, e.no, side),
      );
    }
    case "allocate":
      return e.fill === undefined ? e : { ...e, fill: part(e.fill) };
    case "arrayLiteral":
    case "objectLiteral":
      return mapChildren(e, part);
    case "copy":
      return { ...e, of: part(e.of), ...groupOf(scope, e.group) };
    case "foreign":
      return {
        ...e,
        parts: e.parts.map((x) => (typeof x === "string" ? x : part(x))),
      };
    case "const":
    case "logic":
    case "length":
    case "zeros":
    case "lambda":
      return still(e, place);
  }
}

/** For a place that holds a number, or nothing: nothing does not move. */
export const numberTangentOf: typeof tangentOf = (scope, e, place, out) =>
  carries(e.type) ? tangentOf(scope, e, place, out) : number(0);

/** The tangent of a value made for a variable that has a tangent, whether or not the value moves. */
export function tangentOfMade(
  scope: Scope,
  v: ir.Variable,
  e: ir.Expr,
  place: Place,
): ir.Expr {
  const part = (x: ir.Expr): ir.Expr => tangentOf(scope, x, place);
  switch (e.kind) {
    case "allocate":
      if (e.type.kind === "array" && e.type.element.kind === "number")
        return { ...e, fill: e.fill ? part(e.fill) : number(0) };
      return e.fill === undefined ? e : { ...e, fill: part(e.fill) };
    case "arrayLiteral":
    case "objectLiteral":
      return mapChildren(e, part);
    case "copy":
      // Of what does not move, a copy that may move later.
      return scope.activity.expr(e.of)
        ? { ...e, of: part(e.of), ...groupOf(scope, e.group) }
        : { kind: "zeros", type: e.type, of: e.of, ...groupOf(scope, e.group) };
    case "zeros":
      return { ...e, ...groupOf(scope, e.group) };
    case "conditional":
    case "element":
    case "field":
    case "read":
    case "logic":
      return pathOf(scope, e, place);
    case "const":
      return e;
    default:
      return { kind: "zeros", type: v.type, of: read(v) };
  }
}

/** The tangent of a reference that leads to what moves: the same path from the tangents of its variables. */
export function pathOf(scope: Scope, e: ir.Expr, place: Place): ir.Expr {
  switch (e.kind) {
    case "read":
      // What carries no derivative has no variable beside it.
      return carries(e.variable.type)
        ? { ...e, variable: tangentOfVariable(scope, e.variable) }
        : e;
    case "element":
      return { ...e, array: pathOf(scope, e.array, place) };
    case "field":
      return { ...e, object: pathOf(scope, e.object, place) };
    case "conditional": {
      const yes = sideOf(scope, e.yes, place);
      return { ...e, yes, no: sideOf(scope, e.no, place) };
    }
    case "logic": {
      const [a, b] = e.args as [ir.Expr, ir.Expr];
      const [yes, no] = e.op === "&&" ? [b, a] : [a, b];
      return {
        kind: "conditional",
        type: e.type,
        test: a,
        yes: sideOf(scope, yes, place),
        no: sideOf(scope, no, place),
      };
    }
    default:
      return still(e, place);
  }
}

const sideOf = (scope: Scope, e: ir.Expr, place: Place): ir.Expr =>
  isReference(e.type) ? pathOf(scope, e, place) : e;

/** The tangent of what does not move: 0, or zeros in its shape; what carries no derivative stands for itself. */
function still(e: ir.Expr, place: Place): ir.Expr {
  if (!carries(e.type)) return e;
  if (!isReference(e.type)) return number(0);
  // A literal inside of what an entry returns: its parts.
  if (e.kind === "arrayLiteral" || e.kind === "objectLiteral")
    return mapChildren(e, (child) => still(child, place));
  if (place.before === undefined) return e;
  const zeros = variable(nameOf(e), e.type);
  place.before.push(
    let_(place.origin, zeros, { kind: "zeros", type: e.type, of: e }),
  );
  return read(zeros);
}

const nameOf = (e: ir.Expr): string =>
  e.kind === "read"
    ? `${e.variable.name}Dot`
    : e.kind === "field"
      ? `${e.name}Dot`
      : "stillDot";

/** Text that the compiler itself put there, around values: `[dx, ...dxs]`. */
export const isOwnText = (e: ir.Expr): e is ir.ForeignExpr =>
  e.kind === "foreign" &&
  isOwn(e.problem) &&
  e.type.kind !== "boolean" &&
  e.parts.some((part) => typeof part !== "string");

function tangentOfOperation(
  scope: Scope,
  e: ir.ApplyExpr,
  place: Place,
  out: ir.Expr | undefined,
): ir.Expr {
  if (isFlat(e.rule)) return number(0);
  if (e.rule === "guard") return tangentOfGuard(scope, e, place);
  const { singular } = ruleOf(e);
  let total: ir.Expr = number(0);
  for (const [i, arg] of e.args.entries()) {
    if (!scope.activity.expr(arg)) continue;
    const t = tangentOf(scope, arg, place);
    const partial = partialOf(e, i, {
      arg: (k) => e.args[k]!,
      out: () => out ?? e,
    });
    const term =
      singular && mayBeInfinite(partial)
        ? algebra.guard(named(t, place), partial)
        : times(partial, t);
    total = plus(total, term);
  }
  return total;
}

/** What is known to be zero stays zero: see the rule. */
function tangentOfGuard(scope: Scope, e: ir.ApplyExpr, place: Place): ir.Expr {
  const [d, p] = e.args as [ir.Expr, ir.Expr];
  const ofD = tangentOf(scope, d, place);
  const ofP = tangentOf(scope, p, place);
  return algebra.add(
    algebra.guard(named(ofD, place), p),
    algebra.guard(d, ofP),
  );
}

/** A guard reads the derivative twice. */
function named(t: ir.Expr, place: Place): ir.Expr {
  if (t.kind === "read" || t.kind === "const" || place.before === undefined)
    return t;
  const v = variable("dot");
  place.before.push(let_(place.origin, v, t));
  return read(v);
}

/** A product with a choice of constants is a choice: the side that was not taken contributes exactly nothing. */
function times(partial: ir.Expr, t: ir.Expr): ir.Expr {
  if (
    partial.kind === "conditional" &&
    isConst(partial.yes) &&
    isConst(partial.no)
  )
    return algebra.choose(
      partial.test,
      algebra.mul(partial.yes, t),
      algebra.mul(partial.no, t),
    );
  return algebra.mul(partial, t);
}

function plus(a: ir.Expr, b: ir.Expr): ir.Expr {
  if (
    a.kind === "conditional" &&
    b.kind === "conditional" &&
    sameExpr(a.test, b.test)
  )
    return algebra.choose(
      a.test,
      algebra.add(a.yes, b.yes),
      algebra.add(a.no, b.no),
    );
  if (sameExpr(a, b)) return twice(a);
  return algebra.add(a, b);
}

/** `2 * x * xDot`, of `x * x`. */
function twice(e: ir.Expr): ir.Expr {
  if (e.kind !== "apply" || e.rule !== "mul") return algebra.mul(number(2), e);
  const [x, y] = e.args as [ir.Expr, ir.Expr];
  return algebra.mul(algebra.mul(number(2), x), y);
}

/** Does the tangent of an operation read the operation's own value? */
export const readsOut = (scope: Scope, e: ir.Expr): boolean =>
  e.kind === "apply" &&
  !isFlat(e.rule) &&
  e.args.some((arg, i) => scope.activity.expr(arg) && readsOf(e, i).has("out"));
