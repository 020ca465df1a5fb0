/** Packages whose exports are made by running code: what that code makes is read from its syntax. */
import { expect, test } from "vitest";
import { check, manifest, passes } from "./in-packages.ts";

const commonJs = manifest({ main: "index.js" });

test("one object, extended in a wrapper for every module system", async () => {
  await passes(
    `import stats from "stats";
/** @differentiable */
export function f(x: number[], m: number, s: number): number {
  return stats.mean(x) * stats.normal.density(m, 0.5, s) + stats.half.of(s) + stats.total([m, s]);
}`,
    {
      "stats/package.json": commonJs,
      "stats/index.js": `(function (window, factory) {
  if (typeof exports === "object") module.exports = factory();
  else if (typeof define === "function" && define.amd) define(factory);
  else window.stats = factory();
})(this, function () {
  var stats = (function (Math, undefined) {
    var slice = Array.prototype.slice;
    function stats() { return slice.call(arguments); }
    stats.extend = function extend(obj) {
      var i, j;
      if (arguments.length === 1) {
        for (j in obj) stats[j] = obj[j];
        return this;
      }
      for (i = 1; i < arguments.length; i++)
        for (j in arguments[i]) obj[j] = arguments[i][j];
      return obj;
    };
    stats.total = function total(x) {
      var sum = 0, i = x.length;
      while (--i >= 0) sum += x[i];
      return sum;
    };
    return stats;
  })(Math);
  (function (stats, Math) {
    stats.mean = function mean(x) { return stats.total(x) / x.length; };
    (function (list) {
      for (var i = 0; i < list.length; i++)
        (function (name) {
          stats[name] = function () { return new stats[name](); };
        })(list[i]);
    })("normal half".split(" "));
    stats.extend(stats.normal, {
      density: function density(x, mean, std) {
        return Math.exp(-0.5 * Math.log(2 * Math.PI) - Math.log(std) - Math.pow(x - mean, 2) / (2 * std * std));
      }
    });
    stats.extend(stats.half, { of: function (x) { return undefined === x ? 0 : x / 2; } });
  })(stats, Math);
  stats.stats = stats;
  return stats;
});`,
    },
  );
});

test("functions that functions of the module made, each with what it was made of", async () => {
  await passes(
    `import { cubic, quintic } from "easing";
/** @differentiable */
export function f(t: number): number { return cubic(t) * quintic(t); }`,
    {
      "easing/package.json": manifest({ main: "index.js" }),
      "easing/index.js": `function power(e) {
  e = +e;
  function ease(t) { return Math.pow(t * t + 1, e); }
  ease.exponent = power;
  return ease;
}
exports.cubic = power(3);
exports.quintic = (function custom(e) {
  return function (t) { return Math.sin(t) * e; };
})(5);`,
    },
  );
});

test("names of a block, and of one run of a loop", async () => {
  await passes(
    `import m from "made";
/** @differentiable */
export function f(x: number): number {
  return m.of(x) * m.let0(x) + m.let1(x) * m.const0(x) - m.const1(x) + m.block0(x) * m.block1(x) * m.var1(x);
}`,
    {
      "made/package.json": commonJs,
      "made/index.js": `module.exports = (function () {
  const o = {}, makers = [];
  for (let i = 0; i < 2; i++) o["let" + i] = function (x) { return x * (i + 2); };
  for (const i of [0, 1]) o["const" + i] = function (x) { return Math.sin(x) * (i + 3); };
  let n = 0;
  while (n < 2) {
    const j = n + 5;
    o["block" + n] = (x) => x + j;
    n++;
  }
  for (var k = 0; k < 2; k++) { var last = k; o["var" + k] = function (x) { return x * last + k; }; }
  for (let i = 0; i < 2; i++) { makers.push(function of(x) { return x * (i + 1); }); }
  o.of = makers[1];
  return o;
})();`,
    },
  );
});

test("constants by way of other packages, in code that is inactive too", async () => {
  await passes(
    `import { erf } from "special";
/** @differentiable */
export function f(x: number): number { return erf(x) * 2; }`,
    {
      "special/package.json": commonJs,
      "special/index.js": `"use strict";
var isInfinite = require("is-infinite");
var terms = require("./terms.js");
exports.erf = function erf(x) {
  if (isInfinite(x)) return 0;
  var sum = 0;
  for (var i = 0; i < terms.length; i++) sum += terms[i] * Math.pow(x, i);
  return sum;
};`,
      "special/terms.js": `module.exports = [0.5, -0.25, 3];`,
      "is-infinite/package.json": commonJs,
      "is-infinite/index.js": `var NINF = require("ninf");
var PINF = Number.POSITIVE_INFINITY;
function isInfinite(x) { return x === PINF || x === NINF; }
module.exports = isInfinite;`,
      "ninf/package.json": commonJs,
      "ninf/index.js": `var FLOAT64_NINF = Number.NEGATIVE_INFINITY;
module.exports = FLOAT64_NINF;`,
    },
  );
});

