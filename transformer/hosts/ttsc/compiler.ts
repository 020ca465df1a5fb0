/** The compiler under the options that the native one showed, over a file system that is watched. */
import { dirname } from "node:path";
import { ts } from "ts-morph";
import type { Output } from "../shared/session.ts";
import { openSession } from "../shared/session.ts";
import type { Config } from "./native.ts";
import type { Observations } from "./observations.ts";
import { observeFileSystem } from "./observed.ts";

export interface ObservedSession {
  readonly compile: (texts: ReadonlyMap<string, string>) => {
    readonly made: ReadonlyMap<string, Output>;
    readonly observations: Observations;
  };
}

export function openObservedSession(
  tsconfig: string,
  config: Config,
): ObservedSession {
  const { fileSystem, observations } = observeFileSystem();
  const { compilerOptions } = config;
  // The files are known already: nothing is looked for.
  const { options } = ts.parseJsonConfigFileContent(
    { compilerOptions, files: [] },
    ts.sys,
    dirname(tsconfig),
    undefined,
    tsconfig,
  );
  const session = openSession({ compilerOptions: options, fileSystem });
  return {
    compile: (texts) => {
      session.expect(texts);
      const made = new Map<string, Output>();
      for (const [file, text] of texts) {
        const output = session.compile(file, text);
        if (output !== undefined) made.set(file, output);
      }
      return { made, observations: observations() };
    },
  };
}
