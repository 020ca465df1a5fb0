import { describe, expect, it } from "vitest";
import type { RuleName } from "../../src/rules/index.ts";
import { rules } from "../../src/rules/index.ts";
import { ruleTable } from "../../transformer/3-differentiate/rules.generated.ts";
import { call, derive, evaluate } from "./evaluate.ts";
import { pointsOf, rounding } from "./points.ts";

const names = Object.keys(rules) as RuleName[];
const letters = ["x", "y", "z"];

it("the generated table is that of src/rules", () => {
  expect(Object.keys(ruleTable).sort()).toEqual([...names].sort());
  for (const name of names) {
    const { arity, zero, singular, guard } = rules[name];
    expect(ruleTable[name]).toMatchObject({
      name,
      arity,
      zero,
      singular,
      guard,
    });
  }
});

describe.each(names)("%s", (name) => {
  const { value, partials, arity } = rules[name];
  it.each(pointsOf(name, arity).map((x) => [x]))(
    "the template is the rule at %j",
    (x) => {
      if (name === "f16round") return;
      const out = value(...x);
      const entry = ruleTable[name]!;
      const [a, b] = x;
      const at = { x: a!, ...(b === undefined ? {} : { y: b }), out };
      const found = entry.partials.map((t) => evaluate(t, at));
      expect(found).toEqual(
        arity === "variadic" ? partials(a!, out) : partials(...x, out),
      );
    },
  );

  it.each(pointsOf(name, arity).map((x) => [x]))(
    "has three derivatives at %j",
    (x) => {
      if (rounding.has(name)) return;
      const params = letters.slice(0, x.length);
      const at = Object.fromEntries(params.map((param, i) => [param, x[i]!]));
      for (const first of params) {
        for (const second of params) {
          const d1 = derive(call(name, params), first);
          const d2 = derive(d1, second);
          const d3 = derive(d2, first);
          expect(evaluate(d2, at)).toBeCloseTo(
            slope((p) => evaluate(d1, p), at, second),
            5,
          );
          expect(evaluate(d3, at)).toBeCloseTo(
            slope((p) => evaluate(d2, p), at, first),
            5,
          );
        }
      }
    },
  );
});

function slope(
  f: (at: Record<string, number>) => number,
  at: Record<string, number>,
  by: string,
): number {
  const step = (h: number): number =>
    (f({ ...at, [by]: at[by]! + h }) - f({ ...at, [by]: at[by]! - h })) /
    (2 * h);
  return (4 * step(5e-4) - step(1e-3)) / 3;
}

describe("second derivatives where a conditional would lose them", () => {
  const second = (
    name: RuleName,
    first: string,
    then: string,
    at: Record<string, number>,
  ): number =>
    evaluate(derive(derive(call(name, Object.keys(at)), first), then), at);

  it("∂²/∂x∂y of x ** y at y = 0 is 1 / x", () => {
    expect(second("pow", "x", "y", { x: 2, y: 0 })).toBe(0.5);
    expect(second("pow", "y", "x", { x: 2, y: 0 })).toBe(0.5);
  });
  it("x ** 2 at 0 has the second derivative 2, and x ** y is symmetric there", () => {
    expect(second("pow", "x", "x", { x: 0, y: 2 })).toBe(2);
    expect(second("pow", "x", "y", { x: 0, y: 2 })).toBe(0);
    expect(second("pow", "y", "x", { x: 0, y: 2 })).toBe(0);
  });
  it("the guard has its own derivative: (sqrt(x) - 2) ** 2 at its minimum", () => {
    // d/dx of guard(2 (sqrt x - 2), 0.5 / sqrt x), where the first factor is 0.
    expect(second("guard", "x", "y", { x: 0, y: 3 })).toBe(1);
  });
});
