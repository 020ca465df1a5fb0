/**
 * What is emitted for a file, as a file that an editor can open: 'go to definition' of `lossGrad` leads there. It
 * is a view, below node_modules; nothing is compiled from it.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { ownSource } from "../../5-emit/map.ts";
import { slashes } from "../shared/paths.ts";

export interface View {
  readonly fileName: string;
  /** From an offset in what is emitted to one in the view. */
  readonly offset: (ofEmitted: number) => number;
}

export function viewOf(file: string, appended: string): View {
  const head = `// What adjoint emits for ${basename(file)}, at the end of that module. This is a view of it.\n// @ts-nocheck\n\n`;
  const own = appended.trimStart();
  const fileName = pathOf(file);
  const text = head + own;
  if (!existsSync(fileName) || readFileSync(fileName, "utf8") !== text) {
    mkdirSync(dirname(fileName), { recursive: true });
    writeFileSync(fileName, text);
  }
  const shift = head.length - (appended.length - own.length);
  return { fileName, offset: (at) => at + shift };
}

/** Below the nearest node_modules, at the same path as the file has from there. */
function pathOf(file: string): string {
  const inFolders = ["node_modules", ".cache", "adjoint", "views"];
  for (let at = dirname(file); ; at = dirname(at)) {
    const isTop = at === dirname(at);
    if (!isTop && !existsSync(join(at, "node_modules"))) continue;
    const root = isTop
      ? join(tmpdir(), "adjoint-views")
      : join(at, ...inFolders);
    const rest = file.slice(at.length).replace(/^([A-Za-z]):/, "$1");
    return slashes(join(root, ownSource(rest)));
  }
}
