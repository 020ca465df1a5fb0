/** What the text has to say for the type checker's sake, and what it need not. */
import { expect, test } from "vitest";
import { emit } from "../../transformer/5-emit/emit.ts";
import * as b from "../../transformer/ir/build.ts";
import type * as ir from "../../transformer/ir/nodes.ts";
import type { Derived } from "../../transformer/ir/program.ts";
import * as t from "../../transformer/ir/types.ts";
import { expectFormatted, typeErrors } from "./run.ts";
import { at, derived, emission, loop, param, ret } from "./support.ts";

const k = b.number;
const link: t.ObjectType = {
  kind: "object",
  shape: { text: "Link", fields: new Map(), isClass: false },
};
const linkOrNull = t.unionOf([link, t.nullType]);
link.shape.fields.set("weight", { type: t.numberType, optional: false });
link.shape.fields.set("next", { type: linkOrNull, optional: false });
link.shape.fields.set("extra", { type: t.numberType, optional: true });
const declarations =
  "export interface Link { weight: number; next: Link | null; extra?: number }\n";

async function textOf(functions: readonly Derived[]): Promise<string> {
  const { text } = emit(
    emission(functions, { noUncheckedIndexedAccess: true }),
  );
  await expectFormatted(text);
  expect(typeErrors({ "a.ts": declarations + text })).toBe("");
  return text;
}
const nullConst: ir.ConstExpr = {
  kind: "const",
  type: t.nullType,
  value: null,
};
const isThere = (v: ir.Variable): ir.Expr =>
  b.compare("!==", b.read(v), nullConst);
/** A read that the reader saw narrowed. */
const narrowed = (v: ir.Variable): ir.Expr => ({
  kind: "read",
  type: link,
  variable: v,
});
const add = (v: ir.Variable, e: ir.Expr): ir.Stmt =>
  b.assign(at(), v, b.apply("add", b.read(v), e));

test("below a test nothing is asserted, elsewhere it is", async () => {
  const [head, sum, stored] = [
    b.variable("head", linkOrNull),
    b.variable("sum"),
    b.variable("stored", t.booleanType),
  ];
  const walk = loop({
    test: isThere(head),
    body: [
      add(sum, b.field(narrowed(head), "weight")),
      b.assign(at(), head, b.field(narrowed(head), "next")),
    ],
  });
  const text = await textOf([
    derived(
      "f",
      [head, stored],
      [
        b.let_(at(), sum, k(0)),
        b.if_(at(), b.read(stored), [
          add(sum, b.field(narrowed(head), "weight")),
        ]),
        b.if_(at(), b.compare("===", b.read(head), nullConst), [
          ret(b.read(sum)),
        ]),
        add(sum, b.field(narrowed(head), "weight")),
        walk,
        ret(b.read(sum)),
      ],
    ),
  ]);
  expect(text).toContain("if (stored) sum += head!.weight;");
  expect(text).toContain("\n  sum += head.weight;\n");
  expect(text).toContain(
    "while (head !== null) {\n    sum += head.weight;\n    head = head.next;\n  }",
  );
});

test("shadows of what may be missing, optional fields, and calls", async () => {
  const [head, dhead, x] = [
    b.variable("head", linkOrNull),
    b.variable("dhead", linkOrNull),
    b.variable("x"),
  ];
  const given = b.variable("link", link);
  const target = b.field(b.read(dhead), "weight");
  const extra = b.field(b.read(dhead), "extra");
  const callee = derived(
    "weigh",
    [given],
    [ret(b.field(b.read(given), "weight"))],
  );
  const r = b.variable("r");
  const text = await textOf([
    callee,
    derived(
      "f",
      [head, dhead, x],
      [
        b.store(at(), target, b.apply("add", target, b.read(x))),
        b.store(at(), extra, b.apply("add", extra, b.read(x))),
        {
          kind: "call",
          origin: at(),
          result: r,
          callee: "weigh",
          args: [b.read(head)],
        },
        ret(b.read(r)),
      ],
    ),
  ]);
  expect(text).toContain(
    "dhead!.weight += x;\n  dhead!.extra! += x;\n  const r = weigh(head!);",
  );
});

