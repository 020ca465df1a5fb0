/** `grad(loss, 0)` in loss's own module: a gradient of its own, in which the other parameters are constants. */
import { expect, test } from "vitest";
import { grad } from "../../src/index.ts";
import { compile } from "../../transformer/compile.ts";
import { run } from "./run.ts";

const source = (calls: string): string => `import { grad } from "adjoint";
/** @differentiable */
export function loss(w: Float64Array, b: number, k: number): number {
  let s = 0;
  for (let i = 0; i < w.length; i++) s += (w[i]! * b - k) ** 2;
  return s;
}
/** @differentiable */
export function dot(v: number[], w: number[]): number {
  let s = 0;
  for (let i = 0; i < v.length; i++) s += v[i]! * w[i]!;
  return s;
}
export const asked = () => [${calls}];
`;

const made = (calls: string) => {
  const { text, diagnostics } = compile({
    fileName: "/src/narrowed.ts",
    text: source(calls),
  });
  expect(diagnostics).toEqual([]);
  const code = text.replace('import { grad } from "adjoint";', "");
  type Loss = (w: Float64Array, b: number, k: number) => number;
  const { loss } = run(code.replace(/export const asked.*/, "")) as {
    loss: Loss;
  };
  return { text, loss };
};
const w = Float64Array.of(1, 2, 3);

test("what is asked for is registered, and computes nothing else", () => {
  const { text, loss } = made("grad(loss, 0), grad(loss, [2, 1])");
  expect(text).toContain('narrowed: { "0": dwOfLoss, "2,1": dkdbOfLoss }');
  expect(text).toMatch(/function dwOfLoss[^}]*\{(?![^}]*\bdb\b)[^}]*\}/);
  const whole = grad(loss)(w, 2, 1);
  expect(grad(loss, 0)(w, 2, 1)).toEqual(whole[0]);
  expect(grad(loss, [2, 1])(w, 2, 1)).toEqual([whole[2], whole[1]]);
  expect(grad(loss, [0])(w, 2, 1)).toEqual([whole[0]]);
});

test("nothing of its own where arguments may be one object, or all are asked for", () => {
  const { text } = made("grad(dot, 0), grad(loss, [0, 1, 2])");
  expect(text).not.toContain("narrowed:");
});
