import { expect, test } from "vitest";
import { copy, drawArgs, firstDifference } from "../../src/check/index.ts";

test("copies keep identity, views, prototypes and cycles", () => {
  class Vec {
    x: number;
    constructor(x: number) {
      this.x = x;
    }
  }
  const buffer = new Float64Array(4);
  const node: { self?: unknown; v: Vec } = { v: new Vec(3) };
  node.self = node;
  const row = [1, 2];
  const original = [row, row, buffer, buffer.subarray(1, 3), node] as const;
  const made = copy(original);
  expect(made).not.toBe(original);
  expect(made[0]).toBe(made[1]);
  expect(made[0]).not.toBe(row);
  expect(made[3].buffer).toBe(made[2].buffer);
  made[3][0] = 7;
  expect(made[2][1]).toBe(7);
  expect(buffer[1]).toBe(0);
  expect(made[4].self).toBe(made[4]);
  expect(made[4].v).toBeInstanceOf(Vec);
  expect(firstDifference(copy(original), original)).toBeUndefined();
});

test("values are compared bit for bit", () => {
  expect(firstDifference([0], [-0])).toBe("[0] is 0, not -0");
  expect(firstDifference([0], [-0], { zerosAlike: true })).toBeUndefined();
  expect(firstDifference({ a: NaN }, { a: NaN })).toBeUndefined();
  expect(firstDifference({ a: [1, 2] }, { a: [1, 3] })).toBe(
    ".a[1] is 2, not 3",
  );
  expect(firstDifference(Float64Array.of(1), [1])).toBeDefined();
});

test("drawn arguments depend on the seed alone", () => {
  const spec = [
    "number",
    { kind: "array", length: 2, of: { kind: "Float32Array", length: 3 } },
    { kind: "object", of: { n: "integer", on: "boolean" } },
    { kind: "tuple", of: ["number", { kind: "number", min: 3, max: 4 }] },
    { kind: "Int32Array", length: 2 },
    { kind: "one of", values: ["a", "b"] },
  ] as const;
  expect(drawArgs(spec, 4)).toEqual(drawArgs(spec, 4));
  expect(drawArgs(spec, 4)).not.toEqual(drawArgs(spec, 5));
  const [x, rows, , [, y]] = drawArgs(spec, 4) as [
    number,
    Float32Array[],
    unknown,
    [number, number],
  ];
  expect(Math.abs(x)).toBeGreaterThanOrEqual(0.1);
  expect(rows[1]).toBeInstanceOf(Float32Array);
  expect(y >= 3 && y < 4).toBe(true);
});
