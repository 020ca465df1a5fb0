import { expect, test } from "vitest";
import { emit } from "../../transformer/5-emit/emit.ts";
import * as b from "../../transformer/ir/build.ts";
import {
  helperCall,
  newGroup,
  groupType,
  overlapTest,
} from "../../transformer/ir/helpers.ts";
import type * as ir from "../../transformer/ir/nodes.ts";
import * as t from "../../transformer/ir/types.ts";
import { compilers, expectFormatted, run, typeErrors } from "./run.ts";
import { at, derived, emission, literal, param, ret } from "./support.ts";

const matrix = t.arrayOf(t.arrayOf(t.numberType));
const model = t.recordOf(
  {
    w: t.float64ArrayType,
    bias: t.numberType,
    kind: t.opaque("Kind"),
    name: t.stringType,
    tags: t.arrayOf(t.stringType),
  },
  "Model",
);
const declarations = `
enum Kind { A = 3, B }
class Model {
  w = new Float64Array(2);
  bias = 1;
  kind: Kind = Kind.B;
  name = "m";
  tags = ["t"];
  double(): number { made.push("double"); return 2 * this.bias; }
  constructor() { made.push("new"); }
  get total(): number { made.push("get"); return 1; }
}
const made: string[] = [];
export { Kind, Model, made };
`;

/** `function NAME(x: TYPE) { const y = VALUE(x); return y; }` */
function unary(
  name: string,
  type: t.Type,
  value: (x: ir.Expr) => ir.Expr,
  resultText = t.typeText(type),
): ReturnType<typeof derived> {
  const x = b.variable("x", type);
  const y = b.variable("y", type);
  return derived(
    name,
    [x],
    [b.let_(at(), y, value(b.read(x))), ret(b.read(y))],
    { resultText },
  );
}
const zeros = (x: ir.Expr): ir.Expr => ({ kind: "zeros", type: x.type, of: x });
const copy = (x: ir.Expr): ir.Expr => ({ kind: "copy", type: x.type, of: x });

function binary(
  name: string,
  a: t.Type,
  c: t.Type,
): ReturnType<typeof derived> {
  const [x, y] = [b.variable("x", a), b.variable("y", c)];
  return derived(
    name,
    [x, y],
    [
      ret(
        overlapTest(b.read(x), b.read(y)) ?? {
          kind: "const",
          type: t.booleanType,
          value: false,
        },
      ),
    ],
    {
      resultText: "boolean",
    },
  );
}

function both(): ReturnType<typeof derived> {
  const [x, y, group] = [
    b.variable("x", matrix),
    b.variable("y", t.float64ArrayType),
    b.variable("seen", groupType),
  ];
  const [dx, dy] = [
    b.variable("dx", matrix),
    b.variable("dy", t.float64ArrayType),
  ];
  const of = (e: ir.Expr): ir.ZerosExpr => ({
    kind: "zeros",
    type: e.type,
    of: e,
    group,
  });
  return derived(
    "both",
    [x, y],
    [
      b.let_(at(), group, newGroup()),
      b.let_(at(), dx, of(b.read(x))),
      b.let_(at(), dy, of(b.read(y))),
      ret(literal(t.opaque("pair"), b.read(dx), b.read(dy))),
    ],
    {
      params: [param(x, "readonly (readonly number[])[]"), param(y)],
      resultText: "[number[][], Float64Array]",
    },
  );
}

function adding(): ReturnType<typeof derived> {
  const [x, y] = [b.variable("x", model), b.variable("y", model)];
  return derived(
    "add",
    [x, y],
    [
      {
        kind: "effect",
        origin: at(),
        value: helperCall("addInto", [b.read(x), b.read(y)]),
      },
    ],
    { resultText: "void" },
  );
}

const pair = t.tupleOf([t.numberType, t.numberType]);
const float32 = { kind: "typedArray", name: "Float32Array" } as const;
const { text } = emit(
  emission(
    [
      unary("zerosOfFloats", t.float64ArrayType, zeros),
      unary("zerosOfFloat32", float32, zeros),
      unary("zerosOfNumbers", t.arrayOf(t.numberType), zeros),
      unary("zerosOfPair", pair, zeros),
      unary("zerosOfMatrix", matrix, zeros),
      unary("zerosOfModel", model, zeros),
      unary("copyOfFloats", t.float64ArrayType, copy),
      unary("copyOfPair", pair, copy),
      unary("copyOfMatrix", matrix, copy),
      unary("copyOfModel", model, copy),
      binary("sameFloats", t.float64ArrayType, t.float64ArrayType),
      binary("sameNumbers", t.arrayOf(t.numberType), t.arrayOf(t.numberType)),
      binary("sameMatrix", matrix, t.arrayOf(t.float64ArrayType)),
      both(),
      adding(),
    ],
    { taken: new Set(["zerosLike"]) },
  ),
);
const all = declarations + text;
const exports = run(all) as Record<string, (...args: unknown[]) => never> & {
  Model: new () => ModelShape;
  made: string[];
};
interface ModelShape {
  w: Float64Array;
  bias: number;
  kind: number;
  name: string;
  tags: string[];
  double(): number;
}

