/** The catalogue's programs: the wrong one gets its diagnostic, the right one compiles without. */
import { describe, expect, test } from "vitest";
import { example } from "../../scripts/docs/example.ts";
import {
  catalogue,
  type Code,
} from "../../transformer/diagnostics/catalogue.ts";

const codes = (Object.keys(catalogue) as Code[]).filter(
  // An internal error has no program: one that had would be mended. Of what is too deep none can be read.
  (code) => catalogue[code].wrong !== "",
);

describe.each(codes)("%s", (code) => {
  const { wrong, right } = catalogue[code];
  test("what is wrong is said, at a place, with a way out", () => {
    const { diagnostics, printed } = example(wrong);
    expect(diagnostics.map((d) => d.code)).toContain(code);
    const text = printed(code);
    expect(text).toMatch(/^\w+\.ts\(\d+,\d+\): (error|warning) AD\d{4}: /);
    expect(text).toContain("~");
    expect(text).not.toMatch(/[{}]\w+[{}]|undefined/);
  });
  test("what is right compiles without it", () => {
    const { diagnostics } = example(right);
    expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
    expect(diagnostics.map((d) => d.code)).not.toContain(code);
  });
});

const codesOf = (text: string): string[] =>
  example(text).diagnostics.map((d) => d.code);

test("a variable that is given something fresh does not write into its parameter", () => {
  expect(
    codesOf(`/** @differentiable */
export function f(xs: number[], k: number): number {
  let v = xs;
  for (let i = 0; i < 3; i++) {
    v = v.map((x) => x * k);
    v[0] = k;
  }
  return v[1]!;
}`),
  ).toEqual([]);
  expect(
    codesOf(`/** @differentiable */
export function f(xs: number[], k: number): number {
  let v = xs;
  if (k > 0) v = xs.slice();
  v[0] = k;
  return v[1]! * k;
}`),
  ).toEqual(["AD2004"]);
});

test("equality is a warning between values that vary, and nowhere else", () => {
  const f = (test: string): string =>
    `/** @differentiable */
export const f = (x: number, y: number, n: number): number => (${test} ? x * n : y * n);`;
  expect(codesOf(f("x === y"))).toEqual(["AD2005"]);
  for (const fine of ["x === 0", "x !== x", "Math.round(x) === 3", "x < y"])
    expect(codesOf(f(fine)), fine).toEqual([]);
});

test("one mistake is said once", () => {
  expect(
    codesOf(`/** @differentiable */
export const f = (x: number): number => JSON.parse(JSON.stringify({ a: x })).a * 2;`),
  ).toEqual(["AD1004"]);
});
