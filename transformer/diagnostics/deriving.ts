/** Errors of differentiation: what a function as a whole can't give. */
import type { Entry } from "./entry.ts";

export const deriving = {
  AD1040: {
    title: "A gradient of something that is no number",
    message:
      "'{name}' returns {type}, and a gradient needs a number. Use '{name}Vjp', or mark it 'jacobian'.",
    why: "The gradient is the derivative of one number. An array has a Jacobian, of which `Vjp` gives products.",
    instead: "Return one number, or call the pullback with a cotangent.",
    wrong: `grad((v: number[]) => v.map(x => x * x))`,
    right: `/** @differentiable */
export const squares = (v: number[]): number[] => v.map((x) => x * x);
const { pullback } = squaresVjp([1, 2]);`,
  },
  AD1041: {
    title: "A written argument that is another one too",
    message:
      "'{name}' writes into '{written}', which may be the same storage as '{other}'.",
    why: "The derivative of the one would have to be that of the other at some times and not at others.",
    instead: "Copy one of them, or give them types that can't share storage.",
    wrong: `step(state, state)`,
    right: `step(state.slice(), state)`,
  },
  AD1042: {
    title: "Nothing to differentiate by",
    message: "No parameter of '{name}' can carry a derivative.",
    why: "Numbers, and arrays and objects that hold numbers, carry derivatives.",
    instead:
      "Remove the mark, or give the function a parameter to differentiate by.",
    wrong: `/** @differentiable */
const f = (s: string): number => s.length;`,
    right: `const f = (s: string): number => s.length;`,
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
