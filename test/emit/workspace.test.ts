/** The workspace of an `Adjoint`: the same numbers with it and without, and the same buffers in every call. */
import { expect, test } from "vitest";
import { compile } from "../../transformer/compile.ts";
import { run } from "./run.ts";

const { text } = compile({
  fileName: "/src/workspace.ts",
  text: `/** @differentiable */
export function loss(x: Float64Array, r: number, steps: number): number {
  const a = Float64Array.from(x);
  let s = 0;
  for (let t = 0; t < steps; t++) {
    for (let i = 1; i < a.length; i++) a[i] = Math.sin(a[i]! * a[i - 1]!) + r;
    for (let i = 0; i < t; i++) s = Math.sin(s * a[i]!) + a[0]!;
  }
  return s;
}
/** @differentiable */
export function square(x: number): number {
  return x * x;
}
`,
});
type Adjoint = (
  x: Float64Array,
  r: number,
  steps: number,
  dx: Float64Array,
  dout: number,
  slots: Float64Array,
  workspace?: Record<string, Float64Array>,
) => number;
const { lossAdjoint } = run(text) as unknown as { lossAdjoint: Adjoint };

const called = (steps: number, workspace?: Record<string, Float64Array>) => {
  const dx = new Float64Array(3);
  const slots = new Float64Array(2);
  const x = Float64Array.of(0.3, 0.8, -0.4);
  const value = lossAdjoint(x, 0.5, steps, dx, 2, slots, workspace);
  return { value, dx, slots };
};

test("it changes no number, whatever was left in it", () => {
  const workspace: Record<string, Float64Array> = {};
  for (const steps of [3, 3, 5, 2, 3])
    expect(called(steps, workspace)).toEqual(called(steps));
});

test("what is in it is used again where it has the right length", () => {
  const workspace: Record<string, Float64Array> = {};
  called(4, workspace);
  const before = { ...workspace };
  expect(Object.keys(before).length).toBeGreaterThan(1);
  called(4, workspace);
  for (const [name, buffer] of Object.entries(workspace))
    expect(buffer).toBe(before[name]);
});

test("there is none where nothing would be kept in it", () => {
  expect(/function squareAdjoint[^{]*/.exec(text)![0]).not.toContain(
    "workspace",
  );
});
