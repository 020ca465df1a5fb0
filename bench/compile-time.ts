/**
 * `npx tsx bench/compile-time.ts`: how long compiling takes, and whether twice the text takes twice the time. Each
 * row is a process of its own, so that none finds warm what another has used.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { compile } from "../transformer/compile.ts";
import { longFunction, manyFunctions } from "../test/emitted/many.ts";

const rows = {
  "functions of 30 lines in one file": [50, 100, 200],
  "functions of 30 lines by `generate`, 5 a file": [50, 100, 200],
  "statements in one function": [500, 1000, 2000],
};

const [, , kind, count] = process.argv;
if (kind === undefined) {
  console.log(`${cpus()[0]?.model}, Node ${process.version}`);
  for (const [what, counts] of Object.entries(rows)) {
    console.log(`\n${what}: seconds, of the processor and on the clock`);
    let half: number | undefined;
    for (const each of counts) {
      const seconds = inProcess(what, each);
      const ratio =
        half === undefined
          ? ""
          : `  ${(seconds.clock / half).toFixed(2)} × the half`;
      console.log(
        `${String(each).padStart(6)}: ${seconds.processor.toFixed(2).padStart(6)} ${seconds.clock.toFixed(2).padStart(6)}${ratio}`,
      );
      half = seconds.clock;
    }
  }
} else {
  console.log(JSON.stringify(await measured(kind, Number(count))));
}

interface Seconds {
  readonly processor: number;
  readonly clock: number;
}

function inProcess(what: string, size: number): Seconds {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--import", "tsx", import.meta.filename, what, String(size)],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Seconds;
}

async function measured(what: string, size: number): Promise<Seconds> {
  const work = prepared(what, size);
  const start = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return {
    processor: (user + system) / 1e6,
    clock: (performance.now() - start) / 1000,
  };
}

/** The work itself, without what it takes to write its input. */
function prepared(what: string, size: number): () => unknown {
  switch (what) {
    case "statements in one function":
      return () => compiled(longFunction(size), 1);
    case "functions of 30 lines in one file":
      return () => compiled(manyFunctions(size), size);
    default:
      return generate(size);
  }
}

function compiled(text: string, functions: number): void {
  const { functions: emitted } = compile({ fileName: "/bench.ts", text });
  if (emitted.length < functions) throw new Error("some were refused");
}

/** The command, in a process of its own. */
function generate(size: number): () => void {
  const folder = mkdtempSync(join(tmpdir(), "bench-generate-"));
  process.on("exit", () => {
    rmSync(folder, { recursive: true });
  });
  mkdirSync(join(folder, "src"));
  for (let from = 0; from < size; from += 5)
    writeFileSync(join(folder, `src/from${from}.ts`), manyFunctions(5));
  return () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        "--import",
        "tsx",
        resolve("transformer/hosts/cli/main.ts"),
        "generate",
        join(folder, "src"),
        "--out",
        join(folder, "generated"),
      ],
      { encoding: "utf8" },
    );
    if (status !== 0) throw new Error(stderr);
  };
}