test("`arguments` for what was left out, as compilers write it", async () => {
  await passes(
    `import { ratio } from "defaults";
/** @differentiable */
export function f(x: number, y: number): number { return ratio(x) + ratio(x, y); }`,
    {
      "defaults/package.json": commonJs,
      "defaults/index.js": `"use strict";
exports.ratio = function ratio(x) {
  var by = arguments.length > 1 && arguments[1] !== undefined ? arguments[1] : 2;
  return x / by;
};`,
    },
  );
});

test("functions that are made where they are called, by one way or another", async () => {
  await passes(
    `import make from "makers";
/** @differentiable */
export function f(a: number, x: number): number { return make(a, 2)(x) * make.pair(a, 3)(x); }`,
    {
      "makers/package.json": commonJs,
      "makers/index.js": `function plain(x) { return x; }
function make(a, b) {
  if (a < 0) return plain;
  if (b === 3) throw new Error("3");
  var c = a * b;
  function own(x) { return c * x * x; }
  return own;
}
module.exports = make;
make.pair = function (a, b) { return a = +a, b = +b, function (t) { return a * (1 - t) + b * t; }; };`,
    },
  );
});

test("fields that are added to a literal later", async () => {
  await passes(
    `import { polar } from "colours";
/** @differentiable */
export function f(l: number, a: number, b: number): number {
  const o = polar({ l, a, b });
  return o.l + o.c * (o.h ?? 0);
}`,
    {
      "colours/package.json": manifest({
        module: "index.mjs",
        main: "none.js",
      }),
      "colours/index.mjs": `export const polar = ({ l, a, b }) => {
  let c = Math.sqrt(a * a + b * b);
  let res = { mode: "polar", l, c };
  if (c) res.h = Math.atan2(b, a) * 2;
  return res;
};`,
    },
  );
});

test("several fields that are added later, a table by a key that is not known, and what is missing", async () => {
  await passes(
    `import { place, metres } from "places";
/** @differentiable */
export function f(x: number, y: number, d: number): number {
  const p = place(x, y);
  return p.at.x * p.at.y + metres(d) * metres(y, "feet") + (p.height ?? 0);
}
/** @differentiable */
export function g(x: number, y: number): number {
  const p = place(x, y, { height: x * y });
  return p.height! * p.at.y;
}`,
    {
      "places/package.json": manifest({ type: "module", main: "index.js" }),
      "places/index.d.ts": `export declare function place(x: number, y: number, options?: { height?: number }):
  { kind: string; at: { x: number; y: number }; height?: number };
export declare function metres(d: number, unit?: string): number;`,
      "places/index.js": `const factors = { feet: 0.3048, miles: 1609.344, yards: 0.9144 };
export function metres(d, unit = "miles") {
  const factor = factors[unit];
  if (!factor) throw new Error(unit + " is no unit");
  return d * factor;
}
function known(x) {
  if (x === undefined || x === null) return x;
  return [x, x];
}
export function place(x, y, options = {}) {
  const p = { kind: "place" };
  if (options.height) p.height = options.height;
  p.at = { x: known(x)[0] * 2, y };
  return p;
}`,
    },
  );
});

test("getters that name what is loaded after them, and tables that are only lent", async () => {
  await passes(
    `import { value } from "late";
/** @differentiable */
export function f(x: number): number { return value(x); }`,
    {
      "late/package.json": commonJs,
      "late/index.js": `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
Object.defineProperty(exports, "value", { enumerable: true, get: function () { return _value.default; } });
var _value = _interopRequireDefault(require("./value"));
var _constants = require("./constants");
Object.keys(_constants).forEach(function (key) {
  if (key === "default" || key === "__esModule") return;
  if (key in exports && exports[key] === _constants[key]) return;
  Object.defineProperty(exports, key, { enumerable: true, get: function () { return _constants[key]; } });
});
function _interopRequireDefault(e) { return e && e.__esModule ? e : { default: e }; }`,
      "late/constants.js": `exports.steep = 3;`,
      "late/value.js": `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.default = void 0;
var _constants = require("./constants");
var value = (function () {
  var terms = [1, 2, 3].reverse();
  function horner(list, x) { for (var i = 0, z = 0; i < list.length; ++i) z = x * z + list[i]; return z; }
  return function value(x) { return x < -100 ? -value(-x) : horner(terms, x) * _constants.steep; };
})();
var _default = exports.default = value;`,
    },
  );
});

