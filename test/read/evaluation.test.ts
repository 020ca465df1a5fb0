/** Snippets that go wrong when effects, order or scopes are lowered carelessly, run both ways. */
import { describe, it } from "vitest";
import { agree } from "./support.ts";

const mark = "/** @differentiable */\n";
const fn = (params: string, body: string, before = ""): string =>
  `${before}\n${mark}export function f(${params}) {\n${body}\n}`;

/** name → [text, argument lists] */
type Cases = Record<string, [string, ...unknown[][]]>;

const run = (cases: Cases): void => {
  for (const [name, [text, ...calls]] of Object.entries(cases))
    it(name, () => {
      agree(text, ...calls);
    });
};

describe("order of evaluation", () => {
  run({
    "an element read before it is assigned": [
      fn("a: number[], i: number", "return a[i]! + (a[i] = 5) + a[i]!;"),
      [[1, 2, 3], 1],
    ],
    "a variable read before a call changes it": [
      fn("x: number", "const g = (v: number) => v * 2; return x + g(x++) + x;"),
      [3],
    ],
    "j = i++ + i": [
      fn("i: number", "let j = i++ + i; j = j++ + j; return i * 100 + j;"),
      [4],
    ],
    "i = j++ + j--": [
      fn("i: number", "let j = i; i = j++ + j--; return i * 10 + j;"),
      [4],
    ],
    "a[i++] = i": [
      fn("a: number[], i: number", "a[i++] = i; a[i] = i++ * 10; return i;"),
      [[0, 0, 0, 0], 1],
    ],
    "a[i] += i++": [
      fn("a: number[], i: number", "a[i] += i++; a[i++] += i; return i;"),
      [[1, 2, 3, 4], 1],
    ],
    "x += (x = 2)": [fn("x: number", "x += (x = 2); x *= x++; return x;"), [5]],
    "chain of assignments": [
      fn(
        "x: number",
        "let a, b, c; a = b = c = x + 1; a++; return a * 100 + b * 10 + c;",
      ),
      [5],
    ],
    "the value of a typed store is not rounded": [
      fn(
        "x: number",
        "const a = new Float32Array(1); const y = (a[0] = x); return y - a[0]!;",
      ),
      [0.1],
    ],
    "integer arrays wrap": [
      fn(
        "x: number",
        "const a = new Uint8Array(2); a[0] = x; a[1] = -1; return a[0]! + a[1]!;",
      ),
      [300.7],
    ],
    "comma and void": [
      fn("x: number", "let y = (x++, x * 2, x * 3); void (y += 1); return y;"),
      [2],
    ],
    "post- and pre-increments of elements": [
      fn(
        "a: number[]",
        "const x = a[0]++ + ++a[0]! + a[1]-- - --a[1]!; return x;",
      ),
      [[3, 7]],
    ],
    "properties too": [
      fn(
        "p: { x: number; y: number }",
        "const z = p.x++ * ++p.y + (p.x -= 2) + (p.y **= 2); return z;",
      ),
      [{ x: 3, y: 4 }],
    ],
    "short circuit with effects": [
      fn(
        "x: number",
        "let n = 0; const t = x > 0 && (n += 5) > 2; const u = x > 0 || (n += 7) > 2; return n + (t ? 100 : 0) + (u ? 1000 : 0);",
      ),
      [1],
      [-1],
    ],
    "nested conditionals with effects": [
      fn(
        "x: number",
        "let n = 0; const y = x > 1 ? (n++, x) : x > 0 ? ((n += 10), -x) : (n += 100); return y * 1000 + n;",
      ),
      [2],
      [0.5],
      [-3],
    ],
    "?? and ||= and ??= and &&=": [
      fn(
        "x: number, y?: number",
        "let a: number | undefined = y; a ??= x; let b = x; b ||= 7; let c = x; c &&= c + 1; return a * 100 + b * 10 + c + (y ?? 5);",
      ),
      [2],
      [0, 3],
    ],
    "a condition that assigns": [
      fn("x: number", "let y; if ((y = x * 2) > 3) return y; return -y;"),
      [1],
      [4],
    ],
    "a call between two reads of memory": [
      fn(
        "a: number[]",
        "return a[0]! + bump(a) + a[0]!;",
        "function bump(a: number[]) { for (let i = 0; i < 1; i++) a[0] = a[0]! + 10; return a[0]!; }",
      ),
      [[1]],
    ],
    "arguments are evaluated in order": [
      fn(
        "x: number",
        "let i = x; return three(i++, i++, i);",
        "function three(a: number, b: number, c: number) { let s = a; for (let k = 0; k < 2; k++) s = s * 10 + (k ? c : b); return s; }",
      ),
      [1],
    ],
    "an inlined argument is the value at the call": [
      fn(
        "x: number",
        "const twice = (v: number) => { x = 100; return v + v; }; return twice(x) + x;",
      ),
      [3],
    ],
    "a logical chain in a loop condition": [
      fn(
        "a: number[]",
        "let i = 0; while (i < a.length && a[i++]! > 0); return i;",
      ),
      [[1, 2, -1, 3]],
      [[1, 2]],
    ],
    "template text": [
      fn("x: number", "const s = `${x}${x + 1}-${'a'}`; return s.length + x;"),
      [3],
    ],
    "numbers and strings": [
      fn(
        "x: number",
        "const s = 1 + 2 + 'a' + x + 1; return s === '3a41' ? x : 0;",
      ),
      [4],
    ],
    "negative zero": [
      fn("x: number", "return 1 / (-0 * x) + 1 / -x;"),
      [0],
      [1],
    ],
    "booleans as numbers": [
      fn("x: number", "return x * +(x > 1) + (x > 0 ? 1 : 0);"),
      [2],
      [0.5],
    ],
  });
});

