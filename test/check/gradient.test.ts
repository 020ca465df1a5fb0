import { describe, expect, test } from "vitest";
import { checkGradient, table } from "../../src/check/index.ts";
import {
  loss,
  lossArgs,
  lossGrad,
  spoilt,
  sums,
  sumsVjp,
} from "./functions.ts";

const points = [{ args: lossArgs() }];
const parameters = ["w", "b", "xs", "ys"];

describe("a right gradient", () => {
  const report = checkGradient({
    f: loss,
    generated: { grad: lossGrad },
    points,
    parameters,
  });

  test("passes", () => {
    expect(report.failures).toEqual([]);
    expect(report.passed).toBe(true);
  });

  test("and the report says how much was compared, how well", () => {
    expect(report.points).toBe(1);
    expect(report.entries.all).toBe(12);
    expect(report.entries.differences).toBe(12);
    expect(report.parameters.map((p) => p.name)).toEqual(parameters);
    for (const { worst } of report.parameters)
      expect(worst.differences).toBeLessThan(1e-9);
    expect(table([report])).toMatchInlineSnapshot(`
      "      entries  compared  differences  tape  stated
      loss       12        12                             ok at 1 point
        w         2         2      1.4e-14     -       -
        b         1         1      4.7e-14     -       -
        xs        6         6      1.9e-13     -       -
        ys        3         3      7.7e-14     -       -

      1 of 1 function passed; 12 entries compared with differences, 0 with the tape, 0 with stated numbers, 0 not comparable
      "
    `);
  });

  test("the arguments are not touched", () => {
    expect(points[0]!.args).toEqual(lossArgs());
  });
});

test("a result that is no number, and arguments that are written", () => {
  const report = checkGradient({
    f: sums,
    generated: { vjp: sumsVjp },
    points: [{ args: [[0.5, -1, 2], Float64Array.of(7, 8, 9, 10)] }],
  });
  expect(report.failures).toEqual([]);
  expect(report.entries.differences).toBe(7);
});

test("arrays, objects and what is shared", () => {
  interface Particle {
    mass: number;
    at: [number, number];
    name: string;
  }
  const energy = (p: Particle, q: Particle): number =>
    (p.mass * q.mass) / Math.hypot(p.at[0] - q.at[0], p.at[1] - q.at[1] + 1);
  const grad = (p: Particle, q: Particle): [Particle, Particle] => {
    const [x, y] = [p.at[0] - q.at[0], p.at[1] - q.at[1] + 1];
    const r = Math.hypot(x, y);
    const value = energy(p, q);
    const dp = { ...p, mass: 0, at: [0, 0] as [number, number] };
    const dq = p === q ? dp : { ...q, mass: 0, at: [0, 0] as [number, number] };
    dp.mass += value / p.mass;
    dq.mass += value / q.mass;
    for (const [d, sign] of [
      [dp, -1],
      [dq, 1],
    ] as const) {
      d.at[0] += (sign * value * x) / r ** 2;
      d.at[1] += (sign * value * y) / r ** 2;
    }
    return [dp, dq];
  };
  const p: Particle = { mass: 2, at: [0.3, 0.4], name: "p" };
  const q: Particle = { mass: 3, at: [1, -2], name: "q" };
  const report = checkGradient({
    f: energy,
    generated: { grad },
    points: [{ args: [p, q] }, { args: [p, p] }],
  });
  expect(report.failures).toEqual([]);
  expect(report.entries.differences).toBe(12);
});

