import { describe, expect, it } from "vitest";
import type { RuleName } from "../../src/rules/index.ts";
import { rules } from "../../src/rules/index.ts";
import { pointsOf, rounding } from "./points.ts";

/** Central differences, extrapolated once (Richardson). */
function difference(f: (t: number) => number): number {
  const at = (h: number): number => (f(h) - f(-h)) / (2 * h);
  const h = 1e-3;
  return (4 * at(h / 2) - at(h)) / 3;
}

const names = (Object.keys(rules) as RuleName[]).filter(
  (name) => !rounding.has(name),
);

describe.each(names)("%s", (name) => {
  const { value, partials, arity, zero } = rules[name];
  it.each(pointsOf(name, arity))(
    "has the partials of its value at %d, %d, %d",
    (...point) => {
      const x = point.filter((each) => typeof each === "number");
      const out = value(...x);
      const found =
        arity === "variadic"
          ? x.map((each) => partials(each, out)[0]!)
          : partials(...x, out);
      expect(found).toHaveLength(x.length);
      x.forEach((_, i) => {
        const moved = (h: number): number =>
          value(...x.map((each, k) => (k === i ? each + h : each)));
        if (zero) expect(found[i]).toBe(0);
        else expect(found[i]! - difference(moved)).toBeCloseTo(0, 7);
      });
    },
  );
});

it("what is worked out in two ways has the value of one and the derivative of the other", () => {
  expect(rules.valued.value(0.1, 0.2)).toBe(0.2);
  expect(rules.valued.partials(0.1, 0.2, 0.2)).toEqual([1, 0]);
  expect(rules.stopped.value(0.1)).toBe(0.1);
});

it("rounding passes the derivative on", () => {
  expect(rules.fround.partials(0.1, Math.fround(0.1))).toEqual([1]);
  expect(rules.f16round.partials(0.1, 0.1)).toEqual([1]);
});
