import { expect, test } from "vitest";
import { emit } from "../../transformer/5-emit/emit.ts";
import * as b from "../../transformer/ir/build.ts";
import type * as ir from "../../transformer/ir/nodes.ts";
import type { Emission } from "../../transformer/ir/program.ts";
import * as t from "../../transformer/ir/types.ts";
import { expectFormatted, typeErrors } from "./run.ts";
import {
  at,
  derived,
  emission,
  label,
  literal,
  loop,
  param,
  ret,
} from "./support.ts";

const x = b.variable("x");
const xs = b.variable("xs", t.float64ArrayType);
const rx = b.read(x);
const k = b.number;
const inc = (v: ir.Variable, by: ir.Expr = k(1)): ir.AssignStmt =>
  b.assign(at(), v, b.apply("add", b.read(v), by));
const jump = (how: "break" | "continue", target: ir.Label): ir.JumpStmt => ({
  kind: "jump",
  origin: at(),
  how,
  target,
});
const undefinedConst: ir.ConstExpr = {
  kind: "const",
  type: t.undefinedType,
  value: undefined,
};

/** The lines of the one function's body, without its indentation. */
async function body(
  stmts: ir.Block,
  more: Partial<Emission> = {},
  params: ir.Variable[] = [x, xs],
): Promise<string> {
  const { text } = emit(emission([derived("f", params, stmts)], more));
  await expectFormatted(text);
  const start = text.indexOf("{\n", text.indexOf("function f")) + 2;
  const lines = text.slice(start, -3).split("\n");
  return lines.map((line) => line.slice(2)).join("\n");
}
const first = async (
  s: ir.Stmt,
  more: Partial<Emission> = {},
): Promise<string> =>
  (await body([s, ret(rx)], more)).replace(/\nreturn x;$/, "");

test.each<[ir.Expr, string]>([
  [b.apply("pow", b.apply("neg", rx), k(2)), "(-x) ** 2"],
  [b.apply("neg", b.apply("pow", rx, k(2))), "-(x ** 2)"],
  [b.apply("pow", b.apply("pow", rx, k(2)), k(3)), "(x ** 2) ** 3"],
  [b.apply("pow", rx, b.apply("pow", k(2), k(3))), "x ** (2 ** 3)"],
  [b.apply("pow", k(-2), rx), "(-2) ** x"],
  [b.apply("sub", rx, b.apply("sub", rx, k(1))), "x - (x - 1)"],
  [b.apply("sub", rx, k(-1)), "x - -1"],
  [b.apply("mul", b.apply("mod", rx, k(2)), k(3)), "(x % 2) * 3"],
  [b.apply("div", b.apply("mul", rx, rx), k(3)), "(x * x) / 3"],
  [b.apply("mul", rx, b.apply("mul", rx, rx)), "x * (x * x)"],
  [b.apply("add", b.number(-0), k(NaN)), "-0 + NaN"],
  [
    b.apply("mul", b.number(0.001, "1e-3"), b.number(Math.PI, "Math.PI")),
    "1e-3 * Math.PI",
  ],
  [b.apply("max", b.apply("max", rx, k(0)), k(1)), "Math.max(x, 0, 1)"],
  [b.apply("maxConstant", rx, k(0)), "Math.max(x, 0)"],
  [
    b.apply("hypot", b.apply("hypot", rx, k(3)), k(4)),
    "Math.hypot(Math.hypot(x, 3), 4)",
  ],
  [b.apply("guard", rx, b.apply("div", k(1), rx)), "x === 0 ? 0 : x * (1 / x)"],
  [b.apply("bitOr", rx, k(0)), "x | 0"],
  [b.apply("shiftLeft", rx, k(2)), "x << 2"],
  [b.apply("bitNot", rx), "~x"],
])("expression %#", async (e, text) => {
  expect(await body([ret(e)])).toBe(`return ${text};`);
});

