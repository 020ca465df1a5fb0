/** Diagnostics on stderr: tsc's line first, then the source that each speaks of and the way out. */
import { readFileSync } from "node:fs";
import { isCode } from "../../diagnostics/catalogue.ts";
import { headline, report } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../ir/program.ts";
import type { Io } from "./io.ts";
import { display } from "../shared/paths.ts";

/** Prints diagnostics in the order of the text, and how many there were. */
export function reportDiagnostics(
  diagnostics: readonly Diagnostic[],
  io: Io,
): void {
  if (diagnostics.length === 0) return;
  const texts = new Map<string, string>();
  for (const each of diagnostics) {
    if (!texts.has(each.file)) texts.set(each.file, read(each.file));
    io.err(`${render(each, texts.get(each.file)!, io)}\n\n`);
  }
  const errors = diagnostics.filter(isError).length;
  const warnings = diagnostics.length - errors;
  const counts = [count(errors, "error"), count(warnings, "warning")];
  io.err(`Found ${counts.filter(Boolean).join(" and ")}.\n`);
}

export function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === "error";
}

export function count(n: number, what: string): string {
  if (n === 0) return "";
  return n === 1 ? `1 ${what}` : `${n} ${what}s`;
}

function render(diagnostic: Diagnostic, text: string, io: Io): string {
  const file = display(diagnostic.file, io.cwd);
  // TypeScript's own errors (of a tsconfig) are in no catalogue of ours.
  const plain = isCode(diagnostic.code)
    ? report(diagnostic, text, file)
    : headline(diagnostic, file);
  const { cyan, red, yellow } = io.errColors;
  const mark = isError(diagnostic) ? red : yellow;
  return plain
    .replace(
      /^(.*?\(\d+,\d+\)): (error|warning)/,
      (_all, place: string, kind: string) => `${cyan(place)}: ${mark(kind)}`,
    )
    .replace(/^(\s+\|\s+)(~+)$/m, (_all, before: string, marks: string) =>
      before.concat(mark(marks)),
    );
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
