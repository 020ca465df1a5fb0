/**
 * What `npm test` runs: the checks of the text (two at a time), then the suite.
 *
 * Vitest runs by the Node that npm itself runs on. In an npm script the name `node` means the one in node_modules,
 * which is there for tools that need a new one; the suite is to run on the one that is installed.
 */
import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const checks = [
  "lint",
  "check:generated",
  "typecheck",
  "format:check",
  "check:docs",
  "check:rules",
];

/** Runs an npm script; what it prints is shown when it ends, so that two do not mix. */
function run(script: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn("npm", ["run", "--silent", script], {
      shell: process.platform === "win32",
    });
    const printed: Buffer[] = [];
    child.stdout.on("data", (each: Buffer) => printed.push(each));
    child.stderr.on("data", (each: Buffer) => printed.push(each));
    child.on("error", () => {
      resolve(false);
    });
    child.on("close", (code) => {
      const isFine = code === 0;
      console.log(`${isFine ? "ok" : "FAILED"}  npm run ${script}`);
      if (!isFine) process.stdout.write(Buffer.concat(printed));
      resolve(isFine);
    });
  });
}

const waiting = [...checks];
const failed: string[] = [];
async function work(): Promise<void> {
  for (let each = waiting.shift(); each !== undefined; each = waiting.shift())
    if (!(await run(each))) failed.push(each);
}
await Promise.all([work(), work()]);

if (failed.length > 0) {
  console.error(`failed: ${failed.join(", ")}`);
  process.exitCode = 1;
} else {
  const vitest = fileURLToPath(
    new URL("../node_modules/vitest/vitest.mjs", import.meta.url),
  );
  const { status } = spawnSync(
    process.env["npm_node_execpath"] ?? process.execPath,
    [vitest, "run", ...process.argv.slice(2)],
    { stdio: "inherit" },
  );
  process.exitCode = status ?? 1;
}
