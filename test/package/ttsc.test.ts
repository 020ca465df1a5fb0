/** ttsc, the toolchain of TypeScript 7: build, check, watch, run, and what its plugin keeps from build to build. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { expect, test } from "vitest";
import { emittedInMaps, emittedTexts, printed } from "../hosts/support.ts";
import type { Ran } from "./consumer.ts";
import { consumer, environment, run, write } from "./consumer.ts";

/** ttsc wants a newer Node than we do. */
const node = resolve("node_modules/node/bin/node");
const packages = resolve("node_modules");

const loss = `import { two } from "#inner/two";
/** @differentiable */
export function loss(x: number): number {
  return two(x) * x;
}
`;
const two = (body: string): string =>
  `export function two(x: number): number {\n  return ${body};\n}\n`;
const main = `import { lossGrad } from "./loss.js";
declare const console: { log(x: unknown): void };
export const slope: number = lossGrad(3);
console.log(slope);
`;

interface Project {
  readonly folder: string;
  readonly path: (name: string) => string;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  readonly read: (name: string) => string;
  readonly ttsc: (...args: readonly string[]) => Ran;
  readonly node: (...args: readonly string[]) => Ran;
}

/** A project of its own, with TypeScript 7. `main.ts` alone is named: the marked file is met by an import. */
function project(name: string, options: object = {}): Project {
  const folder = join(consumer, `ttsc-${name}`);
  const path = (file: string): string => join(folder, file);
  mkdirSync(path("node_modules/@typescript"), { recursive: true });
  mkdirSync(path("tmp"));
  const platform = `@typescript/typescript-${process.platform}-${process.arch}`;
  symlinkSync(join(packages, "typescript-7"), path("node_modules/typescript"));
  symlinkSync(join(packages, platform), path(`node_modules/${platform}`));
  symlinkSync(join(packages, "ttsc"), path("node_modules/ttsc"));
  const inFolder = (...args: readonly string[]): Ran =>
    run("env", [`TMPDIR=${path("tmp")}`, node, ...args], folder);
  const into = (files: Readonly<Record<string, string>>): void =>
    write(files, folder);
  into({
    "package.json": JSON.stringify({
      ...{ name, type: "module", private: true },
      imports: {
        "#inner/*": {
          types: "./src/inner/*.ts",
          default: "./dist/inner/*.js",
        },
      },
    }),
    "tsconfig.json": JSON.stringify({
      compilerOptions: {
        ...{ target: "es2022", module: "nodenext", strict: true, types: [] },
        ...{ rootDir: "src", outDir: "dist", declaration: true },
        ...{ sourceMap: true, skipLibCheck: true, ...options },
        plugins: [{ transform: "adjoint", transformProgram: true }],
      },
      files: ["src/main.ts"],
    }),
    "src/inner/two.ts": two("2 * x"),
    "src/loss.ts": loss,
    "src/main.ts": main,
  });
  return {
    ...{ folder, path, write: into, node: inFolder },
    read: (file) => readFileSync(path(file), "utf8"),
    ttsc: (...args) => {
      const ran = inFolder(
        path("node_modules/ttsc/lib/launcher/ttsc.js"),
        ...args,
      );
      // The mirror is gone, whatever has happened.
      const left = readdirSync(path("tmp")).filter((e) => /^adjoint/.test(e));
      expect(left).toEqual([]);
      return ran;
    },
  };
}

/** The first build of all tells of the executable that is built. */
const quiet = ({ err, ...ran }: Ran): Ran => ({
  ...ran,
  err: err.replace(/^ttsc: building source plugin .*\n/, ""),
});

test("the project of the other hosts is given the same text", () => {
  const { node, path, ttsc, write } = project("same", {
    noUncheckedIndexedAccess: true,
    types: ["node"],
  });
  const sources = resolve("test/hosts/project/src");
  for (const name of readdirSync(sources))
    write({ [`src/${name}`]: readFileSync(join(sources, name), "utf8") });
  expect(quiet(ttsc())).toEqual({ code: 0, out: "", err: "" });
  expect(emittedInMaps(path("dist"))).toEqual(emittedTexts());
  expect(node("dist/main.js").out).toBe(printed);
});

