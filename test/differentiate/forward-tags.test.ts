/** What `@differentiable forward hessian` emits: its names, its types, its values. */
import { describe, expect, it } from "vitest";
import { compile } from "../../transformer/compile.ts";
import { run, typeErrors } from "../emit/run.ts";

const source = `/** @differentiable forward hessian */
export function loss(w: Float64Array, b: number, xs: Float64Array[], ys: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < xs.length; n++) {
    let z = b;
    for (let i = 0; i < w.length; i++) z += w[i]! * xs[n]![i]!;
    const e = z - ys[n]!;
    sum += e * e;
  }
  return sum / xs.length;
}

/** @differentiable forward hessian */
export function fit(x: number): number {
  return (Math.sqrt(x) - 2) ** 2;
}

/** @differentiable forward */
export function scale(a: number[], k?: number): void {
  const by = k ?? 2;
  for (let i = 0; i < a.length; i++) a[i]! *= by;
}

/** @differentiable forward hessian wrt xs */
export function product(p: number, ...xs: number[]): number {
  let all = p;
  for (const x of xs) all *= x;
  return all;
}

/** @differentiable forward */
export function polar(r: number, t: number): { x: number; y: number } {
  return { x: r * Math.cos(t), y: r * Math.sin(t) };
}

function even(x: number, n: number): number {
  return n === 0 ? x : odd(x * x, n - 1);
}
function odd(x: number, n: number): number {
  return n === 0 ? 1 : Math.sin(even(x, n - 1));
}
/** @differentiable forward hessian */
export function mutual(x: number): number {
  return even(x, 2) + even(x, 4);
}
`;

const compilerOptions = { strict: true, noUncheckedIndexedAccess: true };
const { text, diagnostics } = compile({
  fileName: "/src/tags.ts",
  text: source,
  compilerOptions,
  pipeline: { verify: true },
});
const made = run(text) as Record<string, (...args: unknown[]) => unknown>;

describe("forward derivatives by tag", () => {
  it("compiles under the strictest flags", () => {
    expect(diagnostics).toEqual([]);
    expect(typeErrors({ "tags.ts": text })).toBe("");
  });

  it("registers what it emits", () => {
    const record = (f: string): object =>
      (made[f] as unknown as { adjoint: object }).adjoint;
    expect(record("fit")).toMatchObject({
      jvp: made["fitJvp"],
      hvp: made["fitHvp"],
    });
    expect(record("scale")).not.toHaveProperty("hvp");
  });

  it("does not lose the second derivative at a perfect fit", () => {
    expect(made["fitHvp"]!([4], [1])).toBeCloseTo(1 / 8, 15);
    expect(made["fitJvp"]!([4], [1])).toEqual({ value: 0, tangent: 0 });
  });

  it("takes a missing tangent for one that is zero", () => {
    const args = [
      Float64Array.of(1, 2),
      0.5,
      [Float64Array.of(3, 4)],
      Float64Array.of(10),
    ];
    const alone = [undefined, 1, undefined, undefined];
    expect(made["lossJvp"]!(args, alone)).toEqual({ value: 2.25, tangent: 3 });
    const [dw, db] = made["lossHvp"]!(args, alone) as [Float64Array, number];
    expect([...dw, db]).toEqual([6, 8, 2]);
  });

  it("leaves arguments and tangents of a kernel as they are", () => {
    const a = [1, 2];
    const da = [10, 20];
    expect(made["scaleJvp"]!([a, 3], [da, 1])).toEqual({
      value: [[3, 6], 3],
      tangent: [[31, 62], 1],
    });
    expect(made["scaleJvp"]!([a], [da])).toEqual({
      value: [[2, 4], undefined],
      tangent: [[20, 40], 0],
    });
    expect([a, da]).toEqual([
      [1, 2],
      [10, 20],
    ]);
  });

  it("gives rest arguments a tangent each", () => {
    expect(made["productJvp"]!([2, 3, 5], [undefined, 1])).toEqual({
      value: 30,
      tangent: 10,
    });
    expect(made["productHvp"]!([2, 3, 5], [undefined, 1])).toEqual([
      undefined,
      0,
      2,
    ]);
  });

  it("has tangents in the shape of the result", () => {
    expect(made["polarJvp"]!([2, 0], [1, 3])).toEqual({
      value: { x: 2, y: 0 },
      tangent: { x: 1, y: 6 },
    });
  });

  it("differentiates functions that call each other once each", () => {
    expect(text.match(/function evenTangent/g)).toHaveLength(1);
    const x = 0.7;
    const h = 1e-5;
    const f = (t: number): number => made["mutual"]!(t) as number;
    const { tangent } = made["mutualJvp"]!([x], [1]) as { tangent: number };
    expect(tangent).toBeCloseTo((f(x + h) - f(x - h)) / (2 * h), 8);
    const g = (t: number): number => made["mutualGrad"]!(t) as number;
    expect(made["mutualHvp"]!([x], [1])).toBeCloseTo(
      (g(x + h) - g(x - h)) / (2 * h),
      7,
    );
  });
});
