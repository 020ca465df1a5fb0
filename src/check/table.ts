/** A report as a person reads it. */
import type { EntryCounts, Failure, GradientReport } from "./report.ts";

/** How a cell is shown: a terminal paints, a file does not. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  dim(text: string): string;
}

const plain: Paint = {
  good: (text) => text,
  bad: (text) => text,
  dim: (text) => text,
};

const heading = [
  "",
  "entries",
  "compared",
  "differences",
  "tape",
  "stated",
  "",
];
/** Failures of one function that are shown: the rest is of the same kind. */
const SHOWN = 6;

/** One line per function and one per parameter, the failures below, and a sum. */
export function table(
  reports: readonly GradientReport[],
  paint: Paint = plain,
): string {
  const rows: string[][] = [heading];
  for (const report of reports) {
    rows.push([
      report.name,
      String(report.entries.all),
      compared(report.entries),
      "",
      "",
      "",
      verdict(report),
    ]);
    for (const { name, entries, worst } of report.parameters)
      rows.push([
        `  ${name}`,
        String(entries.all),
        compared(entries),
        size(worst.differences, entries.differences),
        size(worst.tape, entries.tape),
        size(worst.expected, entries.expected),
        remarks(entries),
      ]);
  }
  const lines = aligned(rows).map((line, i) =>
    i === 0 ? paint.dim(line) : painted(line, paint),
  );
  for (const report of reports) lines.push(...failuresOf(report, paint));
  for (const report of reports) lines.push(...unreachedOf(report, paint));
  lines.push("", summary(reports, paint));
  return lines.join("\n") + "\n";
}

function verdict(report: GradientReport): string {
  const { passed, points, failures, branches } = report;
  const at = `at ${count(points, "point")}`;
  const ways =
    branches && branches.arms > branches.reached
      ? `, ${branches.reached} of ${branches.arms} branches`
      : "";
  return passed
    ? `ok ${at}${ways}`
    : `FAILED: ${count(failures.length, "failure")} ${at}${ways}`;
}

/** What no point has reached: the verdict says nothing about it. */
const unreachedOf = (
  { name, branches }: GradientReport,
  paint: Paint,
): string[] =>
  branches && branches.unreached.length > 0
    ? [
        "",
        paint.dim(`${name} was not checked everywhere:`),
        ...branches.unreached.map((arm) => `  ${arm}`),
      ]
    : [];

/** What can be told of an entry is told by differences or by a number that is stated. */
const compared = ({ differences, expected }: EntryCounts): string =>
  String(Math.max(differences, expected));

/** The largest error; a dash where nothing was compared. */
const size = (error: number | undefined, compared: number): string =>
  error === undefined
    ? compared > 0
      ? "?"
      : "-"
    : error === 0
      ? "0"
      : error.toExponential(1);

function remarks({ notComparable, reasons, skipped }: EntryCounts): string {
  const parts: string[] = [];
  if (notComparable > 0) {
    const why = Object.entries(reasons).map(([reason, n]) => `${n} ${reason}`);
    parts.push(`${notComparable} not comparable (${why.join(", ")})`);
  }
  if (skipped > 0) parts.push(`${skipped} not stepped`);
  return parts.join(", ");
}

function failuresOf(report: GradientReport, paint: Paint): string[] {
  if (report.passed) return [];
  const shown = report.failures
    .slice(0, SHOWN)
    .map((f) => `  ${failureText(f)}`);
  const more = report.failures.length - SHOWN;
  return [
    "",
    paint.bad(`${report.name}:`),
    ...shown,
    ...(more > 0 ? [`  … and ${more} more`] : []),
    ...(report.located ?? []).map((line) => `  ${line}`),
  ];
}

/** `at point 2, dw[3] by vjp is 4.1, and 4.2 by differences`. */
export function failureText({
  point,
  engine,
  entry,
  message,
}: Failure): string {
  const where = [
    point === undefined ? "" : `at point ${point + 1}`,
    entry === undefined ? "" : `the entry of ${entry}`,
    engine === undefined ? "" : entry === undefined ? engine : `by ${engine}`,
  ].filter((part) => part !== "");
  return where.length > 0 ? `${where.join(", ")}: ${message}` : message;
}

function summary(reports: readonly GradientReport[], paint: Paint): string {
  const passed = reports.filter((report) => report.passed).length;
  const sum = (of: (entries: EntryCounts) => number): number =>
    reports.reduce((total, report) => total + of(report.entries), 0);
  const text =
    `${passed} of ${count(reports.length, "function")} passed; ` +
    `${count(
      sum((e) => e.differences),
      "entry",
      "entries",
    )} compared with differences, ` +
    `${sum((e) => e.tape)} with the tape, ${sum((e) => e.expected)} with stated numbers, ` +
    `${sum((e) => e.notComparable)} not comparable`;
  const fine = reports.length > 0 && passed === reports.length;
  return fine ? paint.good(text) : paint.bad(text);
}

const count = (n: number, one: string, many = `${one}s`): string =>
  `${n} ${n === 1 ? one : many}`;

/** Columns of equal width: names to the left, numbers to the right, the last column as it is. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = heading.map((_, column) =>
    Math.max(...rows.map((row) => row[column]!.length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0
          ? cell.padEnd(widths[0]!)
          : column === heading.length - 1
            ? cell
            : cell.padStart(widths[column]!),
      )
      .join("  ")
      .trimEnd(),
  );
}

const painted = (line: string, paint: Paint): string =>
  line.includes("FAILED")
    ? paint.bad(line)
    : / ok at \d/.test(line)
      ? paint.good(line)
      : line;
