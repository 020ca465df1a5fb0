/**
 * A second view of the disk, in which some files have other texts: how a compiler that reads from nothing but
 * the disk is given ours. Folders that hold a source of the program are folders of their own here, all else in
 * them is a link, so that every relative path leads where it did: imports, `extends`, `outDir`, source maps.
 */
import {
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import type { Dirent } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, parse, sep } from "node:path";

export interface Mirror {
  readonly root: string;
  /** Where a path of the disk is seen in here. */
  readonly of: (path: string) => string;
  /** The path on the disk of what is seen here; other paths are their own. */
  readonly home: (path: string) => string;
  readonly remove: () => void;
}

export interface Contents {
  /**
   * The program's own sources, absolute. They are files here and no links: the compiler follows a link where a
   * module was found by a package's name (`#internal`), and would be out of the mirror.
   */
  readonly sources: Iterable<string>;
  /** Folders that are to be folders here too. */
  readonly folders: Iterable<string>;
  /** By the path of the file that it takes the place of. */
  readonly texts: ReadonlyMap<string, string>;
}

export function makeMirror({ sources, folders, texts }: Contents): Mirror {
  const root = mkdtempSync(join(realpathSync(tmpdir()), "adjoint-"));
  // On Windows a drive is a folder of the mirror.
  const of = (path: string): string =>
    join(root, path.replace(/^([A-Za-z]):/, "$1"));
  const home = (path: string): string => {
    if (!path.startsWith(root)) return path;
    const rest = path.slice(root.length);
    return sep === "/" ? rest : rest.replace(/^[\\/](\w)/, "$1:");
  };
  const files = new Set([...sources, ...texts.keys()]);
  const own = new Set<string>();
  for (const folder of [...folders, ...[...files].map((each) => dirname(each))])
    for (let at = folder; !own.has(at); at = dirname(at)) own.add(at);
  for (const folder of [...own].sort()) {
    mkdirSync(of(folder), { recursive: true });
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (own.has(path) || path === root) continue;
      const text = texts.get(path);
      if (text !== undefined) writeFileSync(of(path), text);
      else if (files.has(path)) copy(path, of(path));
      else if (entry.name === "node_modules") mirrorPackages(path);
      else mirrorEntry(path, entry);
    }
  }
  return {
    root,
    of,
    home,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };

  /** Packages of the same repository that are part of the program lead into the mirror. */
  function mirrorPackages(folder: string): void {
    const entries = entriesOf(folder);
    const scopes = entries.filter(({ name }) => name.startsWith("@"));
    const hasOwn = [
      ...entries.map((entry) => [folder, entry] as const),
      ...scopes.flatMap(({ name }) =>
        entriesOf(join(folder, name)).map(
          (entry) => [join(folder, name), entry] as const,
        ),
      ),
    ].some(
      ([parent, entry]) =>
        entry.isSymbolicLink() && isOwn(join(parent, entry.name)),
    );
    if (!hasOwn) {
      symlink(folder, of(folder));
      return;
    }
    mkdirSync(of(folder));
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (!entry.name.startsWith("@")) {
        mirrorEntry(path, entry);
        continue;
      }
      mkdirSync(of(path));
      for (const each of entriesOf(path))
        mirrorEntry(join(path, each.name), each);
    }
  }

  function mirrorEntry(path: string, entry: Dirent): void {
    const inside = entry.isSymbolicLink() && isOwn(path);
    symlink(inside ? of(realpathSync(path)) : path, of(path));
  }

  /** A link that leads into one of the folders that are mirrored. */
  function isOwn(link: string): boolean {
    try {
      const target = realpathSync(link);
      return own.has(target) && target !== parse(target).root;
    } catch {
      return false;
    }
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // A folder that we may pass through and not look into: nothing beside us is reached from here.
    return [];
  }
}

/** A second name of the same file where the file system allows it. */
function copy(from: string, to: string): void {
  try {
    if (lstatSync(from).isSymbolicLink()) copyFileSync(from, to);
    else linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

function symlink(target: string, path: string): void {
  const isFolder =
    statSync(target, { throwIfNoEntry: false })?.isDirectory() === true;
  // Anyone may make a junction, on Windows; not everyone a link to a file.
  if (process.platform !== "win32" || isFolder)
    symlinkSync(target, path, isFolder ? "junction" : "file");
  else copy(target, path);
}
