/**
 * `npm run demo`: the main job on all fixtures. Generates their adjoints, checks each against the tape and
 * against finite differences, prints a line for each file and says where to look. Words pick files by name.
 */
import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { globSync } from "tinyglobby";
import type { GradientReport } from "../src/check/index.ts";
import { openProject } from "../transformer/1-read/project.ts";
import { processIo } from "../transformer/hosts/cli/io.ts";
import { startProgress } from "../transformer/hosts/cli/progress.ts";
import { headline } from "../transformer/diagnostics/report.ts";
import { run } from "../transformer/hosts/cli/run.ts";
import { settingsFor } from "../transformer/hosts/shared/settings.ts";
import { checkFile, type FileReport } from "../transformer/trace/check-file.ts";
import { failureText } from "../src/check/index.ts";

const io = processIo();
const { bold, dim, green, red } = io.outColors;
const started = Date.now();
const words = process.argv.slice(2);
const fixtures = globSync(["fixtures/*/**/*.ts", "!fixtures/errors/**"])
  .filter((file) => !/\.(samples|data)\.ts$/.test(file))
  .filter((file) => readFileSync(file, "utf8").includes("@differentiable"))
  .filter((file) => words.every((word) => file.includes(word)))
  .sort();

console.log(bold("1. Generating the adjoints of all fixtures"));
const quiet = { ...io, out: () => undefined };
const generated = await run(
  ["generate", "fixtures/*/**/*.ts", "!fixtures/errors/**", "-o", "generated"],
  quiet,
);

console.log(
  `${bold("\n2. Checking generated code, tape and finite differences against one another")}\n`,
);
const reports = await checkAll();
const failed = print(reports);

console.log(`
${bold("3. Where to look")}

  fixtures/kernels/dense.ts     what was written
  generated/kernels/dense.ts    what was made of it

  npm run adjoint explain fixtures/kernels/dense.ts:dense
  npm run adjoint check fixtures/kernels/dense.ts:dense
`);
process.exitCode = failed || generated !== 0 ? 1 : 0;

async function checkAll(): Promise<FileReport[]> {
  const { compilerOptions } = settingsFor(resolve(fixtures[0]!));
  const project = openProject({ compilerOptions });
  // All at once, so that the program is made once and not anew for each file.
  for (const file of fixtures) {
    project.setFile(resolve(file), readFileSync(file, "utf8"));
  }
  const progress = startProgress(io, "checking", fixtures.length);
  const made: FileReport[] = [];
  for (const file of fixtures) {
    progress.step(file);
    made.push(await checkFile(resolve(file), { compilerOptions, project }));
  }
  progress.done();
  return made;
}

/** One line for each file, what failed below it, and the sums. */
function print(all: readonly FileReport[]): boolean {
  const width = Math.max(...fixtures.map((file) => file.length));
  console.log(
    dim(
      `${"".padEnd(width)}  functions  entries  largest error: tape  differences`,
    ),
  );
  for (const { file, functions, diagnostics, passed, marked } of all) {
    const name = relative(process.cwd(), file).padEnd(width);
    const good = functions.filter((each) => each.passed).length;
    const cells = [
      `${good}/${marked.length}`.padStart(9),
      String(sum(functions, (each) => each.entries.all)).padStart(7),
      worst(functions, "tape").padStart(19),
      worst(functions, "differences").padStart(11),
    ].join("  ");
    console.log(`${passed ? green(name) : red(name)}  ${cells}`);
    for (const each of diagnostics) {
      if (each.severity !== "error") continue;
      console.log(`  ${headline(each, relative(process.cwd(), each.file))}`);
    }
    for (const each of functions) {
      for (const failure of each.failures.slice(0, 3)) {
        console.log(`  ${each.name}: ${failureText(failure)}`);
      }
    }
  }
  const functions = all.flatMap((each) => each.functions);
  const marked = sum(all, (each) => each.marked.length);
  const passed = functions.filter((each) => each.passed).length;
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  const text =
    `${passed} of ${marked} functions agree in all three ways, in ${all.length} files: ` +
    `${sum(functions, (each) => each.entries.tape)} entries compared with the tape, ` +
    `${sum(functions, (each) => each.entries.differences)} with differences, ` +
    `${sum(functions, (each) => each.entries.expected)} with numbers from books (${seconds} s)`;
  console.log(`\n${passed === marked ? green(text) : red(text)}`);
  return passed !== marked;
}

function worst(
  functions: readonly GradientReport[],
  by: "tape" | "differences",
): string {
  const errors = functions.flatMap(({ parameters }) =>
    parameters.flatMap((each) => each.worst[by] ?? []),
  );
  if (errors.length === 0) return "-";
  const largest = Math.max(...errors);
  return largest === 0 ? "0" : largest.toExponential(1);
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
