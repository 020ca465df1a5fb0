/** Installed packages, by links to ours: as an install would have left them, commands included. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";

export const platform = `@typescript/typescript-${process.platform}-${process.arch}`;

/** TypeScript 7 is two packages. */
export const typescript7 = {
  typescript: "typescript-7",
  [platform]: platform,
};

/** By the names that the project knows packages by: those that they have here. */
export function link(
  folder: string,
  tools: Readonly<Record<string, string>>,
): void {
  mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
  for (const [tool, ours] of Object.entries(tools)) {
    const at = join(folder, "node_modules", tool);
    if (!existsSync(at)) {
      mkdirSync(dirname(at), { recursive: true });
      symlinkSync(resolve("node_modules", ours), at);
    }
    const { bin = {} } = JSON.parse(
      readFileSync(join(at, "package.json"), "utf8"),
    ) as { readonly bin?: Readonly<Record<string, string>> | string };
    const commands = typeof bin === "string" ? { [tool]: bin } : bin;
    for (const [command, file] of Object.entries(commands)) {
      const path = join(folder, "node_modules/.bin", command);
      const run = command === "node" ? "" : "node ";
      writeFileSync(path, `#!/bin/sh\nexec ${run}${join(at, file)} "$@"\n`);
      chmodSync(path, 0o755);
    }
  }
}
