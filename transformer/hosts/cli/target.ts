/** `FILE[:FUNCTION]`, as `explain` and `check` take it. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "../shared/usage-error.ts";
import { display, isSource } from "../shared/paths.ts";

export interface Target {
  readonly file: string;
  /** A function's name, or a method's: `Model.loss`. */
  readonly function?: string;
}

/** Not a file's own colon: `C:\work\loss.ts` has one too. */
const withFunction = /^(.+):([\p{ID_Start}$_][\p{ID_Continue}$.#]*)$/u;

export function parseTarget(text: string, cwd: string): Target {
  const whole = resolve(cwd, text);
  const match = isFile(whole) ? null : withFunction.exec(text);
  const file = match ? resolve(cwd, match[1]!) : whole;
  mustBeSource(file, cwd);
  return match ? { file, function: match[2]! } : { file };
}

function mustBeSource(file: string, cwd: string): void {
  const name = display(file, cwd);
  if (!isFile(file)) {
    const what = isFolder(file) ? "is a folder" : "does not exist";
    throw new UsageError(
      `${name} ${what}`,
      "give one TypeScript file, and a function of it if you like: src/loss.ts:loss",
    );
  }
  if (!isSource(file)) {
    throw new UsageError(
      `${name} is not a TypeScript source file`,
      "give a .ts, .tsx, .mts or .cts file (declaration files have no code to differentiate)",
    );
  }
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
