/**
 * `npx tsx bench/compile-time.ts`: how long it takes to compile 50, 100 and 200 marked functions of 30 lines,
 * in one process that has compiled nothing before, and whether twice as many take twice as long.
 */
import { cpus } from "node:os";
import { openProject } from "../transformer/1-read/project.ts";
import { compile } from "../transformer/compile.ts";
import { manyFunctions } from "../test/emitted/many.ts";

console.log(`${cpus()[0]?.model}, Node ${process.version}`);
let last: number | undefined;
for (const count of [50, 100, 200]) {
  const text = manyFunctions(count);
  const start = performance.now();
  const before = process.cpuUsage();
  const result = compile({
    fileName: "/many.ts",
    text,
    project: openProject(),
  });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  if (result.functions.length < count) throw new Error("some were refused");
  const lines = result.appended.split("\n").length;
  const ratio =
    last === undefined ? "" : `  ${(seconds / last).toFixed(2)} × the half`;
  console.log(
    `${String(count).padStart(4)} functions: ${seconds.toFixed(2).padStart(6)} s (${((user + system) / 1e6).toFixed(2)} s of the processor), ${lines} lines${ratio}`,
  );
  last = seconds;
}
