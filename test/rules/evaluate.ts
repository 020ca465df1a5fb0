/** The generated templates at work: their value, and their derivative by the table alone. */
import type { RuleName } from "../../src/rules/index.ts";
import { rules } from "../../src/rules/index.ts";
import type { Template } from "../../transformer/3-differentiate/rules.generated.ts";
import { ruleTable } from "../../transformer/3-differentiate/rules.generated.ts";

export type Bindings = Readonly<Record<string, number>>;

export function evaluate(t: Template, at: Bindings): number {
  switch (t.kind) {
    case "number":
      return t.value;
    case "param":
      return at[t.name]!;
    case "apply":
      return rules[t.rule as RuleName].value(
        ...t.args.map((arg) => evaluate(arg, at)),
      );
    case "compare":
      return compare(t.op, evaluate(t.args[0]!, at), evaluate(t.args[1]!, at))
        ? 1
        : 0;
    case "if":
      return evaluate(evaluate(t.test, at) === 1 ? t.yes : t.no, at);
  }
}

function compare(op: string, a: number, b: number): boolean {
  switch (op) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "===":
      return a === b;
    default:
      return a !== b;
  }
}

const apply = (rule: string, ...args: Template[]): Template => ({
  kind: "apply",
  rule,
  args,
});
const number = (value: number): Template => ({ kind: "number", value });

/** The derivative of a template with respect to one parameter, as a template. */
export function derive(t: Template, by: string): Template {
  switch (t.kind) {
    case "number":
      return number(0);
    case "param":
      return number(t.name === by ? 1 : 0);
    case "compare":
      return number(0);
    case "if":
      return { ...t, yes: derive(t.yes, by), no: derive(t.no, by) };
    case "apply": {
      const entry = ruleTable[t.rule]!;
      if (entry.zero) return number(0);
      return t.args
        .map((arg, i) => {
          const partial = substitute(
            entry.partials[entry.arity === "variadic" ? 0 : i]!,
            {
              x: t.args[entry.arity === "variadic" ? i : 0]!,
              ...(entry.arity === 2 ? { y: t.args[1]! } : {}),
              out: t,
            },
          );
          const tangent = derive(arg, by);
          if (isZero(tangent)) return tangent;
          if (entry.guard && i === 1) return apply("guard", partial, tangent);
          return apply(
            entry.singular || entry.guard ? "guard" : "mul",
            tangent,
            partial,
          );
        })
        .filter((term) => !isZero(term))
        .reduce(
          (sum, term) => (isZero(sum) ? term : apply("add", sum, term)),
          number(0),
        );
    }
  }
}

const isZero = (t: Template): boolean => t.kind === "number" && t.value === 0;

function substitute(
  t: Template,
  by: Readonly<Record<string, Template>>,
): Template {
  switch (t.kind) {
    case "number":
      return t;
    case "param":
      return by[t.name]!;
    case "apply":
    case "compare":
      return { ...t, args: t.args.map((arg) => substitute(arg, by)) };
    case "if":
      return {
        kind: "if",
        test: substitute(t.test, by),
        yes: substitute(t.yes, by),
        no: substitute(t.no, by),
      };
  }
}

/** `rule(x, y, …)` as a template. */
export const call = (rule: string, params: readonly string[]): Template =>
  apply(rule, ...params.map((name): Template => ({ kind: "param", name })));
