/** The outputs of all sources that have something for us, from the cache or by the compiler. */
import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Output } from "../shared/session.ts";
import { concerns } from "../shared/concerns.ts";
import { isSource } from "../shared/paths.ts";
import { version } from "../shared/version.ts";
import { openCache } from "./cache.ts";
import type { Config } from "./native.ts";
import type { Observations } from "./observations.ts";

export interface Derivatives {
  readonly outputs: ReadonlyMap<string, Output>;
  /** Takes in those of more files, of which the compiler told; whether there was something for us in any. */
  readonly add: (files: readonly string[]) => Promise<boolean>;
}

export async function derive(
  tsconfig: string,
  config: Config,
): Promise<Derivatives> {
  const cache = openCache(tsconfig, keyOf(tsconfig, config));
  const outputs = new Map<string, Output>();
  const seen = new Set<string>();
  const imported = new Set(cache.imported);
  const compile = lazyCompiler(tsconfig, config);
  const take = async (files: readonly string[]): Promise<boolean> => {
    const texts = new Map<string, string>();
    for (const file of files) {
      if (seen.has(file) || !isSource(file)) continue;
      seen.add(file);
      const text = read(file);
      if (text !== undefined && concerns(text)) texts.set(file, text);
    }
    const missing = new Map(texts);
    for (const file of texts.keys()) {
      const known = cache.outputs[file];
      if (known === undefined) continue;
      outputs.set(file, known);
      missing.delete(file);
    }
    if (missing.size > 0) {
      const { made, observations } = await compile(missing);
      for (const [file, output] of made) outputs.set(file, output);
      const { texts, kinds, links } = cache.observations;
      cache.store({
        imported: [...imported],
        observations: {
          texts: { ...texts, ...observations.texts },
          kinds: { ...kinds, ...observations.kinds },
          links: { ...links, ...observations.links },
        },
        outputs: Object.fromEntries(outputs),
      });
    }
    return texts.size > 0;
  };
  await take([...config.files, ...cache.imported]);
  return {
    outputs,
    add: async (files) => {
      for (const file of files) if (!seen.has(file)) imported.add(file);
      return take(files);
    },
  };
}

type Compiler = (texts: ReadonlyMap<string, string>) => Promise<{
  readonly made: ReadonlyMap<string, Output>;
  readonly observations: Observations;
}>;

/** Where nothing has to be compiled, TypeScript is not loaded: that takes longer than all else. */
function lazyCompiler(tsconfig: string, config: Config): Compiler {
  let session: ReturnType<typeof open> | undefined;
  const open = async () => {
    const { openObservedSession } = await import("./compiler.ts");
    return openObservedSession(tsconfig, config);
  };
  return async (texts) => (await (session ??= open())).compile(texts);
}

/** Beside files, an output depends on the options, and on which compiler this is. */
const keyOf = (tsconfig: string, { compilerOptions }: Config): string => {
  // Of a package, its version says it; of a working copy, when it was built.
  const { mtimeMs, size } = statSync(fileURLToPath(import.meta.url));
  return JSON.stringify([version(), mtimeMs, size, tsconfig, compilerOptions]);
};

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
