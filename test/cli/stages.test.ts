/** `explain` by the real compiler: every stage of functions of several kinds. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compile } from "../../transformer/compile.ts";
import { core } from "../../transformer/hosts/cli/compiler-core.ts";
import { passes } from "../../transformer/pipeline.ts";
import { sandbox } from "./harness.ts";

const fixtures = [
  "scalar/square",
  "loops/newton",
  "kernels/dense",
  "solvers/tridiagonal",
];

/** Forward mode runs where it is asked for. */
const always = core.stages
  .map(({ name }) => name)
  .filter((name) => name !== "all" && name !== "tangentBody");

test.each(fixtures)("%s", async (fixture) => {
  const text = readFileSync(`fixtures/${fixture}.ts`, "utf8");
  const box = sandbox({ "a.ts": text }, { core });
  const { code, out, err } = await box.adjoint(
    ...["explain", "a.ts", "--stage", "all", "--json"],
  );
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const { parts } = JSON.parse(out) as {
    parts: { function: string; stage: string; text: string }[];
  };
  const functions = new Set(parts.map((part) => part.function));
  for (const name of functions) {
    const own = parts.filter((part) => part.function === name);
    expect(own.map((part) => part.stage)).toEqual(always);
    for (const part of own) expect(part.text.trim()).not.toBe("");
  }
  // One stage prints what `all` prints of it.
  for (const stage of ["activity", "reverseSweeps"]) {
    const one = await box.adjoint(
      "explain",
      "a.ts",
      "--stage",
      stage,
      "--json",
    );
    const { parts: shown } = JSON.parse(one.out) as { parts: typeof parts };
    expect(shown).toEqual(parts.filter((part) => part.stage === stage));
  }
});

test("every pass of the list is seen, in its order, and none beside it", () => {
  const seen: string[] = [];
  compile({
    fileName: "/a.ts",
    text: `/** @differentiable forward reverse hessian */
export function f(x: number): number { return g(x) * x; }
function g(x: number): number { let s = x; for (let i = 0; i < 3; i++) s *= x; return s; }
`,
    pipeline: { onStage: ({ pass }) => seen.push(pass) },
  });
  const ofPrimal = seen.slice(0, seen.indexOf("reverseSweeps"));
  const listed = passes.map(([name]) => name as string);
  const firsts = [...new Set(ofPrimal)];
  expect(firsts).toEqual(listed.slice(0, firsts.length));
  expect([...new Set(seen), "emit"].sort()).toEqual([...listed].sort());
});

test("the analyses say what they found, and the sweeps why", async () => {
  const text = readFileSync("fixtures/loops/newton.ts", "utf8");
  const box = sandbox({ "a.ts": text }, { core });
  const shown = async (stage: string): Promise<string> =>
    (await box.adjoint("explain", "a.ts:newtonSquareRoot", "--stage", stage))
      .out;
  expect(await shown("activity")).toContain("a: number {active}");
  expect(await shown("countTrips")).toMatch(/\/\/ (counted|trips are counted)/);
  expect(await shown("reverseSweeps")).toMatch(/is saved: .* changes it/);
});

test("the code of one function is its own, with what it calls", async () => {
  const text = `/** @differentiable */
export function f(x: number): number { return Math.sin(x) ** 2; }
/** @differentiable */
export function g(x: number): number { return f(x) * x; }
`;
  const box = sandbox({ "a.ts": text }, { core });
  const { out } = await box.adjoint("explain", "a.ts:f");
  expect(out).toContain("export function fGrad");
  expect(out).not.toContain("gGrad");
});

test("every function that is reached, and what became of it", async () => {
  const text = `declare function unknown(x: number): number;
const square = (x: number): number => { let s = x; s *= x; return s; };
const steps = (n: number): number => { let k = 0; while (k < n) k += 2; return k; };
/** @differentiable */
export function f(x: number, n: number): number {
  console.log(x);
  return square(Math.sin(x)) * steps(Math.round(n));
}
/** @differentiable */
export function g(x: number): number { return unknown(x); }
`;
  const box = sandbox({ "a.ts": text }, { core });
  const { out } = await box.adjoint("explain", "a.ts", "--stage", "reached");
  expect(out).toMatch(/square \(line 2\) +differentiated/);
  expect(out).toMatch(/steps \(line 3\) +inactive/);
  expect(out).toMatch(/Math\.sin +by rule$/m);
  expect(out).toMatch(/Math\.round +by rule: zero everywhere/);
  expect(out).toMatch(/console\.log +inactive/);
  expect(out).toMatch(/unknown +refused: AD1004 at line 10/);
});
