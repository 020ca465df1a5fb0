/** The rule table: the one place where the project knows calculus. */
import { arithmetic } from "./arithmetic.ts";
import { integer } from "./integer.ts";
import { math } from "./math.ts";
import type { Rule } from "./rule.ts";

export { guard, rule, singular, variadic, zero } from "./rule.ts";
export type { Rule } from "./rule.ts";
export { mathConstants, mathWithoutRule } from "./math.ts";

export type RuleName =
  keyof typeof arithmetic | keyof typeof math | keyof typeof integer;

export const rules: Readonly<Record<RuleName, Rule>> = {
  ...arithmetic,
  ...math,
  ...integer,
};

export const isRuleName = (name: string): name is RuleName =>
  Object.hasOwn(rules, name);
