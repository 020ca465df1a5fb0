/** What is there: the package, its manager, its TypeScript, its tsconfig, its bundler. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "jsonc-parser";
import { UsageError } from "../../shared/usage-error.ts";

export type Manager = "npm" | "pnpm" | "yarn" | "bun";

/** What compiles the project's TypeScript: by its version, the one that takes plugins. */
export type Compiler = "ts-patch" | "ttsc";

export interface Manifest {
  readonly type?: string;
  readonly packageManager?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export interface Project {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly manager: Manager;
  /** The major version; undefined where there is no TypeScript. */
  readonly typescript: number | undefined;
  readonly compiler: Compiler | undefined;
  /** The tsconfig that compiles the sources, relative. */
  readonly tsconfig: string | undefined;
  readonly usesVite: boolean;
  /** Bundlers that have a plugin of ours, and configurations that we don't write. */
  readonly otherBundlers: readonly string[];
}

export function lookAt(folder: string): Project {
  const file = join(folder, "package.json");
  if (!existsSync(file)) {
    throw new UsageError(
      "there is no package.json here",
      "run it in the folder of a project; `npm init` makes one",
    );
  }
  const manifest = readJson(file) as Manifest;
  const has = (name: string): boolean => rangeOf(manifest, name) !== undefined;
  const typescript = typescriptOf(folder, manifest);
  const usesTtsc = has("ttsc") || (typescript ?? 0) >= 7;
  return {
    ...{ folder, manifest, typescript },
    manager: managerOf(folder, manifest),
    compiler:
      typescript === undefined ? undefined : usesTtsc ? "ttsc" : "ts-patch",
    tsconfig: tsconfigOf(folder),
    usesVite: has("vite") || has("vitest"),
    otherBundlers: [
      ...["rollup", "rolldown", "esbuild", "webpack", "@rspack/core", "jest"],
    ].filter(has),
  };
}

export const rangeOf = (
  { dependencies, devDependencies }: Manifest,
  name: string,
): string | undefined => devDependencies?.[name] ?? dependencies?.[name];

/** The folder of an installed package, as the project finds it. */
export function installed(folder: string, name: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found = join(at, "node_modules", name);
    if (existsSync(join(found, "package.json"))) return found;
    if (at === dirname(at)) return undefined;
  }
}

export function readJson(file: string): unknown {
  return parse(readFileSync(file, "utf8"), [], { allowTrailingComma: true });
}

function typescriptOf(folder: string, manifest: Manifest): number | undefined {
  const found = installed(folder, "typescript");
  const version =
    found === undefined
      ? rangeOf(manifest, "typescript")
      : (readJson(join(found, "package.json")) as { version: string }).version;
  const major = /\d+/.exec(version ?? "")?.[0];
  return major === undefined ? undefined : Number(major);
}

function managerOf(folder: string, { packageManager }: Manifest): Manager {
  const named = /^(npm|pnpm|yarn|bun)@/.exec(packageManager ?? "")?.[1];
  if (named !== undefined) return named as Manager;
  const locks: readonly (readonly [string, Manager])[] = [
    ["pnpm-lock.yaml", "pnpm"],
    ["yarn.lock", "yarn"],
    ["bun.lock", "bun"],
    ["bun.lockb", "bun"],
  ];
  const found = locks.find(([name]) => existsSync(join(folder, name)));
  return found?.[1] ?? "npm";
}

/** A tsconfig of references alone compiles nothing: of those it names, the one for the application. */
function tsconfigOf(folder: string): string | undefined {
  const name = "tsconfig.json";
  if (!existsSync(join(folder, name))) return undefined;
  const config = readJson(join(folder, name)) as {
    readonly files?: readonly string[];
    readonly references?: readonly { readonly path: string }[];
  };
  const references = config.references ?? [];
  if (references.length === 0 || config.files?.length !== 0) return name;
  const paths = references
    .map(({ path }) => join(path))
    .map((path) => (path.endsWith(".json") ? path : join(path, name)))
    .filter((path) => existsSync(join(folder, path)));
  return paths.find((path) => !/\bnode\b/.test(path)) ?? paths[0];
}