test("what a setter may change later is not taken for what it was at first", async () => {
  const report = await check(
    `import { scaled } from "settings";
/** @differentiable */
export function f(x: number): number { return scaled(x); }`,
    {
      "settings/package.json": commonJs,
      "settings/index.js": `var settings = { unit: function (x) { return x; } };
exports.use = function (f) { settings.unit = f; };
exports.scaled = function (x) { return settings.unit(x) * 2; };`,
    },
  );
  expect(report.passed).toBe(false);
  expect(report.diagnostics.some((d) => d.severity === "error")).toBe(true);
});

test("what an unknown function was given is not known any more", async () => {
  const report = await check(
    `import lib from "given";
/** @differentiable */
export function f(x: number): number { return lib.own(x); }`,
    {
      "given/package.json": commonJs,
      "given/index.js": `module.exports = (function () {
  var lib = {};
  lib.own = function (x) { return x * 2; };
  if (typeof window !== "undefined") window.extend(lib);
  return lib;
})();`,
    },
  );
  expect(report.diagnostics.map((d) => d.code)).toContain("AD1004");
});

test("comments that name types nobody declared say nothing of arguments", async () => {
  await passes(
    `import { dot } from "vectors";
/** @differentiable */
export function f(a: number[], b: number[]): number { return dot(a, b); }`,
    {
      "vectors/package.json": manifest({
        module: "index.mjs",
        main: "none.js",
      }),
      "vectors/index.mjs": `/**
 * @param {ReadonlyVec2} a
 * @param {ReadonlyVec2} b
 * @returns {Number}
 */
export function dot(a, b) { return a[0] * b[0] + a[1] * b[1]; }`,
    },
  );
});

test("an object that is filled from one that is not known is refused, and soon", async () => {
  const report = await check(
    `import { point } from "features";
/** @differentiable */
export function f(a: number, b: number): number {
  const p = point([a, b], { id: "p" });
  return p.geometry.coordinates[0]! + p.geometry.coordinates[1]!;
}`,
    {
      "features/package.json": manifest({
        module: "index.mjs",
        main: "none.js",
      }),
      "features/index.mjs": `export function feature(geom, properties, options = {}) {
  const feat = { type: "Feature" };
  if (options.id === 0 || options.id) feat.id = options.id;
  feat.properties = properties || {};
  feat.geometry = geom;
  return feat;
}
export function point(coordinates, properties, options = {}) {
  return feature({ type: "Point", coordinates }, properties, options);
}`,
    },
  );
  expect(report.functions.every((f) => f.passed)).toBe(true);
});

test("what untyped code asks to find out the kind of a value", async () => {
  await passes(
    `import { mean, norm } from "statistics";
/** @differentiable */
export function f(x: number[], y: Float64Array): number { return mean(x) * mean(y) + norm(x); }`,
    {
      "statistics/package.json": manifest({ type: "module", main: "index.js" }),
      "statistics/index.d.ts": `export declare function mean(x: ArrayLike<number>): number;
export declare function norm(x: ArrayLike<number>): number;`,
      "statistics/index.js": `const toString = Object.prototype.toString;
function isAnyArray(value) {
  const tag = toString.call(value);
  return tag.endsWith("Array]") && !tag.includes("Big");
}
class Table { constructor(rows) { this.rows = rows; } values() { return this.rows; } }
Table.prototype.klass = "Table";
const isTable = (value) => value != null && value.klass === "Table";
export function mean(x) {
  if (!isAnyArray(x)) throw new TypeError("x must be an array");
  let s = 0;
  for (let i = 0; i < x.length; i++) s += x[i];
  return s / x.length;
}
export function norm(x) {
  const list = isTable(x) ? x.values() : x;
  if (Number.isInteger(x)) return x.columns();
  return Math.sqrt(list[0] * list[0] + list[1] ** 2);
}`,
    },
  );
});

test("a property that lists are given somewhere is asked for as the program runs", async () => {
  const report = await check(
    `import { tag, size } from "lists";
export const tagged = tag([1, 2]);
/** @differentiable */
export function f(x: number[]): number { return size(x); }`,
    {
      "lists/package.json": manifest({ type: "module", main: "index.js" }),
      "lists/index.d.ts": `export declare function tag(x: number[]): number[];
export declare function size(x: number[]): number;`,
      "lists/index.js": `export function tag(x) { x.isTagged = true; return x; }
export function size(x) { if (x.isTagged) return x[1] * 3; return x[0]; }`,
    },
  );
  expect(report.passed).toBe(true);
});
