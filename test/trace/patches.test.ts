/** What one module writes into what another has declared: seen, or refused. */
import { describe, expect, test } from "vitest";
import { check, manifest, passes } from "./in-packages.ts";

const esModules = manifest({ type: "module", main: "index.js" });
const main = `import { g } from "a";
/** @differentiable */
export function f(x: number): number { return g(x); }`;

const seen: Record<string, Record<string, string>> = {
  "a table": {
    "index.js": `import { table } from "./table.js"; table.k = 5; export { g } from "./table.js";`,
    "table.js": `export const table = { k: 1 }; export function g(x) { return x * table.k; }`,
  },
  "an element": {
    "index.js": `import { list } from "./list.js"; list[0] = 5; export { g } from "./list.js";`,
    "list.js": `export const list = [1, 2];
export function g(x) { let s = 0; for (let i = 0; i < list.length; i++) s += x * list[i]; return s; }`,
  },
  "a function": {
    "index.js": `import * as lib from "./ops.js"; lib.ops.h = (x) => x * 7; export { g } from "./ops.js";`,
    "ops.js": `export const ops = { h: (x) => x * 2 }; export function g(x) { return ops.h(x); }`,
  },
  "nothing, of a table whose rows are read": {
    "index.js": `const rows = [[1, 2], [3, 4]];
export function g(x) {
  let s = 0;
  for (const row of rows) s += x * row[0];
  rows.forEach((row) => { s += row[1] * x * x; });
  const [a, b] = rows[1];
  return s + a * x * b + rows[0][1];
}`,
  },
};

describe("seen", () => {
  for (const [name, files] of Object.entries(seen))
    test(name, () => passes(main, inPackage(files)));
});

const refused: Record<
  string,
  { main?: string; files: Record<string, string> }
> = {
  "a method put into a prototype": {
    files: {
      "index.js": `import { V } from "./v.js"; V.prototype.twice = function () { return this.x * 9; }; export { g } from "./v.js";`,
      "v.js": `export class V { constructor(x) { this.x = x; } twice() { return this.x * 2; } }
export function g(x) { return new V(x).twice(); }`,
    },
  },
  "a list that a function extends": {
    main: `import { add, g } from "a";
/** @differentiable */
export function f(x: number): number { add(3); return g(x); }`,
    files: {
      "index.js": `const list = [1, 2];
export function add(v) { list.push(v); }
export function g(x) { let s = 0; for (let i = 0; i < list.length; i++) s += x * list[i]; return s; }`,
    },
  },
  "a row that a function writes": {
    main: `import { set, g } from "a";
/** @differentiable */
export function f(x: number): number { set(3); return g(x); }`,
    files: {
      "index.js": `const rows = [[1, 2]];
export function set(v) { const row = rows[0]; row[1] = v; }
export function g(x) { return x * rows[0][1]; }`,
    },
  },
  "an import that a function writes": {
    main: `import { set, g } from "a";
/** @differentiable */
export function f(x: number): number { set(3); return g(x); }`,
    files: {
      "state.js": `export const state = { k: 1 };`,
      "index.js": `import { state } from "./state.js";
export function set(k) { state.k = k; }
export function g(x) { return state.k * x; }`,
    },
  },
  "a function that the user replaces": {
    main: `import { ops, g } from "a";
ops.h = (x: number) => x * 7;
/** @differentiable */
export function f(x: number): number { return g(x); }`,
    files: {
      "index.js": `export const ops = { h: (x) => x * 2 }; export function g(x) { return ops.h(x); }`,
    },
  },
  "what was loaded in a branch that may not be taken": {
    main: `import a from "a";
/** @differentiable */
export function f(x: number): number { return a.g(x); }`,
    files: {
      "package.json": manifest({ main: "index.js" }),
      "other.js": `exports.x = 1;`,
      "index.js": `var o = { g: function (x) { return x * 2; } };
if (new Date().getTime() > 0) { require("./other"); o.g = function (x) { return x * 3; }; }
module.exports = o;`,
    },
  },
};

const written: Record<string, string> = {
  "the length of a list": `const list = [1, 2];
export function change() { list.push(3); }
export function g(x) { return x * list.length; }`,
  "a list by another name": `const list = [1, 2];
const other = list;
export function change(i = 0) { other[i] = 7; }
export function g(x) { return x * list[0]; }`,
  "a list in an object": `const list = [1, 2];
const all = { list };
export function change(i = 0) { all.list[i] = 7; }
export function g(x) { return x * list[0]; }`,
  "a setting by a key that is not known": `const settings = { k: 2 };
export function change(key = "k") { settings[key] = 5; }
export function g(x) { return x * settings.k; }`,
};
for (const [name, text] of Object.entries(written))
  refused[`${name}, changed before`] = {
    main: `import { change, g } from "a";
change();
/** @differentiable */
export function f(x: number): number { return g(x); }`,
    files: { "index.js": text },
  };

describe("refused", () => {
  for (const [name, { main: text, files }] of Object.entries(refused))
    test(name, async () => {
      const report = await check(text ?? main, inPackage(files));
      const errors = report.diagnostics.filter((d) => d.severity === "error");
      expect(errors.length).toBeGreaterThan(0);
      expect(errors.map((d) => d.code)).not.toContain("AD1001");
    });
});

const inPackage = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ "package.json": esModules, ...files }).map(
      ([name, text]) => [`a/${name}`, text],
    ),
  );
