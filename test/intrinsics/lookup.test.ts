import { describe, expect, it, vi } from "vitest";
import type { Registered } from "../../src/index.ts";
import { grad, hessian, valueAndGrad, vjp } from "../../src/index.ts";

type Marked<F> = F & { adjoint?: Registered };

/** `w * x + b` as compiled code would leave it. */
function makeLine(
  more: Partial<Registered> = {},
): Marked<(w: number, x: number, b: number) => number> {
  const line: Marked<(w: number, x: number, b: number) => number> = (w, x, b) =>
    w * x + b;
  const lineGrad = (w: number, x: number, _b: number): number[] => [x, w, 1];
  line.adjoint = {
    of: line,
    grad: lineGrad,
    valueAndGrad: (w: number, x: number, b: number) => ({
      value: line(w, x, b),
      grad: lineGrad(w, x, b),
    }),
    vjp: (w: number, x: number, b: number) => ({
      value: line(w, x, b),
      pullback: (c: number) => lineGrad(w, x, b).map((each) => each * c),
    }),
    ...more,
  };
  return line;
}

function makeSquare(
  more: Partial<Registered> = {},
): Marked<(x: number) => number> {
  const square: Marked<(x: number) => number> = (x) => x * x;
  square.adjoint = { of: square, grad: (x: number) => 2 * x, ...more };
  return square;
}

describe("a lookup", () => {
  it("returns what is registered", () => {
    const line = makeLine();
    expect(grad(line)).toBe(line.adjoint!.grad);
    expect(grad(line)(2, 3, 4)).toEqual([3, 2, 1]);
    expect(valueAndGrad(line)(2, 3, 4)).toEqual({ value: 10, grad: [3, 2, 1] });
  });
  it("selects entries", () => {
    const line = makeLine();
    expect(grad(line, 1)(2, 3, 4)).toBe(2);
    expect(grad(line, [2, 0])(2, 3, 4)).toEqual([1, 3]);
    expect(valueAndGrad(line, 0)(2, 3, 4)).toEqual({ value: 10, grad: 3 });
    const { value, pullback } = vjp(line, [0, 1])(2, 3, 4);
    expect(value).toBe(10);
    expect(pullback(2)).toEqual([6, 4]);
  });
  it("selects from a bare entry", () => {
    expect(grad(makeSquare({ single: true }), 0)(3)).toBe(6);
    expect(grad(makeSquare(), 0)(3)).toBe(6);
    expect(grad(makeSquare({ single: true }), [0])(3)).toEqual([6]);
  });
  it("prefers a derivative narrowed to what is asked for", () => {
    const line = makeLine({
      narrowed: { "0": () => "dw", "0,2": () => ["dw", "db"] },
    });
    expect(grad(line, 0)(2, 3, 4)).toBe("dw");
    expect(grad(line, [0])(2, 3, 4)).toEqual(["dw"]);
    expect(grad(line, [0, 2])(2, 3, 4)).toEqual(["dw", "db"]);
    expect(grad(line, [2, 0])(2, 3, 4)).toEqual([1, 3]);
  });
  it("refuses the full gradient of a function that its tag narrows, with the way out", () => {
    const line = makeLine({ wrt: [0, 1] });
    expect(() => grad(line)).toThrow(/Write grad\(line, \[0, 1\]\)/);
    expect(grad(line, [0, 1])(2, 3, 4)).toEqual([3, 2]);
    expect(() => grad(line, [0, 2])).toThrow(
      /parameter 2, which the tag of 'line' leaves out/,
    );
  });
  it("looks again when it is called", () => {
    const late: Marked<(x: number) => number> = (x) => x * x;
    const lateGrad = grad(late);
    expect(() => lateGrad(3)).toThrow(/before its module had run/);
    late.adjoint = { of: late, grad: (x: number) => 2 * x };
    expect(lateGrad(3)).toBe(6);
  });
  it("says which plugin line is missing, and where grad was called", () => {
    const plain = (x: number): number => x;
    const asked = grad(plain);
    expect(() => asked(1)).toThrow(/grad\(plain\) has no derivative/);
    expect(() => asked(1)).toThrow(/plugins: \[adjoint\(\)\]/);
    expect(() => asked(1)).toThrow(
      /grad was called at .*lookup\.test\.ts:\d+:\d+/,
    );
  });
  it("says which word a tag is missing", () => {
    expect(() => hessian(makeSquare())).toThrow(
      /@differentiable reverse hessian/,
    );
  });
  it("does not take a copied record for the function's own", () => {
    const square = makeSquare();
    const wrapper = Object.assign((x: number) => 2 * square(x), square);
    expect(() => grad(wrapper)(1)).toThrow(/copy of what was registered/);
    const holder = { square };
    const spy = Object.assign(vi.spyOn(holder, "square"), square);
    expect(() => grad(spy)(1)).toThrow(/copy of what was registered/);
  });
});

describe("a method", () => {
  class Model {
    w = 3;
    loss(x: number): number {
      return this.w * x;
    }
  }
  const method = Model.prototype.loss as Marked<typeof Model.prototype.loss>;
  method.adjoint = {
    of: method,
    method: true,
    grad(this: Model, x: number) {
      return { self: { w: x }, args: this.w };
    },
  };
  it("is asked for by model and name", () => {
    expect(grad(new Model(), "loss")(5)).toEqual({ self: { w: 5 }, args: 3 });
  });
  it("is refused without its model", () => {
    const { loss } = new Model();
    expect(() => grad(loss)).toThrow(/Write grad\(model, "loss"\)/);
  });
  it("does not answer for an override", () => {
    class Sub extends Model {
      override loss(x: number): number {
        return 5 * x;
      }
    }
    expect(() => grad(new Sub(), "loss")(1)).toThrow(/has no derivative/);
  });
});
