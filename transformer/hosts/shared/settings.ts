/** Compiler options and files from a tsconfig, found or given. */
import { dirname, join, resolve } from "node:path";
import { ts } from "ts-morph";
import type { Diagnostic } from "../../ir/program.ts";
import { DiagnosticsError } from "./diagnostics-error.ts";
import { display, isSource } from "./paths.ts";
import { UsageError } from "./usage-error.ts";

/** How files are to be read: what a tsconfig says, or TypeScript's defaults. */
export interface Settings {
  readonly compilerOptions: ts.CompilerOptions;
  /** The tsconfig that says so, if there is one. */
  readonly configFile?: string;
  /** All files that it was read from: itself, those it extends, and those that refer to it. */
  readonly configFiles?: readonly string[];
  /** Absolute paths of all files that it includes, declarations among them. */
  readonly rootFiles?: readonly string[];
}

export interface ProjectFiles {
  readonly settings: Settings;
  /** Absolute paths of the sources that the tsconfig includes, sorted. */
  readonly files: readonly string[];
}

/** What `-p PATH` says: the options and the files. PATH may be a folder, as for tsc. */
export function readProject(path: string, cwd: string): ProjectFiles {
  const given = resolve(cwd, path);
  const file = ts.sys.directoryExists(given)
    ? join(given, "tsconfig.json")
    : given;
  if (!ts.sys.fileExists(file)) {
    throw new UsageError(`${display(file, cwd)} does not exist`);
  }
  const config = parse(file);
  refuseUnreadable(config, file);
  const files = config.fileNames.map((each) => resolve(each)).filter(isSource);
  if (files.length === 0) {
    const references = config.projectReferences ?? [];
    throw new UsageError(
      `${display(file, cwd)} includes no TypeScript source file`,
      ...references.map(
        (each) => `it refers to another project: -p ${display(each.path, cwd)}`,
      ),
    );
  }
  return { settings: settingsOf(config, file), files: files.sort() };
}

/** The options under which the user's own build compiles a file: those of the nearest tsconfig, else the defaults. */
export function settingsFor(source: string): Settings {
  const file = ts.findConfigFile(dirname(source), (path) =>
    ts.sys.fileExists(path),
  );
  if (file === undefined) {
    return { compilerOptions: ts.getDefaultCompilerOptions() };
  }
  const config = parse(file);
  const includer = findIncluder(config, file, source, new Set());
  const chosen = includer ?? { config, file };
  refuseUnreadable(chosen.config, chosen.file);
  const settings = settingsOf(chosen.config, chosen.file);
  const { configFiles } = settingsOf(config, file);
  return {
    ...settings,
    configFiles: [...new Set([...configFiles, ...settings.configFiles])],
  };
}

/** The options of one tsconfig, whichever files it includes. */
export function settingsFrom(configFile: string): Settings {
  const file = resolve(configFile);
  const config = parse(file);
  refuseUnreadable(config, file);
  return settingsOf(config, file);
}

interface Config {
  readonly config: ts.ParsedCommandLine;
  readonly file: string;
}

/** A tsconfig may hold nothing but references, as Vite's template does: the one that includes the file counts. */
function findIncluder(
  config: ts.ParsedCommandLine,
  file: string,
  source: string,
  seen: Set<string>,
): Config | undefined {
  if (config.fileNames.some((each) => resolve(each) === source)) {
    return { config, file };
  }
  for (const reference of config.projectReferences ?? []) {
    const path = ts.resolveProjectReferencePath(reference);
    if (seen.has(path) || !ts.sys.fileExists(path)) continue;
    seen.add(path);
    const found = findIncluder(parse(path), path, source, seen);
    if (found) return found;
  }
  return undefined;
}

function parse(file: string): ts.ParsedCommandLine {
  const source = ts.readJsonConfigFile(file, (path) => ts.sys.readFile(path));
  return ts.parseJsonSourceFileConfigFileContent(
    source,
    ts.sys,
    dirname(file),
    undefined,
    file,
  );
}

/**
 * Only what keeps the file from being read: a syntax error, a circle, an `extends` that is not there. Whether
 * options are known and fit together is for the user's own TypeScript to say, which may be newer than ours.
 */
function refuseUnreadable(config: ts.ParsedCommandLine, file: string): void {
  const unreadable = new Set([5083, 6053, 6096, 18000]);
  const errors = ts
    .getConfigFileParsingDiagnostics(config)
    .filter(({ code }) => code < 2000 || unreadable.has(code));
  if (errors.length === 0) return;
  throw new DiagnosticsError(errors.map((error) => toDiagnostic(error, file)));
}

function settingsOf(
  config: ts.ParsedCommandLine,
  file: string,
): Settings & { readonly configFiles: readonly string[] } {
  const { configFile } = config.options as {
    readonly configFile?: ts.TsConfigSourceFile;
  };
  return {
    compilerOptions: config.options,
    configFile: file,
    configFiles: [file, ...(configFile?.extendedSourceFiles ?? [])],
    rootFiles: config.fileNames.map((each) => resolve(each)),
  };
}

/** TypeScript's as one of ours; `file` is meant where it names none. */
export function toDiagnostic(error: ts.Diagnostic, file: string): Diagnostic {
  const start = error.start ?? 0;
  const at = error.file?.getLineAndCharacterOfPosition(start);
  return {
    code: `TS${error.code}`,
    severity: "error",
    message: ts.flattenDiagnosticMessageText(error.messageText, "\n"),
    file: error.file?.fileName ?? file,
    start,
    end: start + (error.length ?? 0),
    line: (at?.line ?? 0) + 1,
    column: (at?.character ?? 0) + 1,
  };
}
