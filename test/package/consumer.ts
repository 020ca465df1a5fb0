/** Commands and files in the project that adjoint is installed in. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { inject } from "vitest";

export const consumer = inject("consumer");

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export function write(
  files: Readonly<Record<string, string>>,
  folder = consumer,
): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

export function run(
  command: string,
  args: readonly string[],
  folder = consumer,
  variables: Readonly<Record<string, string>> = {},
): Ran {
  const result = spawnSync(command, args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...environment(), ...variables },
  });
  if (result.error) throw result.error;
  return { code: result.status, out: result.stdout, err: result.stderr };
}

/** Nothing of ours that would change what a tool does. */
export function environment(): NodeJS.ProcessEnv {
  const { NODE_PATH: _, VITEST: __, NODE_OPTIONS: ___, ...env } = process.env;
  // ttsc builds our launcher once, for all projects.
  const TTSC_CACHE_DIR = join(consumer, "ttsc-cache");
  return { ...env, NO_COLOR: "1", TTSC_CACHE_DIR };
}

export function adjoint(...args: readonly string[]): Ran {
  return run("npx", ["--no-install", "adjoint", ...args]);
}

/** The compilers that users have; one of them is installed in the project, all are in this repository. */
export const compilers = ["typescript-5.9", "typescript", "typescript-7"];

export function typecheck(compiler: string, project: string): Ran {
  const tsc = resolve(`node_modules/${compiler}/bin/tsc`);
  return run(process.execPath, [tsc, "-p", project]);
}

/** A strict tsconfig that looks into our declarations too. */
export function strictly(...include: readonly string[]): string {
  return JSON.stringify({
    compilerOptions: {
      target: "es2022",
      module: "nodenext",
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      types: [],
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
    },
    include,
  });
}
