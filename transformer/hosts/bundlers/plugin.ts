/** Vite, Vitest, Rollup, Rolldown, esbuild, webpack and Rspack, by unplugin: our text before any other loader's. */
import { readFileSync } from "node:fs";
import type {
  UnpluginBuildContext,
  UnpluginContext,
  UnpluginInstance,
} from "unplugin";
import { createUnplugin } from "unplugin";
import { ownSource } from "../../5-emit/map.ts";
import type { Diagnostic } from "../../ir/program.ts";
import type { Build } from "../shared/build.ts";
import { openBuild } from "../shared/build.ts";
import { slashes } from "../shared/paths.ts";
import { told } from "../shared/told.ts";
import type { Options } from "./options.ts";

/** A file as it stands on the disk: not its text as a string (`?raw`), not a part of it. */
const sources = {
  include: /^[^\0?#]+\.[cm]?[jt]sx?$/,
  exclude: [/[\\/]node_modules[\\/]/, /\.d\.[cm]?ts$/],
};

export const plugin: UnpluginInstance<Options | undefined, false> =
  createUnplugin((options = {}, { framework }) => {
    const build = openBuild(options);
    /** When type errors are told: a server that shows pages leaves them to the editor. */
    let typesAreTold: "at the end" | "on the way" | "never" =
      options.types === false ? "never" : "at the end";
    const shared = {
      name: "adjoint",
      enforce: "pre",
      buildEnd(this: UnpluginBuildContext, error?: unknown) {
        if (typesAreTold !== "at the end" || error !== undefined) return;
        failAtEnd(this, build.types.errors());
      },
    } as const;
    if (framework === "rollup") {
      // Of the maps of transformations it sees the first source alone, of what is loaded it sees all.
      return {
        ...shared,
        load: {
          filter: { id: sources },
          handler(id) {
            return compiled(this, build, readFileSync(id, "utf8"), id);
          },
        },
      };
    }
    /** By file, the modules that are compiled from it among others. */
    const dependents = new Map<string, Set<string>>();
    return {
      ...shared,
      transform: {
        filter: { id: sources },
        handler(code, id) {
          const result = compiled(this, build, code, id, dependents);
          if (typesAreTold === "on the way")
            fail(this, build.types.errorsOnTheWay(result !== null));
          return result;
        },
      },
      vite: {
        configResolved({ command }) {
          if (typesAreTold === "never" || command === "build") return;
          typesAreTold =
            process.env["VITEST"] === undefined ? "never" : "on the way";
        },
        // Vite compiles a module anew where itself was saved; one whose imports were saved it takes from its cache.
        hotUpdate({ file, modules }) {
          const graph = this.environment.moduleGraph;
          const more = [...(dependents.get(file) ?? [])].flatMap((id) => [
            ...(graph.getModulesByFile(id) ?? []),
          ]);
          return [...new Set([...modules, ...more])];
        },
      },
    };
  });

/** Errors end the build. */
function fail(
  context: Pick<UnpluginContext, "error">,
  diagnostics: readonly Diagnostic[],
  file?: string,
  text?: string,
): void {
  const { failure } = told({ diagnostics }, file, text);
  if (failure === undefined) return;
  const { code: name, file: of, line, column } = failure.first;
  const loc = { file: of, line, column: column - 1 };
  context.error({ name, id: of, loc, message: failure.message });
}

/** Each of them has its own way to fail when all modules are there. */
function failAtEnd(
  context: UnpluginBuildContext & Partial<UnpluginContext>,
  diagnostics: readonly Diagnostic[],
): void {
  const native = context.getNativeBuildContext?.();
  fail(
    {
      error(error) {
        if (context.error !== undefined) return context.error(error);
        const failure = new Error((error as Error).message);
        // A failure, and not an error of the compilation, would be of the bundler's own.
        if (native?.framework === "webpack")
          native.compilation?.errors.push(failure as never);
        else if (native?.framework === "rspack")
          native.compilation.errors.push(failure as never);
        else throw failure;
      },
    },
    diagnostics,
  );
}

/** The module as it is handed on, or null where nothing was emitted. */
function compiled(
  context: UnpluginBuildContext & UnpluginContext,
  build: Build,
  text: string,
  id: string,
  dependents?: Map<string, Set<string>>,
) {
  const file = slashes(id);
  build.types.see(file, text);
  const output = build.compile(file, text);
  if (output === undefined) return null;
  for (const each of output.files) {
    if (each === file) continue;
    context.addWatchFile(each);
    const known = dependents?.get(each);
    if (known) known.add(file);
    else dependents?.set(each, new Set([file]));
  }
  for (const each of told(output, file, text).warnings) context.warn(each);
  fail(context, output.diagnostics, file, text);
  if (output.appended === "") return null;
  const { names, sourcesContent, ...map } = output.map;
  return {
    code: output.text,
    map: {
      ...map,
      // Whole paths: each bundler makes them relative in its own way.
      sources: [file, ownSource(file)],
      sourcesContent: [...sourcesContent],
      names: [...names],
    },
  };
}
