/** Diagnostics as tsc prints them, each with the source it speaks of. */
import { readFileSync } from "node:fs";
import type { Diagnostic } from "../../ir/program.ts";
import type { Colors, Io } from "./io.ts";
import { display } from "./paths.ts";

/** Prints diagnostics in the order of the text, and how many there were. */
export function reportDiagnostics(
  diagnostics: readonly Diagnostic[],
  io: Io,
): void {
  if (diagnostics.length === 0) return;
  const texts = new Map<string, string | undefined>();
  for (const each of diagnostics) {
    if (!texts.has(each.file)) texts.set(each.file, read(each.file));
    io.err(render(each, texts.get(each.file), io) + "\n\n");
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

function render(
  diagnostic: Diagnostic,
  text: string | undefined,
  io: Io,
): string {
  const { line, column, severity, code, message } = diagnostic;
  const colors = io.errColors;
  const mark = severity === "error" ? colors.red : colors.yellow;
  const [first = "", ...rest] = message.split("\n");
  const place = `${display(diagnostic.file, io.cwd)}(${line},${column})`;
  const head = `${colors.cyan(place)}: ${mark(severity)} ${code}: ${first}`;
  const body = rest.map((each) => `  ${each}`.trimEnd());
  return [head, ...body, ...frame(diagnostic, text, colors, mark)].join("\n");
}

/** The line a diagnostic starts on, and what part of it is meant. */
function frame(
  diagnostic: Diagnostic,
  text: string | undefined,
  colors: Colors,
  mark: (text: string) => string,
): string[] {
  const line = text?.split(/\r?\n/)[diagnostic.line - 1];
  if (line === undefined) return [];
  // Tabs stay tabs under the line, so that the mark stands where the source does.
  const before = line.slice(0, diagnostic.column - 1).replace(/[^\t]/g, " ");
  const room = Math.max(1, line.length - diagnostic.column + 1);
  const length = Math.max(1, diagnostic.end - diagnostic.start);
  const gutter = String(diagnostic.line);
  return [
    "",
    `  ${colors.dim(`${gutter} |`)} ${line}`,
    `  ${colors.dim(`${" ".repeat(gutter.length)} |`)} ${before}${mark("~".repeat(Math.min(room, length)))}`,
  ];
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
