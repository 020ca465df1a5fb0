/** Types of the intrinsics: checked by tsc; the run only holds the file together. */
import { describe, expectTypeOf, it } from "vitest";
import type { Fixed, Gradient, Wrt } from "../../src/index.ts";
import {
  defineRule,
  grad,
  hessian,
  hvp,
  jacobian,
  jvp,
  valueAndGrad,
  vjp,
} from "../../src/index.ts";

class Vec3 {
  x = 0;
  y = 0;
  z = 0;
  private secret = "";
  touch(): string {
    return this.secret;
  }
}
declare enum Colour {
  Red = 0,
  Green = 1,
}
type Metres = number & { readonly brand: "m" };
interface Tree {
  value: number;
  children: Tree[];
}

declare const loss: (
  w: Float64Array,
  b: number,
  name: string,
  xs: Fixed<Float64Array[]>,
) => number;
declare const square: (x: number) => number;
declare const rest: (...xs: number[]) => number;
declare const optional: (x: number, y?: number) => number;
declare const kernel: (
  out: Float64Array,
  x: readonly number[],
  n: Colour,
) => void;
declare const rows: (x: Float32Array) => number[];
declare const generic: <T extends { a: number }>(x: T) => number;

// Never called: only its types matter.
const typesOnly = (_: () => void): void => undefined;

describe("Gradient", () => {
  it("is T, or undefined where T carries no derivative", () => {
    expectTypeOf<Gradient<number>>().toEqualTypeOf<number>();
    expectTypeOf<Gradient<Metres>>().toEqualTypeOf<number>();
    expectTypeOf<Gradient<Colour>>().toEqualTypeOf<undefined>();
    expectTypeOf<Gradient<1 | 2>>().toEqualTypeOf<undefined>();
    expectTypeOf<Gradient<boolean>>().toEqualTypeOf<undefined>();
    expectTypeOf<Gradient<string[]>>().toEqualTypeOf<undefined>();
    expectTypeOf<Gradient<Int32Array>>().toEqualTypeOf<undefined>();
    expectTypeOf<Gradient<readonly number[][]>>().toEqualTypeOf<
      readonly number[][]
    >();
    expectTypeOf<Gradient<Vec3>>().toEqualTypeOf<Vec3>();
    expectTypeOf<Gradient<Tree>>().toEqualTypeOf<Tree>();
    expectTypeOf<Gradient<Map<string, number>>>().toEqualTypeOf<
      Map<string, number>
    >();
    expectTypeOf<Gradient<Set<number>>>().toEqualTypeOf<undefined>();
    expectTypeOf<Gradient<() => number>>().toEqualTypeOf<undefined>();
    expectTypeOf<Gradient<Date>>().toEqualTypeOf<undefined>();
    expectTypeOf<Gradient<number | undefined>>().toEqualTypeOf<
      number | undefined
    >();
    expectTypeOf<Gradient<Fixed<number[]>>>().toEqualTypeOf<undefined>();
    expectTypeOf<Gradient<Fixed<number>>>().toEqualTypeOf<undefined>();
  });
  it("takes any T where Fixed<T> stands", () => {
    typesOnly(() => loss(new Float64Array(1), 1, "", [new Float64Array(1)]));
  });
});

