/** The files of a program that a file's meaning depends on: a compiled module is a function of their texts. */
import { ts } from "ts-morph";

export interface Reached {
  /** Absolute paths, sorted: the file, and what it reaches by imports. Installed packages are left out. */
  readonly files: readonly string[];
  /** Some import of theirs leads nowhere (yet). */
  readonly isOpen: boolean;
}

export function reachedFrom(file: ts.SourceFile, program: ts.Program): Reached {
  const checker = program.getTypeChecker();
  // What is no module declares names that are seen everywhere.
  const globals = program
    .getSourceFiles()
    .filter((each) => !ts.isExternalModule(each) && !isForeign(each, program));
  const found = new Set([file, ...globals]);
  let isOpen = false;
  for (const each of found) {
    for (const specifier of specifiersOf(each)) {
      const module = checker.getSymbolAtLocation(specifier);
      const declared = module?.declarations?.find(ts.isSourceFile);
      if (declared === undefined) isOpen ||= mayAppear(specifier.text);
      else if (!isForeign(declared, program)) found.add(declared);
    }
  }
  return { files: [...found].map((each) => each.fileName).sort(), isOpen };
}

/** A file of ours may yet be there under this name; a picture or a style sheet has no types to wait for. */
const mayAppear = (specifier: string): boolean =>
  /^\.{0,2}\/([^?]*\/)?[^.?/]*(\.[cm]?[jt]sx?)?$/.test(specifier);

/** Of a library or an installed package: it does not change while we build. */
export const isForeign = (file: ts.SourceFile, program: ts.Program): boolean =>
  program.isSourceFileDefaultLibrary(file) ||
  program.isSourceFileFromExternalLibrary(file);

/** All that the file names as a module, in imports of every kind: TypeScript keeps the list, unpublished. */
export const specifiersOf = (
  file: ts.SourceFile,
): readonly ts.StringLiteralLike[] =>
  (file as { readonly imports?: readonly ts.StringLiteralLike[] }).imports ??
  [];
