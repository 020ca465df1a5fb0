import { expect, test } from "vitest";
import "../../src/check/vitest.ts";

const square = Object.assign((x: number) => x * x, {});
Object.assign(square, {
  adjoint: { of: square, grad: (x: number) => 2 * x },
});

test("the matcher", () => {
  expect(square).toHaveCorrectGradient([3]);
  expect(square).not.toHaveCorrectGradient([3], {
    generated: { grad: (x: number) => x },
  });
  expect(() => expect((x: number) => x).toHaveCorrectGradient([3])).toThrow(
    "not marked @differentiable, or it was not compiled",
  );
  expect(() =>
    expect(square).toHaveCorrectGradient([3], {
      generated: { grad: (x: number) => x },
    }),
  ).toThrow("by differences");
});

test("kinks are stated", () => {
  const generated = { grad: (x: number) => Math.sign(x) };
  expect(Math.abs).toHaveCorrectGradient([0], { generated, kink: [0] });
  expect(Math.abs).not.toHaveCorrectGradient([0], { generated });
  expect(Math.abs).not.toHaveCorrectGradient([0], { generated, kink: [1] });
});

test("a copied record is not trusted", () => {
  const twice = Object.assign((x: number) => 2 * square(x), square);
  expect(() => expect(twice).toHaveCorrectGradient([3])).toThrow(
    "no derivative",
  );
});
