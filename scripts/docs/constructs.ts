/**
 * What TypeScript is made of, one small program each. Whether a value with a derivative may go through is asked of
 * the compiler, when `docs/support` is written and when it is tested: nothing here says so.
 */
export interface Construct {
  readonly name: string;
  /** The body of `function part(v: number): number`. */
  readonly body: string;
  /** What stands before the function. */
  readonly before?: string;
}

const one = (name: string, body: string, before?: string): Construct => ({
  ...{ name, body },
  ...(before === undefined ? {} : { before }),
});

export const constructs: Readonly<Record<string, readonly Construct[]>> = {
  Expressions: [
    one("arithmetic, `%`, `**`", "return (v * 2 - v / 3) ** 2 + (v % 0.3);"),
    one(
      "functions of `Math`",
      "return Math.exp(Math.sin(v)) + Math.hypot(v, 1);",
    ),
    one("`Math.max` of a list", "return Math.max(...[v, v * v, 0.1]);"),
    one("`? :`, `&&`, `||`, `??`", "return (v > 0 ? v * v : -v) || 1;"),
    one("assignment in an expression", "let a = 0;\nreturn (a = v * v) * a;"),
    one(
      "`??=`, `||=`, `&&=`",
      "let a: number | undefined;\na ??= v;\na &&= a * v;\nreturn a;",
    ),
    one("comma", "let a = 1;\nreturn (a *= v, a * v);"),
    one(
      "`as`, `satisfies`, `!`",
      "const o = { a: v } satisfies { a: number };\nreturn (o.a as number) * o.a!;",
    ),
    one("bit operators (no derivative)", "return (v | 0) + v * v;"),
    one("template text", "return Number(`${v * 2}`);"),
    one("`typeof`", "return typeof v === 'number' ? v * v : 0;"),
    one("BigInt", "return Number(BigInt(Math.round(v))) * v;"),
    one("regular expressions", "return Number(/\\d+/.exec(String(v))?.[0]);"),
    one(
      "`delete`",
      "const o: { a?: number } = { a: v };\ndelete o.a;\nreturn o.a ?? v;",
    ),
    one(
      "tagged templates",
      "const tag = (_: TemplateStringsArray, a: number): number => a * a;\nreturn tag`a${v}`;",
    ),
    one("`eval`", "return eval('v') as number;"),
  ],
  Statements: [
    one("`if`, `else`, early `return`", "if (v > 1) return v * v;\nreturn v;"),
    one(
      "`for`, with any trip count",
      "let s = 1;\nfor (let i = 0; i < 5; i++) s *= v;\nreturn s;",
    ),
    one(
      "`while`, `do`",
      "let s = v;\nwhile (s < 10) s *= 2;\ndo s *= s;\nwhile (s < 100);\nreturn s;",
    ),
    one(
      "`for … of` an array",
      "let s = 0;\nfor (const a of [v, v * v]) s += a * a;\nreturn s;",
    ),
    one(
      "`for … in` an object",
      "const o: Record<string, number> = { a: v, b: 2 * v };\nlet s = 0;\nfor (const k in o) s += o[k]! * o[k]!;\nreturn s;",
    ),
    one(
      "`for … of` entries of an array",
      "let s = 0;\nfor (const [i, a] of [v, v * v].entries()) s += a * i;\nreturn s;",
    ),
    one(
      "`break`, `continue`, labels",
      "let s = v;\nouter: for (let i = 0; i < 4; i++)\n  for (let j = 0; j < 4; j++) {\n    if (j === 2) continue outer;\n    if (i === 2) break outer;\n    s *= v;\n  }\nreturn s;",
    ),
    one(
      "`switch` with fall-through",
      "let s = v;\nswitch (Math.round(v) % 3) {\n  case 0:\n    s *= 2;\n  case 1:\n    s *= v;\n    break;\n  default:\n    s += 1;\n}\nreturn s;",
    ),
    one(
      "`throw` guards",
      "if (v > 100) throw new RangeError('too large');\nreturn v * v;",
    ),
    one(
      "`try … catch`",
      "let s = 0;\ntry {\n  s = v * v;\n} catch {\n  s = 1;\n}\nreturn s;",
    ),
    one(
      "`try … finally`",
      "let s = v;\ntry {\n  s *= v;\n} finally {\n  s += 1;\n}\nreturn s;",
    ),
    one(
      "destructuring, with defaults and rest",
      "const [a = 1, ...r] = [v, v * v];\nconst { p, ...q } = { p: a, t: r[0]! };\nreturn p * q.t;",
    ),
    one(
      "swaps",
      "let [a, b] = [v, v * v];\n[a, b] = [b, a * b];\nreturn a + 2 * b;",
    ),
    one(
      "`using`",
      "using o = { a: v, [Symbol.dispose](): void {} };\nreturn o.a;",
    ),
    one(
      "`async`, `await`",
      "let s = v;\nconst later = async (): Promise<void> => { s = await Promise.resolve(2); };\nvoid later();\nreturn s;",
    ),
    one(
      "generators",
      "let s = 0;\nfor (const a of all(v)) s += a;\nreturn s;",
      "function* all(v: number): Generator<number> {\n  yield v;\n  yield v * v;\n}",
    ),
  ],
  Functions: [
    one(
      "calls of functions with source",
      "return square(v) * v;",
      "const square = (a: number): number => a * a;",
    ),
    one(
      "recursion",
      "return power(v, 3);",
      "function power(a: number, n: number): number {\n  return n === 0 ? 1 : a * power(a, n - 1);\n}",
    ),
    one(
      "closures that read and write",
      "let s = 0;\nconst add = (a: number): void => { s += a * v; };\nadd(2);\nadd(v);\nreturn s;",
    ),
    one(
      "functions as arguments",
      "return twice((a) => a * v, v);",
      "const twice = (g: (a: number) => number, a: number): number => g(g(a));",
    ),
    one(
      "default, optional and rest parameters",
      "return g(v) + g(v, 2, v, v);",
      "const g = (a: number, b = 3, ...r: number[]): number => a * b + r.length * a;",
    ),
    one(
      "generics and overloads",
      "return id(v) * id(v);",
      "const id = <T,>(a: T): T => a;",
    ),
    one(
      "functions chosen at run time",
      "const g = v > 0 ? Math.sin : Math.cos;\nreturn g(v);",
    ),
    one(
      "tables of functions",
      "const ops = [Math.sin, Math.cos];\nreturn ops[Math.round(v) % 2]!(v);",
    ),
    one(
      "`bind`, `call`, `apply`",
      "const g = (a: number, b: number): number => a * b;\nreturn g.call(null, v, v);",
    ),
    one(
      "functions without source",
      "return unknown(v);",
      "declare function unknown(a: number): number;",
    ),
    one("`arguments`", "return (arguments[0] as number) * v;"),
  ],
  Arrays: [
    one(
      "reads, writes, nesting",
      "const m = [[v, 1], [2, v]];\nm[0]![1]! *= v;\nreturn m[0]![1]! * m[1]![1]!;",
    ),
    one(
      "typed arrays, `subarray`, `set`",
      "const a = new Float64Array(4);\na.set([v, v * v], 1);\nreturn a.subarray(1, 3)[1]! * v;",
    ),
    one(
      "`push`, `pop`",
      "const a: number[] = [];\na.push(v, v * v);\nconst last = a.pop()!;\nreturn last * a[0]!;",
    ),
    one(
      "`map`, `filter`, `reduce`, `forEach`",
      "return [v, -v, 2].filter((a) => a > 0).map((a) => a * a).reduce((s, a) => s + a, 0);",
    ),
    one(
      "`slice`, `concat`, spread",
      "return [...[v, 1].slice(0, 1), v].concat([v]).reduce((s, a) => s * a, 1);",
    ),
    one(
      "`splice`, `shift`, `unshift`",
      "const a = [v, 2, v];\na.splice(1, 1, v * v);\na.unshift(a.shift()! * 2);\nreturn a[0]! * a[1]!;",
    ),
    one(
      "`find`, `some`, `every`",
      "return ([1, v].find((a) => a === v) ?? 0) * v;",
    ),
    one(
      "`sort` with a comparison",
      "const a = [v, v * v, 0.5];\na.sort((p, q) => p - q);\nreturn a[0]! + 2 * a[1]! + 3 * a[2]!;",
    ),
    one(
      "`at`, `reverse`, `flat`, `fill`",
      "const a = [[v], [2]].flat().reverse();\na.fill(v, 0, 1);\nreturn a.at(-1)! * a.at(0)!;",
    ),
    one("`with`, `toSpliced`", "return [v, 1].with(1, v * v)[1]!;"),
    one(
      "`indexOf` of a value with a derivative",
      "return [1, v].indexOf(v) * v;",
    ),
    one(
      "`join`, and numbers read back from text",
      "return Number([v, v].join('.'));",
    ),
    one(
      "views of one `ArrayBuffer`, opened by hand",
      "const b = new ArrayBuffer(16);\nnew Float64Array(b)[1] = v;\nreturn new Float64Array(b, 8)[0]!;",
    ),
    one(
      "integer arrays (no derivative)",
      "const a = Int32Array.of(v);\nreturn a[0]! + v * v;",
    ),
  ],
  "Objects and classes": [
    one(
      "literals, spread, nested fields",
      "const o = { p: { a: v }, b: 2 };\nconst q = { ...o, b: v };\nreturn q.p.a * q.b;",
    ),
    one(
      "optional chaining",
      "const o: { p?: { a: number } } = v > 0 ? { p: { a: v } } : {};\nreturn (o.p?.a ?? 1) * v;",
    ),
    one(
      "instances, fields, methods",
      "return new Point(v, 2).scaled(v).x;",
      "class Point {\n  x: number;\n  y: number;\n  constructor(x: number, y: number) {\n    this.x = x;\n    this.y = y;\n  }\n  scaled(k: number): Point {\n    return new Point(this.x * k, this.y * k);\n  }\n}",
    ),
    one(
      "private fields, getters, setters",
      "const c = new Cell(v);\nc.value = c.value * v;\nreturn c.value;",
      "class Cell {\n  #v: number;\n  constructor(v: number) {\n    this.#v = v;\n  }\n  get value(): number {\n    return this.#v;\n  }\n  set value(v: number) {\n    this.#v = v;\n  }\n}",
    ),
    one(
      "inheritance, `super`",
      "return new Square(v).double();",
      "abstract class Shape {\n  abstract area(): number;\n  double(): number {\n    return 2 * this.area();\n  }\n}\nclass Square extends Shape {\n  a: number;\n  constructor(a: number) {\n    super();\n    this.a = a;\n  }\n  area(): number {\n    return this.a * this.a;\n  }\n}",
    ),
    one(
      "discriminated unions",
      "const s: Shape = v > 1 ? { kind: 'disc', r: v } : { kind: 'box', a: v };\nreturn s.kind === 'disc' ? 3 * s.r * s.r : s.a * s.a;",
      "type Shape = { kind: 'disc'; r: number } | { kind: 'box'; a: number };",
    ),
    one(
      "records by a key",
      "const o: Record<string, number> = { a: v, b: 2 };\nconst key = v > 0 ? 'a' : 'b';\nreturn o[key]! * v;",
    ),
    one(
      "`Object.entries`, `Object.values`",
      "return Object.values({ a: v, b: v * v }).reduce((s, a) => s + a, 0);",
    ),
    one(
      "`Object.assign`",
      "const o = Object.assign({ a: 1 }, { a: v });\nreturn o.a * v;",
    ),
    one(
      "`Map`, `Set`",
      "const m = new Map<string, number>();\nm.set('a', v);\nreturn m.get('a')! * v;",
    ),
    one(
      "symbols as keys",
      "const k = Symbol();\nconst o = { [k]: v };\nreturn o[k]!;",
    ),
    one(
      "accessors in a literal",
      "const o = { get a(): number { return v * v; } };\nreturn o.a;",
    ),
    one(
      "`instanceof`, of objects made here",
      "const o = v > 1 ? new A(v) : new B(v);\nreturn o instanceof A ? o.v * 2 : o.v;",
      "class A {\n  v: number;\n  constructor(v: number) {\n    this.v = v;\n  }\n}\nclass B extends A {}",
    ),
    one("`JSON`, `structuredClone`", "return structuredClone({ a: v }).a;"),
    one("`Proxy`, `Reflect`", "return Reflect.get({ a: v }, 'a') as number;"),
  ],
  "Modules and the world": [
    one(
      "constants and tables of the module",
      "return table[1]! * v;",
      "const table = [1, 2, 3];",
    ),
    one(
      "variables of the module",
      "last = v * v;\nreturn last;",
      "let last = 0;",
    ),
    one(
      "arrays of the module that are written",
      "scratch[0] = v * v;\nreturn scratch[0]!;",
      "const scratch = new Float64Array(2);",
    ),
    one(
      "a memo",
      "const known = memo.get(v);\nif (known !== undefined) return known;\nmemo.set(v, v * v);\nreturn v * v;",
      "const memo = new Map<number, number>();",
    ),
    one(
      "printing, clocks, counters",
      "console.log(v, performance.now());\ncalls++;\nreturn v * v;",
      "let calls = 0;",
    ),
    one("chance (one draw, with a warning)", "return v * Math.random();"),
    one(
      "timers and promises",
      "let s = v;\nsetTimeout(() => { s = 0; }, 0);\nreturn s * v;",
    ),
    one(
      "enums, `namespace` constants",
      "return v * Unit.Cm;",
      "enum Unit {\n  Mm = 1,\n  Cm = 10,\n}",
    ),
    one(
      "functions in a `namespace`",
      "return Space.g(v);",
      "namespace Space {\n  export const g = (a: number): number => a * a;\n}",
    ),
  ],
};
