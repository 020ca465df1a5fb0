/** The catalogue of diagnostics, and how they are printed. */
import { describe, expect, it } from "vitest";
import { catalogue } from "../../transformer/diagnostics/catalogue.ts";
import { report } from "../../transformer/diagnostics/report.ts";
import { readText } from "./support.ts";

describe("entries", () => {
  it.each(Object.entries(catalogue))("%s teaches", (code, entry) => {
    expect(code).toMatch(/^AD[12]0\d\d$/);
    for (const text of [entry.title, entry.message, entry.why, entry.instead])
      expect(text.length).toBeGreaterThan(5);
    expect(entry.title).not.toMatch(/\.$/);
    expect(entry.message).toMatch(/\.$/);
    // A bug of ours, and what is too deep to be read, have no program.
    if (entry.wrong !== "") expect(entry.wrong).not.toBe(entry.right);
    else expect(["AD1001", "AD1017"]).toContain(code);
  });
});

it("a report has a headline, a frame of the code and a way out", () => {
  const text =
    "/** @differentiable */\nexport function f(x: number): number {\n  with (x) { x; }\n  return x;\n}\n";
  const { diagnostics } = readText(text);
  const lines = report(diagnostics[0]!, text, "f.ts").split("\n");
  expect(lines).toMatchInlineSnapshot(`
    [
      "f.ts(3,3): error AD1002: \`with\` can't be differentiated.",
      "",
      "  2 | export function f(x: number): number {",
      "  3 |   with (x) { x; }",
      "    |   ~~~~~~~~~~~~~~~",
      "  4 |   return x;",
      "",
      "  Move it out of the marked function, or write it with \`if\`, loops and \`return\`.",
    ]
  `);
  expect(lines.length).toBeLessThanOrEqual(8);
});