describe("grad", () => {
  it("has an entry per parameter, under its label", () => {
    typesOnly(() => {
      expectTypeOf(grad(loss)).toEqualTypeOf<
        (
          w: Float64Array,
          b: number,
          name: string,
          xs: Fixed<Float64Array[]>,
        ) => [w: Float64Array, b: number, name: undefined, xs: undefined]
      >();
      expectTypeOf(grad(rest)).toEqualTypeOf<(...xs: number[]) => number[]>();
    });
  });
  it("is bare for one parameter", () => {
    typesOnly(() => {
      expectTypeOf(grad(square)).toEqualTypeOf<(x: number) => number>();
      expectTypeOf(grad(grad(square))).toEqualTypeOf<(x: number) => number>();
      expectTypeOf(grad(generic<{ a: number }>)({ a: 1 })).toEqualTypeOf<{
        a: number;
      }>();
    });
  });
  it("keeps optional parameters", () => {
    typesOnly(() => {
      const [dx, dy] = grad(optional)(1);
      expectTypeOf(dx).toEqualTypeOf<number>();
      expectTypeOf(dy).toEqualTypeOf<number | undefined>();
    });
  });
  it("selects by index", () => {
    typesOnly(() => {
      expectTypeOf(grad(loss, 0)).returns.toEqualTypeOf<Float64Array>();
      expectTypeOf(grad(loss, 1)).returns.toEqualTypeOf<number>();
      expectTypeOf(grad(loss, [1, 0])).returns.toEqualTypeOf<
        [number, Float64Array]
      >();
      expectTypeOf(valueAndGrad(loss, 1)).returns.toEqualTypeOf<{
        value: number;
        grad: number;
      }>();
      expectTypeOf<Wrt<Parameters<typeof loss>>>().toEqualTypeOf<0 | 1>();
      // @ts-expect-error a string carries no derivative
      grad(loss, 2);
      // @ts-expect-error there is no parameter 7
      grad(loss, [0, 7]);
    });
  });
  it("is of number-valued functions alone", () => {
    typesOnly(() => {
      // @ts-expect-error an array has a Jacobian, or a vjp
      grad(rows);
    });
  });
  it("takes a model and the name of a method", () => {
    class Plain {
      name = "";
      loss(x: number, y: string): number {
        return x + y.length;
      }
    }
    class Model {
      w = new Float64Array(2);
      loss(x: number): number {
        return x * this.w[0]!;
      }
    }
    typesOnly(() => {
      expectTypeOf(grad(new Plain(), "loss")).returns.toEqualTypeOf<
        [x: number, y: undefined]
      >();
      expectTypeOf(grad(new Model(), "loss")).returns.toEqualTypeOf<{
        self: Model;
        args: number;
      }>();
      // @ts-expect-error no such method
      grad(new Model(), "lss");
    });
  });
});

describe("the others", () => {
  it("vjp takes a cotangent of the result, of a void kernel one per parameter", () => {
    typesOnly(() => {
      const { value, pullback } = vjp(rows)(new Float32Array(1));
      expectTypeOf(value).toEqualTypeOf<number[]>();
      expectTypeOf(pullback).toEqualTypeOf<
        (cotangent: number[]) => Float32Array
      >();
      const run = vjp(kernel)(new Float64Array(1), [1], Colour.Red);
      expectTypeOf(run.value).toEqualTypeOf<
        [out: Float64Array, x: readonly number[], n: Colour]
      >();
      expectTypeOf(run.pullback([new Float64Array(1)])).toEqualTypeOf<
        [out: Float64Array, x: readonly number[], n: undefined]
      >();
    });
  });
  it("jvp and hvp take the arguments and their tangents as tuples", () => {
    typesOnly(() => {
      expectTypeOf(jvp(optional)([1], [2])).toEqualTypeOf<{
        value: number;
        tangent: number;
      }>();
      expectTypeOf(hvp(square)([1], [undefined])).toEqualTypeOf<number>();
    });
  });
  it("hessian and jacobian nest shapes", () => {
    typesOnly(() => {
      expectTypeOf(hessian(square)).returns.toEqualTypeOf<number>();
      expectTypeOf(jacobian(rows)).returns.toEqualTypeOf<Float32Array[]>();
      const pair: (w: Float64Array, b: number) => number = () => 0;
      expectTypeOf(hessian(pair)).returns.toEqualTypeOf<
        [w: [w: Float64Array[], b: number[]], b: [w: Float64Array, b: number]]
      >();
    });
  });
  it("defineRule wants one partial per argument", () => {
    const twice = defineRule(
      (x: number) => 2 * x,
      () => [2],
    );
    expectTypeOf(twice).toEqualTypeOf<(x: number) => number>();
    typesOnly(() => {
      const one = (_x: number, y: number): [number] => [y];
      // @ts-expect-error two arguments have two partials
      defineRule((x: number, y: number) => x * y, one);
    });
  });
});
