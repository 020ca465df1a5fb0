/**
 * `npm run bench`: how long a gradient takes, by generated code, by the tape and by differences, each beside
 * the function itself. `--quick` takes few rounds, `--json` prints for programs, a word picks by name.
 */
import { cpus } from "node:os";
import { differences } from "./differences.ts";
import { measure, type Contender, type Timing } from "./measure.ts";
import type { Gradient, Workload } from "./workload.ts";
import { convolution } from "./workloads/conv2d.ts";
import { denseLayer } from "./workloads/dense.ts";
import { rosenbrockValley } from "./workloads/rosenbrock.ts";

const flags = process.argv.slice(2).filter((each) => each.startsWith("--"));
const words = process.argv.slice(2).filter((each) => !each.startsWith("--"));
const quick = flags.includes("--quick");
const json = flags.includes("--json");

const workloads = [
  denseLayer(128, 64),
  convolution(28, 5, 8),
  rosenbrockValley(1000),
].filter(({ name }) => words.every((word) => name.includes(word)));

const results = workloads.map((workload) => {
  const gradients = {
    ...workload.gradients,
    differences: differences(workload),
  };
  mustAgree(workload, gradients);
  const timings = measure(contenders(workload, gradients), {
    rounds: quick ? 3 : 15,
    roundTime: quick ? 2 : 20,
    leastOperations: workload.leastOperations,
  });
  if (!json) print(workload, timings);
  return { name: workload.name, timings };
});
if (json) {
  const machine = { cpu: cpus()[0]?.model, node: process.version };
  console.log(JSON.stringify({ machine, results }, null, 2));
}

/** What gives another gradient need not be timed. */
function mustAgree(
  { name }: Workload,
  gradients: Readonly<Record<string, Gradient>>,
): void {
  const [[, first], ...others] = Object.entries(gradients) as [
    [string, Gradient],
    ...[string, Gradient][],
  ];
  const wanted = first().map((each) => Float64Array.from(each));
  for (const [other, gradient] of others) {
    const tolerance = other === "differences" ? 1e-5 : 1e-9;
    gradient().forEach((entries, input) => {
      const expected = wanted[input]!;
      const scale = Math.max(...expected.map(Math.abs), 1);
      for (let i = 0; i < expected.length; i++) {
        const error = Math.abs(entries[i]! - expected[i]!) / scale;
        if (error <= tolerance) continue;
        throw new Error(
          `${name}: ${other} gives ${entries[i]} for entry ${i} of input ${input}, not ${expected[i]}`,
        );
      }
    });
  }
}

function contenders(
  { inputs, primal }: Workload,
  gradients: Readonly<Record<string, Gradient>>,
): Contender[] {
  // Every call has an input of its own: nothing can be kept from the last one.
  const change = (call: number): void => {
    const input = inputs[call % inputs.length]!;
    input[call % input.length]! += 1e-9;
  };
  return [
    {
      name: "primal",
      run(call) {
        change(call);
        return primal();
      },
    },
    ...Object.entries(gradients).map(([name, gradient]) => ({
      name,
      run(call: number) {
        change(call);
        const entries = gradient()[0]!;
        return entries[call % entries.length]!;
      },
    })),
  ];
}

function print({ name }: Workload, timings: readonly Timing[]): void {
  const [primal] = timings;
  console.log(`\n${name}`);
  for (const { name: way, median, spread } of timings) {
    const time = `${median.toFixed(median < 10 ? 2 : 1)} µs`;
    const ratio = `${(median / primal!.median).toFixed(2)} × primal`;
    const noise = `± ${(100 * spread).toFixed(0)} %`;
    console.log(
      `  ${way.padEnd(12)} ${time.padStart(14)} ${noise.padStart(8)} ${ratio.padStart(18)}`,
    );
  }
}
