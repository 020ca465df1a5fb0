/**
 * Outputs of earlier builds. An output depends on the texts of its own `files` and of installed packages, and on
 * what leads where; it is used again where all of that is as it was, and then TypeScript need not even be
 * loaded. What can't be read is no cache.
 */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Output } from "../shared/session.ts";
import type { Observations } from "./observations.ts";
import { hashOf, hashOfFile, samePlaces } from "./observations.ts";

interface Stored {
  readonly observations: Observations;
  readonly outputs: Readonly<Record<string, Output>>;
  /** Sources with something for us that no tsconfig names, only an import. */
  readonly imported: readonly string[];
}

export interface Cache extends Stored {
  readonly store: (now: Stored) => void;
}

const none: Stored = {
  observations: { texts: {}, kinds: {}, links: {} },
  outputs: {},
  imported: [],
};

/** `key`: what outputs depend on beside files, as the options of the project. */
export function openCache(tsconfig: string, key: string): Cache {
  const file = join(
    folderFor(tsconfig),
    `ttsc-${hashOf(key).slice(0, 16)}.json`,
  );
  return {
    ...read(file),
    store: (now) => {
      try {
        mkdirSync(dirname(file), { recursive: true });
        // Whole or not at all: another build may be reading.
        const fresh = `${file}.${process.pid}`;
        writeFileSync(fresh, JSON.stringify(now));
        renameSync(fresh, file);
      } catch {
        // A folder that can't be written to: the next build takes as long as this one.
      }
    },
  };
}

/** As tools do: below the nearest node_modules. */
function folderFor(tsconfig: string): string {
  for (let at = dirname(tsconfig); ; at = dirname(at)) {
    const packages = join(at, "node_modules");
    if (existsSync(packages)) return join(packages, ".cache", "adjoint");
    if (at === dirname(at)) return join(tmpdir(), "adjoint-cache");
  }
}

function read(file: string): Stored {
  let stored: Stored;
  try {
    stored = JSON.parse(readFileSync(file, "utf8")) as Stored;
  } catch {
    return none;
  }
  const { imported, observations, outputs } = stored;
  if (!samePlaces(observations)) return { ...none, imported };
  const changed = Object.entries(observations.texts)
    .filter(([path, hash]) => hashOfFile(path) !== hash)
    .map(([path]) => path);
  const own = new Set(Object.values(outputs).flatMap((each) => each.files));
  // A package that changed may have changed the types of all.
  if (changed.some((path) => !own.has(path))) return { ...none, imported };
  const gone = new Set(changed);
  const kept = Object.entries(outputs).filter(
    ([, { files }]) => !files.some((path) => gone.has(path)),
  );
  return {
    imported,
    observations: {
      ...observations,
      texts: Object.fromEntries(
        Object.entries(observations.texts).filter(([path]) => !gone.has(path)),
      ),
    },
    outputs: Object.fromEntries(kept),
  };
}
