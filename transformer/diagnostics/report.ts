/** Diagnostics from catalogue entries, and their text: tsc's line, then a frame of the code. */
import type { Problem } from "../ir/nodes.ts";
import type { Diagnostic } from "../ir/program.ts";
import type { Code } from "./catalogue.ts";
import { catalogue, isCode, severityOf } from "./catalogue.ts";
import { hintFor } from "./hints.ts";

/** What is needed of a source file. */
export interface SourceText {
  readonly fileName: string;
  getLineAndCharacterOfPosition(position: number): {
    line: number;
    character: number;
  };
}

export function diagnostic(
  code: Code,
  args: Readonly<Record<string, string>>,
  file: SourceText,
  start: number,
  end: number,
): Diagnostic {
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return {
    code,
    severity: severityOf(code),
    message: messageOf(code, args),
    ...wayOut(code, args),
    file: file.fileName,
    start,
    end,
    line: line + 1,
    column: character + 1,
  };
}

/** A problem that a pass found to matter. `textOf` gives the text of its file. */
export function diagnosticOf(
  problem: Problem,
  textOf: (file: string) => string,
): Diagnostic {
  const code: Code = isCode(problem.code) ? problem.code : "AD1003";
  const before = textOf(problem.file).slice(0, problem.start);
  const lineStart = before.lastIndexOf("\n") + 1;
  return {
    code,
    severity: severityOf(code),
    message: messageOf(code, problem.args),
    ...wayOut(code, problem.args),
    file: problem.file,
    start: problem.start,
    end: problem.end,
    line: before.split("\n").length,
    column: problem.start - lineStart + 1,
  };
}

const wayOut = (
  code: Code,
  args: Readonly<Record<string, string>>,
): { instead?: string } => {
  const instead = hintFor(code, args);
  return instead === undefined ? {} : { instead };
};

export const messageOf = (
  code: Code,
  args: Readonly<Record<string, string>>,
): string =>
  catalogue[code].message.replace(
    /\{(\w+)\}/g,
    (_hole, name: string) => args[name] ?? "",
  );

/** `src/loss.ts(3,5): error AD1004: …` */
export const headline = (d: Diagnostic, file = d.file): string =>
  `${file}(${d.line},${d.column}): ${d.severity} ${d.code}: ${d.message}`;

/** The headline, the lines of code it is about, and the way out: eight lines at most. */
export function report(d: Diagnostic, text: string, file = d.file): string {
  const lines = [headline(d, file), "", ...frame(d, text)];
  return [...lines, "", `  ${insteadOf(d)}`].join("\n");
}

/** The way out. */
export const insteadOf = (d: Diagnostic): string =>
  d.instead ?? (isCode(d.code) ? catalogue[d.code].instead : "");

/** One line before, the line itself, and a line of marks under what is meant. */
function frame(d: Diagnostic, text: string): string[] {
  const lines = text.split("\n");
  const width = String(d.line + 1).length;
  const numbered = (n: number): string =>
    `  ${String(n).padStart(width)} | ${(lines[n - 1] ?? "").replace(/\t/g, " ")}`.trimEnd();
  const line = lines[d.line - 1] ?? "";
  const length = Math.max(
    1,
    Math.min(d.end - d.start, line.length - d.column + 1),
  );
  const marks = `  ${" ".repeat(width)} | ${" ".repeat(d.column - 1)}${"~".repeat(length)}`;
  return [
    ...(d.line > 1 ? [numbered(d.line - 1)] : []),
    numbered(d.line),
    marks,
    ...(d.line < lines.length ? [numbered(d.line + 1)] : []),
  ];
}
