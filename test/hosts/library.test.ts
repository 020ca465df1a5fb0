/** A library that was compiled with us, packed, and used by a project that knows nothing of us. */
import { execFileSync } from "node:child_process";
import { build } from "esbuild";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { rolldown } from "rolldown";
import { rollup } from "rollup";
import { minify } from "terser";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import webpack from "webpack";
import {
  compilers,
  run,
  strictly,
  typecheck,
  write,
} from "../package/consumer.ts";
import { project } from "./support.ts";

const elsewhere = realpathSync(
  mkdtempSync(join(tmpdir(), "adjoint-elsewhere-")),
);
afterAll(() => rmSync(elsewhere, { recursive: true }));

beforeAll(() => {
  const packed = ["module", "commonjs"].map((type) => {
    const at = project(`library-${type}`);
    at.write(
      "src/index.ts",
      'export * from "./losses.js";\nexport * from "./kernels.js";\n',
    );
    const exports = {
      ".": "./dist/index.js",
      "./losses": "./dist/losses.js",
      "./kernels": "./dist/kernels.js",
    };
    at.write(
      "package.json",
      JSON.stringify({
        name: `library-${type}`,
        version: "1.0.0",
        type,
        exports,
        files: ["dist"],
        sideEffects: false,
      }),
    );
    const { code, out } = at.node(
      at.tool("ts-patch/bin/tspc.js"),
      "--declarationMap",
      "false",
      "--sourceMap",
      "false",
    );
    expect([code, out]).toEqual([0, ""]);
    execFileSync("npm", ["pack", "--pack-destination", elsewhere], {
      cwd: at.folder,
      stdio: "pipe",
    });
    return `./library-${type}-1.0.0.tgz`;
  });
  write({ "package.json": '{ "private": true, "type": "module" }' }, elsewhere);
  execFileSync(
    "npm",
    ["install", "--offline", "--no-audit", "--no-fund", ...packed],
    { cwd: elsewhere, stdio: "pipe" },
  );
});

const main = (
  library: string,
): string => `import { squareGrad, meanSquaredErrorGrad, type scaled } from "${library}/losses";
import sumOf, { rosenbrockGrad, totalGrad } from "${library}/kernels";
const three: number = squareGrad(1.5);
const [dx, dy]: [dx: number, dy: number] = rosenbrockGrad(1, 2);
const [dw]: [dw: Float64Array, db: number, dxs: undefined, dys: undefined] = meanSquaredErrorGrad(new Float64Array(1), 0, [Float64Array.of(2)], Float64Array.of(3));
export type Scaled = typeof scaled;
// @ts-expect-error it takes a number
squareGrad("1");
export const results = [three, dx, dy, dw[0], sumOf([4]), totalGrad([4])];
`;

test.each(compilers)("its gradients are typed under %s", (compiler) => {
  write(
    {
      "tsconfig.json": strictly("main.ts", "require.cts"),
      "main.ts": main("library-module"),
      "require.cts": main("library-commonjs"),
    },
    elsewhere,
  );
  expect(typecheck(compiler, join(elsewhere, "tsconfig.json"))).toMatchObject({
    code: 0,
    out: "",
  });
  const bundler = {
    extends: "./tsconfig.json",
    compilerOptions: { module: "esnext", moduleResolution: "bundler" },
    include: ["main.ts"],
  };
  write({ "tsconfig.bundler.json": JSON.stringify(bundler) }, elsewhere);
  expect(
    typecheck(compiler, join(elsewhere, "tsconfig.bundler.json")),
  ).toMatchObject({ code: 0, out: "" });
});

test("its gradients run, as ECMAScript modules and as CommonJS, without us", () => {
  const print =
    "console.log(squareGrad(1.5), JSON.stringify(rosenbrockGrad(1, 2)));\n";
  write(
    {
      "main.mjs": `import { squareGrad } from "library-module/losses";\nimport { rosenbrockGrad } from "library-module/kernels";\n${print}`,
      "main.cjs": `const { squareGrad } = require("library-commonjs/losses");\nconst { rosenbrockGrad } = require("library-commonjs/kernels");\n${print}`,
    },
    elsewhere,
  );
  for (const file of ["main.mjs", "main.cjs"])
    expect(run(process.execPath, [file], elsewhere)).toEqual({
      code: 0,
      out: "3 [-400,200]\n",
      err: "",
    });
});

// The registration of a function names the function itself, which keeps its module's other functions alive: what
// bundlers drop is a module none of whose functions is used.
describe("a module whose marked functions are not used is dropped by", () => {
  const input = join(elsewhere, "entry.mjs");
  const bundlers: Readonly<Record<string, () => Promise<string>>> = {
    Rollup: async () => {
      const bundle = await rollup({
        input,
        plugins: [
          {
            name: "library",
            resolveId: (id, from) => ({
              id: id.startsWith("library-")
                ? join(elsewhere, "node_modules", id, "dist/index.js")
                : resolve(dirname(from ?? ""), id),
              moduleSideEffects: false,
            }),
          },
        ],
      });
      return (await bundle.generate({})).output[0].code;
    },
    "Rolldown, minified": async () => {
      const bundle = await rolldown({ input, cwd: elsewhere });
      return (await bundle.generate({ minify: true })).output[0].code;
    },
    webpack: () =>
      new Promise((done, fail) => {
        webpack(
          {
            mode: "production",
            context: elsewhere,
            entry: input,
            output: { path: join(elsewhere, "webpack") },
          },
          (error, stats) => {
            if (error || stats!.hasErrors())
              fail(error ?? new Error(stats!.toString()));
            else done(run("cat", [join(elsewhere, "webpack/main.js")]).out);
          },
        );
      }),
    "esbuild and terser": async () => {
      const { outputFiles } = await build({
        entryPoints: [input],
        bundle: true,
        format: "esm",
        write: false,
        absWorkingDir: elsewhere,
      });
      return (await minify(outputFiles[0]!.text, { module: true })).code!;
    },
  };

  test.each(Object.keys(bundlers))("%s", async (name) => {
    write(
      {
        "entry.mjs":
          'import { squareGrad } from "library-module";\nconsole.log(squareGrad(1.5));\n',
      },
      elsewhere,
    );
    const code = await bundlers[name]!();
    expect(code).toContain("1.5");
    // Whatever they are called: what they compute with.
    for (const each of ["sqrt", "reduce"]) expect(code).not.toContain(each);
  });
});
