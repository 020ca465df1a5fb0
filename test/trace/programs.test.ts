/**
 * Small, nasty programs: the traced form computes what the program computes, bit for bit, and its gradient is
 * that of differences.
 */
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { checkGradient, table } from "../../src/check/index.ts";
import { tracedFile } from "./tape.ts";

const f64 = (...x: number[]): Float64Array => Float64Array.of(...x);

interface Case {
  args: unknown[][];
  integers?: number[];
}

const programs: Record<string, Record<string, Case>> = {
  state: {
    counter: { args: [[1.5, 4]], integers: [1] },
    classes: { args: [[1.2, -0.7]] },
    generator: { args: [[[1.1, 0.7, -2], 1.3]] },
    labels: {
      args: [
        [[0.5, -1.2, 2.5, 0.3], 4],
        [[0.1, 0.2], 1],
      ],
    },
    sideEffects: { args: [[1.5, 0.4]] },
    defaults: { args: [[1.5], [1.5, { scale: 2 }, 3, 0.5]] },
    argumentsObject: { args: [[1.3]] },
  },
  numbers: {
    truth: { args: [[1.4, 2.3]] },
    types: {
      args: [
        [0.5, "a"],
        [0.5, 3],
        [1.5, "z"],
      ],
    },
    text: { args: [[0.625]] },
    keys: { args: [[[0.3, 1.7, 2.2, -1], 1]], integers: [1] },
    order: { args: [[[3.1, -0.4, 1.2, 0.7]]] },
    mathematics: {
      args: [
        [1.7, 0.6],
        [0.4, 2.2],
      ],
    },
    bits: { args: [[13, 0.7]], integers: [0] },
    bigs: { args: [[0.7]] },
  },
  storage: {
    swaps: { args: [[[1.1, 2.3, 9], f64(0.3, -1, 2, 5)]] },
    rounding: { args: [[Float32Array.of(0.1, 0.7, 1.3, 2.1, 0.2), 0.7]] },
    views: { args: [[f64(0.2, 1.3, -0.7, 2, 0.9, 1.1), 2]], integers: [1] },
    solve: {
      args: [
        [
          [
            [0.1, 2, 1],
            [1, -1, 3],
            [4, 1, 0.3],
          ],
          [1, 2, 3],
        ],
      ],
    },
    smooth: { args: [[f64(1, 0.5, 2, -1, 0.3), new Float64Array(5), 0.2]] },
    tree: {
      args: [
        [
          {
            value: 1.2,
            left: { value: 0.4, left: { value: 2 } },
            right: { value: -0.7 },
          },
          0.3,
        ],
        [{ value: 1.2 }, 0.3],
      ],
    },
    factorial: { args: [[1.1, 6]], integers: [1] },
    results: { args: [[1.3, f64(0.4, 2)]] },
    chains: { args: [[{ list: [0.4, 3], w: f64(1, 2) }, 0.8]] },
    cloned: { args: [[1.3, [0.4, 2]]] },
  },
  lecture: {
    chain: { args: [[2]] },
    neuron: { args: [[[-0.2, 0.2], 0.1, [0.5, -0.3], 0.4]] },
    batch: {
      args: [
        [
          [-0.2, 0.2],
          0.1,
          [
            [0.5, -0.3],
            [0.2, -0.4],
          ],
          [0.4, 0.6],
        ],
      ],
    },
    network: {
      args: [
        [[-0.2, 0.5, 0.9, -0.6, 0.2, -0.4], [0.4, -0.2, -0.5], [0.6, -0.3], 1],
      ],
    },
    convolution: {
      args: [
        [
          [
            [0.4, 0.2, 0.7],
            [0.9, 0.1, 0.5],
          ],
          [
            [0.3, -0.4],
            [-0.2, 0.5],
          ],
          0.01,
        ],
      ],
    },
  },
};

describe.each(Object.keys(programs))("%s", async (name) => {
  const cases = programs[name]!;
  const path = fileURLToPath(new URL(`./programs/${name}.ts`, import.meta.url));
  const functions = await tracedFile(path, Object.keys(cases));

  test.each(Object.keys(cases))("%s", (key) => {
    const { args, integers } = cases[key]!;
    const { f, traced } = functions[key]!;
    const report = checkGradient({
      f,
      name: key,
      generated: traced,
      points: args.map((each) => ({ args: each })),
      // The harness always lists the entries.
      count: 2,
      integers,
    });
    expect(report.passed, table([report])).toBe(true);
    expect(report.entries.notComparable, table([report])).toBe(0);
  });
});
