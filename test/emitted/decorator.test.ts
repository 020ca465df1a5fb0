/** The decorator marks a method as the tag does: standard and experimental, under any name, beside other members. */
import { transformSync } from "esbuild";
import { expect, test } from "vitest";
import * as adjoint from "../../src/index.ts";
import { compiled } from "../gradients/load.ts";

const source = `import { differentiable as marked } from "adjoint";
export class Model {
  #rate: number;
  constructor(public w: Float64Array, rate: number) { this.#rate = rate; }
  @marked loss(x: number): number {
    return this.#rate * this.w[0]! * x * x;
  }
  @marked
  static scaled(x: number, k: number): number { return k * Math.sin(x); }
  plain(x: number): number { return x; }
}
`;

interface Model {
  readonly w: Float64Array;
  lossGrad(x: number): { self: Model; args: number };
}

test.each([true, false])("experimental: %s", (experimentalDecorators) => {
  const { text } = compiled(source);
  const { code } = transformSync(text, {
    loader: "ts",
    format: "cjs",
    target: "es2022",
    tsconfigRaw: { compilerOptions: { experimentalDecorators } },
  });
  const module = { exports: {} };
  new Function("module", "exports", "require", code)(
    module,
    module.exports,
    () => adjoint,
  );
  const { Model } = module.exports as {
    Model: (new (w: Float64Array, rate: number) => Model) & {
      scaledGrad(x: number, k: number): [number, number];
    };
  };
  const model = new Model(Float64Array.of(3), 0.5);
  const { self, args } = model.lossGrad(2);
  expect(args).toBe(0.5 * 3 * 4);
  expect([...self.w]).toEqual([0.5 * 4]);
  expect(adjoint.grad(model as never, "loss" as never)).toBeTypeOf("function");
  expect(Model.scaledGrad(1, 2)).toEqual([2 * Math.cos(1), Math.sin(1)]);
  expect("plainGrad" in model).toBe(false);
});

test("another decorator may replace the method: refused", () => {
  expect(() =>
    compiled(
      source
        .replace("@marked loss", "@other @marked loss")
        .replace(
          "export class",
          "declare const other: (target: unknown, context: unknown) => void;\nexport class",
        ),
    ),
  ).toThrow(
    "6: AD1021 '@differentiable' can't stand on a method that '@other' may replace.",
  );
});