describe("scopes", () => {
  run({
    "shadowed names": [
      fn(
        "x: number",
        "let y = x; { let y = 2; y += x; { const x = y; y = x * 2; } } for (let x = 0; x < 2; x++) y += x; return y + x;",
      ),
      [5],
    ],
    "var is hoisted": [
      fn(
        "x: number",
        "if (x > 0) { var y = x * 2; } for (var i = 0; i < 3; i++) { var z = i; } return (y ?? -1) + i * 10 + z * 100;",
      ),
      [1],
      [-1],
    ],
    "var twice": [
      fn(
        "x: number",
        "var s = 0; for (var i = 0; i < 3; i++) s += i * x; for (var i = 5; i < 7; i++) s += i; return s;",
      ),
      [2],
    ],
    "var keeps its value over iterations": [
      fn(
        "n: number",
        "let s = 0; for (let i = 0; i < n; i++) { var k: number | undefined; s += k ?? -1; k = i; } return s;",
      ),
      [4],
    ],
    "closures see later assignments": [
      fn(
        "x: number",
        "let a = x; const get = () => a * 2; a = 10; const before = get(); a = 20; return before + get();",
      ),
      [1],
    ],
    "closures write": [
      fn(
        "x: number",
        "let s = 0; const add = (v: number) => { s += v; return s; }; return add(x) * 100 + add(2) * 10 + s;",
      ),
      [3],
    ],
    "a function declared below": [
      fn(
        "x: number",
        "return g(x); function g(v: number) { return v > 0 ? v * k() : 1; } function k() { return 3; }",
      ),
      [2],
    ],
    "a closure in a loop": [
      fn(
        "n: number",
        "let s = 0; for (let i = 0; i < n; i++) { const sq = (v: number) => v * v + i; s += sq(i); } return s;",
      ),
      [4],
    ],
    "a parameter that is overwritten": [
      fn("x: number, n: number", "while (n-- > 0) x = x * x - 1; return x;"),
      [0.5, 3],
    ],
    "two closures of one name": [
      fn(
        "x: number",
        "const g = (y: number) => y + 1; const h = () => { const g = (y: number) => y * 10; return g(x); }; return g(x) + h();",
      ),
      [2],
    ],
    "an inner parameter of the same name": [
      fn(
        "x: number",
        "const g = (x: number) => { x += 1; return x * 2; }; return g(x) + g(x + 1) + x;",
      ),
      [2],
    ],
  });
});

