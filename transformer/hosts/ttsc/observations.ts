/**
 * What a compilation saw of the disk. What was made of it can be used again as long as the disk would give the
 * same answers: also that a file is not there, which is how a module that appears, or stands in another's way, is
 * noticed.
 */
import { createHash } from "node:crypto";
import { readFileSync, realpathSync, statSync } from "node:fs";

export interface Observations {
  /** Hashes of the files that were read, by path; null: there was none. */
  readonly texts: Readonly<Record<string, string | null>>;
  /** What paths were found to be (`file`, `folder`, `nothing`) or to lead to. */
  readonly kinds: Readonly<Record<string, Kind>>;
  readonly links: Readonly<Record<string, string>>;
}

export type Kind = "file" | "folder" | "nothing";

export const hashOf = (text: string): string =>
  createHash("sha256").update(text).digest("base64url");

export function hashOfFile(path: string): string | null {
  try {
    return hashOf(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

export const kindOf = (path: string): Kind => {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return "nothing";
  return stats.isDirectory() ? "folder" : "file";
};

const targetOf = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
};

/** Is everything still found where it was? Whether the texts are the same is another question. */
export const samePlaces = ({ kinds, links }: Observations): boolean =>
  Object.entries(kinds).every(([path, kind]) => kindOf(path) === kind) &&
  Object.entries(links).every(([path, target]) => targetOf(path) === target);
