/** A session for files of any tsconfig: each is compiled under the options by which the user's own tools read it. */
import { statSync } from "node:fs";
import { DiagnosticsError } from "./diagnostics-error.ts";
import { concerns } from "./concerns.ts";
import type { Output, Session } from "./session.ts";
import { openSession } from "./session.ts";
import { emittingNothing } from "../../compile.ts";
import type { Settings } from "./settings.ts";
import { settingsFor, settingsFrom } from "./settings.ts";
import type { TypeCheck } from "./types.ts";
import { openTypeCheck } from "./types.ts";

export interface BuildOptions {
  /** The tsconfig to read files by; absent: for each file, the nearest one that includes it. */
  readonly tsconfig?: string | undefined;
}

interface Known {
  readonly settings: Settings;
  readonly stamp: string;
}

export interface Build extends Pick<Session, "compile"> {
  readonly types: TypeCheck;
}

export function openBuild({ tsconfig }: BuildOptions = {}): Build {
  const settings = new Map<string, Known>();
  const sessions = new Map<
    string,
    { readonly session: Session; readonly stamp: string }
  >();
  const known = (file: string): Known => {
    const before = settings.get(file);
    if (before !== undefined && before.stamp === stampOf(before.settings))
      return before;
    const read =
      tsconfig === undefined ? settingsFor(file) : settingsFrom(tsconfig);
    const found = { settings: read, stamp: stampOf(read) };
    settings.set(file, found);
    return found;
  };
  const compile = (file: string, text: string): Output | undefined => {
    if (!concerns(text)) return undefined;
    let found: Known;
    try {
      found = known(file);
    } catch (error) {
      if (error instanceof DiagnosticsError)
        return emittingNothing(file, text, error.diagnostics);
      throw error;
    }
    const {
      settings: { configFile = "", configFiles = [], compilerOptions },
      stamp,
    } = found;
    let open = sessions.get(configFile);
    if (open?.stamp !== stamp) {
      open = { session: openSession({ compilerOptions }), stamp };
      sessions.set(configFile, open);
    }
    const output = open.session.compile(file, text);
    return output && { ...output, files: [...output.files, ...configFiles] };
  };
  return {
    compile,
    types: openTypeCheck((file) => known(file).settings, compile),
  };
}

/** Changes when one of the tsconfigs does. */
const stampOf = ({ configFiles = [] }: Settings): string =>
  configFiles
    .map(
      (file) => `${file} ${statSync(file, { throwIfNoEntry: false })?.mtimeMs}`,
    )
    .join("\n");
