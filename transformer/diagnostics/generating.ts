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
} satisfies Record<string, Entry>;