describe("a wrong gradient is caught", () => {
  const kinds = (
    generated: Parameters<typeof checkGradient>[0]["generated"],
  ): string[] => {
    const report = checkGradient({ f: loss, generated, points, parameters });
    expect(report.passed).toBe(false);
    return [...new Set(report.failures.map((failure) => failure.kind))];
  };

  test("a wrong sign", () => {
    expect(kinds(spoilt(([dw]) => (dw[0] = -dw[0]!)))).toEqual(["differences"]);
  });
  test("one entry off by 1e-3", () => {
    expect(kinds(spoilt(([, , , dys]) => (dys[2]! *= 1 + 1e-3)))).toEqual([
      "differences",
    ]);
  });
  test("one entry off by 1e-5", () => {
    expect(kinds(spoilt(([, , dxs]) => (dxs[1]![0]! *= 1 + 1e-5)))).toEqual([
      "differences",
    ]);
  });
  test("a dropped term: an entry of zeros", () => {
    expect(kinds(spoilt(([, , dxs]) => dxs[1]!.fill(0)))).toEqual([
      "differences",
    ]);
  });
  test("an entry where there should be none", () => {
    const flat = (x: number, y: number): number => x + 0 * y;
    const report = checkGradient({
      f: flat,
      generated: { grad: () => [1, 1e-3] },
      points: [{ args: [1, 2] }],
    });
    expect(report.passed).toBe(false);
  });
  test("NaN", () => {
    expect(kinds(spoilt(([dw]) => (dw[1] = NaN)))).toContain("not finite");
  });
  test("NaN everywhere", () => {
    expect(kinds({ grad: () => lossArgs().map(() => NaN) })).toEqual([
      "shape",
      "not finite",
      "differences",
    ]);
  });
  test("a missing entry", () => {
    expect(kinds(spoilt((entries) => entries.pop()))).toEqual(["missing"]);
  });
  test("an entry of another shape", () => {
    expect(
      kinds(spoilt((entries) => (entries[0] = new Float64Array(3)))),
    ).toEqual(["shape"]);
    expect(
      kinds({
        grad: (...args: Parameters<typeof loss>) =>
          lossGrad(...args).map((entry) =>
            entry instanceof Float64Array ? Array.from(entry) : entry,
          ),
      }),
    ).toEqual(["shape"]);
  });
  test("a gradient that throws", () => {
    expect(
      kinds({
        grad: () => {
          throw new Error("no");
        },
      }),
    ).toContain("threw");
  });
  test("a gradient that changes its arguments", () => {
    expect(
      kinds({
        grad: (...args: Parameters<typeof loss>) => {
          const entries = lossGrad(...args);
          args[0][0] = 5;
          return entries;
        },
      }),
    ).toEqual(["broken"]);
  });
  test("another value of the primal, by one bit", () => {
    expect(
      kinds({
        valueAndGrad: (...args: Parameters<typeof loss>) => ({
          value: loss(...args) * (1 + Number.EPSILON),
          grad: lossGrad(...args),
        }),
      }),
    ).toEqual(["value"]);
  });
  test("the tape disagrees by 1e-8", () => {
    const report = checkGradient({
      f: loss,
      generated: { grad: lossGrad },
      tape: (args) => {
        const entries = lossGrad(...(args as Parameters<typeof loss>));
        entries[1] *= 1 + 1e-8;
        return { entries };
      },
      points,
    });
    expect(report.failures.map((failure) => failure.kind)).toEqual(["tape"]);
  });
  test("a pullback that reads its arguments late", () => {
    const late = (x: number[]) => ({
      value: [x[0]! ** 2],
      pullback: ([d]: [number]) => [2 * x[0]! * d],
    });
    const report = checkGradient({
      f: (x: number[]) => [x[0]! ** 2],
      generated: { vjp: late },
      points: [{ args: [[3]] }],
    });
    expect(report.failures.map((failure) => failure.kind)).toContain("broken");
  });
  test("wrong written arguments", () => {
    const report = checkGradient({
      f: sums,
      generated: {
        vjp: (xs: number[], out: Float64Array) => ({
          ...sumsVjp(xs, out),
          value: [xs, out],
        }),
      },
      points: [{ args: [[0.5, -1, 2], new Float64Array(3)] }],
    });
    expect(report.failures.map((failure) => failure.kind)).toEqual(["written"]);
  });
});

