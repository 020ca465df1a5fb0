/** Errors of differentiation: what a function as a whole can't give. */
import type { Entry } from "./entry.ts";

export const deriving = {
  AD1042: {
    title: "Nothing to differentiate by",
    message: "No parameter of '{name}' can carry a derivative.",
    why: "Numbers, and arrays and objects that hold numbers, carry derivatives.",
    instead:
      "Remove the mark, or give the function a parameter to differentiate by.",
    wrong: `/** @differentiable */
const f = (s: string): number => s.length;`,
    right: `/** @differentiable */
const f = (s: string, x: number): number => x * s.length;`,
  },
  AD1043: {
    title: "A type that is not known",
    message:
      "The type of parameter '{name}' is {type}: it says nothing about what carries a derivative.",
    why: "Which entries a gradient has is decided by the types of the parameters alone.",
    instead: "Annotate the parameter.",
    wrong: `/** @differentiable */
export function f(x: any): number { return x * x; }`,
    right: `/** @differentiable */
export function f(x: number): number { return x * x; }`,
  },
  AD1044: {
    title: "A result without a derivative",
    message: "'{name}' returns {type}, which carries no derivative.",
    why: "Derivatives are of numbers, and of arrays and objects that hold numbers.",
    instead: "Return the number itself, and print it elsewhere.",
    wrong: `/** @differentiable */
export const f = (x: number): string => \`x² = \${x * x}\`;`,
    right: `/** @differentiable */
export const f = (x: number): number => x * x;`,
  },
} satisfies Record<string, Entry>;
