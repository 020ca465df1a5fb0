import { expect, test } from "vitest";
import { openProject } from "../../transformer/1-read/project.ts";
import {
  checkFile,
  fileTable,
  type FileReport,
} from "../../transformer/trace/check-file.ts";

/** Checks `/src/main.ts` among files that are in memory. */
function check(
  files: Record<string, string>,
  options: { functions?: string[]; allBranches?: boolean } = {},
): Promise<FileReport> {
  const readFile = (path: string): string | undefined =>
    files[path.replace("/src/", "")];
  return checkFile("/src/main.ts", {
    readFile,
    project: openProject({ host: { readFile } }),
    ...options,
  });
}

const loss = `
/** @differentiable */
export function loss(w: Float64Array, b: number, x: Float64Array): number {
  let z = b;
  for (let i = 0; i < w.length; i++) z += w[i]! * x[i]!;
  return z * z;
}
`;

test("points are drawn from the types where there are no samples", async () => {
  const report = await check({ "main.ts": loss });
  expect(report.passed, fileTable(report)).toBe(true);
  expect(report.samples).toBe("drawn");
  const [one] = report.functions;
  expect(one!.points).toBe(3);
  expect(one!.engines).toEqual(["grad", "valueAndGrad", "vjp", "adjoint"]);
  expect(one!.parameters.map(({ name }) => name)).toEqual(["w", "b", "x"]);
  expect(one!.entries.differences).toBe(21);
  expect(one!.entries.tape).toBe(21);
});

test("samples stand beside the file; the report is data, and the same each time", async () => {
  const files = {
    "main.ts": loss,
    "main.samples.ts": `
      import { loss } from "./main.ts";
      import type { Samples } from "./sample.ts";
      export const samples: Samples = {
        loss: {
          args: [[Float64Array.of(1, 2), 0.5, Float64Array.of(3, -1)]],
          expected: [{ value: loss(Float64Array.of(1), 1.5, Float64Array.of(0)), grad: [Float64Array.of(9, -3), 3, Float64Array.of(3, 6)], tolerance: 0 }],
        },
      };`,
  };
  const report = await check(files);
  expect(report.passed, fileTable(report)).toBe(true);
  expect(report.samples).toBe("/src/main.samples.ts");
  expect(report.functions[0]!.entries.expected).toBe(5);
  expect(JSON.parse(JSON.stringify(report))).toEqual(
    JSON.parse(JSON.stringify(await check(files))),
  );
});

test("a stated number that is wrong fails", async () => {
  const report = await check({
    "main.ts": loss,
    "main.samples.ts": `export const samples = { loss: {
      args: [[Float64Array.of(1), 0.5, Float64Array.of(3)]],
      expected: [{ grad: [Float64Array.of(21), 7.001, Float64Array.of(7)], tolerance: 1e-6 }] } };`,
  });
  expect(report.passed).toBe(false);
  expect(fileTable(report)).toContain("the entry of b, by grad: is 7");
  expect(fileTable(report)).toContain("the entry of b, by tape: is 7");
});

test("functions of other files, unexported ones, and a choice", async () => {
  const files = {
    "main.ts": `
      import { cube } from "./lib/cube";
      import type { Pair } from "./lib/cube";
      /** @differentiable */
      const inner = (p: Pair): number => cube(p.a) * p.b;
      /** @differentiable */
      export function outer(x: number, y: number): number {
        return cube(x) + Math.sin(y);
      }
      export { inner as renamed };`,
    "lib/cube.ts": `
      export interface Pair { a: number; b: number }
      const power = 3;
      export const cube = (x: number): number => x ** power;`,
  };
  const report = await check(files);
  expect(report.marked).toEqual(["inner", "outer"]);
  expect(report.passed, fileTable(report)).toBe(true);
  const chosen = await check(files, { functions: ["outer"] });
  expect(chosen.functions.map(({ name }) => name)).toEqual(["outer"]);
  expect(chosen.passed).toBe(true);
  const none = await check(files, { functions: ["missing"] });
  expect(none.passed).toBe(false);
});

test("what was refused has not passed", async () => {
  const report = await check({
    "main.ts": `
      /** @differentiable */
      export function f(x: number): number {
        return JSON.parse(JSON.stringify(x)) as number;
      }`,
  });
  expect(report.functions).toEqual([]);
  expect(report.diagnostics.length).toBeGreaterThan(0);
  expect(report.passed).toBe(false);
});

test("a branch that no point reaches is reported, or fails", async () => {
  const files = {
    "main.ts": `
      /** @differentiable */
      export function f(x: number): number {
        if (x > 100) return x * x;
        if (Number.isNaN(x)) throw new Error("not a number");
        switch (Math.sign(x)) {
          case 7:
            return 3 * x;
          default:
            return x;
        }
      }`,
  };
  const report = await check(files);
  expect(report.passed, fileTable(report)).toBe(true);
  expect(report.functions[0]!.branches).toEqual({
    arms: 5,
    reached: 3,
    unreached: [
      "main.ts:4 if (x > 100) return x * x;: never true",
      "main.ts:6 switch (Math.sign(x)) {: never at case 7",
    ],
  });
  expect(fileTable(report)).toContain("3 of 5 branches");
  const strict = await check(files, { allBranches: true });
  expect(strict.passed).toBe(false);
  expect(strict.functions[0]!.failures.map(({ kind }) => kind)).toEqual([
    "branch",
    "branch",
  ]);
});

test("arguments that can't be drawn ask for samples", async () => {
  const report = await check({
    "main.ts": `
      /** @differentiable */
      export function f(x: number, name: string): number {
        return name === "double" ? 2 * x : x;
      }`,
  });
  expect(report.passed).toBe(false);
  expect(fileTable(report)).toContain("write samples");
});

test("kernels, counts and constants", async () => {
  const report = await check({
    "main.ts": `
      /** @differentiable wrt u, k */
      export function scale(u: Float64Array, out: Float64Array, k: number, n: number): void {
        for (let i = 0; i < n; i++) out[i] = u[i]! * k;
      }
      /** @differentiable */
      export const weighted = (x: Float32Array, kind: "sum" | "mean"): number => {
        let s = 0;
        for (const v of x) s += v * v;
        return kind === "sum" ? s : s / x.length;
      };`,
  });
  expect(report.passed, fileTable(report)).toBe(true);
  const [scale] = report.functions;
  expect(scale!.parameters.map(({ name }) => name)).toEqual(["u", "k"]);
});

test("printing is silent, and does not disturb", async () => {
  const report = await check({
    "main.ts": `
      /** @differentiable */
      export function f(x: number): number {
        console.log(\`x is \${x}\`, x.toFixed(3));
        return x * x;
      }`,
  });
  expect(report.passed, fileTable(report)).toBe(true);
});
