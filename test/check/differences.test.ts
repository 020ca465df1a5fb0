import { describe, expect, test } from "vitest";
import { difference } from "../../src/check/index.ts";

describe("smooth functions", () => {
  test.each([
    ["sin", Math.sin, 0.7, Math.cos(0.7)],
    ["exp", Math.exp, 1.3, Math.exp(1.3)],
    ["a steep one", (x: number) => Math.exp(20 * x), 1, 20 * Math.exp(20)],
    ["log near its edge", Math.log, 1e-3, 1e3],
    ["sqrt near its edge", Math.sqrt, 1e-5, 0.5 / Math.sqrt(1e-5)],
    ["a large argument", (x: number) => Math.sin(x), 1e5, Math.cos(1e5)],
    ["a constant", () => 3, 2, 0],
    ["x * |x|, once differentiable", (x: number) => x * Math.abs(x), 0, 0],
    ["|x| beside its kink", (x: number) => Math.abs(x), 1e-4, 1],
    ["floor beside its jump", (x: number) => 2 * x + Math.floor(x), 1.999, 2],
  ])("%s", (_name, f, x, wanted) => {
    const { derivative, reason } = difference(f, x);
    expect(reason).toBeUndefined();
    expect(
      Math.abs(derivative - wanted) / Math.max(1, Math.abs(wanted)),
    ).toBeLessThan(1e-8);
  });

  test("the estimate of the error is honest", () => {
    for (let x = -3; x < 3; x += 0.37) {
      const f = (t: number): number => Math.sin(3 * t) * Math.exp(t) + t ** 3;
      const wanted =
        Math.exp(x) * (3 * Math.cos(3 * x) + Math.sin(3 * x)) + 3 * x * x;
      const { derivative, error } = difference(f, x);
      expect(Math.abs(derivative - wanted)).toBeLessThanOrEqual(4 * error);
    }
  });
});

describe("what differences can't tell", () => {
  test.each([
    ["|x| at 0, whose central differences converge", Math.abs, 0, "kink"],
    ["relu at 0", (x: number) => Math.max(x, 0), 0, "kink"],
    [
      "a kink nearer than any step",
      (x: number) => Math.max(x, 0),
      1e-13,
      "kink",
    ],
    ["floor at an integer", Math.floor, 2, "jump"],
    ["sqrt at 0", Math.sqrt, 0, "domain"],
    [
      "a guard that throws",
      (x: number) => {
        if (x > 1) throw new Error("too large");
        return x;
      },
      1,
      "domain",
    ],
    ["NaN", () => NaN, 0, "domain"],
  ])("%s", (_name, f, x, reason) => {
    expect(difference(f, x).reason).toBe(reason);
  });

  test("noise never looks converged", () => {
    let state = 1;
    const noisy = (x: number): number => {
      state = (state * 16807) % 2147483647;
      return x + 1e-3 * (state / 2147483647);
    };
    const { reason, error } = difference(noisy, 1);
    expect(reason !== undefined || error > 1e-3).toBe(true);
  });
});

describe("float32", () => {
  const f = (x: number): number => Math.fround(Math.fround(x * x) * x);

  test("steps that float32 can hold, and an error as large as its rounding", () => {
    const seen: number[] = [];
    const { derivative, error, reason } = difference(
      (x) => {
        seen.push(x);
        return f(x);
      },
      Math.fround(1.1),
      { float32: true },
    );
    expect(seen.every((x) => Math.fround(x) === x)).toBe(true);
    expect(reason).toBeUndefined();
    expect(Math.abs(derivative - 3 * 1.21)).toBeLessThan(1e-3);
    expect(Math.abs(derivative - 3 * 1.21)).toBeLessThan(4 * error);
  });

  test("a kink is seen in float32 too", () => {
    const kinked = (x: number): number => Math.fround(Math.abs(x));
    expect(difference(kinked, 0, { float32: true }).reason).toBe("kink");
  });
});

test("a function that is rounded to digits is flat, and not what its large steps say", () => {
  const rounded = (x: number): number => parseFloat(x.toPrecision(3));
  const { derivative, reason } = difference(rounded, 0.625);
  expect(reason !== undefined || derivative === 0).toBe(true);
});
