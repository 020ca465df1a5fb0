/** Warnings: what is legal and likely not what was meant. */
import type { Entry } from "./entry.ts";

export const warnings = {
  AD2001: {
    title: "A parameter without influence",
    message:
      "'{name}' can't influence the result of '{of}': its derivative is zero everywhere.",
    why: "Nothing that is computed from it reaches the result, or only through steps like `Math.floor`.",
    instead:
      "Type it `Fixed<…>` if it is a constant, or look for what should have used it.",
    wrong: `/** @differentiable */
const f = (x: number, k: number): number => x * Math.floor(k);`,
    right: `/** @differentiable */
const f = (x: number, k: Fixed<number>): number => x * Math.floor(k);`,
  },
  AD2002: {
    title: "A result of chance or of the clock",
    message:
      "The result depends on '{what}', which differs from call to call. It is differentiated for the draw that was made.",
    why: "The derivative of the function at one draw is not the derivative of its mean.",
    instead: "Pass the draw as a parameter, to know what was differentiated.",
    wrong: `/** @differentiable */
const f = (x: number): number => x * Math.random();`,
    right: `/** @differentiable */
const f = (x: number, noise: Fixed<number>): number => x * noise;`,
  },
  AD2003: {
    title: "A marked function nothing in which is active",
    message:
      "No parameter of '{name}' influences its result: every derivative of it is zero.",
    why: "The result is a constant, or is made of integers, strings and truth values alone.",
    instead: "Remove the mark, or look for what should have been used.",
    wrong: `/** @differentiable */
const f = (x: number): number => Math.floor(x);`,
    right: `const f = (x: number): number => Math.floor(x);`,
  },
  AD2004: {
    title: "The cotangent of what is written is not asked for",
    message:
      "'{name}' returns a value and writes into '{written}'. Its pullback takes the cotangent of the returned value alone.",
    why: "One cotangent is one value. What is written has none here.",
    instead: "Return all of it, or make the function return nothing.",
    wrong: `/** @differentiable */
function f(x: number, out: number[]): number {
  out[0] = x;
  return x * x;
}`,
    right: `/** @differentiable */
function f(x: number): { value: number; first: number } {
  return { value: x * x, first: x };
}`,
  },
  AD2005: {
    title: "Equality of values with derivatives",
    message: "'{what}' compares values that carry derivatives for equality.",
    why: "The branch that is taken at exact equality has the derivative of that branch, which is seldom meant.",
    instead: "Compare with a tolerance, or leave the branch out.",
    wrong: `if (x === y) return 0;`,
    right: `if (Math.abs(x - y) < 1e-12) return 0;`,
  },
} satisfies Record<string, Entry>;
