/** Which sources `generate` works on: files, folders and globs, as the user gave them. */
import { resolve } from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";
import { display, isSource } from "../shared/paths.ts";
import { isFile, isFolder } from "./target.ts";
import { UsageError } from "../shared/usage-error.ts";

const everySource = "**/*.{ts,tsx,mts,cts}";

/** Absolute paths, sorted, each once. A pattern that starts with `!` takes away. */
export async function findSources(
  patterns: readonly string[],
  cwd: string,
): Promise<readonly string[]> {
  const excluded = patterns.filter((each) => each.startsWith("!"));
  const found = new Set<string>();
  for (const pattern of patterns) {
    if (pattern.startsWith("!")) continue;
    const files = await expand(pattern, excluded, cwd);
    for (const file of files) found.add(file);
  }
  if (found.size === 0) throw new UsageError("no source files were given");
  return [...found].sort();
}

async function expand(
  pattern: string,
  excluded: readonly string[],
  cwd: string,
): Promise<readonly string[]> {
  const path = resolve(cwd, pattern);
  // A file may be called `[id].ts`: what exists is not a pattern.
  if (isFile(path)) {
    if (isSource(path)) return [path];
    throw new UsageError(
      `${display(path, cwd)} is not a TypeScript source file`,
      "give .ts, .tsx, .mts or .cts files (declaration files have no code to differentiate)",
    );
  }
  const folder = isFolder(path);
  if (!folder && !isDynamicPattern(pattern)) {
    throw new UsageError(`${display(path, cwd)} does not exist`);
  }
  const files = await glob(folder ? everySource : pattern, {
    cwd: folder ? path : cwd,
    ignore: ["**/node_modules/**", ...absolute(excluded, cwd)],
    absolute: true,
    expandDirectories: false,
  });
  const sources = files.map((file) => resolve(file)).filter(isSource);
  if (sources.length === 0) {
    throw new UsageError(
      `no TypeScript source file matches ${JSON.stringify(pattern)}`,
      `it was looked for from ${cwd}`,
    );
  }
  return sources;
}

function absolute(excluded: readonly string[], cwd: string): string[] {
  return excluded.map((each) => resolve(cwd, each.slice(1)));
}