describe("destructuring", () => {
  run({
    swaps: [
      fn("a: number, b: number", "[a, b] = [b, a]; return a * 10 + b;"),
      [1, 2],
    ],
    rotation: [
      fn(
        "a: number, b: number, c: number",
        "[a, b, c] = [c, a, b]; return a * 100 + b * 10 + c;",
      ),
      [1, 2, 3],
    ],
    "element swaps": [
      fn(
        "v: number[], i: number, j: number",
        "[v[i], v[j]] = [v[j]!, v[i]!]; return v[0]!;",
      ),
      [[1, 2, 3], 0, 2],
    ],
    "element swap with effects": [
      fn(
        "v: number[]",
        "let i = 0; [v[i++], v[i++]] = [v[i + 1]!, v[i]!]; return i;",
      ),
      [[1, 2, 3]],
    ],
    fibonacci: [
      fn(
        "n: number",
        "let [a, b] = [0, 1]; for (let i = 0; i < n; i++) [a, b] = [b, a + b]; return a;",
      ),
      [10],
    ],
    rows: [
      fn(
        "m: number[][]",
        "[m[0], m[1]] = [m[1]!, m[0]!]; m[0]![0] = 9; return m[1]![0]!;",
      ),
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
    ],
    "defaults, rest and nesting": [
      fn(
        "p: { x: number; q?: { y: number }; t: [number, number]; more: number }",
        "const { x, q: { y = 3, ...none } = { y: 4 }, t: [a, b = 2], ...rest } = p; const [first, ...others] = [x, y, a, b]; return first + others.length * 10 + others[2]! * 100 + y * 1000 + rest.more * 10000;",
      ),
      [{ x: 1, t: [5, 6], more: 3 }],
      [{ x: 1, q: { y: 7 }, t: [5, 6], more: 4 }],
    ],
    "in parameters": [
      fn(
        "{ x, y: [a, b] }: { x: number; y: [number, number] }, [c, d = 4]: number[]",
        "return x + a * 10 + b * 100 + c! * 1000 + d * 10000;",
      ),
      [{ x: 1, y: [2, 3] }, [5]],
    ],
    "assignment patterns": [
      fn(
        "p: { x: number; y: number }, v: number[]",
        "let a = 0, b = 0; ({ x: a, y: v[0] } = p); [p.x, b = 9] = [v[0]! * 2, v[1]!]; return a + b * 10 + p.x * 100;",
      ),
      [{ x: 1, y: 2 }, [5, 6]],
    ],
    "in for-of": [
      fn(
        "points: [number, number][]",
        "let s = 0; for (const [x, y] of points) s += x * y; for (const { length } of points) s += length; return s;",
      ),
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
    ],
    "object swaps": [
      fn("p: { a: number; b: number }", "[p.a, p.b] = [p.b, p.a]; return p.a;"),
      [{ a: 1, b: 2 }],
    ],
  });
});

