/** What someone gets who installs adjoint: the command, the types, the entries. */
import { expect, inject, test } from "vitest";
import {
  adjoint,
  compilers,
  run,
  strictly,
  typecheck,
  write,
} from "./consumer.ts";

const loss = `/** @differentiable */
export function loss(w: Float64Array, x: Float64Array, y: number): number {
  let z = 0;
  for (let i = 0; i < w.length; i++) z += w[i]! * x[i]!;
  const e = z - y;
  return e * e;
}
`;

test("the tarball holds what is needed and nothing else", () => {
  const packed = inject("packed");
  expect(packed.filter((path) => !path.startsWith("dist/"))).toEqual([
    "LICENSE",
    "README.md",
    "package.json",
    "tsserver/package.json",
  ]);
  const kinds = new Set(
    packed.map((path) => /\.(d\.[cm]?ts|\w+)$/.exec(path)?.[0]),
  );
  // Go is the launcher's, for ttsc; what ends in .cjs is what tools load by `require`.
  expect([...kinds].sort()).toEqual([
    ...[".cjs", ".d.cts", ".d.ts", ".go", ".js", ".json", ".md", ".mod"],
    undefined,
  ]);
});

test("the command answers", () => {
  const help = adjoint("--help");
  expect(help.err).toBe("");
  expect(help.code).toBe(0);
  expect(help.out).toContain("adjoint generate");
  expect(adjoint("nope").code).toBe(2);
});

test("generate writes modules that compile and run", () => {
  write({
    "src/loss.ts": loss,
    "tsconfig.json": strictly("src", "generated"),
    "src/main.ts": `import { lossGrad } from "../generated/loss.js";
console.log(JSON.stringify([...lossGrad(Float64Array.of(1, 2), Float64Array.of(3, 4), 5)[0]]));
`,
  });
  const generated = adjoint("generate", "src/loss.ts", "--out", "generated");
  expect(generated.err).toBe("");
  expect(generated.code).toBe(0);
  for (const compiler of compilers) {
    expect(typecheck(compiler, "tsconfig.json")).toMatchObject({
      code: 0,
      out: "",
    });
  }
  const main = run("npx", ["--no-install", "tsx", "src/main.ts"]);
  expect(main.err).toBe("");
  expect(main.out).toBe("[36,48]\n");
});

test("explain prints the adjoint, check compares it", () => {
  write({ "src/loss.ts": loss });
  const explained = adjoint("explain", "src/loss.ts:loss");
  expect(explained.err).toBe("");
  expect(explained.out).toContain("lossGrad");
  const checked = adjoint("check", "src/loss.ts:loss", "--seed", "1", "--json");
  expect(checked.err).toBe("");
  expect(checked.code).toBe(0);
  expect(JSON.parse(checked.out)).toHaveProperty("report");
});

test.each(compilers)("the intrinsics are typed under %s", (compiler) => {
  write({
    "types/tsconfig.json": strictly("."),
    "types/main.ts": `import { grad, hessian, hvp, jacobian, jvp, stopGradient, valueAndGrad, vjp } from "adjoint";
import type { Fixed } from "adjoint";
declare function loss(w: Float64Array, b: number, xs: Fixed<Float64Array[]>): number;
export const all: (w: Float64Array, b: number, xs: Fixed<Float64Array[]>) => [w: Float64Array, b: number, xs: undefined] = grad(loss);
export const one: Float64Array = grad(loss, 0)(new Float64Array(1), 2, []);
export const value: number = valueAndGrad(loss)(new Float64Array(1), 2, []).value;
// @ts-expect-error there is no parameter 7
grad(loss, 7);
export const others = [hessian, hvp, jacobian, jvp, stopGradient, vjp];
`,
    "types/require.cts": `import adjoint = require("adjoint");
export const g: (x: number) => number = adjoint.grad((x: number) => x);
`,
  });
  expect(typecheck(compiler, "types")).toMatchObject({ code: 0, out: "" });
});

test("every entry can be imported, the run-time entry also by require", () => {
  write({
    "entries.js": `import * as adjoint from "adjoint";
import * as tape from "adjoint/tape";
import * as check from "adjoint/check";
import { compile } from "adjoint/transformer";
import { createRequire } from "node:module";
const required = createRequire(import.meta.url)("adjoint");
const names = (entry) => Object.keys(entry).filter((name) => !["default", "module.exports", "__esModule"].includes(name)).sort();
console.log(JSON.stringify([names(adjoint), names(required), typeof tape.GradientTape, Object.keys(check).length > 0, typeof compile]));
`,
  });
  const { out, err } = run(process.execPath, ["entries.js"]);
  expect(err).toBe("");
  const [imported, required, tape, checks, compile] = JSON.parse(out) as [
    string[],
    string[],
    string,
    boolean,
    string,
  ];
  expect(imported).toEqual(
    expect.arrayContaining(["grad", "vjp", "defineRule"]),
  );
  expect(required).toEqual(imported);
  expect([tape, checks, compile]).toEqual(["function", true, "function"]);
});

test("a function that was not compiled says so, with what to do", () => {
  write({
    "uncompiled.js": `import { grad } from "adjoint";
const square = (x) => x * x;
try { grad(square)(3); console.log("a number"); } catch (error) { console.log(error.message); }
`,
  });
  const { out } = run(process.execPath, ["uncompiled.js"]);
  expect(out).toMatch(/square/);
  expect(out).not.toBe("a number\n");
});