test("assignments are written short", async () => {
  const a0 = b.element(b.read(xs), k(0));
  const of = (rule: string, target: ir.Expr = rx): ir.Expr =>
    b.apply(rule, target, k(2));
  expect(await first(b.assign(at(), x, of("add")))).toBe("x += 2;");
  expect(await first(b.assign(at(), x, of("mod")))).toBe("x %= 2;");
  expect(await first(b.assign(at(), x, of("pow")))).toBe("x **= 2;");
  expect(await first(b.assign(at(), x, b.apply("add", k(2), rx)))).toBe(
    "x = 2 + x;",
  );
  expect(await first(b.assign(at("x++"), x, b.apply("add", rx, k(1))))).toBe(
    "x++;",
  );
  expect(await first(b.store(at(), a0, of("mul", a0)))).toBe("xs[0] *= 2;");
  const checked = { noUncheckedIndexedAccess: true };
  expect(await first(b.store(at(), a0, of("mul", a0)), checked)).toBe(
    "xs[0]! *= 2;",
  );
  expect(
    await first(b.store(at(), a0, b.apply("add", k(2), a0)), checked),
  ).toBe("xs[0] = 2 + xs[0]!;");
});

test("elements under noUncheckedIndexedAccess", async () => {
  const m = b.variable("m", t.arrayOf(t.arrayOf(t.numberType)));
  const p = b.variable("p", t.tupleOf([t.numberType, t.numberType]));
  const value = b.apply(
    "add",
    b.element(b.element(b.read(m), k(0)), k(1)),
    b.element(b.read(p), k(1)),
  );
  expect(
    await body([ret(value)], { noUncheckedIndexedAccess: true }, [m, p]),
  ).toBe("return m[0]![1]! + p[1];");
  expect(await body([ret(value)], {}, [m, p])).toBe("return m[0][1] + p[1];");
});

test("const, let, and lets without a value", async () => {
  const [a, c, d] = [b.variable("a"), b.variable("c"), b.variable("d")];
  const text = await body([
    b.let_(at(), a, k(1)),
    b.let_(at(), c, k(2)),
    b.let_(at(), d),
    b.if_(
      at(),
      b.compare(">", rx, k(0)),
      [b.assign(at(), d, k(1))],
      [b.assign(at(), d, k(2)), inc(c)],
    ),
    ret(b.apply("add", b.apply("add", b.read(a), b.read(c)), b.read(d))),
  ]);
  expect(text).toBe(`const a = 1;
let c = 2;
let d!: number;
if (x > 0) {
  d = 1;
} else {
  d = 2;
  c += 1;
}
return a + c + d;`);
});

test("what nothing reads is not written", async () => {
  const [a, c] = [b.variable("a"), b.variable("c")];
  const impure: ir.ForeignExpr = {
    kind: "foreign",
    type: t.numberType,
    parts: ["tick(", rx, ")"],
    pure: false,
    mutates: false,
    assigns: [],
    problem: { code: "", args: {}, file: "", start: 0, end: 0 },
  };
  const text = await body([
    b.let_(at(), a, k(1)),
    b.let_(at(), c, impure),
    inc(a, b.read(c)),
    ret(rx),
    inc(x),
  ]);
  expect(text).toBe("tick(x);\nreturn x;");
});

