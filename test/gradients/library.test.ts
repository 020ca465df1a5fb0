/** The library's own functions in code that is differentiated: `stopGradient`, `defineRule`, `checkpoint`. */
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { openProject } from "../../transformer/1-read/project.ts";
import { compile } from "../../transformer/compile.ts";
import { checkFile, fileTable } from "../../transformer/trace/check-file.ts";

const compilerOptions = {
  strict: true,
  target: 99,
  module: 199,
  noUncheckedIndexedAccess: true,
  paths: { adjoint: [resolve("src/index.ts")] },
};
const project = openProject({ compilerOptions });

const program = `import { checkpoint, defineRule, stopGradient } from "adjoint";

/** A scale that counts as a constant. @differentiable */
export function scaled(x: number, ys: number[]): number {
  const scale = stopGradient(x * x);
  return scale * x + ys.map(stopGradient).reduce((sum, y) => sum + y * x, 0);
}

const softplus = defineRule(
  (x: number) => Math.log1p(Math.exp(x)),
  (x, _out) => [1 / (1 + Math.exp(-x))],
);

const product = defineRule(
  (x: number, y: number) => x * y,
  (x, y, out) => [y + 0 * out, x],
);

/** Functions with a derivative of the author's own. @differentiable */
export function ruled(x: number, y: number): number {
  let sum = 0;
  for (let i = 0; i < 3; i++) sum += softplus(x * i) * y + product(x, y);
  return sum;
}

const block = (x: number): number => Math.sin(x) * x;

/** A function that may be run again. @differentiable */
export function rerun(x: number): number {
  const f = checkpoint(block);
  return f(x) + checkpoint(block)(x * x);
}
`;

const samples = `export const samples = {
  // Differences see the scale move.
  scaled: { args: [[1.5, [0.5]]], kink: [{ entries: [2.75, [0]] }] },
  ruled: { args: [[1.3, 0.6]] },
  rerun: { args: [[1.3]] },
};`;

test("their derivatives are what they say", async () => {
  const files: Record<string, string> = {
    "/v/a.ts": program,
    "/v/a.samples.ts": samples,
  };
  // Loaded with the library itself, so that its types are of no matter.
  const report = await checkFile("/v/a.ts", {
    readFile: (path) => files[path],
  });
  expect(report.marked).toHaveLength(3);
  expect(report.passed, fileTable(report)).toBe(true);
});

test("a norm of a list has its derivative, scaled so that nothing overflows", async () => {
  const files: Record<string, string> = {
    "/v/d.ts": `/** @differentiable */
export const norms = (xs: number[]): number =>
  Math.hypot(...xs) * Math.hypot(...xs.map((x) => x * 2), 1);
`,
    "/v/d.samples.ts":
      "export const samples = { norms: { args: [[[1.1, 2, -0.3]]] } };",
  };
  const report = await checkFile("/v/d.ts", {
    readFile: (path) => files[path],
  });
  expect(report.passed, fileTable(report)).toBe(true);
});

test("there is no second derivative of a rule", () => {
  const text = `import { defineRule } from "adjoint";
const square = defineRule((x: number) => x * x, (x, _out) => [2 * x]);
/** @differentiable hessian */
export const twice = (x: number): number => square(x) * x;
`;
  const { diagnostics } = compile({
    fileName: "/v/b.ts",
    text,
    ...{ compilerOptions, project },
  });
  expect(diagnostics.map((d) => `${d.code} ${d.line}`)).toEqual(["AD1003 4"]);
});

test("the gradient of an array can't be stopped as a whole", () => {
  const text = `import { stopGradient } from "adjoint";
/** @differentiable */
export const f = (xs: number[]): number => stopGradient(xs)[0]! * xs[1]!;
`;
  const { diagnostics } = compile({
    fileName: "/v/c.ts",
    text,
    ...{ compilerOptions, project },
  });
  expect(diagnostics.map((d) => d.severity)).toContain("error");
});
