/** Vite, Vitest, Rollup, Rolldown, esbuild, webpack and Rspack, by unplugin: our text before any other loader's. */
import { readFileSync } from "node:fs";
import type {
  UnpluginBuildContext,
  UnpluginContext,
  UnpluginInstance,
} from "unplugin";
import { createUnplugin } from "unplugin";
import { ownSource } from "../../5-emit/map.ts";
import { openBuild } from "../shared/build.ts";
import { concerning } from "../shared/concerns.ts";
import { slashes } from "../shared/paths.ts";
import type { Session } from "../shared/session.ts";
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
    const shared = { name: "adjoint", enforce: "pre" } as const;
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
        filter: { id: sources, code: concerning },
        handler(code, id) {
          return compiled(this, build, code, id, dependents);
        },
      },
      vite: {
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

/** The module as it is handed on, or null where nothing was emitted. Errors end the build. */
function compiled(
  context: UnpluginBuildContext & UnpluginContext,
  build: Pick<Session, "compile">,
  text: string,
  id: string,
  dependents?: Map<string, Set<string>>,
) {
  const file = slashes(id);
  const output = build.compile(file, text);
  if (output === undefined) return null;
  for (const each of output.files) {
    if (each === file) continue;
    context.addWatchFile(each);
    const known = dependents?.get(each);
    if (known) known.add(file);
    else dependents?.set(each, new Set([file]));
  }
  const { warnings, failure } = told(output, file, text);
  for (const each of warnings) context.warn(each);
  if (failure !== undefined) {
    const { code: name, file: of, line, column } = failure.first;
    const loc = { file: of, line, column: column - 1 };
    context.error({ name, id: of, loc, message: failure.message });
  }
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
