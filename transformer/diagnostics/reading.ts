/** Errors of reading: constructs that no derivative can be made of. */
import type { Entry } from "./entry.ts";

export const reading = {
  AD1001: {
    title: "Internal error",
    message:
      "Internal error in '{name}' (pass: {pass}): {message}. Please report it, with the function.",
    why: "A bug in the compiler. It emits nothing for a function that it failed on.",
    instead:
      "Nothing is wrong with your code. `ADJOINT_DEBUG=1 adjoint explain FILE:FUNCTION` prints where it happened, for the report.",
    wrong: "",
    right: "",
  },
  AD1002: {
    title: "Unsupported statement",
    message: "{what} can't be differentiated.",
    why: "The reverse sweep runs a function's statements backwards, and this one has no backward form.",
    instead:
      "Move it out of the marked function, or write it with `if`, loops and `return`.",
    wrong: `/** @differentiable */
function f(x: number): number {
  class Square { constructor(readonly side: number) {} }
  return new Square(x).side ** 2;
}`,
    right: `class Square { constructor(readonly side: number) {} }
/** @differentiable */
function f(x: number): number {
  return new Square(x).side ** 2;
}`,
  },
  AD1003: {
    title: "Unsupported expression",
    message:
      "A value with a derivative flows through '{what}', which can't be differentiated.",
    why: "The compiler knows no derivative of this kind of expression. Where no derivative flows, it may stand.",
    instead: "Write it with arithmetic, `Math`, arrays and plain functions.",
    wrong: `/** @differentiable */
function f(x: number): number {
  const o: { a?: number } = { a: x };
  delete o.a;
  return o.a ?? x;
}`,
    right: `/** @differentiable */
function f(x: number): number {
  const o: { a: number | undefined } = { a: x };
  o.a = undefined;
  return o.a ?? x;
}`,
  },
  AD1004: {
    title: "A derivative through an unknown call",
    message:
      "A value with a derivative flows through '{what}', whose source is not known.",
    why: "Only functions with source text in the program, and those of `Math`, can be differentiated; a call that is not known gives no derivative, and leaving it out would be wrong without a word.",
    instead:
      "Write the function in TypeScript, where it can be read, or pass what it gives as a parameter.",
    wrong: `/** @differentiable */
const f = (x: number): number => Number(x.toFixed(2));`,
    right: `/** @differentiable */
const f = (x: number): number => Math.round(x * 100) / 100;`,
  },
  AD1005: {
    title: "A derivative stored outside of the function",
    message:
      "A value with a derivative is stored outside of the function: '{what}'.",
    why: "What outlives the call could be read again by a later one, and the derivative would have to go with it.",
    instead: "Return the value, or store it in an array that is a parameter.",
    wrong: `let last = 0;
/** @differentiable */
function f(x: number): number {
  last = x * x;
  return last;
}`,
    right: `/** @differentiable */
function f(x: number): number {
  const last = x * x;
  return last;
}`,
  },
  AD1006: {
    title: "A derivative through a variable of the module",
    message:
      "A value with a derivative flows through '{what}', which lives outside of the function.",
    why: "A variable of the module outlives the call: its derivative would come from other calls than this one.",
    instead: "Pass it as a parameter.",
    wrong: `let scale = 1;
/** @differentiable */
function f(x: number): number {
  scale *= x;
  return scale;
}`,
    right: `/** @differentiable */
function f(x: number, scale: number): number {
  return scale * x;
}`,
  },
  AD1008: {
    title: "A derivative through a function value",
    message:
      "A value with a derivative flows through the function value '{what}', which is not known where it is called.",
    why: "A derivative needs the body that runs. A function that a caller hands over has none while compiling.",
    instead:
      "Call a function that is there to be read, or choose among several of them.",
    wrong: `/** @differentiable */
function f(x: number, g: (t: number) => number): number {
  return g(x);
}`,
    right: `/** @differentiable */
function f(x: number, k: number): number {
  const g = k > 0 ? Math.sin : Math.cos;
  return g(x);
}`,
  },
  AD1009: {
    title: "A derivative through dynamic data",
    message:
      "A value with a derivative flows through '{what}', whose type says too little.",
    why: "Storage can be followed in arrays, typed arrays and objects with known fields.",
    instead: "Give it a type with fields, or use an array.",
    wrong: `const key = Symbol("rate");
/** @differentiable */
function f(x: number): number {
  const o = { [key]: x };
  return o[key]! * 2;
}`,
    right: `/** @differentiable */
function f(x: number): number {
  const o = { rate: x };
  return o.rate * 2;
}`,
  },
  AD1010: {
    title: "Arithmetic on values that are not numbers",
    message: "The operands of '{what}' are not known to be numbers.",
    why: "JavaScript converts other values to numbers in ways that have no derivative.",
    instead:
      "Give both operands the type `number`: name the field, or convert before.",
    wrong: `class Money {
  cents: number;
  constructor(cents: number) { this.cents = cents; }
  valueOf(): number { return this.cents; }
}
/** @differentiable */
function f(x: number): number {
  return (new Money(x) as unknown as number) * 2;
}`,
    right: `class Money {
  cents: number;
  constructor(cents: number) { this.cents = cents; }
}
/** @differentiable */
function f(x: number): number {
  return new Money(x).cents * 2;
}`,
  },
  AD1011: {
    title: "Not possible in differentiated code",
    message: "'{what}' can't stand in code that is differentiated.",
    why: "The code of a derivative is a function of its own: `this`, `arguments` and suspended execution do not carry over.",
    instead:
      "Use parameters: a rest parameter for `arguments`, an object for `this`, a plain function for an asynchronous one.",
    wrong: `/** @differentiable */
function f(x: number): number {
  return arguments.length * x;
}`,
    right: `/** @differentiable */
function f(...xs: number[]): number {
  return xs.length * xs[0]!;
}`,
  },
  AD1012: {
    title: "A name of another module",
    message:
      "'{name}' is not visible in the module that the derivative is emitted into.",
    why: "The derivative of a function of another module stands here, and reads what the function reads.",
    instead:
      "Mark the function in its own module, or pass the value as a parameter.",
    wrong: `// lib.ts
let calls = 0;
export function g(x: number): number {
  console.log(++calls);
  return x * x;
}
// main.ts
import { g } from "./lib.ts";
/** @differentiable */
export const f = (x: number): number => 2 * g(x);`,
    right: `// lib.ts
export const counter = { calls: 0 };
export function g(x: number): number {
  console.log(++counter.calls);
  return x * x;
}
// main.ts
import { counter, g } from "./lib.ts";
/** @differentiable */
export const f = (x: number): number => 2 * g(x);
export const calls = (): number => counter.calls;`,
  },
  AD1013: {
    title: "Recursion that captures too much",
    message:
      "'{name}' calls itself, and needs '{variable}', which can't be passed on.",
    why: "A function that calls itself is compiled as a function of its own: what it captures becomes a parameter, and a parameter can't be changed for the caller.",
    instead:
      "Use a function at the top level; pass what it needs as parameters, and return what it changes.",
    wrong: `class Tree {
  walk(g: (v: number) => number, k: number): number {
    return k > 0 ? g(this.walk(g, k - 1)) : 1;
  }
}
/** @differentiable */
function f(x: number): number {
  return new Tree().walk((v) => v * x, 3);
}`,
    right: `const walk = (g: (v: number) => number, k: number): number =>
  k > 0 ? g(walk(g, k - 1)) : 1;
/** @differentiable */
function f(x: number): number {
  return walk((v) => v * x, 3);
}`,
  },
  AD1015: {
    title: "An object that can't leave the function",
    message:
      "'{what}' hands out an object with private fields or functions that was made in differentiated code.",
    why: "In differentiated code such an object is a record of its numbers, and its functions are read in place. Outside, it would miss them.",
    instead:
      "Hand out the numbers that are wanted, or make the object where it is used.",
    wrong: `/** @differentiable */
function f(x: number): { get(): number } {
  return { get: () => x * x };
}`,
    right: `/** @differentiable */
function f(x: number): { value: number } {
  return { value: x * x };
}`,
  },
  AD1016: {
    title: "A test of an object's class",
    message:
      "'{what}' asks for the class of an object that was made in differentiated code.",
    why: "In differentiated code such an object is a record of its fields, which no class has made.",
    instead:
      "Test `o instanceof Ball` of objects that are all made in differentiated code, or give them a field that tells them apart, `kind: 'ball'`, and test that.",
    wrong: `class Ball { constructor(readonly r: number) {} }
class Box { constructor(readonly r: number) {} }
/** @differentiable */
export function f(x: number, round: boolean): number {
  const o = round ? new Ball(x) : new Box(x);
  return o.constructor === Ball ? Math.PI * o.r ** 2 : o.r ** 2;
}`,
    right: `class Ball { readonly kind = 'ball'; constructor(readonly r: number) {} }
class Box { readonly kind = 'box'; constructor(readonly r: number) {} }
/** @differentiable */
export function f(x: number, round: boolean): number {
  const o = round ? new Ball(x) : new Box(x);
  return o.kind === 'ball' ? Math.PI * o.r ** 2 : o.r ** 2;
}`,
  },
  AD1017: {
    title: "Nested too deeply",
    message:
      "'{name}' nests too deeply, expressions or statements one in another, for the stack of this process.",
    why: "What is inside another thing is read and derived inside of it, and so is each `else if` of a chain, and each early `return`, whose other side is all that follows. Hundreds of levels are fine, thousands are not.",
    instead:
      "Give inner expressions names, put a part into a function of its own, or look things up in an array instead of choosing by a chain of tests.",
    wrong: "",
    right: "",
  },
  AD1014: {
    title: "Types that do not settle",
    message:
      "The types that '{name}' works with, or the functions that it is given, grow without end.",
    why: "A function is compiled for the types and functions that flow in; here each round makes a new one.",
    instead:
      "Annotate the variables that hold nested arrays; in a recursion, pass the same function on.",
    wrong: `/** @differentiable */
export function f(x: number): number {
  let a: any = x;
  for (let i = 0; i < 3; i++) a = [a];
  return a.length * x;
}`,
    right: `/** @differentiable */
export function f(x: number): number {
  const a: number[] = [];
  for (let i = 0; i < 3; i++) a.push(x);
  return a.length * x;
}`,
  },
} satisfies Record<string, Entry>;
