/** jest and Node itself: modules are compiled as they are loaded. Vitest, and Vite's server, in vite.test.ts. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Project } from "./support.ts";
import {
  emittedInMaps,
  emittedTexts,
  node24,
  printed,
  project,
  wrong,
} from "./support.ts";
import { run } from "../package/consumer.ts";

const jestTest = `import { grad } from "adjoint";
import { distance, newton, scaledGrad, square, squareGrad } from "../src/losses.js";
test("derivatives", () => {
  expect(squareGrad(3)).toBe(6);
  expect(grad(square)(3)).toBe(6);
  expect(scaledGrad(0, 2)[0]).toBe(1);
  expect(grad(newton, 0)(2, 8)).toBeCloseTo(0.35355339059327373, 14);
  expect(grad(distance)({ x: 3, y: 4 }, { x: 0, y: 0 })[0]).toEqual({ x: 0.6, y: 0.8 });
});
`;

describe("jest", () => {
  const transformers = {
    "ts-jest": [
      "ts-jest",
      { tsconfig: { module: "commonjs", isolatedModules: true } },
    ],
    "babel-jest": [
      "babel-jest",
      {
        presets: ["@babel/preset-typescript"],
        plugins: ["@babel/plugin-transform-modules-commonjs"],
        babelrc: false,
        configFile: false,
      },
    ],
  };
  const jest = (at: Project) =>
    at.node(at.tool("jest/bin/jest.js"), "--ci", "--colors=false");

  test.each(Object.keys(transformers) as (keyof typeof transformers)[])(
    "before %s",
    (name) => {
      const at = project(`jest-${name}`);
      at.write(
        "package.json",
        JSON.stringify({
          name: "app",
          private: true,
          jest: {
            testEnvironment: "node",
            cacheDirectory: ".cache",
            moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
            transform: {
              "\\.ts$": ["adjoint/jest", { transformer: transformers[name] }],
            },
          },
        }),
      );
      at.write("test/losses.test.ts", jestTest);
      const first = jest(at);
      expect(first.err).toContain("1 passed, 1 total");
      expect(first.code).toBe(0);
      const { "losses.adjoint.ts": losses } = emittedTexts();
      expect(emittedInMaps(join(at.folder, ".cache"))).toEqual({
        "losses.adjoint.ts": losses,
      });
      // What was cached is not taken for what another file has made of it.
      at.write(
        "src/numbers.ts",
        at
          .read("src/numbers.ts")
          .replace("Math.log1p(Math.exp(x))", "Math.sin(x)"),
      );
      const second = jest(at);
      expect(second.err).toMatch(/Expected: 1\s+Received: 2\b/);
      expect(second.err).toContain("test/losses.test.ts:6:");
      expect(second.code).toBe(1);
      const source = at.read("src/losses.ts");
      at.write("src/losses.ts", wrong["src/refused.ts"]);
      const third = jest(at);
      expect(third.err).toContain(
        "src/losses.ts(3,10): error AD1004: A value with a derivative flows",
      );
      expect(third.code).toBe(1);
      at.write("src/losses.ts", source.replace("x * x", "x.y"));
      const fourth = jest(at);
      expect(fourth.err).toMatch(
        /src\/losses\.ts\(\d+,\d+\): error TS2339: Property 'y' does not exist/,
      );
      expect(fourth.code).toBe(1);
    },
  );
});

/** Prints what Node knows of our sources. */
const shown = `import { findSourceMap } from "node:module";
import { fileURLToPath } from "node:url";
import * as losses from "./losses.ts";
import * as kernels from "./kernels.ts";
const own: Record<string, unknown> = {};
for (const name of Object.keys({ losses, kernels })) {
  const map = findSourceMap(fileURLToPath(new URL(name + ".ts", import.meta.url)))!;
  own[name + ".adjoint.ts"] = (map.payload as { sourcesContent?: string[] }).sourcesContent![1];
}
console.log(JSON.stringify(own));
`;

describe("node --import adjoint/register", () => {
  test("says which Node it needs", () => {
    const at = project("register-old");
    at.write(
      "old.cjs",
      'const builtin = require("node:module"); delete builtin.registerHooks; builtin.syncBuiltinESMExports();',
    );
    const { code, err } = at.node(
      "--require",
      "./old.cjs",
      "--import",
      "adjoint/register",
      "src/main.ts",
    );
    expect(err).toContain(
      `adjoint/register needs Node 22.15 or newer; this is ${process.version}.`,
    );
    expect(code).toBe(1);
  });

  test("runs marked files, by Node's own types or before tsx", () => {
    const at = project("register");
    const start = (...args: string[]) =>
      run(node24, ["--import", "adjoint/register", ...args], at.folder);
    expect(start("--import", "tsx", "src/main.ts")).toEqual({
      code: 0,
      out: printed,
      err: "",
    });
    // Node takes files by their own names.
    at.write(
      "tsconfig.json",
      at.read("tsconfig.json").replace("{", '{"extends": "./names.json",'),
    );
    at.write(
      "names.json",
      '{"compilerOptions": {"allowImportingTsExtensions": true, "noEmit": true}}',
    );
    for (const name of ["main", "losses", "kernels"])
      at.write(
        `src/${name}.ts`,
        at.read(`src/${name}.ts`).replace(/(from "\..*)\.js"/g, '$1.ts"'),
      );
    expect(start("src/main.ts")).toEqual({ code: 0, out: printed, err: "" });
    at.write("src/shown.ts", shown);
    const { code, out, err } = start("--enable-source-maps", "src/shown.ts");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toEqual(emittedTexts());
    at.write("src/refused.ts", wrong["src/refused.ts"]);
    const refused = start("src/refused.ts");
    expect(refused.err).toContain(
      "src/refused.ts(3,10): error AD1004: A value with a derivative flows",
    );
    expect(refused.code).toBe(1);
    at.write("src/refused.ts", "export {};\n");
    at.write(
      "src/main.ts",
      `const wrong: string = 3;\n${at.read("src/main.ts")}`,
    );
    const mistyped = start("src/main.ts");
    expect(mistyped.err).toContain(
      "src/main.ts(1,7): error TS2322: Type 'number' is not assignable",
    );
    expect(mistyped.code).toBe(1);
    expect(
      run(node24, ["--import", "adjoint/register", "src/main.ts"], at.folder, {
        ADJOINT_TYPES: "off",
      }),
    ).toEqual({ code: 0, out: printed, err: "" });
  });

  test("after another loader it says so", () => {
    const at = project("register-late");
    const { code, err } = run(
      node24,
      ["--import", "tsx", "--import", "adjoint/register", "src/main.ts"],
      at.folder,
    );
    expect(err).toContain("was compiled before adjoint/register saw it");
    expect(code).toBe(1);
  });
});
