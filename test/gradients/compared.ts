/** Holds every marked function of every file to the tape, to differences and to what is stated. */
import { afterAll, describe, expect, test } from "vitest";
import type { GradientReport } from "../../src/check/index.ts";
import type { Analyses } from "../../transformer/3-differentiate/sweep.ts";
import {
  checkFile,
  fileTable,
  type FileReport,
} from "../../transformer/trace/check-file.ts";
import { allFiles, pathOf, projectOf } from "./all-files.ts";
import { refused } from "./refused.ts";

/** The analyses that are switched off, by name. */
export function compareAll(off: readonly (keyof Analyses)[]): void {
  const analyses = Object.fromEntries(off.map((name) => [name, false]));
  const project = projectOf();
  const seen: GradientReport[] = [];
  let marked = 0;

  const title = off.length === 0 ? "all analyses" : `without ${off.join(", ")}`;
  describe(title, () => {
    test.each(allFiles)("%s", async (file) => {
      const report = await checkFile(pathOf(file), {
        project,
        // The IR is verified with everything on, and with everything off.
        pipeline: { analyses, verify: off.length !== 1 },
      });
      seen.push(...report.functions);
      marked += report.marked.length;
      expect(problemsOf(report, refused[file] ?? [])).toBe("");
    });

    afterAll(() => {
      const sum = (of: (report: GradientReport) => number): number =>
        seen.reduce((total, report) => total + of(report), 0);
      process.stdout.write(
        `${title}: ${seen.filter((report) => report.passed).length} of ${marked} functions passed, ` +
          `at ${sum((r) => r.points)} points; of ${sum((r) => r.entries.all)} entries ` +
          `${sum((r) => r.entries.tape)} were compared with the tape, ` +
          `${sum((r) => r.entries.differences)} with differences ` +
          `(${sum((r) => r.entries.notComparable)} are not comparable, ` +
          `${sum((r) => r.entries.skipped)} not stepped), ` +
          `${sum((r) => r.entries.expected)} with stated numbers\n`,
      );
    });
  });
}

/** What is wrong with a file's answer: empty if nothing is. */
function problemsOf(
  report: FileReport,
  mayBeRefused: readonly string[],
): string {
  const { functions, marked, diagnostics } = report;
  const checked = functions.map(({ name }) => name);
  const missing = marked.filter((name) => !checked.includes(name));
  const problems: string[] = [];
  if (missing.join() !== mayBeRefused.join())
    problems.push(
      `refused: ${missing.join(", ") || "nothing"}; listed: ${mayBeRefused.join(", ") || "nothing"}`,
      ...diagnostics.map((d) => `${d.line}: ${d.code} ${d.message}`),
    );
  if (functions.some(({ passed }) => !passed)) problems.push(fileTable(report));
  if (functions.some(({ tape, engines }) => !tape || engines.length < 2))
    problems.push("not every form was compared with the tape");
  return problems.join("\n");
}