describe("loops and jumps", () => {
  run({
    "updates with effects and continue": [
      fn(
        "a: number[]",
        "let s = 0, k = 0; const step = () => { k++; return 1; }; for (let i = 0; i < a.length; i += step()) { if (a[i]! < 0) continue; s += a[i]!; } return s * 100 + k;",
      ),
      [[1, -2, 3]],
    ],
    "several counters": [
      fn(
        "n: number",
        "let s = 0; for (let i = 0, j = n; i < j; i++, j -= 2) s += i * j; return s;",
      ),
      [9],
    ],
    "counter changed in the body": [
      fn(
        "n: number",
        "let s = 0; for (let i = 0; i < n; i++) { s += i; if (i === 2) i = 4; } return s;",
      ),
      [8],
    ],
    labels: [
      fn(
        "n: number",
        "let s = 0; outer: for (let i = 0; i < n; i++) { for (let j = 0; j < n; j++) { if (j === 2) continue outer; if (i === 3) break outer; s += i * 10 + j; } } return s;",
      ),
      [5],
    ],
    "a labelled block": [
      fn(
        "x: number",
        "let y = 0; done: { if (x > 0) { y = 1; break done; } y = 2; for (;;) { y++; if (y > 5) break done; } } return y;",
      ),
      [1],
      [-1],
    ],
    do: [
      fn(
        "x: number",
        "let n = 0; do { x /= 2; n++; if (n === 3) continue; if (n > 9) break; } while (x > 1); return x + n;",
      ),
      [100],
      [0],
      [1e9],
    ],
    "do with a condition that acts": [
      fn(
        "x: number",
        "let n = 0; do { if (n === 2) { n += 5; continue; } } while (n++ < x); return n;",
      ),
      [4],
    ],
    "while with assignment": [
      fn(
        "a: number[]",
        "let v: number | undefined, s = 0; while ((v = a.pop()) !== undefined) s = s * 2 + v; return s + a.length;",
      ),
      [[1, 2, 3]],
    ],
    "for-of of an array that grows": [
      fn(
        "a: number[]",
        "let s = 0; for (const x of a) { if (a.length < 6) a.push(x * 2); s += x; } return s;",
      ),
      [[1, 2]],
    ],
    "for-of over a variable that is replaced": [
      fn(
        "a: number[]",
        "let s = 0; let b = a; for (const x of b) { b = []; s += x; } return s + b.length;",
      ),
      [[1, 2]],
    ],
    "for-of over a string": [
      fn(
        "x: number",
        "let s = 0; for (const c of 'a𝄞b') s += c.length * x; return s;",
      ),
      [2],
    ],
    "for-in": [
      fn(
        "x: number",
        "const o = { a: 1, b: 2 }; let n = 0; for (const k in o) n += k.length; return n * x;",
      ),
      [2],
    ],
    "return from the depth": [
      fn(
        "a: number[][]",
        "for (const row of a) for (const x of row) if (x > 2) return x; return -1;",
      ),
      [[[1], [2, 3, 4]]],
      [[[1]]],
    ],
    "an endless loop with return": [
      fn("x: number", "for (;;) { x *= 2; if (x > 10) return x; }"),
      [1],
    ],
    "break inside switch inside loop": [
      fn(
        "n: number",
        "let s = 0; for (let i = 0; i < n; i++) { switch (i) { case 1: continue; case 3: s += 100; break; default: if (i === 4) break; s += i; } s += 1000; } return s;",
      ),
      [7],
    ],
    "fall-through": [
      fn(
        "k: number",
        "let s = 0; switch (k) { case 0: s += 1; case 1: s += 10; break; default: s += 100; case 2: s += 1000; } return s;",
      ),
      [0],
      [1],
      [2],
      [3],
    ],
    "fall-through with shared declarations": [
      fn(
        "k: number",
        "switch (k) { case 0: var y = 1; case 1: y = 5; return y * 2; case 2: { const y = 3; return y; } } return -1;",
      ),
      [0],
      [1],
      [2],
      [9],
    ],
    "default in the middle": [
      fn(
        "k: number",
        "switch (k) { case 1: return 1; default: return 9; case 2: return 2; }",
      ),
      [1],
      [2],
      [5],
    ],
    "strings as cases": [
      fn(
        "x: number, how: string",
        "switch (how) { case 'a': case 'b': return x; case 'c': return -x; default: return 0; }",
      ),
      [2, "a"],
      [2, "b"],
      [2, "c"],
      [2, "d"],
    ],
    "cases with effects": [
      fn(
        "k: number",
        "let n = 0; switch (k) { case n++: return 10 + n; case n++: return 20 + n; default: return n; }",
      ),
      [0],
      [1],
      [5],
    ],
    throw: [
      fn(
        "x: number",
        "if (x < 0) throw new RangeError(`x is ${x}`); return Math.sqrt(x);",
      ),
      [4],
      [-4],
    ],
    "early returns in a helper": [
      fn(
        "x: number",
        "const g = (v: number) => { if (v < 0) return -1; if (v > 10) { v = 10; return v; } for (let i = 0; i < 3; i++) { v += i; if (v > 5) return v * 2; } return v; }; return g(x) + g(x + 3) * 100;",
      ),
      [-9],
      [0],
      [3],
      [20],
    ],
    "a helper that returns nothing": [
      fn(
        "a: number[]",
        "const set = (i: number) => { if (i > 1) return; a[i] = i; }; set(0); set(1); set(2); return a[2]!;",
      ),
      [[7, 8, 9]],
    ],
  });
});