test("a build: code, declarations and maps by the native compiler", () => {
  const { node, read, ttsc, path } = project("build");
  expect(quiet(ttsc())).toEqual({ code: 0, out: "", err: "" });
  expect(node("dist/main.js").out).toBe("12\n");
  expect(read("dist/loss.d.ts")).toContain(
    "export declare function lossGrad(x: number): number;",
  );
  // No line of the user's has moved.
  expect(read("dist/loss.js").split("\n").slice(0, 4)).toEqual([
    'import { two } from "#inner/two";',
    "/** @differentiable */",
    "export function loss(x) {",
    "    return two(x) * x;",
  ]);
  const map = new TraceMap(read("dist/loss.js.map"));
  expect(map.sources).toEqual(["../src/loss.ts", "../src/loss.adjoint.ts"]);
  const lines = read("dist/loss.js").split("\n");
  const at = lines.findIndex((line) => line.includes("function lossGrad"));
  expect(originalPositionFor(map, { line: at + 1, column: 0 })).toMatchObject({
    source: "../src/loss.adjoint.ts",
  });
  expect(originalPositionFor(map, { line: 4, column: 4 })).toMatchObject({
    ...{ source: "../src/loss.ts", line: 4, column: 2 },
  });
  expect(existsSync(path("src/loss.js"))).toBe(false);
});

test("the text is the one that every host emits", () => {
  const { node, read, write } = project("transform");
  write({
    "transform.mjs": `import { readFileSync } from "node:fs";
import { TtscCompiler } from "ttsc";
import { compile } from "adjoint/transformer";
const result = await new TtscCompiler({ cwd: process.cwd() }).transform();
const fileName = process.cwd() + "/src/loss.ts";
const text = readFileSync(fileName, "utf8");
const compilerOptions = { module: 199, moduleResolution: 99 };
console.log(result.type, Object.keys(result.typescript).sort().join(" "));
console.log(result.typescript["src/loss.ts"] === compile({ fileName, text, compilerOptions }).text);
`,
  });
  expect(node("transform.mjs")).toMatchObject({
    code: 0,
    out: "success src/inner/two.ts src/loss.ts src/main.ts\ntrue\n",
  });
  expect(read("src/loss.ts")).toBe(loss);
});

test("--noEmit, a type error, an error of ours", () => {
  const { path, ttsc, write } = project("errors");
  expect(quiet(ttsc("--noEmit"))).toEqual({ code: 0, out: "", err: "" });
  expect(existsSync(path("dist"))).toBe(false);
  write({ "src/main.ts": main.replace("slope: number", "slope: string") });
  const wrong = ttsc();
  expect(wrong.code).not.toBe(0);
  expect(wrong.err).toContain(
    "src/main.ts(3,14): error TS2322: Type 'number' is not assignable to type 'string'.",
  );
  expect(existsSync(path("dist"))).toBe(false);
  write({
    "src/main.ts": main,
    "src/loss.ts": loss.replace("two(x)", "Number(x.toFixed(2))"),
  });
  for (const args of [[], ["--noEmit"]]) {
    const refused = ttsc(...args);
    expect(refused.code).not.toBe(0);
    expect(refused.err).toContain("src/loss.ts(4,10): error AD1004:");
    expect(refused.err).toContain("adjoint: ttsc checks the sources once more");
  }
  expect(existsSync(path("dist"))).toBe(false);
});

test("ttsx and ttsc/register run the sources", () => {
  const { node, path, write } = project("run");
  write({ "src/loss.ts": loss.replace("#inner/two", "./inner/two.js") });
  const ttsx = path("node_modules/ttsc/lib/launcher/ttsx.js");
  expect(node(ttsx, "src/main.ts").out).toBe("12\n");
  expect(node("--require", "ttsc/register", "src/main.ts").out).toBe("12\n");
});

