/** Every file with samples, in one project: the library's typings and the files are parsed once. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  openProject,
  type ReadProject,
} from "../../transformer/1-read/project.ts";
import type { ts } from "ts-morph";
import { fixtureFiles } from "../fixtures/load.ts";

export const pathOf = (file: string): string =>
  fileURLToPath(new URL(`../../${file}`, import.meta.url));

export const fixtures = fixtureFiles("fixtures");
export const programs = fixtureFiles("test/programs");
export const allFiles: readonly string[] = [...fixtures, ...programs];

/** All files are set before the program is asked for: one program serves them all. */
export function projectOf(
  files: readonly string[] = allFiles,
  compilerOptions?: ts.CompilerOptions,
): ReadProject {
  const project = openProject(compilerOptions ? { compilerOptions } : {});
  for (const file of files) project.setFile(pathOf(file), textOf(file));
  return project;
}

export const textOf = (file: string): string =>
  readFileSync(pathOf(file), "utf8");
