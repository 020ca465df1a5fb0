/** Every kind of syntax has a verdict, and the verdicts hold. */
import { ts } from "ts-morph";
import { describe, expect, it } from "vitest";
import { verdictOf } from "../../transformer/1-read/syntax.ts";
import { readText } from "./support.ts";

const kinds = Object.values(ts.SyntaxKind).filter(
  (kind) => typeof kind === "number",
);

describe("verdicts", () => {
  it("are complete", () => {
    const undecided = kinds.filter((kind) => verdictOf(kind) === undefined);
    expect(undecided.map((kind) => ts.SyntaxKind[kind])).toEqual([]);
  });

  it.each(
    kinds
      .filter((kind) => verdictOf(kind) === "read")
      .map((kind) => ts.SyntaxKind[kind]),
  )("%s is read in a test", (kind) => {
    expect(seen.has(ts.SyntaxKind[kind as keyof typeof ts.SyntaxKind])).toBe(
      true,
    );
  });
});

/** One function with everything that is read. */
const everything = `
const scale = 2;
/** @differentiable */
export function f(x: number, v: number[], o: { a: number; b?: { c: number } }): number {
  var y = 1e-3, s = 'a', t = \`b\`, u = \`\${x}c\`, yes = true, no = false, nil = null;
  const list = [x, ...v], point = { x, y: 1, ...o };
  const [p, , q = 1] = v, { a, b: { c } = { c: 1 } } = o;
  const g = (z: number) => z * scale, h = function (z: number) { return +z; };
  function k(z: number) { return -z; }
  const w = new Float64Array(2);
  w[0] = (x as number) + (<number>x) + x! + (x satisfies number) + (typeof x === 'number' ? 1 : 0);
  void x;
  y++;
  --y;
  if (yes || no || nil === null) y += g(x) + h(x) + k(x) + Math.sin(p! + q + a + c) + list[0]! + point.x;
  do { y -= 1; } while (y > 100);
  while (y > 50) { y /= 2; continue; }
  outer: for (let i = 0; i < 2; i++) { for (const e of v) { y += e; break outer; } }
  for (const key in o) y += key.length;
  switch (s + t + u) { case 'q': y = 2; break; default: y += 1; }
  { ; }
  debugger;
  if (y > 1e9) throw new Error('too great');
  const id = g<number>;
  return y * x + w[0];
}`.replace(
  "const g = (z: number)",
  "const g = <T extends number>(z: T | number)",
);

const seen = new Set<ts.SyntaxKind>();
const visit = (node: ts.Node): void => {
  seen.add(node.kind);
  ts.forEachChild(node, visit);
};
visit(ts.createSourceFile("a.ts", everything, ts.ScriptTarget.Latest, true));

it("all that is read can be read at once", () => {
  expect(readText(everything).diagnostics).toEqual([]);
});

describe("what is refused", () => {
  it.each([
    ["with", "with (o) { return x; }", "AD1002"],
    ["a class", "class A { v = 1; } return new A().v * x;", "AD1002"],
    ["this", "return this.y * x;", "AD1011"],
    ["arguments", "return arguments.length * x;", "AD1011"],
    [
      "a return out of try, around what is not read",
      "try { return x * JSON.parse('1'); } finally { console.log(x); }",
      "AD1002",
    ],
  ])("%s", (_name, body, code) => {
    const text = `/** @differentiable */\nexport function f(x: number, o: any): number { ${body} }`;
    const { diagnostics, marked } = readText(
      text.replace("o: any", "o: { y: number }"),
    );
    expect(diagnostics.map((d) => d.code)).toContain(code);
    expect(marked).toEqual([]);
  });
});
