import { describe, expect, it, test } from "vitest";
import * as b from "../../transformer/ir/build.ts";
import { dump } from "../../transformer/ir/dump.ts";
import { helperCall, newGroup } from "../../transformer/ir/helpers.ts";
import type * as ir from "../../transformer/ir/nodes.ts";
import * as t from "../../transformer/ir/types.ts";
import { assertVerified, verify } from "../../transformer/ir/verify.ts";
import { at, label, literal, loop, param, ret } from "./support.ts";

const x = b.variable("x");
const xs = b.variable("xs", t.float64ArrayType);
const rx = b.read(x);
const k = b.number;
const func = (body: ir.Block) => ({
  name: "f",
  params: [param(x), param(xs)],
  body,
  result: t.numberType,
});
const problems = (...body: ir.Block): string[] =>
  verify(func(body), (key) => (key === "known" ? 1 : undefined));
const jump = (how: "break" | "continue", target: ir.Label): ir.JumpStmt => ({
  kind: "jump",
  origin: at(),
  how,
  target,
});
const call = (callee: string, ...args: ir.Expr[]): ir.CallStmt => ({
  kind: "call",
  origin: at(),
  callee,
  args,
});

describe("verify", () => {
  const y = b.variable("y");
  const list = b.variable("list", t.arrayOf(t.numberType));
  const copyOf: ir.CopyExpr = { kind: "copy", type: xs.type, of: b.read(xs) };
  const l = label("l");

  it("finds nothing wrong where nothing is", () => {
    const block = label("forward");
    expect(
      problems(
        b.let_(at(), y, k(1)),
        b.let_(at(), list, b.allocate(list.type, k(0))),
        loop({
          label: l,
          test: b.compare("<", rx, k(3)),
          body: [jump("continue", l), call("known", rx)],
        }),
        {
          kind: "block",
          origin: at(),
          label: block,
          body: [jump("break", block)],
        },
        {
          kind: "block",
          origin: at(),
          body: [b.let_(at(), b.variable("y"), b.read(y))],
        },
        ret(b.read(y)),
      ),
    ).toEqual([]);
  });

  test.each<[string, ir.Stmt[], string]>([
    [
      "a read of what is not declared",
      [ret(b.read(y))],
      "reads y, which is not declared here",
    ],
    [
      "a read before the declaration",
      [b.assign(at(), x, b.read(y)), b.let_(at(), y, k(1))],
      "reads y, which is not declared here",
    ],
    [
      "a read outside of the scope",
      [
        b.if_(at(), b.compare("<", rx, k(1)), [b.let_(at(), y, k(1))]),
        ret(b.read(y)),
      ],
      "reads y, which is not declared here",
    ],
    [
      "an assignment to what is not declared",
      [b.assign(at(), y, k(1))],
      "assigns y, which is not declared here",
    ],
    [
      "a second declaration",
      [b.let_(at(), y, k(1)), b.let_(at(), y, k(2))],
      "declares y again inside its own scope",
    ],
    [
      "a jump to nowhere",
      [jump("break", l)],
      "break l: no such label around it",
    ],
    [
      "continue of a block",
      [{ kind: "block", origin: at(), label: l, body: [jump("continue", l)] }],
      "continue l: that is no loop",
    ],
    [
      "an allocation in an expression",
      [b.let_(at(), y, b.length(copyOf))],
      "makes a value with identity inside an expression: copy(xs)",
    ],
    [
      "an allocation as an argument",
      [call("known", copyOf)],
      "makes a value with identity outside of a let: copy(xs)",
    ],
    [
      "an effect in an expression",
      [b.let_(at(), y, b.apply("add", newGroup(), rx))],
      "an effect inside an expression: foreign impure `new Map<object, object>()`",
    ],
    [
      "a type that does not fit",
      [b.assign(at(), x, b.read(xs))],
      "x: number can't hold Float64Array",
    ],
    [
      "an element that does not fit",
      [b.store(at(), b.element(b.read(xs), k(0)), b.read(xs))],
      "xs[0]: number can't hold Float64Array",
    ],
    [
      "an operand that is no number",
      [ret(b.apply("add", rx, b.read(xs)))],
      "add(x, xs): an operand of type Float64Array",
    ],
    [
      "a result of another type",
      [ret(b.read(xs))],
      "return: number can't hold Float64Array",
    ],
    [
      "an unknown callee",
      [call("unknown")],
      "calls unknown, which is no function of the module",
    ],
    [
      "a wrong number of arguments",
      [call("known", rx, rx)],
      "calls known with 2 arguments for 1",
    ],
    [
      "a do without a test",
      [loop({ testAfter: true, body: [] })],
      "a loop tests afterwards, but has no test",
    ],
  ])("%s", (_, body, message) => {
    expect(problems(...body)).toContainEqual(expect.stringContaining(message));
  });

  it("lets an entry return its record as a whole", () => {
    const lambda: ir.LambdaExpr = {
      kind: "lambda",
      type: t.opaque("f"),
      params: [param(y)],
      resultText: "number",
      body: [ret(b.apply("mul", b.read(y), rx))],
    };
    const body = [
      ret({
        kind: "objectLiteral",
        type: t.opaque("r"),
        fields: [
          { name: "pullback", value: lambda },
          { name: "grad", value: literal(t.opaque("g"), rx) },
        ],
      }),
    ];
    expect(verify({ name: "f", params: [param(x)], body })).toEqual([]);
  });

  it("throws with the stage", () => {
    expect(() => assertVerified(func([ret(b.read(y))]), "tidy")).toThrow(
      "invalid IR after tidy:\nf: reads y, which is not declared here (line 1: )",
    );
  });
});

test("dump", () => {
  const [i, y, y2] = [b.variable("i"), b.variable("y"), b.variable("y")];
  const l = label("l");
  const text = dump(
    {
      name: "f",
      params: [param(x), { ...param(xs), optional: true, fixed: true }],
      resultText: "number",
      body: [
        b.let_(at(), y, b.apply("max", rx, k(-0))),
        loop({
          label: l,
          init: [b.let_(at(), i, k(0))],
          test: b.compare("<", b.read(i), b.length(b.read(xs))),
          update: [b.assign(at(), i, b.apply("add", b.read(i), k(1)))],
          body: [
            b.let_(at(), y2, b.element(b.read(xs), b.read(i))),
            jump("continue", l),
          ],
        }),
        {
          kind: "effect",
          origin: at(),
          value: helperCall("addInto", [b.read(xs), b.read(xs)]),
        },
        ret(b.conditional(b.compare("!", rx), k(0.001, "1e-3"), b.read(y))),
      ],
    },
    {
      ofStmt: (s) => (s.kind === "return" ? "useful" : undefined),
      ofVariable: (v) => (v === y ? "varied" : undefined),
    },
  );
  expect(text).toBe(`function f(x: number, xs: Float64Array? fixed): number {
  let y: number {varied} = max(x, -0)
  loop l (let i: number = 0; (i < xs.length); i = add(i, 1)) {
    let y'2: number = xs[i]
    continue l
  }
  effect foreign impure mutating \`addInto(\${xs}, \${xs})\`
  return ((! x) ? 1e-3 : y)  // useful
}
`);
});
