/** Every diagnostic: AD1xxx are errors, AD2xxx warnings. The pages of `docs/errors` are made from it. */
import { deriving } from "./deriving.ts";
import type { Entry } from "./entry.ts";
import { generating } from "./generating.ts";
import { marking } from "./marking.ts";
import { reading } from "./reading.ts";
import { warnings } from "./warnings.ts";

const all = { ...reading, ...marking, ...deriving, ...generating, ...warnings };

export type Code = keyof typeof all;
export const catalogue: Readonly<Record<Code, Entry>> = all;

export const isCode = (code: string): code is Code =>
  Object.hasOwn(catalogue, code);

export const severityOf = (code: Code): "error" | "warning" =>
  code.startsWith("AD2") ? "warning" : "error";
