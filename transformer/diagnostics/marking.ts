/** Errors of marks and of the calls of intrinsics. */
import type { Entry } from "./entry.ts";

export const marking = {
  AD1020: {
    title: "A mark that is not at the top level",
    message:
      "A function {what} can't be marked: its derivative is emitted at the end of the module, where it is not visible.",
    why: "Emitted functions stand at the top level, and can't reach what a local function captures.",
    instead:
      "Move the function to the top level of the module, and pass what it captures as parameters.",
    wrong: `function outer(k: number) {
  /** @differentiable */
  const f = (x: number): number => k * x;
}`,
    right: `/** @differentiable */
const f = (x: number, k: number): number => k * x;`,
  },
  AD1021: {
    title: "A mark on something else than a function",
    message: "'@differentiable' can't stand on {what}.",
    why: "It marks a function declaration with a body, one `const` bound to a function, or a method of a class that has a name.",
    instead:
      "Put it before the function itself; make a method of an accessor or a field.",
    wrong: `/** @differentiable */
let f = (x: number): number => x * x;`,
    right: `/** @differentiable */
const f = (x: number): number => x * x;`,
  },
  AD1022: {
    title: "Unknown option of a mark",
    message:
      "'{option}' is no option of '@differentiable'.{hint} Options: {known}.",
    why: "What stands on the tag's line is read as options.",
    instead:
      "Correct the option, or move prose to a line of its own before the tag.",
    wrong: `/** @differentiable reversed */
const f = (x: number): number => x * x;`,
    right: `/** @differentiable reverse */
const f = (x: number): number => x * x;`,
  },
  AD1023: {
    title: "Unknown parameter in a mark",
    message:
      "'{name}' is no parameter of the function.{hint} Parameters: {known}.",
    why: "`wrt` lists the parameters that the emitted names differentiate.",
    instead: "Name a parameter of the function.",
    wrong: `/** @differentiable wrt w */
const f = (x: number): number => x * x;`,
    right: `/** @differentiable wrt x */
const f = (x: number): number => x * x;`,
  },
  AD1024: {
    title: "Not a name",
    message: "'as' wants a name for what is emitted; '{given}' is none.",
    why: "Emitted names start with it.",
    instead: "`as objective` gives `objectiveGrad`.",
    wrong: `/** @differentiable as 2nd */
const f = (x: number): number => x * x;`,
    right: `/** @differentiable as second */
const f = (x: number): number => x * x;`,
  },
  AD1025: {
    title: "A name that is taken",
    message:
      "The derivative of '{of}' would be called '{name}', and the module declares that name already. Choose another with '@differentiable as NAME'.",
    why: "Nothing of yours is overwritten.",
    instead: "`@differentiable as objective` emits `objectiveGrad`.",
    wrong: `/** @differentiable */
export const f = (x: number): number => x * x;
export const fGrad = (x: number): number => 2 * x;`,
    right: `/** @differentiable as g */
export const f = (x: number): number => x * x;
export const fGrad = (x: number): number => 2 * x;`,
  },
  AD1026: {
    title: "A parameter without a derivative in a mark",
    message:
      "'{name}' is listed after 'wrt', but its type, {type}, carries no derivative.",
    why: "Numbers, and arrays and objects that hold numbers, carry derivatives; integers in typed arrays, strings and constants (`Fixed`) do not.",
    instead: "Leave it out of the list.",
    wrong: `/** @differentiable wrt x, name */
const f = (x: number, name: string): number => x * name.length;`,
    right: `/** @differentiable wrt x */
const f = (x: number, name: string): number => x * name.length;`,
  },
  AD1030: {
    title: "A derivative of an inline function",
    message:
      "'{intrinsic}' needs a marked function, and an inline function can't be marked. Bind it to a marked 'const' at the top level, or choose entries: '{intrinsic}(loss, 0)' differentiates by one parameter of a marked function.",
    why: "An intrinsic looks up what was compiled for a function. For an inline function nothing was.",
    instead: "Mark the function that it calls, and take the entry you want.",
    wrong: `import { grad } from "adjoint";
/** @differentiable */
const loss = (w: number, x: number): number => (w * x - 1) ** 2;
const g = grad((w: number) => loss(w, 3));
g(2);`,
    right: `import { grad } from "adjoint";
/** @differentiable */
const loss = (w: number, x: number): number => (w * x - 1) ** 2;
const g = grad(loss, 0);
g(2, 3);`,
  },
  AD1031: {
    title: "A derivative of a bound method",
    message:
      "'{intrinsic}({object}.{method})' loses its object. Write '{intrinsic}({object}, '{method}')'.",
    why: "A method that is read from its object does not know the object any more.",
    instead: "Name the method.",
    wrong: `import { grad } from "adjoint";
class Model {
  w = 2;
  loss(x: number): number { return this.w * x; }
}
const model = new Model();
grad(model.loss);`,
    right: `import { grad } from "adjoint";
class Model {
  w = 2;
  loss(x: number): number { return this.w * x; }
}
const model = new Model();
/** @differentiable */
const loss = (w: number, x: number): number => w * x;
grad(loss)(model.w, 3);`,
  },
  AD1032: {
    title: "A derivative of a function without a mark",
    message:
      "'{name}' is not marked, so '{intrinsic}' finds nothing to call. Put '/** @differentiable */' before its declaration.",
    why: "Derivatives are made of marked functions.",
    instead: "Mark the function.",
    wrong: `import { grad } from "adjoint";
const f = (x: number): number => x * x;
const g = grad(f);`,
    right: `import { grad } from "adjoint";
/** @differentiable */
const f = (x: number): number => x * x;
const g = grad(f);`,
  },
  AD1033: {
    title: "A derivative that another module does not emit",
    message:
      "'{intrinsic}({name})' needs '{option}' in the tag of '{name}', which is in another module: '@differentiable reverse {option}'.",
    why: "A module emits what its own tags and its own calls ask for.",
    instead: "Add the option to the tag.",
    wrong: `// model.ts
/** @differentiable */
export const loss = (x: number): number => x ** 3;
// main.ts
import { hvp } from "adjoint";
import { loss } from "./model.ts";
hvp(loss)([2], [1]);`,
    right: `// model.ts
/** @differentiable reverse hessian */
export const loss = (x: number): number => x ** 3;
// main.ts
import { hvp } from "adjoint";
import { loss } from "./model.ts";
hvp(loss)([2], [1]);`,
  },
  AD1034: {
    title: "No such entry",
    message:
      "'{name}' has no entry {index} to differentiate by. It has: {known}.",
    why: "Entries are parameters that can carry a derivative, counted from 0.",
    instead: "Choose one of those.",
    wrong: `import { grad } from "adjoint";
/** @differentiable */
const f = (x: number, name: string): number => x * name.length;
grad(f, 1 as 0);`,
    right: `import { grad } from "adjoint";
/** @differentiable */
const f = (x: number, name: string): number => x * name.length;
grad(f, 0);`,
  },
  AD1035: {
    title: "A whole gradient of a narrowed function",
    message:
      "The tag of '{name}' narrows it to {wrt}, which the type of '{intrinsic}({name})' can't see. Write '{intrinsic}({name}, {entries})'.",
    why: "The type promises an entry for every parameter, and it must not be `undefined` where it says otherwise.",
    instead: "Choose the entries in the call.",
    wrong: `import { grad } from "adjoint";
/** @differentiable wrt w */
const loss = (w: number, x: number): number => w * x;
const g = grad(loss);`,
    right: `import { grad } from "adjoint";
/** @differentiable wrt w */
const loss = (w: number, x: number): number => w * x;
const g = grad(loss, 0);`,
  },
  AD1036: {
    title: "A gradient of a narrowed method",
    message:
      "The tag of '{name}' narrows it by 'wrt', which the type of '{intrinsic}' can't see. Call the method's own derivative, or leave out 'wrt'.",
    why: "The type promises an entry for the object and every parameter, and it must not be `undefined` where it says otherwise.",
    instead: "Call `model.lossGrad(…)`, whose type knows the tag.",
    wrong: `import { grad } from "adjoint";
class Model {
  w = 1;
  /** @differentiable wrt x */
  loss(x: number): number {
    return this.w * x;
  }
}
const g = grad(new Model(), "loss");`,
    right: `class Model {
  w = 1;
  /** @differentiable wrt x */
  loss(x: number): number {
    return this.w * x;
  }
}
const dx = new Model().lossGrad(3);`,
  },
} satisfies Record<string, Entry>;
