/** What is published, as other people's tools see it. */
import {
  checkPackage,
  createPackageFromTarballData,
} from "@arethetypeswrong/core";
import { build } from "esbuild";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { publint } from "publint";
import { describe, expect, inject, test } from "vitest";
import { consumer, run, write } from "./consumer.ts";

const tarball = readFileSync(inject("tarball"));

test("publint has nothing to say", async () => {
  const { messages } = await publint({
    pack: { tarball: new Uint8Array(tarball).buffer },
  });
  expect(messages).toEqual([]);
});

test("types are right for each format", async () => {
  const result = await checkPackage(
    createPackageFromTarballData(new Uint8Array(tarball)),
  );
  const problems = ("problems" in result ? result.problems : []) as {
    readonly kind: string;
    readonly entrypoint: string;
    readonly resolutionKind: string;
  }[];
  const wrong = problems.filter(
    ({ kind, entrypoint, resolutionKind }) =>
      // Resolution from before there were `exports`, which finds the main entry alone.
      !(kind === "NoResolution" && resolutionKind === "node10") &&
      // What runs in build tools and in Vitest is ECMAScript modules alone: from Node 20.19 on, `require` takes them.
      !(
        kind === "CJSResolvesToESM" &&
        !["./tape", "./check", "."].includes(entrypoint)
      ),
  );
  expect(wrong).toEqual([]);
});

test("the README says what is installed, in packages and megabytes", () => {
  const folders = new Set<string>();
  const visit = (name: string, from: string): void => {
    const folder = find(name, from);
    if (folder === undefined || folders.has(folder)) return;
    folders.add(folder);
    const { dependencies = {} } = JSON.parse(
      readFileSync(join(folder, "package.json"), "utf8"),
    ) as { dependencies?: Record<string, string> };
    for (const each of Object.keys(dependencies)) visit(each, folder);
  };
  visit("adjoint", consumer);
  const bytes = [...folders].reduce((sum, folder) => sum + sizeOf(folder), 0);
  const said = /(\d+) packages, (\d+) MB/.exec(
    readFileSync("README.md", "utf8"),
  );
  expect(said, "the README says `N packages, M MB`").not.toBeNull();
  expect(Number(said![1])).toBe(folders.size);
  expect(Math.abs(Number(said![2]) - bytes / 1e6)).toBeLessThan(2);
});

function find(name: string, from: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at, "node_modules", name);
    if (existsSync(folder)) return folder;
    if (at === dirname(at)) return undefined;
  }
}

/** Of a package's own files: what it has installed below itself is counted apart. */
const sizeOf = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true })
    .filter((each) => each.name !== "node_modules")
    .reduce((sum, each) => {
      const path = join(folder, each.name);
      return sum + (each.isDirectory() ? sizeOf(path) : statSync(path).size);
    }, 0);

describe("an application that calls an intrinsic holds no compiler", () => {
  const platforms = ["browser", "node"] as const;
  const formats = {
    esm: 'import { grad } from "adjoint";',
    cjs: 'const { grad } = require("adjoint");',
  };

  test.each(
    platforms.flatMap((platform) =>
      Object.keys(formats).map((format) => ({
        platform,
        format: format as keyof typeof formats,
      })),
    ),
  )("$format for $platform", async ({ platform, format }) => {
    const out = `bundled/${platform}-${format}.${format === "esm" ? "mjs" : "cjs"}`;
    write({
      "bundled/app.ts": `${formats[format]}
const square = (x) => x * x;
square.adjoint = { of: square, grad: (x) => 2 * x, single: true };
console.log(grad(square)(3));
`,
    });
    const { metafile } = await build({
      entryPoints: [join(consumer, "bundled/app.ts")],
      bundle: true,
      platform,
      format,
      outfile: join(consumer, out),
      metafile: true,
      absWorkingDir: consumer,
      logLevel: "silent",
    });
    const inputs = Object.keys(metafile.inputs).filter(
      (path) => !path.endsWith("app.ts"),
    );
    const own =
      platform === "node" && format === "cjs"
        ? /^node_modules\/adjoint\/dist\/(cjs\/|transformer\/hosts\/tsc\/require\.cjs$)/
        : format === "cjs"
          ? /^node_modules\/adjoint\/dist\/cjs\//
          : /^node_modules\/adjoint\/dist\/src\//;
    expect(inputs.filter((path) => !own.test(path))).toEqual([]);
    expect(statSync(join(consumer, out)).size).toBeLessThan(20_000);
    expect(run(process.execPath, [out])).toEqual({
      code: 0,
      out: "6\n",
      err: "",
    });
  });
});