test("what is kept from build to build is used as long as it holds", () => {
  const { node, path, ttsc, write } = project("cache");
  const slope = (): string => {
    expect(quiet(ttsc())).toEqual({ code: 0, out: "", err: "" });
    return node("dist/main.js").out;
  };
  const kept = path("node_modules/.cache/adjoint");
  const texts = (): string[] =>
    readdirSync(kept).map((name) => readFileSync(join(kept, name), "utf8"));
  expect(slope()).toBe("12\n");
  const before = texts();
  write({ "src/main.ts": `${main}export const more = 1;\n` });
  expect(slope()).toBe("12\n");
  expect(texts()).toEqual(before);
  // Another text behind an import.
  write({ "src/inner/two.ts": two("x * x") });
  expect(slope()).toBe("27\n");
  expect(texts()).not.toEqual(before);
  // A file that stands in another's way: `.ts` is looked for before `.d.ts`.
  write({
    "src/loss.ts": loss.replace("#inner/two", "./near.js"),
    "src/near.d.ts": "export function two(x: number): number;\n",
  });
  expect(ttsc().err).toContain("AD1004");
  write({ "src/near.ts": two("x * x * x") });
  expect(slope()).toBe("108\n");
  // What can't be read is no cache.
  for (const name of readdirSync(kept)) writeFileSync(join(kept, name), "{");
  expect(slope()).toBe("108\n");
});

test("flags, and outputs beside their sources", () => {
  const { path, read, ttsc } = project("flags", { outDir: "." });
  const out = path("elsewhere");
  expect(
    quiet(ttsc("--outDir", out, "--removeComments", "--listEmittedFiles")),
  ).toMatchObject({ code: 0, err: "" });
  expect(read("elsewhere/loss.js")).not.toContain("adjoint of:");
  expect(read("elsewhere/loss.js.map")).toContain('"../src/loss.adjoint.ts"');
  expect(ttsc("--showConfig").out).toContain('"files"');
  expect(quiet(ttsc("--rootDir", path("."), "--incremental")).code).toBe(0);
  expect(read("src/loss.js")).toContain("lossGrad");
  const built = readdirSync(path(".")).filter((e) => /buildinfo$/.test(e));
  expect(built).toEqual(["tsconfig.tsbuildinfo"]);
});

test("packages of the same repository are part of the program", () => {
  const { folder, ttsc, write } = project("workspace");
  write({
    "src/part/package.json": '{ "name": "part", "exports": "./part.ts" }',
    "src/part/part.ts": two("5 * x"),
    "src/loss.ts": loss.replace("#inner/two", "part"),
  });
  symlinkSync("../src/part", join(folder, "node_modules/part"));
  expect(quiet(ttsc("--noEmit"))).toEqual({ code: 0, out: "", err: "" });
});

test("--watch builds again at each save", async () => {
  const { folder, path, write } = project("watch");
  const ttsc = path("node_modules/ttsc/lib/launcher/ttsc.js");
  const watching = spawn(node, [ttsc, "--watch"], {
    cwd: folder,
    env: environment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const has = async (text: string): Promise<void> => {
    const until = Date.now() + 60_000;
    for (;;) {
      const file = path("dist/loss.js");
      if (existsSync(file) && readFileSync(file, "utf8").includes(text)) return;
      if (Date.now() > until) expect.fail(`no ${text} after a minute`);
      await new Promise((done) => setTimeout(done, 100));
    }
  };
  try {
    await has("lossGrad");
    write({ "src/loss.ts": loss.replace("two(x) * x", "Math.sin(x)") });
    await has("Math.cos(x)");
  } finally {
    watching.kill();
    await once(watching, "exit");
    rmSync(path("dist"), { recursive: true, force: true });
  }
});
