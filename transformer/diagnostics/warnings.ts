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
    right: `import type { Fixed } from "adjoint";
/** @differentiable */
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
    right: `import type { Fixed } from "adjoint";
/** @differentiable */
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
    right: `/** @differentiable */
const f = (x: number): number => x - Math.floor(x);`,
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
    wrong: `/** @differentiable */
function slope(x: number, y: number): number {
  if (x === y) return 1;
  return (Math.exp(x) - Math.exp(y)) / (x - y);
}`,
    right: `/** @differentiable */
function slope(x: number, y: number): number {
  if (Math.abs(x - y) < 1e-6) return Math.exp((x + y) / 2);
  return (Math.exp(x) - Math.exp(y)) / (x - y);
}`,
  },
  AD2006: {
    title: "A derivative that is infinite at a constant",
    message: "The derivative of '{what}' is {value} at this constant argument.",
    why: "What is a constant now may be a parameter later, and then a derivative flows there; often the argument was meant to be something else.",
    instead:
      "Write the value itself, or keep away from the edge: `Math.sqrt(x + 1e-12)`.",
    wrong: `/** @differentiable */
const f = (x: number): number => x * x + Math.sqrt(0);`,
    right: `/** @differentiable */
const f = (x: number): number => x * x;`,
  },
} satisfies Record<string, Entry>;
