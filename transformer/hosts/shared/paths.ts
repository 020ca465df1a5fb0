import { dirname, relative, sep } from "node:path";

/** A path as messages show it: relative to the working directory where it is below it. */
export function display(path: string, cwd: string): string {
  const short = relative(cwd, path);
  if (short === "") return ".";
  return slashes(short.startsWith("..") ? path : short);
}

export function slashes(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

export function isSource(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path) && !isDeclaration(path);
}

export function isDeclaration(path: string): boolean {
  return /\.d(\.[^./\\]+)?\.[cm]?ts$/.test(path);
}

/** The deepest folder that holds all the files. */
export function commonFolder(files: readonly string[]): string {
  const folders = files.map((file) => dirname(file).split(sep));
  const [first = [], ...others] = folders;
  let depth = first.length;
  for (const other of others) {
    let shared = 0;
    while (shared < depth && other[shared] === first[shared]) shared++;
    depth = shared;
  }
  return first.slice(0, depth).join(sep) || sep;
}
