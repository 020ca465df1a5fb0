/**
 * Names the subexpressions whose value a partial reads: `exp(sin(x * x))` becomes equation-like lines. What
 * is evaluated, and in which order, stays as it was, so the primal stays bit for bit the same.
 */
import { assign, increment, let_, read, variable } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import { isReference } from "../ir/types.ts";
import { childrenOf, mapChildren, mapStmt, visitExpr } from "../ir/walk.ts";
import type { Activity } from "../2-analyze/activity.ts";
import { readsOf } from "./partials.ts";

/** What an operand is called where the operation gives it a role. */
const roles: Readonly<Record<string, readonly string[]>> = {
  div: ["numerator", "denominator"],
  pow: ["base", "exponent"],
  sqrt: ["radicand"],
};
const names: Readonly<Record<string, string>> = {
  add: "sum",
  sub: "difference",
  mul: "product",
  div: "quotient",
  pow: "power",
  neg: "negative",
  sqrt: "root",
};

export function nameIntermediates(
  body: ir.Block,
  activity: Activity,
): ir.Block {
  const ofBlock = (block: ir.Block): ir.Block => block.flatMap(ofStmt);

  function ofStmt(s: ir.Stmt): readonly ir.Stmt[] {
    switch (s.kind) {
      case "let":
      case "assign": {
        if (
          s.value === undefined ||
          isReference(s.variable.type) ||
          !activity.expr(s.value)
        )
          return [s];
        if (s.value.kind === "conditional" && !isSimpleChoice(s.value))
          return ofBlock(choice(s, s.value));
        const before: ir.Stmt[] = [];
        const value = name(s.value, true, s, before);
        return [...before, { ...s, value }];
      }
      case "store": {
        if (isReference(s.value.type) || !activity.expr(s.value)) return [s];
        const before: ir.Stmt[] = [];
        const value = name(s.value, increment(s) === undefined, s, before);
        return [...before, { ...s, value }];
      }
      case "push": {
        if (isReference(s.value.type) || !activity.expr(s.value)) return [s];
        const before: ir.Stmt[] = [];
        const value = name(s.value, false, s, before);
        return [...before, { ...s, value }];
      }
      case "call": {
        const before: ir.Stmt[] = [];
        const args = s.args.map((arg) =>
          !isReference(arg.type) && activity.expr(arg)
            ? name(arg, false, s, before)
            : arg,
        );
        return [...before, { ...s, args }];
      }
      default:
        return [mapStmt(s, (e) => e, ofBlock)];
    }
  }

  /** `x = c ? a : b` as an if, so that what only one side may evaluate is saved and named on that side. */
  function choice(
    s: ir.LetStmt | ir.AssignStmt,
    e: ir.ConditionalExpr,
  ): ir.Block {
    const branch = (value: ir.Expr): ir.Block => [
      assign(s.origin, s.variable, value),
    ];
    const chosen: ir.IfStmt = {
      kind: "if",
      origin: s.origin,
      test: e.test,
      then: branch(e.yes),
      otherwise: branch(e.no),
    };
    return s.kind === "let" ? [let_(s.origin, s.variable), chosen] : [chosen];
  }

  function extract(
    e: ir.Expr,
    wish: string,
    s: ir.Stmt,
    before: ir.Stmt[],
  ): ir.Expr {
    const v = variable(wish, e.type);
    before.push(...ofStmt(let_(s.origin, v, e)));
    return read(v);
  }

  function name(
    e: ir.Expr,
    atRoot: boolean,
    s: ir.Stmt,
    before: ir.Stmt[],
  ): ir.Expr {
    if (!activity.expr(e)) return e;
    if (e.kind === "conditional")
      return isSimpleChoice(e) ? e : extract(e, "chosen", s, before);
    if (e.kind === "arrayLiteral" || e.kind === "objectLiteral") {
      return mapChildren(e, (child) =>
        isReference(child.type) ? child : name(child, false, s, before),
      );
    }
    if (e.kind !== "apply") return e;
    const readByPartials = new Set<number | "out">();
    for (const [i, arg] of e.args.entries()) {
      if (activity.expr(arg))
        for (const r of readsOf(e, i)) readByPartials.add(r);
    }
    const args = e.args.map((arg, i) => {
      const wish = roles[e.rule]?.[i];
      if (readByPartials.has(i) && !isAtom(arg))
        return extract(arg, wish ?? nameOf(arg), s, before);
      return name(arg, false, s, before);
    });
    const named = { ...e, args };
    return readByPartials.has("out") && !atRoot
      ? extract(named, nameOf(e), s, before)
      : named;
  }

  return ofBlock(body);
}

const nameOf = (e: ir.Expr): string =>
  e.kind === "apply"
    ? (names[e.rule] ?? e.rule)
    : e.kind === "conditional"
      ? "chosen"
      : "operand";

/** Cheap enough to be written again where a partial reads it. */
function isAtom(e: ir.Expr): boolean {
  let cost = 0;
  const visit = (x: ir.Expr): void => {
    if (x.kind === "apply")
      cost += ["add", "sub", "mul", "neg"].includes(x.rule) ? 1 : 10;
    else if (x.kind === "conditional" || x.kind === "foreign") cost += 10;
    // Addresses are integer arithmetic, which a compiler shares and a reader knows.
    if (x.kind !== "element") childrenOf(x).forEach(visit);
  };
  visit(e);
  return cost <= 2;
}

/** A choice between values that can be read on either side without harm: no loads, nothing to name. */
function isSimpleChoice(e: ir.ConditionalExpr): boolean {
  let simple = true;
  for (const side of [e.yes, e.no]) {
    visitExpr(side, (x) => {
      if (
        x.kind !== "read" &&
        x.kind !== "const" &&
        !(
          x.kind === "apply" &&
          ["add", "sub", "neg", "mul"].includes(x.rule) &&
          isAtom(x)
        )
      ) {
        simple = false;
      }
    });
  }
  return simple;
}
