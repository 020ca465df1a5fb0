/** Code of packages: what an import leads to, and what is emitted of it where it is used. */
import { expect, test } from "vitest";
import { compile } from "../../transformer/compile.ts";
import { check, manifest, passes } from "./in-packages.ts";

test("ES modules behind their declarations", async () => {
  await passes(
    `import { length, type Vector } from "vectors";
import * as vectors from "vectors";
/** @differentiable */
export function f(v: Vector, k: number): number {
  const moved = vectors.shift(v, k);
  return length(moved) * vectors.unit + vectors.parts.square(k);
}`,
    {
      "vectors/package.json": manifest({
        type: "module",
        exports: { ".": { types: "./index.d.ts", import: "./index.js" } },
      }),
      "vectors/index.d.ts": `export interface Vector { x: number; y: number }
export declare function length(v: Vector): number;
export declare function shift(v: Vector, by: number): Vector;
export declare const unit: number;
export * as parts from './parts.js';`,
      "vectors/index.js": `import { scale, turn } from "./constants.js";
export * as parts from "./parts.js";
export const length = (v) => Math.sqrt(v.x * v.x + v.y * v.y) * scale + turn;
export function shift(v, by = 1) {
  const { x, y } = v;
  return { x: x + by, y };
}
export const unit = 2.5;`,
      "vectors/constants.js": `export const scale = 3;
export const turn = Math.sqrt(2) * Math.PI;`,
      "vectors/parts.js": `export function square(x) { return x * x; }`,
      "vectors/parts.d.ts": `export declare function square(x: number): number;`,
    },
  );
});

test("CommonJS, with and without declarations", async () => {
  await passes(
    `import { horner } from "series";
import ease from "easing";
/** @differentiable */
export function f(x: number): number { return horner([1, 2, 3], x) * ease(x); }`,
    {
      "series/package.json": manifest({ main: "./lib", types: "./lib.d.ts" }),
      "series/lib.d.ts": `export function horner(c: number[], x: number): number;`,
      "series/lib/index.js": `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.horner = void 0;
const { last } = require("./last");
function horner(c, x) {
  let y = last(c);
  for (let i = c.length - 2; i >= 0; i--) y = y * x + c[i];
  return y;
}
exports.horner = horner;`,
      "series/lib/last.js": `module.exports = { last: (list) => list[list.length - 1] };`,
      "easing/package.json": manifest({ main: "index.js" }),
      "easing/index.js": `var steep = 3;
module.exports = function ease(t) { return Math.pow(Math.abs(t) + 1, steep); };`,
    },
  );
});

test("classes of a package", async () => {
  await passes(
    `import { Complex } from "complex";
/** @differentiable */
export function f(a: number, b: number): number {
  return new Complex(a, b).times(new Complex(1, 2)).plus(3).abs();
}`,
    {
      "complex/package.json": manifest({
        main: "index.js",
        module: "index.mjs",
        types: "index.d.ts",
      }),
      "complex/index.d.ts": `export declare class Complex {
  constructor(re: number, im?: number);
  re: number;
  im: number;
  times(o: Complex): Complex;
  plus(k: number): Complex;
  abs(): number;
}`,
      "complex/index.mjs": `export class Complex {
  constructor(re, im = 0) { this.re = re; this.im = im; }
  times(o) { return new Complex(this.re * o.re - this.im * o.im, this.re * o.im + this.im * o.re); }
  plus(k) { return new Complex(this.re + k, this.im); }
  abs() { return Math.hypot(this.re, this.im); }
}`,
    },
  );
});

test("a constructor that calls a method, which returns its object for a chain", async () => {
  await passes(
    `import { Matrix } from "matrices";
/** @differentiable */
export function f(a: number, b: number): number {
  const m = new Matrix(a, b).scale(3);
  return m.elements[0]! * m.elements[1]!;
}`,
    {
      "matrices/package.json": manifest({
        type: "module",
        exports: "./index.js",
      }),
      "matrices/index.js": `export class Matrix {
  constructor(a, b) {
    this.elements = [1, 1];
    if (a !== undefined) {
      this.set(a, b);
    }
  }
  set(a, b) { const te = this.elements; te[0] = a; te[1] = b; return this; }
  scale(k) { this.elements[0] *= k; return this; }
}`,
    },
  );
});

test("types are named as the compiled file can name them", () => {
  const files: Record<string, string> = {
    "/app/node_modules/places/package.json": manifest({
      type: "module",
      exports: { ".": { types: "./index.d.ts", import: "./index.js" } },
    }),
    "/app/node_modules/places/index.d.ts": `export interface Place { lat: number; lon: number }
interface Hidden { x: number; y: number }
export declare function project(p: Place): Hidden;
export declare function size(p: Hidden): number;`,
    "/app/node_modules/places/index.js": `export function project(p) { return { x: Math.cos(p.lat), y: p.lon }; }
/** @param {Undeclared} p */
export function size(p) { return Math.sqrt(p.x * p.x + p.y * p.y); }`,
  };
  const { appended, diagnostics } = compile({
    fileName: "/app/main.ts",
    text: `import { project, size } from "places";
/** @differentiable */
export function f(lat: number, lon: number): number {
  return size(project({ lat, lon }));
}`,
    host: { readFile: (path) => files[path] },
    compilerOptions: { strict: true },
  });
  expect(diagnostics).toEqual([]);
  expect(appended).toContain('import("places").Place');
  expect(appended).not.toMatch(/\b(Hidden|Undeclared)\b/);
});

test("what can't be read stays foreign", async () => {
  const report = await check(
    `import { solve } from "native";
/** @differentiable */
export function f(x: number): number { return solve(x); }`,
    {
      "native/package.json": manifest({ types: "index.d.ts" }),
      "native/index.d.ts": `export declare function solve(x: number): number;`,
    },
  );
  expect(report.diagnostics.map((d) => d.code)).toEqual(["AD1004"]);
});
