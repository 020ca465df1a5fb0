/** The bundlers, by unplugin: each builds the project, and fails where it has to. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { Project } from "./support.ts";
import {
  emittedInMaps,
  emittedTexts,
  environment,
  printed,
  project,
  wrong,
} from "./support.ts";

/** A script in the project that builds `ENTRY` into `dist/out.mjs` with a map, and fails as the tool's command does. */
const scripts: Readonly<Record<string, string>> = {
  rollup: `import { rollup } from "rollup";
import adjoint from "adjoint/rollup";
import { transform } from "esbuild";
const types = { name: "types", async transform(code, id) { if (id.endsWith(".ts")) return transform(code, { loader: "ts", sourcemap: true, sourcefile: id }); }, resolveId(id, from) { return from && id.startsWith("./") ? this.resolve(id.replace(/\\.js$/, ".ts"), from, { skipSelf: true }) : null; } };
const bundle = await rollup({ input: ENTRY, external: ["adjoint"], plugins: [adjoint(), types] });
await bundle.write({ file: "dist/out.mjs", sourcemap: true });
`,
  rolldown: `import { build } from "rolldown";
import adjoint from "adjoint/rolldown";
await build({ input: ENTRY, external: ["adjoint"], plugins: [adjoint()], checks: { pluginTimings: false }, resolve: { extensionAlias: { ".js": [".ts", ".js"] } }, output: { file: "dist/out.mjs", sourcemap: true } });
`,
  esbuild: `import { build } from "esbuild";
import adjoint from "adjoint/esbuild";
await build({ entryPoints: [ENTRY], bundle: true, format: "esm", external: ["adjoint"], plugins: [adjoint()], outfile: "dist/out.mjs", sourcemap: true, logLevel: "silent" });
`,
  vite: `import { build } from "vite";
import adjoint from "adjoint/vite";
await build({ configFile: false, logLevel: "silent", plugins: [adjoint()], build: { outDir: "dist", minify: false, sourcemap: true, lib: { entry: ENTRY, formats: ["es"], fileName: () => "out.mjs" } } });
`,
  webpack: `import webpack from "webpack";
import adjoint from "adjoint/webpack";
import config from "./webpack-like.mjs";
webpack(config(ENTRY, adjoint(), { loader: "ts-loader", options: { transpileOnly: true } }), (error, stats) => {
  if (error) throw error;
  if (stats.hasErrors()) { console.error(stats.toString({ all: false, errors: true })); process.exitCode = 1; }
});
`,
  rspack: `import { rspack } from "@rspack/core";
import adjoint from "adjoint/rspack";
import config from "./webpack-like.mjs";
rspack(config(ENTRY, adjoint(), { loader: "builtin:swc-loader", options: { jsc: { parser: { syntax: "typescript" }, target: "es2022" } } }), (error, stats) => {
  if (error) throw error;
  if (stats.hasErrors()) { console.error(stats.toString({ all: false, errors: true })); process.exitCode = 1; }
});
`,
};

const webpackLike = `export default (entry, plugin, loader) => ({
  mode: "development", devtool: "source-map", target: "node", entry,
  experiments: { outputModule: true },
  output: { path: import.meta.dirname + "/dist", filename: "out.mjs", module: true, chunkFormat: "module", library: { type: "module" } },
  resolve: { extensions: [".ts", ".js"], extensionAlias: { ".js": [".ts", ".js"] } },
  module: { rules: [{ test: /\\.ts$/, use: loader }] },
  plugins: [plugin],
});
`;

const execute = promisify(execFile);

/** Not in the test's own process: two run at once. */
async function build(at: Project, tool: string, entry: string) {
  at.write("webpack-like.mjs", webpackLike);
  at.write(
    "build.mjs",
    scripts[tool]!.replaceAll("ENTRY", JSON.stringify(entry)),
  );
  try {
    const { stdout, stderr } = await execute(process.execPath, ["build.mjs"], {
      cwd: at.folder,
      env: environment(),
    });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as {
      code: number;
      stdout: string;
      stderr: string;
    };
    return { code, out: stdout, err: stderr };
  }
}

const expected = emittedTexts();

test.concurrent.each(Object.keys(scripts))("%s", async (tool) => {
  const at = project(tool);
  expect(await build(at, tool, "./src/main.ts")).toEqual({
    code: 0,
    out: "",
    err: "",
  });
  expect(emittedInMaps(join(at.folder, "dist"))).toEqual(expected);
  expect(at.node("dist/out.mjs")).toEqual({ code: 0, out: printed, err: "" });

  at.write("src/refused.ts", wrong["src/refused.ts"]);
  const { code, out, err } = await build(at, tool, "./src/refused.ts");
  expect(out + err).toMatch(
    /src\/refused\.ts\(3,10\): error AD1004: A value with a derivative flows/,
  );
  expect(code).toBe(1);

  at.write("src/refused.ts", "export {};\n");
  at.write("src/mistyped.ts", wrong["src/mistyped.ts"]);
  const mistyped = await build(at, tool, "./src/mistyped.ts");
  expect(mistyped.out + mistyped.err).toMatch(
    /src\/mistyped\.ts\(2,14\): error TS2322: Type 'number' is not assignable to type 'string'/,
  );
  expect(mistyped.code).toBe(1);
});
