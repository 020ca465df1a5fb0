/** Rows of docs/kinks that are one operation. */
import { describe, expect, it } from "vitest";
import { guard, rules } from "../../src/rules/index.ts";
import type { RuleName } from "../../src/rules/index.ts";

function partials(name: RuleName, ...x: number[]): readonly number[] {
  const { value, partials: at, arity } = rules[name];
  const out = value(...x);
  return arity === "variadic"
    ? x.map((each) => at(each, out)[0]!)
    : at(...x, out);
}

describe("kinks", () => {
  it.each<[string, RuleName, number[], number[]]>([
    ["relu: the constant takes all", "maxConstant", [0, 0], [0, 1]],
    ["relu, constant first", "max", [0, 0], [1, 0]],
    ["clamp from above", "minConstant", [1, 1], [0, 1]],
    ["abs at 0", "abs", [0], [0]],
    ["max at a tie: the first", "max", [2, 2], [1, 0]],
    ["min at a tie: the first", "min", [2, 2], [1, 0]],
    ["% takes the quotient that it used", "mod", [1, 0.1], [1, -9]],
    ["% Infinity", "mod", [5, Infinity], [1, 0]],
    ["-5 % Infinity", "mod", [-5, Infinity], [1, 0]],
    ["sqrt at 0", "sqrt", [0], [Infinity]],
    ["cbrt at 0", "cbrt", [0], [Infinity]],
    ["log at 0", "log", [0], [Infinity]],
    ["asin at 1", "asin", [1], [Infinity]],
    ["acos at 1", "acos", [1], [-Infinity]],
    ["acosh at 1", "acosh", [1], [Infinity]],
    ["atanh at 1", "atanh", [1], [Infinity]],
    ["log1p at -1", "log1p", [-1], [Infinity]],
    ["x ** 0 at 0", "pow", [0, 0], [0, -Infinity]],
    ["x ** 2 at 0", "pow", [0, 2], [0, 0]],
    ["x ** 1 at 0", "pow", [0, 1], [1, 0]],
    ["x ** 0.5 at 0", "pow", [0, 0.5], [Infinity, 0]],
    ["x ** 3 at -2; off the integers there is no y", "pow", [-2, 3], [12, NaN]],
    ["hypot at 0", "hypot", [0, 0, 0], [0, 0, 0]],
    ["atan2 at 0, 0", "atan2", [0, 0], [NaN, NaN]],
    ["Infinity ** -1", "pow", [Infinity, -1], [-0, 0]],
  ])("%s", (_, name, x, expected) => {
    const found = partials(name, ...x);
    expected.forEach((each, i) => expect(found[i]! + 0).toBe(each + 0));
  });

  it("a zero derivative wins over an infinite partial, and only it", () => {
    expect(guard(0, Infinity)).toBe(0);
    expect(guard(-0, NaN)).toBe(0);
    expect(guard(2, Infinity)).toBe(Infinity);
  });

  it("marks exactly the operations whose partial can be infinite or NaN where they are defined", () => {
    const marked = Object.entries(rules).filter(([, rule]) => rule.singular);
    expect(marked.map(([name]) => name).sort()).toEqual([
      "acos",
      "acosh",
      "asin",
      "atan2",
      "atanh",
      "cbrt",
      "log",
      "log10",
      "log1p",
      "log2",
      "pow",
      "sqrt",
    ]);
  });
});

describe("far from 1", () => {
  it.each<[RuleName, number[], number, number]>([
    ["expm1", [-40], 0, Math.exp(-40)],
    ["acosh", [1e200], 0, 1e-200],
    ["asinh", [1e200], 0, 1e-200],
    ["asin", [1 - 1e-12], 0, 1 / Math.sqrt(2e-12)],
    ["atan2", [1e-200, 1e-200], 0, 5e199],
    ["hypot", [3e200, 4e200], 0, 0.6],
  ])("%s at %j", (name, x, i, expected) => {
    const found = partials(name, ...x)[i]!;
    expect(found / expected).toBeCloseTo(1, 4);
  });
});
