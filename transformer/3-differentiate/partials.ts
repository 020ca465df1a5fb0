/** Partial derivatives of an operation as IR, read from the rule table. */
import { compare, compareNumbers, isConst, number } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import { booleanType } from "../ir/types.ts";
import { applyRule, choose } from "../ir/algebra.ts";
import type { RuleEntry, Template } from "./rules.generated.ts";
import { ruleTable } from "./rules.generated.ts";

/** Gives the values that a partial reads, where they are needed. */
export interface Operands {
  readonly arg: (index: number) => ir.Expr;
  readonly out: () => ir.Expr;
}

/** The table's entry for an operation; a compile-time constant in second place takes all of a tie (KINKS). */
export function ruleOf(e: ir.ApplyExpr): RuleEntry {
  const constantTie =
    (e.rule === "max" || e.rule === "min") && e.constant?.[1] === true;
  const entry = ruleTable[constantTie ? `${e.rule}Constant` : e.rule];
  if (entry === undefined)
    throw new Error(`no rule for the operation ${e.rule}`);
  return entry;
}

export const isFlat = (rule: string): boolean => ruleTable[rule]?.zero ?? false;

/** ∂e/∂(argument `index`). */
export function partialOf(
  e: ir.ApplyExpr,
  index: number,
  operands: Operands,
): ir.Expr {
  const entry = ruleOf(e);
  if (entry.zero) return number(0);
  const variadic = entry.arity === "variadic";
  return instantiate(entry.partials[variadic ? 0 : index]!, (name) => {
    if (name === "out") return operands.out();
    return operands.arg(variadic ? index : entry.params.indexOf(name));
  });
}

/** Which values does the partial read? Argument indices, and `"out"`. */
export function readsOf(
  e: ir.ApplyExpr,
  index: number,
): ReadonlySet<number | "out"> {
  const reads = new Set<number | "out">();
  const probe = partialOf(e, index, {
    arg: (i) => {
      const arg = e.args[i]!;
      return isConst(arg) ? arg : marker(i, reads);
    },
    out: () => marker("out", reads),
  });
  // Only what is left after folding counts: the exponent 2 of x ** 2 makes `out` disappear.
  const left = new Set<number | "out">();
  const visit = (x: ir.Expr): void => {
    const mark = x.kind === "read" ? marks.get(x.variable) : undefined;
    if (mark !== undefined) left.add(mark);
    if (x.kind === "apply" || x.kind === "logic") x.args.forEach(visit);
    if (x.kind === "conditional") [x.test, x.yes, x.no].forEach(visit);
  };
  visit(probe);
  return left;
}

const marks = new Map<ir.Variable, number | "out">();
const markers = new Map<number | "out", ir.Expr>();

function marker(what: number | "out", reads: Set<number | "out">): ir.Expr {
  reads.add(what);
  let e = markers.get(what);
  if (e === undefined) {
    const v: ir.Variable = { name: String(what), type: { kind: "number" } };
    marks.set(v, what);
    markers.set(what, (e = { kind: "read", type: v.type, variable: v }));
  }
  return e;
}

function instantiate(t: Template, param: (name: string) => ir.Expr): ir.Expr {
  switch (t.kind) {
    case "number":
      return number(t.value, t.text);
    case "param":
      return param(t.name);
    case "apply":
      return applyRule(
        t.rule,
        t.args.map((arg) => instantiate(arg, param)),
      );
    case "compare": {
      const [x, y] = t.args.map((arg) => instantiate(arg, param)) as [
        ir.Expr,
        ir.Expr,
      ];
      if (isConst(x) && isConst(y))
        return {
          kind: "const",
          type: booleanType,
          value: compareNumbers(t.op, Number(x.value), Number(y.value))!,
        };
      return compare(t.op, x, y);
    }
    case "if": {
      const test = instantiate(t.test, param);
      // The side that a constant test leaves out is not asked for: what it reads need not be there.
      if (test.kind === "const")
        return instantiate(test.value ? t.yes : t.no, param);
      return choose(test, instantiate(t.yes, param), instantiate(t.no, param));
    }
  }
}
