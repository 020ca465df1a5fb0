/** Classes and objects with functions, run both ways. */
import { describe, expect, it } from "vitest";
import { agree, readText } from "./support.ts";

const vec3 = `class Vec3 {
  constructor(readonly x: number, readonly y: number, readonly z = 1) {}
  static readonly dims = 3;
  static of(x: number) { return new Vec3(x, x, x); }
  add(o: Vec3) { return new Vec3(this.x + o.x, this.y + o.y, this.z + o.z); }
  scale(k: number): Vec3 { return new Vec3(this.x * k, this.y * k, this.z * k); }
  dot(o: Vec3) { return this.x * o.x + this.y * o.y + this.z * o.z; }
  get length() { return Math.sqrt(this.dot(this)); }
}
`;
const marked = (params: string, body: string): string =>
  `/** @differentiable */\nexport function f(${params}): number {\n${body}\n}`;

const cases: Record<string, [string, ...unknown[][]]> = {
  "value classes, chained": [
    vec3 +
      marked(
        "x: number",
        "const a = new Vec3(x, 2); const b = a.add(Vec3.of(x)).scale(2); let s = b; for (let i = 0; i < 3; i++) s = s.add(a); return s.dot(b) + s.length + Vec3.dims;",
      ),
    [1.5],
  ],
  "a class as a parameter's type": [
    vec3 +
      marked(
        "p: { x: number; y: number }, k: number",
        "const v = new Vec3(p.x, p.y, k); return v.scale(k).length;",
      ),
    [{ x: 1, y: 2 }, 3],
  ],
  "mutable state and private fields": [
    `class Counter { #n = 0; private log: number[] = []; public total; constructor(start: number) { this.total = start; for (let i = 0; i < 2; i++) this.total += i; } add(v: number) { this.#n++; this.total += v * this.#n; this.log.push(v); return this; } get mean() { return this.total / this.#n; } set reset(v: number) { this.total = v; this.#n = 1; } }\n` +
      marked(
        "x: number",
        "const c = new Counter(x); c.add(x).add(2 * x); const m = c.mean; c.reset = 5; c.add(1); return m * 100 + c.total + c.mean;",
      ),
    [2],
  ],
  inheritance: [
    `class Shape { protected scale = 2; name = 'shape'; constructor(public w: number) { this.init(); } init() { this.w += 1; } area() { return 0; } twice() { return this.area() * this.scale; } }\nclass Square extends Shape { constructor(w: number) { super(w * 2); this.scale *= 3; } override area() { return super.area() + this.w ** 2; } }\n` +
      marked("x: number", "const s = new Square(x); return s.twice() + s.w;"),
    [2],
  ],
  "a parameter that is a property too": [
    "class Grid { readonly data: number[]; constructor(readonly rows: number, readonly cols: number) { this.data = Array(rows * cols).fill(rows); rows += 5; this.data[0] = rows + this.rows; } }\n" +
      marked(
        "x: number",
        "const g = new Grid(2, 3); return g.data[0]! * x + g.data[5]! + g.data.length;",
      ),
    [2],
  ],
  "fields assigned in branches": [
    "class R { a: number; b = 1; constructor(x: number) { if (x > 0) { this.a = x; } else { this.a = -x; this.b = 2; } this.b += this.a; } }\n" +
      marked(
        "x: number",
        "const r = new R(x); r.a *= 2; return r.a * 10 + r.b;",
      ),
    [2],
    [-3],
  ],
  "recursion in a method": [
    "class Tree { constructor(public v: number, public kids: Tree[] = []) {} sum(k: number): number { let s = this.v * k; for (const c of this.kids) s += c.sum(k + 1); return s; } }\n" +
      marked(
        "x: number",
        "const t = new Tree(x, [new Tree(2), new Tree(x, [new Tree(5)])]); return t.sum(1);",
      ),
    [3],
  ],
  "objects with functions": [
    "const ops = { square: (v: number) => v * v, half(v: number) { return v / 2; } };\n" +
      marked(
        "x: number",
        "const local = { k: x, times: (v: number) => v * x, plus(v: number) { return v + this.k; } }; const half = ops.half; return ops.square(x) + ops.half(x) + local.times(2) + local.plus(3) + half(x);",
      ),
    [3],
  ],
  "objects made by functions": [
    "function layer(w: number) { let calls = 0; return { forward(v: number) { calls++; return v * w; }, count: () => calls, w }; }\n" +
      marked(
        "x: number",
        "const a = layer(x), b = layer(2); return a.forward(b.forward(x)) + a.forward(1) * 10 + a.count() * 100 + b.count() * 1000 + a.w;",
      ),
    [3],
  ],
  "objects with functions as arguments": [
    "function run(o: { step: (v: number) => number }, v: number) { let s = 0; for (let i = 0; i < 3; i++) { v = o.step(v); s += v; } return s; }\n" +
      marked(
        "x: number",
        "return run({ step: (v) => v * x }, 1) + run({ step: Math.sqrt }, 16);",
      ),
    [3],
  ],
  "an object of a declared type made by a function": [
    "interface L { forward(v: number): number }\nfunction layer(w: number): L { let n = 0; for (let i = 0; i < 2; i++) n += w; return { forward: (v) => v * n }; }\n" +
      marked(
        "x: number",
        "const a = layer(x), m = { a, b: layer(2) }; return a.forward(x) + m.b.forward(3) * 10 + m.a.forward(1);",
      ),
    [3],
  ],
  "arrow fields": [
    "class M { w = 2; f = (x: number) => this.w * x; constructor(k: number) { this.w = k; } }\n" +
      marked("x: number", "const m = new M(x); return m.f(3) + m.f(x);"),
    [5],
  ],
};

describe("classes and objects", () => {
  for (const [name, [text, ...calls]] of Object.entries(cases))
    it(name, () => {
      agree(text, ...calls);
    });

  it("refuses what could be another class's method", () => {
    const text = `class A { v = 1; f(x: number) { return x * this.v; } }\nclass B extends A { override f(x: number) { return 5 * x; } }\n/** @differentiable */\nexport function g(a: A, x: number): number { return a.f(x); }`;
    const result = readText(text);
    const [call] = [...result.module.functions.values()][0]!.body;
    expect(call).toMatchObject({ kind: "let", value: { kind: "foreign" } });
  });

  it.each([
    [
      "a list",
      "const fs: { get(): number }[] = []; for (let i = 0; i < 2; i++) { const k = i * x; fs.push({ get: () => k }); } return fs[0]!.get();",
    ],
    [
      "a variable",
      "let o = { get: () => x }; for (let i = 0; i < 2; i++) { const k = i; o = { get: () => k }; } return o.get();",
    ],
    ["a map", "return [1, 2].map((k) => ({ get: () => k * x }))[0]!.get();"],
    [
      "a field",
      "const h = { o: { get: () => x } }; h.o = { get: () => 2 }; return h.o.get();",
    ],
  ])("does not mix up what captures: %s", (_name, body) => {
    const text = `/** @differentiable */\nexport function f(x: number): number { ${body} }`;
    expect(readText(text).diagnostics.map((d) => d.code)).toEqual(["AD1015"]);
  });

  it("keeps what has functions inside", () => {
    const text =
      "/** @differentiable */\nexport function g(x: number): { get(): number } { return { get: () => x }; }";
    expect(readText(text).diagnostics.map((d) => d.code)).toEqual(["AD1015"]);
  });
});