test("written shadows of readonly parameters", async () => {
  const numbers = t.arrayOf(t.numberType);
  const [xs, dxs, row] = [
    b.variable("xs", t.arrayOf(numbers)),
    b.variable("dxs", t.arrayOf(numbers)),
    b.variable("row", numbers),
  ];
  const [x] = [b.element(b.element(b.read(xs), k(0)), k(0))];
  const target = b.element(b.read(row), k(0));
  const annotation = "readonly (readonly number[])[]";
  const inner = derived(
    "inner",
    [],
    [
      b.let_(at(), row, b.element(b.read(dxs), k(0))),
      b.store(at(), target, b.apply("add", target, x)),
      ret(k(0)),
    ],
    { params: [param(xs, annotation), param(dxs, annotation)] },
  );
  const [ys, dys, r] = [
    b.variable("ys", xs.type),
    b.variable("dys", xs.type),
    b.variable("r"),
  ];
  const outer = derived(
    "outer",
    [],
    [
      {
        kind: "call",
        origin: at(),
        result: r,
        callee: "inner",
        args: [b.read(ys), b.read(dys)],
      },
      ret(b.read(r)),
    ],
    {
      params: [param(ys, annotation), param(dys, annotation)],
    },
  );
  const text = await textOf([inner, outer]);
  expect(text).toContain(
    "xs: readonly (readonly number[])[],\n  dxs: number[][],",
  );
  expect(text).toContain(
    "ys: readonly (readonly number[])[],\n  dys: number[][],",
  );
});

test("a literal is no type", async () => {
  const [d, x] = [b.variable("d"), b.variable("x")];
  const guard = (a: ir.Expr): ir.Expr =>
    b.apply("guard", a, b.apply("div", k(1), b.read(x)));
  const text = await textOf([
    derived(
      "f",
      [x],
      [
        b.let_(at(), d, b.apply("neg", k(1))),
        ret(b.apply("add", guard(b.read(d)), guard(b.apply("neg", k(2))))),
      ],
    ),
    derived(
      "g",
      [x],
      [
        b.if_(at(), b.compare("===", b.read(x), k(2)), [ret(guard(b.read(x)))]),
        ret(k(0)),
      ],
    ),
  ]);
  expect(text).toContain("const d: number = -1;");
  expect(text).toContain("(d === 0 ? 0 : d * (1 / x)) + -2 * (1 / x)");
  expect(text).toContain("return +x === 0 ? 0 : x * (1 / x);");
});

test("an end that only the author's exhaustive switch can't reach", async () => {
  const x = b.variable("x");
  const text = await textOf([
    derived(
      "f",
      [x],
      [b.if_(at(), b.compare(">", b.read(x), k(0)), [ret(k(1))])],
    ),
  ]);
  expect(text).toContain('  throw new Error("unreachable");\n}');
});

test("records of forward halves", async () => {
  const record: t.ObjectType = {
    kind: "object",
    shape: {
      text: "NormRecord",
      isClass: false,
      fields: new Map([["value", { type: t.numberType, optional: false }]]),
    },
  };
  const [x, made, given] = [
    b.variable("x"),
    b.variable("record", record),
    b.variable("record", record),
  ];
  const forward = derived(
    "normForward",
    [x],
    [
      b.let_(at(), made, {
        kind: "objectLiteral",
        type: record,
        fields: [{ name: "value", value: b.read(x) }],
      }),
      ret(b.read(made)),
    ],
    { resultText: "NormRecord", record: { name: "NormRecord", type: record } },
  );
  const reverse = derived(
    "normReverse",
    [given],
    [ret(b.field(b.read(given), "value"))],
  );
  const { text } = emit(
    emission([forward, reverse], { taken: new Set(["NormRecord"]) }),
  );
  await expectFormatted(text);
  expect(typeErrors({ "a.ts": text }, "typescript", { strict: true })).toBe("");
  expect(text).toContain("interface NormRecord1 {\n  value: number;\n}");
  expect(text).toContain(
    "): NormRecord1 {\n  const record: NormRecord1 = { value: x };",
  );
  expect(text).toContain("function normReverse(record: NormRecord1): number {");
});

test("comments by role, one for a group", async () => {
  const [x, d, e, f] = [
    b.variable("x"),
    b.variable("d"),
    b.variable("e"),
    b.variable("f"),
  ];
  const of = (text: string, start: number): ir.Origin => ({
    ...at(text),
    start,
    role: "adjoint",
  });
  const { text } = emit(
    emission([
      derived(
        "g",
        [x],
        [
          b.let_(of("y = xs[i]! ** 2", 1), d, k(1)),
          b.let_(
            of("y = xs[i]! ** 2", 1),
            e,
            b.apply("mul", b.read(d), b.read(x)),
          ),
          b.let_(of("z = y", 2), f, b.apply("mul", b.read(e), b.read(x))),
          ret(b.read(f)),
        ],
      ),
    ]),
  );
  await expectFormatted(text);
  expect(text).toContain(`  // adjoint of: y = xs[i] ** 2
  const d = 1;
  const e = d * x;
  const f = e * x; // adjoint of: z = y
`);
});
