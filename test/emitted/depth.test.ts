/** Long and deep programs: right, or told to be too deep, and never an exception. */
import { describe, expect, test } from "vitest";
import { compile } from "../../transformer/compile.ts";
import { run } from "../emit/run.ts";
import { compiled } from "../gradients/load.ts";

const repeated = (n: number, part: (k: number) => string, between = "\n") =>
  Array.from({ length: n }, (_, k) => part(k)).join(between);

const marked = (body: string): string =>
  `/** @differentiable */
export function f(x: number, y: number): number {
${body}
}
`;

/** Programs of any size, and the derivative of each with respect to x at (0.5, 0.75). */
const programs: Record<
  string,
  { text: (n: number) => string; dx: (n: number) => number }
> = {
  "a variable that is assigned again and again": {
    text: (n) =>
      marked(
        `let s = x;\n${repeated(n, (k) => `s = s * y + ${k};`)}\nreturn s;`,
      ),
    dx: (n) => 0.75 ** n,
  },
  "constants, each made of the one before": {
    text: (n) =>
      marked(
        `const t0 = x;\n${repeated(n, (k) => `const t${k + 1} = t${k} * y;`)}\nreturn t${n};`,
      ),
    dx: (n) => 0.75 ** n,
  },
  "early returns": {
    text: (n) =>
      marked(
        `${repeated(n, (k) => `if (y < ${k} / ${n}) return x * ${k};`)}\nreturn y;`,
      ),
    dx: (n) => Math.floor(0.75 * n) + 1,
  },
  "a chain of else if": {
    text: (n) =>
      marked(
        `let s = y;\n${repeated(n, (k) => `if (y < ${k} / ${n}) s += x * ${k};`, "\nelse ")}\nreturn s;`,
      ),
    dx: (n) => Math.floor(0.75 * n) + 1,
  },
  "a chain of ? :": {
    text: (n) =>
      marked(`return ${repeated(n, (k) => `y < ${k} / ${n} ? x * ${k} :`)} y;`),
    dx: (n) => Math.floor(0.75 * n) + 1,
  },
  "cases of a switch": {
    text: (n) =>
      marked(
        `switch (Math.floor(y * ${n})) {\n${repeated(n, (k) => `case ${k}: return x * ${k};`)}\n}\nreturn y;`,
      ),
    dx: (n) => Math.floor(0.75 * n),
  },
  "functions that call the next": {
    text: (n) =>
      `${repeated(n, (k) => `function g${k}(x: number): number { return ${k ? `g${k - 1}(x) + x` : "x"}; }`)}
${marked(`return g${n - 1}(x) * y;`)}`,
    dx: (n) => 0.75 * n,
  },
};

describe.each(Object.entries(programs))("%s", (_name, { text, dx }) => {
  test("200 are right", () => {
    const m = run(compiled(text(200)).text);
    const [found] = m["fGrad"]!(0.5 as never, 0.75 as never) as unknown as [
      number,
    ];
    expect(found).toBeCloseTo(dx(200), 10);
  });
  test("so many that the stack may be full", () => {
    const { functions, diagnostics } = compile({
      fileName: "/deep.ts",
      text: text(1200),
    });
    const errors = diagnostics.filter((d) => d.severity === "error");
    if (functions.length === 0)
      expect(errors.map((d) => d.code)).toEqual(["AD1017"]);
    else expect(errors).toEqual([]);
  });
});

test("what TypeScript itself can't parse is said at the mark", () => {
  const { diagnostics, appended } = compile({
    fileName: "/deep.ts",
    text: marked(`return ${"(".repeat(5000)}x${")".repeat(5000)} * y;`),
  });
  expect(appended).toBe("");
  expect(diagnostics).toMatchObject([{ code: "AD1017", line: 1, column: 5 }]);
});