test("loops", async () => {
  const i = b.variable("i");
  const j = b.variable("j");
  const below = (v: ir.Variable, n: ir.Expr): ir.Expr =>
    b.compare("<", b.read(v), n);
  const length = b.length(b.read(xs));
  const down: ir.LoopStmt = loop({
    init: [b.let_(at(), i, b.apply("sub", length, k(1)))],
    test: b.compare(">=", b.read(i), k(0)),
    update: [b.assign(at(), i, b.apply("sub", b.read(i), k(1)))],
    body: [inc(x, b.element(b.read(xs), b.read(i)))],
  });
  expect(await first(down)).toBe(
    "for (let i = xs.length - 1; i >= 0; i--) x += xs[i];",
  );
  expect(await first(loop({ test: below(x, k(3)), body: [inc(x)] }))).toBe(
    "while (x < 3) x += 1;",
  );
  expect(
    await first(
      loop({ test: below(x, k(3)), testAfter: true, body: [inc(x)] }),
    ),
  ).toBe("do {\n  x += 1;\n} while (x < 3);");
  expect(await first(loop({ body: [jump("break", label())].slice(1) }))).toBe(
    "for (;;) {}",
  );

  const outer = label("rows");
  const inner = label("inner");
  const nested = loop({
    label: outer,
    init: [b.let_(at(), i, k(0)), b.let_(at(), j, k(0))],
    test: below(i, length),
    update: [inc(i), inc(j)],
    body: [
      loop({
        label: inner,
        test: below(j, k(9)),
        body: [
          inc(j),
          b.if_(at(), below(j, k(1)), [jump("continue", outer)]),
          b.if_(at(), below(j, k(2)), [jump("continue", inner)]),
          b.if_(at(), below(j, k(3)), [jump("break", inner)]),
        ],
      }),
      b.if_(at(), below(j, k(4)), [jump("break", outer)]),
    ],
  });
  expect(await first(nested))
    .toBe(`rows: for (let i = 0, j = 0; i < xs.length; i++, j++) {
  while (j < 9) {
    j += 1;
    if (j < 1) continue rows;
    if (j < 2) continue;
    if (j < 3) break;
  }
  if (j < 4) break;
}`);
});

test("do with an update and a continue", async () => {
  const l = label("steps");
  const i = b.variable("i");
  const stmt = loop({
    label: l,
    init: [b.let_(at(), i, k(0))],
    test: b.compare("<", b.read(i), k(3)),
    testAfter: true,
    update: [inc(i)],
    body: [
      b.if_(at(), b.compare("===", b.read(i), k(1)), [jump("continue", l)]),
      inc(x),
    ],
  });
  expect(await first(stmt)).toBe(`{
  let i = 0;
  do {
    stepsBody: {
      if (i === 1) break stepsBody;
      x += 1;
    }
    i++;
  } while (i < 3);
}`);
});

test("labelled blocks, only where something jumps there", async () => {
  const forward = label("forward");
  const block = (inner: ir.Block): ir.BlockStmt => ({
    kind: "block",
    origin: at(),
    label: forward,
    body: inner,
  });
  const leave = b.if_(at(), b.compare(">", rx, k(0)), [jump("break", forward)]);
  expect(await first(block([leave, inc(x)]))).toBe(
    "forward: {\n  if (x > 0) break forward;\n  x += 1;\n}",
  );
  expect(await first(block([inc(x)]))).toBe("x += 1;");
});

test("else if, and an empty then", async () => {
  const positive = b.compare(">", rx, k(0));
  const chain = b.if_(
    at(),
    positive,
    [inc(x)],
    [b.if_(at(), b.compare("<", rx, k(-1)), [inc(x, k(2))], [inc(x, k(3))])],
  );
  expect(await first(chain)).toBe(
    "if (x > 0) {\n  x += 1;\n} else if (x < -1) {\n  x += 2;\n} else {\n  x += 3;\n}",
  );
  expect(await first(b.if_(at(), positive, [], [inc(x)]))).toBe(
    "if (!(x > 0)) x += 1;",
  );
});

