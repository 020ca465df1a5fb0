/** Runs compiled files, with the files that they import. */
import { transformSync } from "esbuild";
import { dirname, posix } from "node:path";
import type { AnyFunction } from "../gradients/load.ts";
import type { Output } from "./outputs.ts";

export type Module = Record<string, AnyFunction | undefined>;

export function modulesOf(
  outputs: readonly Output[],
): (file: string) => Module {
  const byFile = new Map(outputs.map((output) => [output.file, output]));
  const loaded = new Map<string, { exports: Module }>();
  const load = (file: string): Module => {
    const known = loaded.get(file);
    if (known) return known.exports;
    const output = byFile.get(file);
    if (!output) throw new Error(`${file} is no output`);
    const { code } = transformSync(output.result.text, {
      loader: "ts",
      format: "cjs",
      target: "es2022",
    });
    const module = { exports: {} };
    loaded.set(file, module);
    const require = (path: string): Module =>
      load(posix.join(dirname(file), path));
    const silent = new Proxy(console, { get: () => () => undefined });
    new Function("module", "exports", "require", "console", code)(
      module,
      module.exports,
      require,
      silent,
    );
    return module.exports;
  };
  return load;
}
