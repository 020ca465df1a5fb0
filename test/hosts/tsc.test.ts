/** tsc by ts-patch: TypeScript 6 with ts-patch 4, TypeScript 5.9 with ts-patch 3. */
import { decode } from "@jridgewell/sourcemap-codec";
import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Map, Project } from "./support.ts";
import {
  emittedInMaps,
  emittedTexts,
  environment,
  errorLines,
  printed,
  project,
  wrong,
} from "./support.ts";

const compilers = [
  { name: "TypeScript 6", patch: "ts-patch", typescript: "typescript" },
  { name: "TypeScript 5.9", patch: "ts-patch-3", typescript: "typescript-5.9" },
];

const refused =
  "src/refused.ts(3,10): error TS991004: AD1004: A value with a derivative flows through 'Number(String(x))', whose source is not known.";

describe.each(compilers)("$name", ({ patch, typescript }) => {
  const tspc = (at: Project, ...args: string[]) =>
    at
      .with({ TSP_COMPILER_TS_PATH: at.tool(typescript) })
      .node(at.tool(`${patch}/bin/tspc.js`), ...args);

  test("builds modules, declarations and maps", () => {
    const at = project(`tsc-${typescript}`);
    expect(tspc(at, "--inlineSources")).toEqual({ code: 0, out: "", err: "" });
    expect(at.node("dist/main.js")).toEqual({ code: 0, out: printed, err: "" });
    expect(emittedInMaps(join(at.folder, "dist"))).toEqual(emittedTexts());
    expect(at.read("dist/losses.d.ts")).toContain(
      "export declare function squareGrad(x: number): number;",
    );
    // A consumer's editor finds the user's declaration, and looks for no file of ours.
    const map = JSON.parse(at.read("dist/losses.d.ts.map")) as Map;
    expect(map.sources).toEqual(["../src/losses.ts"]);
    const lines = at.read("src/losses.ts").split("\n").length;
    for (const line of decode(map.mappings))
      for (const segment of line) expect(segment[2] ?? 0).toBeLessThan(lines);

    // What goes wrong in emitted code is told by its own lines.
    const fails =
      'import("./dist/losses.js").then((m) => m.meanSquaredErrorGrad(null))';
    const { err } = at.node("--enable-source-maps", "-e", fails);
    const place =
      /at (?:Module\.)?meanSquaredErrorGrad \(.*losses\.adjoint\.ts:(\d+):/.exec(
        err,
      );
    expect(place, err).not.toBeNull();
    const own = emittedTexts()["losses.adjoint.ts"]!.split("\n");
    expect(own[Number(place![1]) - 1]).toContain("w.length");

    // The user's own mappings are what they are without us.
    at.node(
      at.tool(`${typescript}/bin/tsc`),
      "--outDir",
      "plain",
      "--inlineSources",
      "--noCheck",
    );
    for (const name of ["losses", "kernels"]) {
      const [ours, plain] = ["dist", "plain"].map(
        (folder) => JSON.parse(at.read(`${folder}/${name}.js.map`)) as Map,
      );
      expect(ours!.sourcesContent![0]).toBe(plain!.sourcesContent![0]);
      const users = segments(ours!);
      let next = 0;
      for (const each of segments(plain!)) {
        next = users.indexOf(each, next) + 1;
        expect(next, each).toBeGreaterThan(0);
      }
    }
  });

  test("reports type errors and ours, by --noEmit too", () => {
    const at = project(`tsc-errors-${typescript}`);
    for (const [path, text] of Object.entries(wrong)) at.write(path, text);
    const { code, out } = tspc(at, "--noEmit");
    expect(errorLines(out)).toEqual([
      "src/mistyped.ts(2,14): error TS2322: Type 'number' is not assignable to type 'string'.",
      refused,
    ]);
    expect(code).toBe(2);
  });
});

describe("ways to build", () => {
  const tspc = (at: Project, ...args: string[]) =>
    at.node(at.tool("ts-patch/bin/tspc.js"), ...args);
  const softplus = "Math.log1p(Math.exp(x))";

  test("an error of ours alone keeps --noEmitOnError from emitting", () => {
    const at = project("tsc-no-emit");
    at.write("src/refused.ts", wrong["src/refused.ts"]);
    const { code, out } = tspc(at, "--noEmitOnError");
    // tsc says 1 where it wrote nothing, and 2 where it did.
    expect([code, errorLines(out)]).toEqual([1, [refused]]);
    expect(existsSync(join(at.folder, "dist"))).toBe(false);
  });

  test("--incremental emits what has changed, and what changes by that", () => {
    const at = project("tsc-incremental");
    const build = () => tspc(at, "--incremental");
    const written = () =>
      ["losses", "kernels"].map(
        (name) => statSync(join(at.folder, `dist/${name}.js`)).mtimeMs,
      );
    expect(build()).toEqual({ code: 0, out: "", err: "" });
    const first = written();
    // The types of what is imported stay, its derivative does not.
    at.write(
      "src/numbers.ts",
      at.read("src/numbers.ts").replace(softplus, "Math.sin(x)"),
    );
    expect(build()).toEqual({ code: 0, out: "", err: "" });
    expect(at.read("dist/losses.js")).toContain("Math.cos(x)");
    expect(written()[0]).toBeGreaterThan(first[0]!);
    expect(written()[1]).toBe(first[1]);
    // An error that comes by what is imported, and is not forgotten.
    at.write(
      "src/numbers.ts",
      at.read("src/numbers.ts").replace("Math.sin(x)", "Number(String(x))"),
    );
    for (let i = 0; i < 2; i++) {
      const { code, out } = build();
      expect(errorLines(out)).toEqual([
        expect.stringContaining("TS2305"),
        expect.stringMatching(
          /^src\/numbers\.ts\(7,\d+\): error TS991004: AD1004: /,
        ),
      ]);
      expect(code).toBe(2);
    }
  });

  test("-b builds projects that refer to one another", () => {
    const at = project("tsc-composite");
    const options = (name: string) => ({
      extends: "./tsconfig.json",
      compilerOptions: {
        composite: true,
        tsBuildInfoFile: `dist/${name}.tsbuildinfo`,
      },
    });
    at.write(
      "tsconfig.lib.json",
      JSON.stringify({ ...options("lib"), exclude: ["src/main.ts"] }),
    );
    at.write(
      "tsconfig.app.json",
      JSON.stringify({
        ...options("app"),
        include: [],
        files: ["src/main.ts"],
        references: [{ path: "./tsconfig.lib.json" }],
      }),
    );
    expect(tspc(at, "-b", "tsconfig.app.json")).toEqual({
      code: 0,
      out: "",
      err: "",
    });
    expect(at.node("dist/main.js").out).toBe(printed);
    expect(tspc(at, "-b", "tsconfig.app.json", "--verbose").out).toContain(
      "Project 'tsconfig.lib.json' is up to date",
    );
    at.write("src/refused.ts", wrong["src/refused.ts"]);
    const { code, out } = tspc(at, "-b", "tsconfig.app.json");
    expect(errorLines(out)).toEqual([refused]);
    expect(code).toBeGreaterThan(0);
  });

  test("--watch follows what is saved", async () => {
    const at = project("tsc-watch");
    const child = spawn(
      process.execPath,
      [at.tool("ts-patch/bin/tspc.js"), "--watch", "--preserveWatchOutput"],
      { cwd: at.folder, env: environment() },
    );
    onTestFinished(() => void child.kill());
    let out = "";
    const rounds: (() => void)[] = [];
    child.on("exit", () => rounds.shift()?.());
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
      if (/Found \d+ errors?\. Watching/.test(out)) rounds.shift()?.();
    });
    const round = () =>
      new Promise<string>((done) => {
        out = "";
        rounds.push(() => done(out));
      });
    expect(await round()).toContain("Found 0 errors");
    at.write(
      "src/numbers.ts",
      at.read("src/numbers.ts").replace(softplus, "Math.sin(x)"),
    );
    expect(await round()).toContain("Found 0 errors");
    expect(at.read("dist/losses.js")).toContain("Math.cos(x)");
    at.write("src/refused.ts", wrong["src/refused.ts"]);
    expect(errorLines(await round())).toEqual([refused]);
    at.write("src/refused.ts", "export {};\n");
    expect(await round()).toContain("Found 0 errors");
  });
});

/** What maps to the user's text, in the order of the output. */
const segments = (map: Map): string[] =>
  decode(map.mappings).flatMap((line) =>
    line.flatMap((segment) =>
      segment[1] === 0 ? [`${segment[2]}:${segment[3]}`] : [],
    ),
  );
