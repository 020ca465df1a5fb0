/**
 * The compiler as hosts use it: one project kept for a whole build (or for as long as a server runs), refreshed
 * by what changed. What has not changed is not compiled again.
 */
import type { FileSystemHost, ts } from "ts-morph";
import type { FileHost } from "../../1-read/project.ts";
import { openProject } from "../../1-read/project.ts";
import type { CompileResult } from "../../compile.ts";
import { compile, emittingNothing } from "../../compile.ts";
import { concerns } from "./concerns.ts";
import { slashes } from "./paths.ts";
import { internalFailure } from "./internal-failure.ts";

export interface Session {
  /**
   * What becomes of a file's text; undefined where the text has nothing for us. Never throws: what goes wrong in
   * here is a diagnostic.
   */
  readonly compile: (fileName: string, text: string) => Output | undefined;
  /** Makes texts known that are going to be compiled: one program for all of them, instead of one for each. */
  readonly expect: (texts: Iterable<readonly [string, string]>) => void;
}

/** All of a compilation but what its passes made. */
export type Output = Omit<CompileResult, "stages">;

/** An output with the texts of its `files`, to know whether it still holds. */
interface Kept extends Output {
  readonly texts: readonly (string | undefined)[];
}

export interface SessionOptions {
  readonly compilerOptions: ts.CompilerOptions;
  /** For a host with texts of its own (an editor's, a compiler's program); absent: the disk. */
  readonly host?: FileHost | undefined;
  /** The disk, as someone wants to look on. */
  readonly fileSystem?: FileSystemHost | undefined;
}

export function openSession(options: SessionOptions): Session {
  const { compilerOptions, fileSystem, host } = options;
  const project = openProject({
    compilerOptions,
    ...(host === undefined ? {} : { host }),
    ...(fileSystem === undefined ? {} : { fileSystem }),
  });
  const outputs = new Map<string, Kept>();
  const textsOf = (files: readonly string[]): (string | undefined)[] => {
    const program = project.program();
    return files.map((file) => program.getSourceFile(file)?.text);
  };
  const stillHolds = ({ files, texts }: Kept): boolean =>
    textsOf(files).every((text, i) => text === texts[i]);
  return {
    expect: (texts) => {
      for (const [file, text] of texts)
        if (concerns(text)) project.setFile(slashes(file), text);
    },
    compile: (file, text) => {
      if (!concerns(text)) return undefined;
      const fileName = slashes(file);
      return attempt(fileName, text, () => {
        let before = outputs.get(fileName);
        project.refresh();
        if (before?.unresolved === true) {
          before = undefined;
          project.reset();
        }
        project.setFile(fileName, text);
        if (before !== undefined && stillHolds(before)) return before;
        const { stages: _, ...output } = compile({
          ...{ fileName, text, compilerOptions, project },
        });
        outputs.set(fileName, { ...output, texts: textsOf(output.files) });
        return output;
      });
    },
  };
}

/** The other files need not suffer from a bug that one of them meets. */
function attempt(file: string, text: string, work: () => Output): Output {
  try {
    return work();
  } catch (error) {
    if (process.env["ADJOINT_DEBUG"]) throw error;
    return emittingNothing(file, text, [internalFailure(file, error)]);
  }
}
