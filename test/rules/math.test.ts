import { expect, it } from "vitest";
import {
  isRuleName,
  mathConstants,
  mathWithoutRule,
} from "../../src/rules/index.ts";

it("every member of Math has a rule, is a constant, or is listed with the reason why not", () => {
  const known = new Set<string>([
    ...mathConstants,
    ...Object.keys(mathWithoutRule),
  ]);
  const unknown = Object.getOwnPropertyNames(Math).filter(
    (name) => !isRuleName(name) && !known.has(name),
  );
  expect(unknown).toEqual([]);
});
