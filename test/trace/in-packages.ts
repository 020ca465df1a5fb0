/** Checks of files that import packages, all in memory. */
import { expect } from "vitest";
import { openProject } from "../../transformer/1-read/project.ts";
import {
  checkFile,
  fileTable,
  type FileReport,
} from "../../transformer/trace/check-file.ts";

/** Checks a file beside packages, all in memory. */
export function check(
  main: string,
  packages: Record<string, string>,
): Promise<FileReport> {
  const files: Record<string, string> = { "/app/main.ts": main };
  for (const [path, text] of Object.entries(packages))
    files[`/app/node_modules/${path}`] = text;
  const readFile = (path: string): string | undefined => files[path];
  const compilerOptions = { strict: true };
  return checkFile("/app/main.ts", {
    readFile,
    compilerOptions,
    project: openProject({ host: { readFile }, compilerOptions }),
    points: 2,
  });
}

export const passes = async (
  main: string,
  packages: Record<string, string>,
): Promise<void> => {
  const report = await check(main, packages);
  expect(report.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  expect(report.passed, fileTable(report)).toBe(true);
};

export const manifest = (fields: object): string => JSON.stringify(fields);
