import { expect, test } from "vitest";
import { emit } from "../../transformer/5-emit/emit.ts";
import * as b from "../../transformer/ir/build.ts";
import type * as ir from "../../transformer/ir/nodes.ts";
import type { Emission } from "../../transformer/ir/program.ts";
import * as t from "../../transformer/ir/types.ts";
import { expectFormatted, run, typeErrors } from "./run.ts";
import { at, derived, emission, loop, ret } from "./support.ts";

const k = b.number;
const sum = (...vs: ir.Variable[]): ir.Expr =>
  vs.map((v): ir.Expr => b.read(v)).reduce((l, r) => b.apply("add", l, r));
const block = (body: ir.Block): ir.BlockStmt => ({
  kind: "block",
  origin: at(),
  body,
});
function foreign(text: string): ir.ForeignExpr {
  const problem = { code: "", args: {}, file: "", start: 0, end: 0 };
  return {
    kind: "foreign",
    type: t.numberType,
    parts: [text],
    pure: true,
    mutates: false,
    assigns: [],
    problem,
  };
}

async function text(
  params: ir.Variable[],
  stmts: ir.Block,
  more: Partial<Emission> = {},
): Promise<string> {
  const { text } = emit(emission([derived("f", params, stmts)], more));
  await expectFormatted(text);
  return text.slice(text.indexOf("export"));
}

test("words that can't be names, platform names, escapes and __proto__", async () => {
  const wishes = [
    "arguments",
    "undefined",
    "Math",
    "delete",
    "eval",
    "await",
    "\\u0061b",
    "größe",
    "__proto__",
    "of",
    "a-b",
    "1st",
    "value",
    "dx",
  ];
  const vs = wishes.map((name) => b.variable(name));
  const out = await text(vs, [ret(sum(...vs))]);
  const names = [...out.matchAll(/^ {2}([^ ]+): number,$/gm)].map(
    ([, name]) => name,
  );
  expect(names).toEqual([
    "arguments1",
    "undefined1",
    "Math1",
    "delete1",
    "eval1",
    "await1",
    "ab",
    "größe",
    "__proto__",
    "of",
    "a_b",
    "_1st",
    "value",
    "dx",
  ]);
  expect(run(out)["f"]!(...(vs.map((_, i) => i) as never[]))).toBe(91);
  expect(typeErrors({ "a.ts": out })).toBe("");
});

test("siblings share a name, nested scopes do not", async () => {
  const x = b.variable("x");
  const [a1, a2, a3] = [b.variable("a"), b.variable("a"), b.variable("a")];
  const use = (v: ir.Variable): ir.Stmt =>
    b.assign(at(), x, b.apply("add", b.read(x), b.read(v)));
  const shown = b.let_(at(), a1, k(1));
  expect(
    await text(
      [x],
      [
        block([shown, use(a1)]),
        block([b.let_(at(), a2, k(2)), use(a2)]),
        ret(b.read(x)),
      ],
    ),
  ).toBe(
    "export function f(x: number): number {\n  {\n    const a = 1;\n    x += a;\n  }\n  {\n    const a = 2;\n    x += a;\n  }\n  return x;\n}\n",
  );
  const nested = await text(
    [x],
    [
      b.let_(at(), a1, k(1)),
      block([b.let_(at(), a2, k(2)), use(a2)]),
      use(a1),
      b.let_(at(), a3, k(3)),
      ret(sum(x, a3)),
    ],
  );
  expect(nested).toContain("const a1 = 2;");
  expect(nested).toContain("const a2 = 3;");
});

test("one variable, declared in two loops, has one name", async () => {
  const x = b.variable("x");
  const i = b.variable("i");
  const other = b.variable("i");
  const once = (): ir.LoopStmt =>
    loop({
      init: [b.let_(at(), i, k(0))],
      test: b.compare("<", b.read(i), k(3)),
      update: [b.assign(at(), i, b.apply("add", b.read(i), k(1)))],
      body: [b.assign(at(), x, b.apply("add", b.read(x), b.read(i)))],
    });
  const out = await text(
    [x],
    [once(), once(), b.let_(at(), other, k(1)), ret(sum(x, other))],
  );
  expect(out.match(/for \(let i = 0; i < 3; i\+\+\) x \+= i;/g)).toHaveLength(
    2,
  );
  expect(out).toContain("const i1 = 1;");
});

test("a number behind a name that ends in one", async () => {
  const vs = ["x1", "x1", "x", "x"].map((name) => b.variable(name));
  expect(await text(vs, [ret(sum(...vs))])).toContain(
    "x1: number, x1_1: number, x: number, x2: number",
  );
});

test("what the text refers to is not shadowed", async () => {
  const [scale, log, n, c] = [
    b.variable("scale"),
    b.variable("log"),
    b.variable("n"),
    b.variable("EPSILON"),
  ];
  const value = b.apply(
    "mul",
    foreign(`scale("n", console.log)`),
    b.number(1e-9, "EPSILON"),
  );
  const out = await text(
    [scale, log, n, c],
    [ret(b.apply("add", value, sum(scale, log, n, c)))],
  );
  expect(out).toContain("scale1: number");
  expect(out).toContain("log: number");
  expect(out).toContain("n: number");
  expect(out).toContain("EPSILON1: number");
});

test("functions: public names as they are, others free of what is taken and of variables", async () => {
  const x = b.variable("normReverse");
  const r = b.variable("r");
  const half = derived("normReverse", [b.variable("x")], [ret(k(1))], {
    key: "half",
    isPublic: false,
    exported: false,
  });
  const other = { ...half, key: "other" };
  const entry = derived(
    "normGrad",
    [x],
    [
      {
        kind: "call",
        origin: at(),
        result: r,
        callee: "half",
        args: [b.read(x)],
      },
      { kind: "call", origin: at(), callee: "other", args: [b.read(x)] },
      ret(b.read(r)),
    ],
  );
  const emitted = emit(
    emission([half, other, entry], { taken: new Set(["normReverse"]) }),
  );
  await expectFormatted(emitted.text);
  expect(emitted.functions.map((f) => f.name)).toEqual([
    "normReverse1",
    "normReverse2",
    "normGrad",
  ]);
  expect(emitted.text).toContain("function normReverse1(_x: number): number {");
  expect(emitted.text).toContain(
    "export function normGrad(normReverse: number): number {\n  const r = normReverse1(normReverse);",
  );
});

test("unused parameters get an underscore of their own", async () => {
  const vs = ["x", "_x", "y"].map((name) => b.variable(name));
  const out = await text(vs, [ret(b.read(vs[2]!))]);
  expect(out).toContain("f(_x: number, _x1: number, y: number)");
  expect(typeErrors({ "a.ts": out })).toBe("");
});

test("the same every time", () => {
  const make = (): string => {
    const vs = ["a", "a", "a"].map((name) => b.variable(name));
    return emit(emission([derived("f", vs, [ret(sum(...vs))])])).text;
  };
  expect(make()).toBe(make());
});