test("comments", async () => {
  const e = b.variable("e");
  const short = b.let_(at(), e, b.apply("mul", k(2), rx));
  const long = inc(x, b.read(e));
  const inLoop = inc(x, b.apply("sin", b.read(e)));
  const around = loop({ test: b.compare("<", rx, k(9)), body: [inLoop] });
  const hostile = inc(x);
  const comments = new Map<ir.Stmt, string>([
    [short, "adjoint of: sum += e * e"],
    [long, `adjoint of: ${"a + very + long + statement + ".repeat(4)}`],
    [inLoop, "adjoint of: y"],
    [hostile, "adjoint of: x = `\n*/ ${evil}`"],
  ]);
  expect(await body([short, long, around, hostile, ret(rx)], { comments }))
    .toBe(`const e = 2 * x; // adjoint of: sum += e * e
// adjoint of: a + very + long + statement + a + very + long + statement + a …
x += e;
while (x < 9) x += Math.sin(e); // adjoint of: y
x += 1; // adjoint of: x = \` * / \${evil}\`
return x;`);
});

test("calls, push, resize, throw", async () => {
  const list = b.variable("list", t.arrayOf(t.numberType));
  const r = b.variable("r");
  const callee = derived("norm", [x], [ret(rx)], {
    key: "norm:x",
    isPublic: false,
    exported: false,
  });
  const { text } = emit(
    emission(
      [
        callee,
        derived(
          "f",
          [x],
          [
            b.let_(at(), list, b.allocate(list.type, k(0))),
            {
              kind: "call",
              origin: at(),
              result: r,
              callee: "norm:x",
              args: [rx],
            },
            { kind: "call", origin: at(), callee: "norm:x", args: [b.read(r)] },
            {
              kind: "push",
              origin: at(),
              array: b.read(list),
              value: b.read(r),
            },
            { kind: "resize", origin: at(), array: b.read(list), length: k(0) },
            {
              kind: "throw",
              origin: at(),
              value: {
                kind: "const",
                type: t.opaque("Error"),
                value: null,
                text: `new Error("x")`,
              },
            },
          ],
        ),
      ],
      { taken: new Set(["norm"]) },
    ),
  );
  expect(text).toContain(`  const list: number[] = [];
  const r = norm1(x);
  norm1(r);
  list.push(r);
  list.length = 0;
  throw new Error("x");`);
  await expectFormatted(text);
});

test("an entry with a pullback, strictly typed", async () => {
  const w = b.variable("w", t.float64ArrayType);
  const dout = b.variable("dout");
  const dw = b.variable("dw", t.float64ArrayType);
  const dead = b.variable("dead");
  const target = b.element(b.read(dw), k(0));
  const pullback: ir.LambdaExpr = {
    kind: "lambda",
    type: t.opaque("pullback"),
    params: [param(dout)],
    resultText: "[dw: Float64Array, dx: undefined]",
    body: [
      b.let_(at(), dead, k(1)),
      b.let_(at(), dw, { kind: "zeros", type: w.type, of: b.read(w) }),
      b.store(at(), target, b.apply("add", target, b.read(dout))),
      ret(literal(t.opaque("pair"), b.read(dw), undefinedConst)),
    ],
  };
  const value = b.element(b.read(w), k(0));
  const entry = derived(
    "fVjp",
    [w, b.variable("unused")],
    [
      ret({
        kind: "objectLiteral",
        type: t.opaque("entry"),
        fields: [
          { name: "value", value },
          { name: "pullback", value: pullback },
        ],
      }),
    ],
    {
      resultText:
        "{ value: number; pullback(dout: number): [dw: Float64Array, dx: undefined] }",
      doc: ["The value", "and its pullback."],
    },
  );
  const { text } = emit(emission([entry], { noUncheckedIndexedAccess: true }));
  await expectFormatted(text);
  expect(text).toContain(`/**
 * The value
 * and its pullback.
 */
export function fVjp(
  w: Float64Array,
  _unused: number,
): {`);
  expect(text).toContain(`  return {
    value: w[0]!,
    pullback(dout: number): [dw: Float64Array, dx: undefined] {
      const dw = new Float64Array(w.length);
      dw[0]! += dout;
      return [dw, undefined];
    },
  };`);
  expect(typeErrors({ "a.ts": text })).toBe("");
});
