/** `adjoint/jest`: our text before the transformer that a project has anyway (ts-jest, babel-jest, @swc/jest). */
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Diagnostic } from "../../ir/program.ts";
import { openBuild } from "../shared/build.ts";
import type { AnyMap } from "../shared/own-source.ts";
import { inlineOwnSource, withOwnSource } from "../shared/own-source.ts";
import { slashes } from "../shared/paths.ts";
import type { Output } from "../shared/session.ts";
import { told } from "../shared/told.ts";
import { version } from "../shared/version.ts";

export interface Options {
  /** The transformer that takes our text: its name, or its name and its own options. */
  readonly transformer: string | readonly [name: string, options: unknown];
  /** The tsconfig whose options the sources are read by; absent: for each file, the nearest that includes it. */
  readonly tsconfig?: string;
  /** `false`: type errors are left to a checker of your own. */
  readonly types?: boolean;
}

interface Transformed {
  readonly code: string;
  readonly map?: AnyMap | string | null;
}

/** What jest asks of a transformer, as far as we look at it. */
interface Transformer {
  readonly canInstrument?: boolean;
  getCacheKey?(text: string, path: string, options: object): string;
  process?(text: string, path: string, options: object): Transformed;
  processAsync?(
    text: string,
    path: string,
    options: object,
  ): Promise<Transformed>;
}

interface Factory {
  createTransformer?(options?: unknown): Transformer | Promise<Transformer>;
}

/** As jest takes it: `transform: { "\\.tsx?$": ["adjoint/jest", { transformer: "ts-jest" }] }`. */
const adjoint = { createTransformer };
export default adjoint;

export async function createTransformer(
  options?: Options,
): Promise<Transformer> {
  if (options?.transformer === undefined) {
    throw new Error(
      'adjoint/jest needs the transformer that compiles TypeScript: ["adjoint/jest", { "transformer": "ts-jest" }].',
    );
  }
  const inner = await load(options.transformer);
  const build = openBuild(options);
  const compiled = (text: string, path: string): Output | undefined =>
    build.compile(slashes(path), text);
  /** A process in which nothing has been compiled waits for no type checker. */
  let isAwake = false;
  const diagnosticsOf = (
    output: Output | undefined,
    text: string,
    path: string,
  ): readonly Diagnostic[] => {
    isAwake ||= output !== undefined;
    const ours = output?.diagnostics ?? [];
    if (!isAwake || options.types === false) return ours;
    const file = slashes(path);
    build.types.see(file, text);
    return [...ours, ...build.types.errors([file])];
  };
  /** Our text, or an exception that fails the test file. */
  const textFor = (
    output: Output | undefined,
    text: string,
    path: string,
  ): string => {
    const diagnostics = diagnosticsOf(output, text, path);
    const { warnings, failure } = told({ diagnostics }, slashes(path), text);
    for (const each of warnings) process.stderr.write(`${each}\n\n`);
    if (failure !== undefined) throw new Error(`\n${failure.message}`);
    return output?.text ?? text;
  };
  const { process: now, processAsync: later } = inner;
  return {
    ...inner,
    // Our text is made of other files too: it, and not the file's own, is what is cached.
    getCacheKey: (text, path, context) => {
      const output = compiled(text, path);
      const key = inner.getCacheKey?.(output?.text ?? text, path, context);
      return createHash("sha256")
        .update(
          JSON.stringify([
            version(),
            options,
            diagnosticsOf(output, text, path),
          ]),
        )
        .update(key ?? JSON.stringify([output?.text ?? text, path, context]))
        .digest("hex");
    },
    ...(now && {
      process: (text, path, context) => {
        const output = compiled(text, path);
        const ours = textFor(output, text, path);
        return mapped(now.call(inner, ours, path, context), output);
      },
    }),
    ...(later && {
      processAsync: async (text, path, context) => {
        const output = compiled(text, path);
        const ours = textFor(output, text, path);
        return mapped(await later.call(inner, ours, path, context), output);
      },
    }),
  };
}

/** From the project, and not from here: it is the project that has it installed. */
async function load(
  wanted: string | readonly [string, unknown],
): Promise<Transformer> {
  const [name, options] = typeof wanted === "string" ? [wanted] : wanted;
  const { resolve } = createRequire(join(process.cwd(), "package.json"));
  const module = (await import(
    pathToFileURL(resolve(name)).href
  )) as Factory & {
    readonly default?: Factory & { readonly default?: Factory };
  };
  // A CommonJS module compiled from ECMAScript's has its default export one level down.
  const found = [module, module.default, module.default?.default].find(
    (each) => each?.createTransformer !== undefined,
  );
  if (found === undefined) return (module.default ?? module) as Transformer;
  return found.createTransformer!(options);
}

function mapped(result: Transformed, output: Output | undefined): Transformed {
  if (output === undefined) return result;
  const { code, map } = result;
  // One file went in: every source is that file.
  const outputOf = (): Output => output;
  return {
    ...result,
    code: inlineOwnSource(code, outputOf),
    ...(map && {
      map: withOwnSource(
        typeof map === "string" ? (JSON.parse(map) as AnyMap) : map,
        outputOf,
      ),
    }),
  };
}
