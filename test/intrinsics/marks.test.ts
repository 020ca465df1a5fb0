import { expect, it } from "vitest";
import {
  checkpoint,
  defineRule,
  differentiable,
  stopGradient,
} from "../../src/index.ts";
import { definedRule } from "../../src/marks.ts";

it("stopGradient and checkpoint return what they are given", () => {
  const array = [1];
  const f = (x: number): number => x;
  expect(stopGradient(array)).toBe(array);
  expect(checkpoint(f)).toBe(f);
});

it("defineRule returns the function, and leaves its rule on it alone", () => {
  const f = (x: number, y: number): number => x * y;
  const g = defineRule(f, (x, y) => [y, x]);
  expect(g).toBe(f);
  expect(definedRule(g)?.partials(2, 3, 6)).toEqual([3, 2]);
  expect(
    definedRule(
      Object.assign(() => 0, { adjointRule: (g as never)["adjointRule"] }),
    ),
  ).toBe(undefined);
  expect(definedRule(Math.exp)).toBe(undefined);
});

it("the decorator does nothing", () => {
  expect(differentiable({}, "loss")).toBe(undefined);
});