describe("an empty verdict is a failure", () => {
  const f = (x: number): number => Math.abs(x);
  const generated = { grad: (x: number): number => Math.sign(x) };

  test("no point", () => {
    expect(checkGradient({ f, generated, points: [] }).passed).toBe(false);
  });
  test("no derivative", () => {
    const report = checkGradient({ f, generated: {}, points: [{ args: [1] }] });
    expect(report.passed).toBe(false);
  });
  test("no number to differentiate", () => {
    const report = checkGradient({
      f: () => 1,
      generated: { grad: () => [] },
      points: [{ args: [] }],
    });
    expect(report.failures[0]?.kind).toBe("empty");
  });
  test("only kinks", () => {
    const report = checkGradient({ f, generated, points: [{ args: [0] }] });
    expect(report.passed).toBe(false);
    expect(report.entries.notComparable).toBe(1);
    expect(report.entries.reasons).toEqual({ kink: 1 });
    expect(report.failures[0]?.message).toContain("kink");
  });
  test("a kink whose entries are stated is a verdict", () => {
    const at = (entry: number) =>
      checkGradient({ f, generated, points: [{ args: [0], kink: [entry] }] });
    expect(at(0).passed).toBe(true);
    expect(at(0).entries.notComparable).toBe(1);
    expect(at(0).entries.differences).toBe(0);
    expect(at(1).passed).toBe(false);
  });
  test("NaN and Infinity can be stated", () => {
    const root = { grad: (x: number): number => 0.5 / Math.sqrt(x) };
    const at = (entry: number) =>
      checkGradient({
        f: Math.sqrt,
        generated: root,
        points: [{ args: [0], kink: [entry] }],
      }).passed;
    expect(at(Infinity)).toBe(true);
    expect(at(NaN)).toBe(false);
    expect(
      checkGradient({ f: Math.sqrt, generated: root, points: [{ args: [0] }] })
        .passed,
    ).toBe(false);
  });
});

describe("float32 data", () => {
  const f = (xs: Float32Array): number => {
    const squares = xs.map((x) => x * x);
    return squares.reduce((a, b) => a + b, 0);
  };
  const grad = (xs: Float32Array): Float32Array => xs.map((x) => 2 * x);
  const args = [Float32Array.of(0.1, -2.7, 31)];

  test("passes with float32 steps", () => {
    const report = checkGradient({
      f,
      generated: { grad },
      points: [{ args }],
    });
    expect(report.failures).toEqual([]);
    expect(report.entries.differences).toBe(3);
  });
  test("and is caught when it is wrong", () => {
    const wrong = (xs: Float32Array) => grad(xs).map((d) => d * 1.01);
    const report = checkGradient({
      f,
      generated: { grad: wrong },
      points: [{ args }],
    });
    expect(report.passed).toBe(false);
  });
});

test("expected entries have their tolerance", () => {
  const at = (wanted: number) =>
    checkGradient({
      f: (x: number) => x * x,
      generated: { grad: (x: number) => 2 * x },
      points: [{ args: [3], expected: { grad: [wanted], tolerance: 1e-3 } }],
    }).passed;
  expect(at(6.0005)).toBe(true);
  expect(at(6.002)).toBe(false);
});

test("wrt, integers and large arguments", () => {
  const f = (x: Float64Array, n: number, c: number): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += x[i]! ** 2 * c;
    return sum;
  };
  const grad = (
    x: Float64Array,
    _n: number,
    c: number,
  ): [Float64Array, number, undefined] => [
    x.map((v) => 2 * v * c),
    0,
    undefined,
  ];
  const x = Float64Array.from({ length: 500 }, (_, i) => Math.sin(i) + 2);
  const report = checkGradient({
    f,
    generated: { grad },
    points: [{ args: [x, 500, 1.5] }],
    wrt: [0, 1],
    integers: [1],
    maxEntries: 50,
  });
  expect(report.failures).toEqual([]);
  expect(report.entries.all).toBe(501);
  expect(report.entries.differences).toBe(50);
  expect(report.entries.skipped).toBe(451);
});