test("their text is laid out and typed", async () => {
  await expectFormatted(text);
  for (const compiler of compilers) {
    // The enum and its class are the user's, who chose not to be erasable.
    expect(
      typeErrors({ "a.ts": all }, compiler, {
        ...strict,
        erasableSyntaxOnly: false,
      }),
    ).toBe("");
    expect(typeErrors({ "a.ts": all }, compiler, {})).toBe("");
  }
});
const strict = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
};

test("flat ones are written out", () => {
  expect(text).toContain("const y = new Float64Array(x.length);");
  expect(text).toContain("const y = new Float32Array(x.length);");
  expect(text).toContain("const y = new Array<number>(x.length).fill(0);");
  expect(text).toContain("const y: [number, number] = [0, 0];");
  expect(text).toContain("const y: [number, number] = [...x];");
  expect(text).toContain("const y = x.slice();");
  expect(text).toContain("return x === y;");
});

test("a taken name is not theirs", () => {
  expect(text).toContain("const y = zerosLike1<number[][]>(x);");
});

test("zeros keep identity, cycles and the author's own", () => {
  const row = [1, 2];
  const [a, c] = exports["zerosOfMatrix"]!([row, row]) as number[][];
  expect(a).toEqual([0, 0]);
  expect(a).toBe(c);
  const loop: unknown[] = [1];
  loop.push(loop);
  const looped = exports["zerosOfMatrix"]!(loop) as unknown[];
  expect(looped[1]).toBe(looped);

  const m = new exports.Model();
  exports.made.length = 0;
  m.w.set([5, 6]);
  Object.freeze(m);
  const dm = exports["zerosOfModel"]!(m) as ModelShape;
  expect(exports.made).toEqual([]);
  expect(dm).toBeInstanceOf(exports.Model);
  expect([...dm.w, dm.bias, dm.kind, dm.name]).toEqual([0, 0, 0, 4, "m"]);
  expect(dm.tags).toBe(m.tags);
  dm.bias = 2;
  expect(dm.double()).toBe(4);
});

test("typed arrays of one buffer have shadows of one buffer", () => {
  const buffer = new Float64Array(6);
  const rows = [buffer.subarray(0, 4), buffer.subarray(2, 6)];
  const [dx, dy] = exports["both"]!(rows, buffer) as [
    Float64Array[],
    Float64Array,
  ];
  dx[0]![2] = 7;
  expect(dx[1]![0]).toBe(7);
  expect(dy[2]).toBe(7);
  expect(buffer[2]).toBe(0);
});

test("copies are deep and keep identity", () => {
  const row = [1, 2];
  const copied = exports["copyOfMatrix"]!([row, row]) as number[][];
  expect(copied).toEqual([row, row]);
  expect(copied[0]).toBe(copied[1]);
  expect(copied[0]).not.toBe(row);
  const m = new exports.Model();
  const c = exports["copyOfModel"]!(m) as ModelShape;
  m.w[0] = 9;
  m.tags.push("u");
  expect([c.w[0], c.tags.length]).toEqual([0, 1]);
  expect(c).toBeInstanceOf(exports.Model);
});

test("overlaps", () => {
  const buffer = new Float64Array(10);
  const floats = exports["sameFloats"]!;
  expect(floats(buffer, buffer)).toBe(true);
  expect(floats(buffer.subarray(0, 5), buffer.subarray(4))).toBe(true);
  expect(floats(buffer.subarray(4), buffer.subarray(0, 5))).toBe(true);
  expect(floats(buffer.subarray(0, 5), buffer.subarray(5))).toBe(false);
  expect(floats(buffer.subarray(5), buffer.subarray(0, 5))).toBe(false);
  expect(floats(buffer.subarray(2, 2), buffer)).toBe(false);
  expect(floats(buffer, new Float64Array(10))).toBe(false);
  const matrices = exports["sameMatrix"]!;
  expect(matrices([[1], [2]], [buffer])).toBe(false);
  const rows = Array.from({ length: 5 }, (_, i) =>
    buffer.subarray(2 * i, 2 * i + 2),
  );
  expect(matrices([rows[0], rows[2]], [rows[1], rows[3]])).toBe(false);
  expect(matrices([rows[0], rows[3]], [rows[1], buffer.subarray(7, 8)])).toBe(
    true,
  );
  const row = [1];
  expect(matrices([[0], row], [[3], row])).toBe(true);
});

test("addInto adds what is active, each object once", () => {
  const [a, c] = [new exports.Model(), new exports.Model()];
  a.w.set([1, 2]);
  c.w.set([10, 20]);
  exports["add"]!(a, c);
  expect([...a.w, a.bias, a.kind]).toEqual([11, 22, 2, 4]);
});