describe("calls", () => {
  run({
    "arrays that grow": [
      fn(
        "n: number",
        "const a = []; for (let i = 0; i < n; i++) { a.push(i * i); a.push(1, 2); } const last = a.pop()!; return a.length + last;",
      ),
      [3],
    ],
    "pop of nothing": [
      fn("a: number[]", "const x = a.pop(); return x === undefined ? -1 : x;"),
      [[]],
      [[4]],
    ],
    "map, reduce, forEach, filter": [
      fn(
        "a: number[]",
        "let s = 0; a.forEach((x, i) => { if (x < 0) return; s += x * i; }); return a.map((x) => x * 2).filter((x) => x > 2).reduce((p, c) => p + c, 0) + s + a.reduce((p, c) => Math.max(p, c));",
      ),
      [[1, 2, 3, -4]],
    ],
    "methods read the length once": [
      fn(
        "a: number[]",
        "let s = 0; a.forEach((x) => { if (a.length < 9) a.push(x); s += x; }); const b = a.map((x) => { a.pop(); return x; }); return s * 100 + a.length * 10 + b.length;",
      ),
      [[1, 2, 3]],
    ],
    "splice, shift, unshift": [
      fn(
        "a: number[]",
        "const r = a.splice(1, 2, 7, 8, 9); a.unshift(5, 6); const s = a.shift()!; a.splice(-1); a.splice(2, 0, 4); return r.length + s * 10 + a.length * 100 + r[0]! * 1000;",
      ),
      [[1, 2, 3, 4]],
      [[1, 2]],
      [[1]],
    ],
    "shift until it is empty": [
      fn(
        "a: number[]",
        "let s = 0; for (let x = a.shift(); x !== undefined; x = a.shift()) s = s * 10 + x; return s + a.length;",
      ),
      [[1, 2, 3]],
    ],
    sorting: [
      fn(
        "a: number[], b: Float64Array, p: { k: number }[]",
        "a.sort((x, y) => x - y); const c = b.toSorted(); p.sort((l, r) => r.k - l.k); const d = [10, 9, 1]; d.sort(); return a[0]! + c[0]! * 10 + p[0]!.k * 100 + d[1]! * 1000;",
      ),
      [[3, 1, 2], new Float64Array([5, -1]), [{ k: 1 }, { k: 4 }]],
    ],
    "flat, flatMap, at, toReversed": [
      fn(
        "m: number[][]",
        "const a = m.flat(); const b = a.flatMap((x) => [x, x * 10]); return a.length + b[1]! * 10 + a.at(-1)! * 1000 + a.toReversed()[1]! * 10000 + b.at(0)!;",
      ),
      [[[1, 2], [3]]],
    ],
    "typed arrays from lists": [
      fn(
        "a: number[]",
        "const b = Float64Array.from(a); const c = Float32Array.from(b, (x) => x / 3); const d = Float64Array.of(1, 2); const e = new Float64Array(b); e[0] = 9; const f = Array.from(b); const g = Array.of(4, 5); return b[0]! + c[1]! + d[1]! + e[0]! + f[1]! + g[0]!;",
      ),
      [[1, 2]],
    ],
    "entries, keys, values": [
      fn(
        "a: number[]",
        "let s = 0; for (const [i, x] of a.entries()) s += i * x; for (const k of a.keys()) s += k * 10; for (const v of a.values()) s += v * 100; for (const e of a.entries()) s += e[1] * 1000; for (let [i] of a.entries()) { i += 1; s += i * 10000; } return s;",
      ),
      [[5, 6, 7]],
    ],
    views: [
      fn(
        "a: Float64Array, n: number",
        "const tail = a.subarray(1); const mid = tail.subarray(1, -1); tail[0] = 50; mid[0]! *= 2; let s = total(mid) + tail.length * 100 + mid.length; for (const x of tail) s += x; s += mid.map((x) => x + 1)[0]!; mid.set([7], 0); tail.fill(3, 2, 3); a.copyWithin(0, 1, 3); let v = a.subarray(n); v = v.subarray(1); v[0] = -1; return s + v.length + tail.slice()[1]! + tail.indexOf(3);",
        "function total(v: Float64Array) { let s = 0; for (let i = 0; i < v.length; i++) { s += v[i]!; v[i] = v[i]! + 1; } return s; }",
      ),
      [new Float64Array([1, 2, 3, 4, 5]), 1],
    ],
    "a view that is returned": [
      fn("a: Float64Array", "const v = a.subarray(1, 3); v[0] = 7; return v;"),
      [new Float64Array([1, 2, 3, 4])],
    ],
    "find, some, every": [
      fn(
        "a: number[]",
        "return (a.find((x) => x > 1) ?? -5) + a.findIndex((x) => x > 1) * 10 + (a.some((x) => x > 2) ? 100 : 0) + (a.every((x) => x > 0) ? 1000 : 0);",
      ),
      [[1, 2, 3]],
      [[0, 1]],
    ],
    "typed map": [
      fn(
        "a: Float32Array",
        "const b = a.map((x) => x / 3); return b[0]! + b[1]!;",
      ),
      [new Float32Array([1, 2])],
    ],
    "nested map": [
      fn(
        "a: number[][]",
        "const b = a.map((row) => row.map((x) => x + 1)); return b[1]![0]! * 10 + b.length;",
      ),
      [[[1], [2]]],
    ],
    slices: [
      fn(
        "a: number[], k: number",
        "return sum(a.slice()) + sum(a.slice(1)) * 10 + sum(a.slice(-2)) * 100 + sum(a.slice(1, -1)) * 1000 + sum(a.slice(k)) + sum(a.slice(0, k));",
        "const sum = (a: number[]) => { let s = 0; for (const x of a) s += x; return s; };",
      ),
      [[1, 2, 3, 4], 2],
      [[1, 2, 3, 4], -1],
      [[1, 2], 9],
    ],
    "concat and spread": [
      fn(
        "a: number[], b: Float64Array",
        "const c = [0, ...a, 9, ...b]; const d = a.concat([7], 8); const e = [...a]; e[0] = 100; return c.length + c[1]! * 10 + d[3]! * 100 + c[c.length - 1]! + a[0]!;",
      ),
      [[1, 2], new Float64Array([5, 6])],
    ],
    "fill and Array.from": [
      fn(
        "n: number",
        "const a = new Array(n).fill(1); const m = Array.from({ length: n }, (_, i) => new Array<number>(2).fill(i)); const b = new Float64Array(n).fill(3); a.fill(7, 1, -1); return a[0]! + a[1]! * 10 + m[1]![1]! * 100 + b[1]!;",
      ),
      [3],
    ],
    "set and reverse": [
      fn(
        "a: Float64Array",
        "const b = new Float64Array(4); b.set(a, 1); b.reverse(); return b[0]! + b[1]! * 10 + b[2]! * 100;",
      ),
      [new Float64Array([1, 2])],
    ],
    "Math with any number of arguments": [
      fn(
        "x: number, a: number[]",
        "return Math.max(x, 1, 2) + Math.min(...a, x) + Math.hypot(x, 2, 3) + Math.max(...a) + Math.max(x) + Math.hypot();",
      ),
      [1.5, [3, -2]],
    ],
    recursion: [
      fn(
        "n: number",
        "return fact(n);",
        "function fact(n: number): number { return n <= 1 ? 1 : n * fact(n - 1); }",
      ),
      [5],
    ],
    "recursion without types": [
      fn(
        "n: number",
        "return fib(n);",
        "function fib(n: any) { if (n < 2) return n; return fib(n - 1) + fib(n - 2); }",
      ),
      [7],
    ],
    "default parameters": [
      fn(
        "x: number, k = 2, m = k * x",
        "return power(x) + power(x, k) + m;",
        "function power(x: number, n = 3) { let p = 1; for (let i = 0; i < n; i++) p *= x; return p; }",
      ),
      [2],
      [2, 5],
      [2, undefined, 1],
    ],
    "rest parameters": [
      fn(
        "x: number, ...xs: number[]",
        "return total(x, ...xs) + total() + total(1, 2, 3);",
        "function total(...v: number[]) { let s = 0; for (const x of v) s += x; return s; }",
      ),
      [1, 2, 3],
      [1],
    ],
    "tests that the types decide": [
      fn(
        "x: number, a: number[], b: Float64Array",
        "return first(x) + first(a) * 10 + first(b) * 100 + (length as (v: unknown) => number)(a);",
        "function first(v: number | number[] | Float64Array): number { let s = 0; for (let i = 0; i < 1; i++) s += 1; if (typeof v === 'number') return v + s; if (Array.isArray(v)) return v[0]! * 2; return v instanceof Float64Array ? v[0]! * 3 : 0; }\nfunction length(v: any) { const w = Array.isArray(v) ? v : [v]; let s = 0; for (const e of w) s += e; return s; }",
      ),
      [1, [2], new Float64Array([3])],
    ],
    "lengths that are set": [
      fn(
        "a: number[]",
        "const b = a.slice(); b.length = 0; a.length--; a.length -= 1; return a.length * 10 + b.length;",
      ),
      [[1, 2, 3]],
    ],
    "generic helpers": [
      fn(
        "a: number[], b: Float64Array",
        "return head(a) + head(b) * 10 + last([a, [5]])[0]! * 100;",
        "function head<T extends ArrayLike<number>>(v: T): number { let s = 0; for (let i = 0; i < 1; i++) s += v[i]!; return s; }\nfunction last<T>(v: T[]): T { for (const x of v) if (v.length > 9) return x; return v[v.length - 1]!; }",
      ),
      [[1, 2], new Float64Array([3])],
    ],
    "a higher-order function": [
      fn(
        "x: number",
        "return apply2((v) => v * x, 3) + apply2(Math.sqrt, 16) + apply2(half, 8);",
        "const half = (v: number) => v / 2;\nfunction apply2(g: (v: number) => number, v: number) { let s = 0; for (let i = 0; i < 2; i++) { v = g(v); if (v < 1) return s; s += v; } return s; }",
      ),
      [0.5],
      [0.1],
    ],
    "recursion with a function argument": [
      fn(
        "x: number",
        "return iterate((v) => v * x, 1, 5);",
        "function iterate(g: (v: number) => number, v: number, n: number): number { if (n === 0) return v; return iterate(g, g(v), n - 1); }",
      ),
      [1.5],
    ],
    "a recursive closure": [
      fn(
        "x: number",
        "const p = (k: number): number => (k === 0 ? 1 : x * p(k - 1)); return p(4);",
      ),
      [2],
    ],
    objects: [
      fn(
        "x: number",
        "const p = { x, y: x * 2 }; const q = { ...p, y: 1, z: 5 }; move(p, 3); return p.x + q.y * 10 + q.z * 100 + q.x * 1000;",
        "interface P { x: number; y: number }\nfunction move(p: P, d: number) { p.x += d; for (let i = 0; i < 1; i++) p.y += d; }",
      ),
      [1],
    ],
    "a list of objects": [
      fn(
        "n: number",
        "const ps: { m: number; v: number[] }[] = []; for (let i = 0; i < n; i++) ps.push({ m: i, v: [i, 1] }); let s = 0; for (const p of ps) { p.v[0] *= 2; s += p.m * p.v[0]! + p.v[1]!; } return s;",
      ),
      [4],
    ],
    "optional chaining": [
      fn(
        "p: { q?: { r?: number; v?: number[] } }",
        "return (p.q?.r ?? 7) + (p.q?.v?.[0] ?? 100) + (p.q?.v?.length ?? 1000);",
      ),
      [{}],
      [{ q: {} }],
      [{ q: { r: 1, v: [5] } }],
    ],
    "tables of the module": [
      fn(
        "x: number",
        "let s = 0; for (let i = 0; i < W.length; i++) s += W[i]! * x ** i; return s + C.a * K + T[1];",
        "const W = [1, 2, 3]; const K = 2 * Math.PI; const C = { a: 5, b: [1] }; const T = [1, 2] as const;",
      ),
      [2],
    ],
    "a variable of the module": [
      fn("x: number", "return x * scale;", "let scale = 3; scale = 4;"),
      [2],
    ],
    "discriminated unions": [
      fn(
        "x: number",
        "const t: T = { kind: 'sum', l: { kind: 'leaf', v: x }, r: { kind: 'leaf', v: 2 } }; const one: T = { kind: 'leaf', v: 3 }; return total(t) + total(one);",
        "type T = { kind: 'leaf'; v: number } | { kind: 'sum'; l: T; r: T };\nfunction total(t: T): number { if (t.kind === 'leaf') return t.v; return total(t.l) + total(t.r); }",
      ),
      [2],
    ],
    enums: [
      fn(
        "x: number, m: M",
        "switch (m) { case M.A: return x; case M.B: return x * 2; } return N.C + (m as number) * x;",
        "enum M { A, B = 5, D }\nenum N { C = 3 }",
      ),
      [2, 0],
      [2, 5],
      [2, 6],
    ],
    "calls of the platform": [
      fn(
        "x: number",
        "const log: number[] = []; if (Number.isFinite(x) && !isNaN(x)) log.push(1); JSON.stringify(log); return x * log.length + [1, 2, 3].indexOf(2) + 'abc'.length;",
      ),
      [2],
      [Infinity],
    ],
  });
});
