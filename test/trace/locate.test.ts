/** Where a gradient goes wrong: derivatives that are made wrong on purpose, in statements of every kind. */
import { expect, test } from "vitest";
import { checkFile, fileTable } from "../../transformer/trace/check-file.ts";

const text = `function steep(u: number): number {
  const h = u / 2;
  return Math.sinh(h);
}

/** @differentiable */
export function loss(w: Float64Array, b: number, xs: Float64Array[]): number {
  let sum = 0;
  for (let n = 0; n < xs.length; n++) {
    let z = b;
    for (let i = 0; i < w.length; i++) z += w[i]! * xs[n]![i]!;
    const e = Math.sin(z);
    const q = steep(e);
    if (n > 0) sum += q * Math.log(2 + q);
    else sum += q;
  }
  return sum;
}

/** @differentiable */
export function kernel(x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < x.length; i++) {
    out[i] = Math.sin(x[i]!);
    out[i]! *= Math.sinh(out[i]!);
  }
}

/** @differentiable */
export function several(x: number, y: number): number {
  const p = x * y;
  const q = Math.sin(p);
  const r = Math.sinh(p);
  return q * r;
}
`;
const samples = `export const samples = {
  loss: { args: [[Float64Array.of(0.3, -0.4), 0.2, [Float64Array.of(1, 2), Float64Array.of(0.5, -1), Float64Array.of(0.3, 0.1)]]] },
  kernel: { args: [[Float64Array.of(0.3, 0.8, -0.4), new Float64Array(3)]] },
  several: { args: [[0.7, 1.2]] },
};
`;

async function located(
  name: string,
  tamper: (compiled: string) => string,
): Promise<{ passed: boolean; lines: readonly string[]; table: string }> {
  const files: Record<string, string> = {
    "/v/a.ts": text,
    "/v/a.samples.ts": samples,
  };
  const report = await checkFile("/v/a.ts", {
    functions: [name],
    readFile: (path) => files[path],
    tamper,
  });
  const [only] = report.functions;
  return {
    passed: report.passed,
    lines: only?.located ?? [],
    table: fileTable(report),
  };
}

const cosine = (compiled: string): string =>
  compiled.replaceAll("Math.cos(", "1.01 * Math.cos(");
const hyperbolic = (compiled: string): string =>
  compiled.replaceAll("Math.cosh(", "1.01 * Math.cosh(");

test("a right gradient has no wrong statement", async () => {
  const { passed, lines } = await located("loss", (compiled) => compiled);
  expect({ passed, lines }).toEqual({ passed: true, lines: [] });
});

test("a statement of a loop, at the run that the reverse sweep comes to first", async () => {
  const { passed, lines, table } = await located("loss", cosine);
  expect(passed).toBe(false);
  expect(lines[1]).toContain("line 12: const e = Math.sin(z)");
  const numbers =
    /gives (\S+) to line 11: z \+= .* \(run 6 of 6\), and the tape gives (\S+)\.$/;
  const [, generated, tape] = numbers.exec(lines[2]!)!;
  expect(Number(generated) / Number(tape)).toBeCloseTo(1.01, 12);
  expect(table).toContain(lines[1]);
});

test("a statement of a function that is called", async () => {
  const { lines } = await located("loss", hyperbolic);
  expect(lines[1]).toContain("line 3: return Math.sinh(h)");
  expect(lines[2]).toContain("to line 2: const h = u / 2 (run 3 of 3)");
});

test("a statement in a branch that some iterations take", async () => {
  const { lines } = await located("loss", (compiled) =>
    compiled.replaceAll("/ (2 + ", "/ (2.5 + "),
  );
  expect(lines[1]).toContain("line 14: ");
});

test("the statement that reads an argument", async () => {
  const { lines } = await located("loss", (compiled) =>
    compiled.replace(/dw\[i\]!? \+= /g, "$&2 * "),
  );
  expect(lines[1]).toContain("line 11: z += w[i]! * xs[n]![i]!");
  expect(lines[2]).toContain("to the argument w[0]");
});

test("stores, and updates in place", async () => {
  const first = await located("kernel", cosine);
  expect(first.lines[1]).toContain("line 23: out[i] = Math.sin(x[i]!)");
  expect(first.lines[2]).toContain("to the argument x[");
  const second = await located("kernel", hyperbolic);
  expect(second.lines[1]).toContain("line 24: out[i]! *= Math.sinh(out[i]!)");
  expect(second.lines[2]).toContain("to line 23: out[i] = Math.sin(x[i]!)");
});

test("a number that several statements read: they are all named", async () => {
  const { lines } = await located("several", cosine);
  expect(lines[0]).toContain("of which one has a wrong adjoint");
  expect(lines.join("\n")).toContain("line 31: const q = Math.sin(p)");
  expect(lines.join("\n")).toContain("line 32: const r = Math.sinh(p)");
  expect(lines.at(-1)).toContain("to line 30: const p = x * y");
});
