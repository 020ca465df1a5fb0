/** Errors of generated modules, which see only what their source exports. */
import type { Entry } from "./entry.ts";

export const generating = {
  AD1050: {
    title: "Something that the source does not export",
    message:
      "The generated module needs '{name}', which is not exported and can't be copied: it {reason}.",
    why: "A generated module imports its source. What the source keeps to itself is copied where nobody can tell the copy from it.",
    instead: "Export it.",
    wrong: `let scale = 2;
export const setScale = (s: number): void => { scale = s; };
/** @differentiable */
export const f = (x: number): number => scale * x;`,
    right: `export let scale = 2;
export const setScale = (s: number): void => { scale = s; };
/** @differentiable */
export const f = (x: number): number => scale * x;`,
  },
  AD1051: {
    title: "A class that a generated module can't reach into",
    message: "'{what}' {reason}, and a generated module stands outside.",
    why: "`adjoint generate` does not touch the source. What starts with `#` can be read by the class alone, and a member can be added from outside to a class that is exported by its name.",
    instead:
      "Make the field `private`, export the class by its name, or compile the module in a build, where a line in the class does it.",
    wrong: `export class Model {
  #w = 1;
  /** @differentiable */
  loss(x: number): number {
    return this.#w * x;
  }
}`,
    right: `export class Model {
  private w = 1;
  /** @differentiable */
  loss(x: number): number {
    return this.w * x;
  }
}`,
  },
} satisfies Record<string, Entry>;
