/** `npm run build`: what is published, into dist/. */
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");

function compile(project: string): void {
  execFileSync(process.execPath, [tsc, "-p", project], { stdio: "inherit" });
}

rmSync("dist", { recursive: true, force: true });
compile("tsconfig.build.json");
// The run-time entries once more for `require`: a folder with a package.json of
// its own, so that Node and TypeScript both take its files as CommonJS.
compile("tsconfig.cjs.json");
writeFileSync("dist/cjs/package.json", '{ "type": "commonjs" }\n');
chmodSync("dist/transformer/hosts/cli/main.js", 0o755);
// Go source, which ttsc builds where it is used.
cpSync(
  "transformer/hosts/ttsc/launcher",
  "dist/transformer/hosts/ttsc/launcher",
  {
    recursive: true,
  },
);
