/** Packs the package and installs it in an empty project of someone else's, once for all tests of this folder. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the project that adjoint is installed in. */
    consumer: string;
    /** The tarball, and the paths in it. */
    tarball: string;
    packed: string[];
  }
}

export default function setup(project: TestProject): () => void {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "adjoint-package-")));
  const packed = JSON.parse(
    npm(["pack", "--json", "--pack-destination", folder], process.cwd()),
  ) as [{ filename: string; files: { path: string }[] }];
  const [{ filename, files }] = packed;
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "consumer", private: true, type: "module" }),
  );
  const tools = ["typescript", "tsx", "@types/node"].map(ofOurVersion);
  // No install script has to run for any of it.
  const quiet = ["--no-audit", "--no-fund", "--ignore-scripts"];
  npm(
    ["install", "--prefer-offline", ...quiet, `./${filename}`, ...tools],
    folder,
  );
  // As `npx` finds it.
  symlinkSync(
    resolve("node_modules/ts-patch/bin/tspc.js"),
    join(folder, "node_modules/.bin/tspc"),
  );
  // The build tools that our hosts plug into: ours, since installing all of them takes longer than the tests.
  for (const tool of buildTools) link(tool, folder);
  project.provide("consumer", folder);
  project.provide("tarball", join(folder, filename));
  project.provide("packed", files.map((each) => each.path).sort());
  return () => rmSync(folder, { recursive: true });
}

const buildTools = [
  ...["typescript-5.9", "typescript-7", "ts-patch", "ts-patch-3"],
  ...["vite", "vitest", "rollup", "rolldown", "esbuild", "terser"],
  ...["webpack", "ts-loader", "@rspack/core"],
  ...["jest", "ts-jest", "babel-jest", "@babel/preset-typescript"],
  "@babel/plugin-transform-modules-commonjs",
];

function link(name: string, folder: string): void {
  const path = join(folder, "node_modules", name);
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(resolve("node_modules", name), path);
}

/** The same versions as here: they are in npm's cache, and the tests don't change under us. */
function ofOurVersion(name: string): string {
  const text = readFileSync(`node_modules/${name}/package.json`, "utf8");
  const { version } = JSON.parse(text) as { version: string };
  return `${name}@${version}`;
}

function npm(args: string[], cwd: string): string {
  // What the build prints goes before the JSON: only stderr may hold it.
  return execFileSync("npm", args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
}
