/** The time that `generate` takes: it grows with the text, and no faster. */
import { expect, test } from "vitest";
import { core } from "../../transformer/hosts/cli/compiler-core.ts";
import { sandbox } from "./harness.ts";

/** A marked function of 30 lines. */
function layer(k: number): string {
  return `/** Layer ${k}. @differentiable */
export function layer${k}(
  w: Float64Array,
  b: Float64Array,
  x: Float64Array,
  y: number,
): number {
  const n = b.length;
  const z = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    let sum = b[j]!;
    for (let i = 0; i < x.length; i++) sum += w[i * n + j]! * x[i]!;
    z[j] = Math.tanh(sum * ${k + 1});
  }
  let total = 0;
  for (let j = 0; j < n; j++) {
    const e = Math.exp(z[j]!);
    total += e;
    z[j] = e;
  }
  let loss = 0;
  for (let j = 0; j < n; j++) {
    const p = z[j]! / total;
    const d = p - y;
    loss += d * d;
  }
  let decay = 0;
  for (let i = 0; i < w.length; i++) decay += w[i]! ** 2;
  return loss + 0.01 * decay;
}
`;
}

/** Seconds of processor time for so many functions, in one file or in many. */
async function timeFor(functions: number, perFile: number): Promise<number> {
  const box = sandbox({}, { core });
  for (let from = 0; from < functions; from += perFile) {
    const text = Array.from({ length: perFile }, (_, k) => layer(from + k));
    box.write(`src/from${from}.ts`, text.join("\n"));
  }
  const before = process.cpuUsage();
  const { code, err } = await box.adjoint("generate", "src", "-o", "gen");
  const { user, system } = process.cpuUsage(before);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return (user + system) / 1e6;
}

test.each([
  ["files", 5],
  ["functions of one file", Infinity],
])(
  "four times as many %s take some four times the time",
  async (_what, perFile) => {
    await timeFor(10, 10); // warms the engine up, and reads the libraries
    const some = await timeFor(15, Math.min(perFile, 15));
    const many = await timeFor(60, Math.min(perFile, 60));
    expect(many / some).toBeLessThan(6);
  },
);
