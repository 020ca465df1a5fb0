/** The one project that every host builds, in folders of its own below that in which adjoint is installed. */
import {
  cpSync,
  rmSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect } from "vitest";
import { openBuild } from "../../transformer/hosts/shared/build.ts";
import type { Ran } from "../package/consumer.ts";
import { consumer, run } from "../package/consumer.ts";

const source = resolve("test/hosts/project");

/** The modules of the project that have marked functions: eight of them exported, two by their derivatives alone. */
export const markedModules = ["kernels", "losses"];

/** What `main.ts` prints, however it was built. */
export const printed =
  '[6,6,[1,0.6931471805599453],[88,110],22,{"x":0.6,"y":0.8},0.35355339059327373,[-400,200],-400,[1.5,0.5],[0,-0.1875,0],[0.25],[0.25]]\n';

export { environment } from "../package/consumer.ts";

/** Whichever Node runs the tests, a new one is there for the hosts that need it. */
export const node24 = resolve("node_modules/node/bin/node");

export interface Project {
  readonly folder: string;
  readonly write: (path: string, text: string) => void;
  readonly read: (path: string) => string;
  readonly node: (...args: readonly string[]) => Ran;
  /** The same project, whose commands see these variables of the environment too. */
  readonly with: (variables: Readonly<Record<string, string>>) => Project;
  /** An installed tool's file: `ts-patch/bin/tspc.js`. */
  readonly tool: (path: string) => string;
}

export function project(name: string): Project {
  const folder = join(consumer, "hosts", name);
  rmSync(folder, { recursive: true, force: true });
  cpSync(source, folder, { recursive: true });
  return at(folder, {});
}

const at = (
  folder: string,
  variables: Readonly<Record<string, string>>,
): Project => ({
  folder,
  write: (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  },
  read: (path) => readFileSync(join(folder, path), "utf8"),
  node: (...args) => run(process.execPath, args, folder, variables),
  with: (more) => at(folder, { ...variables, ...more }),
  tool: (path) => join(consumer, "node_modules", path),
});

/** A module that has one of our errors at 3:10, and one that has a type error at 2:14. */
export const wrong = {
  "src/refused.ts": `/** @differentiable */
export function refused(x: number): number {
  return Number(String(x));
}
`,
  "src/mistyped.ts": `// A type error:
export const mistyped: string = 3;
`,
};

/** The lines of a compiler's output that tell an error, without what it says on further lines. */
export const errorLines = (out: string): readonly string[] =>
  out.split("\n").filter((line) => line.includes("): error "));

/** What is emitted into each marked module: every host's maps hold it as a source. */
export function emittedTexts(): Readonly<Record<string, string>> {
  const build = openBuild();
  return Object.fromEntries(
    markedModules.map((name) => {
      const file = join(source, "src", `${name}.ts`);
      const output = build.compile(file, readFileSync(file, "utf8"))!;
      expect(output.diagnostics).toEqual([]);
      return [`${name}.adjoint.ts`, output.map.sourcesContent[1]!];
    }),
  );
}

export interface Map {
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly (string | null)[];
  readonly mappings: string;
}

/** Our sources in the maps of a folder of built files: by their names, without the folders. */
export function emittedInMaps(
  folder: string,
): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const path of readdirSync(folder, {
    recursive: true,
    encoding: "utf8",
  })) {
    if (!path.endsWith(".map") || path.endsWith(".d.ts.map")) continue;
    const map = JSON.parse(readFileSync(join(folder, path), "utf8")) as Map;
    map.sources.forEach((each, i) => {
      const name = each.replace(/.*\//, "");
      if (name.includes(".adjoint."))
        found[name] = map.sourcesContent?.[i] ?? "";
    });
  }
  return found;
}
