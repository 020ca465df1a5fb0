/** Runs a bundle. */
import { createRequire, isBuiltin } from "node:module";
import { pathToFileURL } from "node:url";
import { implementationFinder } from "../1-read/implementations.ts";
import type { Recorder } from "./branches.ts";
import { localsKey, type Bundle } from "./bundle.ts";
import { InputError } from "./input-error.ts";
import { markForeign, runtime } from "./runtime/index.ts";

export interface Evaluated {
  /** A name of the entry's top level, or one that it exports. */
  named(name: string): unknown;
  /** The exports of each module, in the order of the bundle's files. */
  readonly modules: readonly Readonly<Record<string, unknown>>[];
}

/** Packages by specifier, for those that are not to be looked up. */
export type Packages = Readonly<Record<string, unknown>>;

/** Loads what a bundle imports from packages. */
export async function loadPackages(
  { externals }: Bundle,
  given: Packages,
): Promise<ReadonlyMap<string, unknown>> {
  const loaded = new Map<string, unknown>();
  for (const [specifier, from] of externals) {
    const found = Object.hasOwn(given, specifier)
      ? given[specifier]
      : await importFrom(specifier, from);
    markForeign(found);
    // An object of its own: CommonJS code reads `default` from it, whatever it was. What bundlers take for the
    // names of a CommonJS module are those of its whole: Node sees only some of them from outside.
    loaded.set(specifier, {
      ...((found as { default?: object }).default ?? {}),
      ...(found as object),
      __esModule: true,
    });
  }
  return loaded;
}

async function importFrom(specifier: string, from: string): Promise<unknown> {
  if (isBuiltin(specifier)) return import(specifier);
  try {
    return await import(pathToFileURL(fileOf(specifier, from)).href);
  } catch (error) {
    throw new InputError(
      `the check can't load '${specifier}', which ${from} imports: ${messageOf(error)}`,
      "install it, or leave the import out of what is checked",
      error,
    );
  }
}

/** As `require` finds it; a package may be there for `import` alone. */
function fileOf(specifier: string, from: string): string {
  try {
    return createRequire(from).resolve(specifier);
  } catch (error) {
    const found = implementationFinder({})(specifier, from);
    if (found === undefined) throw error;
    return found;
  }
}

/** A function that is run a thousand times prints once at most: not at all. */
const silent = new Proxy(console, {
  get: (target, name) =>
    typeof Reflect.get(target, name) === "function"
      ? () => undefined
      : Reflect.get(target, name),
});

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Modules run when they are loaded, and what they throw is their own. */
function started<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new InputError(
      `the modules to check (or their samples) throw as they are loaded: ${messageOf(error)}`,
      "a check loads them as a program would: mend what they do at their top level",
      error,
    );
  }
}

export function evaluate(
  { text }: Bundle,
  packages: ReadonlyMap<string, unknown>,
  trace:
    | { readonly name: string; readonly recorder: Recorder }
    | undefined = undefined,
): Evaluated {
  const given = trace ? { ...runtime, ...trace.recorder } : {};
  const names = Object.keys(given).map(
    (name) => `${name}: ${trace?.name}_${name}`,
  );
  const run = new Function(
    "$external",
    "$console",
    "$runtime",
    // `var` and no parameter pattern: the engine need not ask at each use whether it is bound yet.
    `var { ${names.join(", ")} } = $runtime;\n${text}`,
  ) as (
    external: ReadonlyMap<string, unknown>,
    console: Console,
    trace: object,
  ) => Record<string, unknown>[];
  const start = () => run(packages, silent, given);
  // What the traced form throws where the user's own text does not is a bug of ours.
  const modules = trace ? start() : started(start);
  const entry = modules[0]!;
  const locals = entry[localsKey] as Record<string, unknown>;
  return { named: (name) => locals[name] ?? entry[name], modules };
}
