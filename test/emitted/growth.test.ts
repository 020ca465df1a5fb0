/** The size of what is emitted grows with the source and not with its square. Times: `bench/compile-time.ts`. */
import { expect, test } from "vitest";
import { run } from "../emit/run.ts";
import { compiled } from "../gradients/load.ts";
import { longFunction } from "./many.ts";
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
