/** `explain` by the real compiler: every stage of functions of several kinds. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { core } from "../../transformer/hosts/cli/compiler-core.ts";
import { sandbox } from "./harness.ts";

const fixtures = [
  "scalar/square",
  "loops/newton",
  "kernels/dense",
  "solvers/tridiagonal",
];

test.each(fixtures)("%s", async (fixture) => {
  const text = readFileSync(`fixtures/${fixture}.ts`, "utf8");
  const box = sandbox({ "a.ts": text }, { core });
  for (const { name } of core.stages) {
    const { code, out, err } = await box.adjoint(
      ...["explain", "a.ts", "--stage", name, "--json"],
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const { parts } = JSON.parse(out) as { parts: { text: string }[] };
    expect(parts.length).toBeGreaterThan(0);
    for (const part of parts) expect(part.text.trim()).not.toBe("");
  }
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
