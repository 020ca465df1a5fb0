/** The size of what is emitted, and the time it takes, grow with the source and not with its square. */
import { expect, test } from "vitest";
import { openProject } from "../../transformer/1-read/project.ts";
import { compile } from "../../transformer/compile.ts";
import { run } from "../emit/run.ts";
import { compiled } from "../gradients/load.ts";
import { longFunction, manyFunctions } from "./many.ts";
import { codeOf, entries } from "./size.ts";

test("10, 100 and 1000 statements: at most six times the source, and linear", () => {
  const sizes = [10, 100, 1000].map((statements) => {
    const source = longFunction(statements);
    const { appended, text } = compiled(source);
    const m = run(text);
    expect(m["longGrad"]!(0.3 as never, 0.7 as never)).toHaveLength(2);
    return entries.map((entry) => {
      const ratio = codeOf(appended, `long${entry}`).length / source.length;
      if (statements >= 100) expect(ratio, entry).toBeLessThan(6);
      return ratio;
    });
  });
  entries.forEach((entry, i) => {
    const [, hundred, thousand] = sizes.map((ratios) => ratios[i]!);
    expect(thousand! / hundred!, entry).toBeLessThan(1.25);
  });
}, 300_000);

test("5000 terms in one expression: linear, and the stack holds", () => {
  const sum = (terms: number): string =>
    `/** @differentiable */
export function sum(x: number, y: number): number {
  return ${Array.from({ length: terms }, (_, k) => (k % 2 ? `x * ${k}` : "y")).join(" + ")};
}
`;
  const ratios = [500, 5000].map((terms) => {
    const source = sum(terms);
    const { appended, text } = compiled(source);
    expect(run(text)["sumGrad"]!(0.3 as never, 0.7 as never)).toHaveLength(2);
    return codeOf(appended, "sumAdjoint").length / source.length;
  });
  expect(ratios[1]! / ratios[0]!).toBeLessThan(1.25);
}, 300_000);

test("the time for a long function is linear in its length", () => {
  const seconds = [400, 1600].map((statements) => {
    const project = openProject();
    const text = longFunction(statements);
    const before = process.cpuUsage();
    const result = compile({ fileName: "/long.ts", text, project });
    expect(result.diagnostics).toEqual([]);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  });
  // Opening a project is part of both; a square would be sixteen times.
  expect(seconds[1]! / seconds[0]!).toBeLessThan(9);
}, 300_000);

test("nested loops grow with their depth, not with a power of it", () => {
  const nest = (depth: number): string => {
    const indices = Array.from({ length: depth }, (_, k) => `i${k}`);
    const heads = indices.map((i) => `for (let ${i} = 0; ${i} < 2; ${i}++) {`);
    return `/** @differentiable */
export function nested(x: number): number {
  let s = x;
  ${heads.join("\n")}
  s = Math.sin(s) + x * s;
  ${"}".repeat(depth)}
  return s;
}
`;
  };
  const lines = [2, 4, 6, 8].map(
    (depth) =>
      codeOf(compiled(nest(depth)).appended, "nestedAdjoint")
        .split("\n")
        .filter((line) => line.trim() !== "").length,
  );
  const steps = lines.slice(1).map((n, i) => n - lines[i]!);
  expect(steps[0]).toBeGreaterThan(0);
  // Two more loops are two more loops, forwards and backwards.
  expect(Math.max(...steps)).toBeLessThan(30);
});

test("100 functions of 30 lines: seconds, and linear", () => {
  // Of processor time: a machine may be busy. `bench/compile-time.ts` measures.
  const seconds = [25, 100].map((count) => {
    const project = openProject();
    const text = manyFunctions(count);
    const before = process.cpuUsage();
    const result = compile({ fileName: "/many.ts", text, project });
    expect(result.diagnostics).toEqual([]);
    expect(result.functions.length).toBe(4 * count);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  });
  expect(seconds[1]).toBeLessThan(20);
  expect(seconds[1]! / seconds[0]!).toBeLessThan(6);
}, 300_000);
