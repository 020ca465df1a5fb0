/** Constructor functions and their prototypes, as packages write them. */
import { expect, test } from "vitest";
import { check, manifest, passes } from "./in-packages.ts";

const commonJs = manifest({ main: "index.js" });
const esModules = manifest({ type: "module", main: "index.js" });

test("called with and without `new`, methods in a prototype of its own", async () => {
  await passes(
    `import Vec from "vec";
/** @differentiable */
export function f(x: number, y: number): number {
  const v = new Vec(x, y).add(Vec(1, 2)).scale(3);
  return v.length() * v.x + v.weight;
}
/** @differentiable */
export function g(x: number, y: number): number {
  const v = Vec(x * 2);
  v.x = v.x * y;
  return v.clone().dot(new Vec(y, x)) + v.y;
}`,
    {
      "vec/package.json": commonJs,
      "vec/index.d.ts": `interface Vec { x: number; y: number; weight: number; add(o: Vec): Vec; scale(k: number): Vec; length(): number; clone(): Vec; dot(o: Vec): number }
declare const Vec: { new (x: number, y?: number): Vec; (x: number, y?: number): Vec };
export = Vec;`,
      "vec/index.js": `function Vec(x, y) {
  if (!(this instanceof Vec)) return new Vec(x, y);
  this.x = x;
  this.y = y === undefined ? 0.5 : y;
}
Vec.prototype = {
  constructor: Vec,
  weight: 4,
  add: function (o) { return new Vec(this.x + o.x, this.y + o.y); },
  scale: function (k) { this.x *= k; this.y *= k; return this; },
};
Vec.prototype.length = function () { return Math.sqrt(this.dot(this)); };
Vec.prototype.dot = function (o) { return this.x * o.x + this.y * o.y; };
Object.assign(Vec.prototype, { clone: function () { return Vec(this.x, this.y); } });
module.exports = Vec;`,
    },
  );
});

test("one constructor extends another, and tells its own kind apart", async () => {
  await passes(
    `import { lab, rgb } from "colours";
/** @differentiable */
export function f(r: number, g: number, b: number): number {
  const o = lab(rgb(r, g, b));
  return o.l + o.a * 2 + o.brighter(0.5).l;
}
/** @differentiable */
export function h(l: number, a: number): number {
  const o = lab(l, a).rgb();
  return o.r * o.g + o.opacity;
}`,
    {
      "colours/package.json": esModules,
      "colours/index.js": `export function Color() {}
function define(constructor, factory, prototype) {
  constructor.prototype = factory.prototype = prototype;
  prototype.constructor = constructor;
}
function extend(parent, definition) {
  var prototype = Object.create(parent.prototype);
  for (var key in definition) prototype[key] = definition[key];
  return prototype;
}
define(Color, color, { displayable() { return this.rgb().displayable(); } });
function color(text) { return null; }
function rgbConvert(o) {
  if (!(o instanceof Color)) o = color(o);
  if (!o) return new Rgb();
  o = o.rgb();
  return new Rgb(o.r, o.g, o.b, o.opacity);
}
export function rgb(r, g, b, opacity) {
  return arguments.length === 1 ? rgbConvert(r) : new Rgb(r, g, b, opacity == null ? 1 : opacity);
}
function Rgb(r, g, b, opacity) { this.r = +r; this.g = +g; this.b = +b; this.opacity = +opacity; }
define(Rgb, rgb, extend(Color, { rgb() { return this; } }));
function labConvert(o) {
  if (o instanceof Lab) return new Lab(o.l, o.a, o.opacity);
  if (!(o instanceof Rgb)) o = rgbConvert(o);
  return new Lab(Math.cbrt(o.r) + o.g, o.g * o.b, o.opacity);
}
export function lab(l, a, opacity) {
  return arguments.length === 1 ? labConvert(l) : new Lab(l, a, opacity == null ? 1 : opacity);
}
function Lab(l, a, opacity) { this.l = +l; this.a = +a; this.opacity = +opacity; }
define(Lab, lab, extend(Color, {
  brighter(k) { return new Lab(this.l + 18 * (k == null ? 1 : k), this.a, this.opacity); },
  rgb() { var y = (this.l + 16) / 116; return new Rgb(y * this.a, y * y, this.a, this.opacity); },
}));`,
    },
  );
});

test("the constructor above is called by hand; `arguments` of a constructor", async () => {
  await passes(
    `import { Ring, Curve } from "shapes";
/** @differentiable */
export function f(r: number, w: number): number { return new Ring(r, w).area() * new Ring(r, w).size; }
/** @differentiable */
export function g(x: number, y: number): number { return new Curve(x, y, 2).at(0.5) + new Curve([y, x]).at(0.25); }`,
    {
      "shapes/package.json": commonJs,
      "shapes/index.d.ts": `export class Ring { constructor(r: number, w: number); size: number; area(): number }
export class Curve { constructor(...x: (number | number[])[]); at(t: number): number }`,
      "shapes/index.js": `function Disc(r) { this.r = r; if (r > 100) { this.size = 2; } else { this.size = r * 3; } }
Disc.prototype.area = function () { return Math.PI * this.r * this.r; };
function Ring(r, w) { Disc.call(this, r); this.w = w; }
Ring.prototype = Object.create(Disc.prototype);
Ring.prototype.area = function () { return Disc.prototype.area.call(this) - this.w * this.w; };
exports.Ring = Ring;
class Curve {
  constructor(first) { this.points = arguments.length > 1 ? Array.from(arguments) : first; }
  at(t) { let s = 0; for (let i = 0; i < this.points.length; i++) s = s * t + this.points[i]; return s; }
}
exports.Curve = Curve;`,
    },
  );
});

test("a method that is changed later, and a constructor that returns, are refused", async () => {
  for (const more of [
    "exports.set = function (f) { Vec.prototype.length = f; };",
    "Vec.prototype.length = Math.random() > 2 ? null : function () { return this.x; };",
  ]) {
    const report = await check(
      `import { Vec } from "vec";
/** @differentiable */
export function f(x: number): number { return new Vec(x).length(); }`,
      {
        "vec/package.json": commonJs,
        "vec/index.d.ts": `export class Vec { constructor(x: number); length(): number }`,
        "vec/index.js": `function Vec(x) { this.x = x; }
Vec.prototype.length = function () { return 2 * this.x; };
exports.Vec = Vec;
${more}`,
      },
    );
    const errors = report.diagnostics.filter((d) => d.severity === "error");
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.map((d) => d.code)).not.toContain("AD1001");
  }
});

test("a field that only another method gives is not there, and giving it is refused", async () => {
  const files = {
    "vec/package.json": commonJs,
    "vec/index.d.ts": `export class Vec { constructor(x: number); length(): number; weigh(k: number): this }`,
    "vec/index.js": `class Vec {
  constructor(x) { this.x = x; }
  weigh(k) { this.weight = k; return this; }
  length() { return this.weight ? this.weight.of(this) : 2 * this.x; }
}
exports.Vec = Vec;`,
  };
  await passes(
    `import { Vec } from "vec";
/** @differentiable */
export function f(x: number): number { return new Vec(x).length(); }`,
    files,
  );
  const report = await check(
    `import { Vec } from "vec";
/** @differentiable */
export function f(x: number): number { return new Vec(x).weigh(3).length(); }`,
    files,
  );
  const errors = report.diagnostics.filter((d) => d.severity === "error");
  expect(errors.map((d) => d.code)).toContain("AD1003");
});
