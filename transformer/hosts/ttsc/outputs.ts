/** What the compiler emitted: out of the mirror, with source maps that lead to what was written. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, resolve } from "node:path";
import type { AnyMap } from "../shared/own-source.ts";
import { inlineOwnSource, withOwnSource } from "../shared/own-source.ts";
import { slashes } from "../shared/paths.ts";
import type { Output } from "../shared/session.ts";
import type { Mirror } from "./mirror.ts";

/** Brings home what has been written into folders of the mirror's own. Returns all files, as on the disk. */
export function bringHome(
  emitted: readonly string[],
  mirror: Mirror,
): string[] {
  return emitted.map((path) => {
    const home = mirror.home(path);
    if (existsSync(path) && realpathSync(path).startsWith(mirror.root)) {
      mkdirSync(dirname(home), { recursive: true });
      copyFileSync(path, home);
      rmSync(path);
    }
    return home;
  });
}

/**
 * The compiler's maps lead to the text that it was given. Those of files that we added to lead on from there:
 * to the user's own text, and to what was emitted, in a source of its own.
 */
export function correctMaps(
  files: readonly string[],
  outputs: ReadonlyMap<string, Output>,
): void {
  const names = new Set([...outputs.keys()].map(stemOf));
  for (const file of files) {
    if (!names.has(stemOf(file))) continue;
    const text = readFileSync(file, "utf8");
    const after = file.endsWith(".map")
      ? corrected(text, file, outputs)
      : inlineOwnSource(text, (source) =>
          outputs.get(slashes(resolve(dirname(file), source))),
        );
    if (after !== text) writeFileSync(file, after);
  }
}

const stemOf = (file: string): string => basename(file).replace(/\..*/, "");

function corrected(
  json: string,
  file: string,
  outputs: ReadonlyMap<string, Output>,
): string {
  const map = JSON.parse(json) as AnyMap;
  const folder = resolve(dirname(file), map.sourceRoot ?? "");
  return JSON.stringify(
    withOwnSource(
      map,
      (source) => outputs.get(slashes(resolve(folder, source))),
      { declarations: /\.d\.[cm]?ts\.map$/.test(file) },
    ),
  );
}
