/**
 * Runs Vitest by the Node that npm itself runs on. In an npm script the name `node` means the one in node_modules,
 * which is there for tools that need a new one; the suite is to run on the one that is installed.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const vitest = fileURLToPath(
  new URL("../node_modules/vitest/vitest.mjs", import.meta.url),
);
const { status } = spawnSync(
  process.env["npm_node_execpath"] ?? process.execPath,
  [vitest, "run", ...process.argv.slice(2)],
  { stdio: "inherit" },
);
process.exitCode = status ?? 1;
