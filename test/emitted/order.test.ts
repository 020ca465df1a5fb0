/** Reverse loops run forwards where their iterations only add to adjoints, and backwards where order matters. */
import { expect, test } from "vitest";
import { compiled } from "../gradients/load.ts";
import { codeOf } from "./size.ts";

const headers = (body: string): string[] =>
  [
    ...codeOf(
      compiled(
        `/** @differentiable */\nexport function f(a: Float64Array, b: Float64Array, k: number): number {\n${body}\n}\n`,
      ).appended,
      "fGrad",
    ).matchAll(/for \(let (.*)\) /g),
  ].map((m) => m[1]!);

test("a scalar product", () => {
  expect(
    headers(
      `let s = 0;
  for (let i = 0; i < a.length; i++) s += a[i]! * b[i]!;
  return Math.sin(s);`,
    ).at(-1),
  ).toBe("i = 0; i < a.length; i++");
});

test("bounds that are closed, fractional or constant", () => {
  const last = (header: string): string | undefined =>
    headers(
      `let s = 0;\nfor (${header}) s += a[i]! * k;\nreturn Math.sin(s);`,
    ).at(-1);
  expect(last("let i = 1; i <= k; i++")).toBe("i = 1; i <= k; i++");
  expect(last("let i = 0; i < k; i++")).toBe("i = 0; i < k; i++");
  expect(last("let i = 0; i < 3; i++")).toBe("i = 0; i < 3; i++");
});

test("a recurrence, and a sum of neighbours in place", () => {
  expect(
    headers(
      `let x = k;
  for (let i = 0; i < a.length; i++) x = a[i]! * x * (1 - x);
  return x;`,
    ).at(-1),
  ).toBe("i = a.length - 1; i >= 0; i--");
  expect(
    headers(
      `const c = a.slice();
  for (let i = 1; i < c.length; i++) c[i]! += c[i - 1]! * k;
  return c[c.length - 1]!;`,
    ),
  ).toContain("i = c.length - 1; i >= 1; i--");
});
