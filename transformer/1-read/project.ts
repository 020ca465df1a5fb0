/**
 * A program in ts-morph's own bundled TypeScript, kept for a whole build: text comes in file by file, and
 * the lib typings (which come with ts-morph) and the unchanged files are parsed once.
 */
import { statSync } from "node:fs";
import type { FileSystemHost } from "ts-morph";
import { InMemoryFileSystemHost, Project, ts } from "ts-morph";
import type { FindImplementation } from "./implementations.ts";
import { implementationFinder } from "./implementations.ts";
import { isForeign } from "./reached.ts";

/** Where the text of other files comes from. Paths are absolute, with forward slashes. */
export interface FileHost {
  readonly readFile: (path: string) => string | undefined;
}

export interface ProjectOptions {
  readonly compilerOptions?: ts.CompilerOptions;
  /** Absent: the disk. */
  readonly host?: FileHost;
  /** The disk, as someone wants to look on. */
  readonly fileSystem?: FileSystemHost;
}

/** An import of a package whose code is asked for. */
export interface PackageImport {
  readonly specifier: string;
  /** The file that imports it. */
  readonly from: string;
}

export interface ReadProject {
  /** Adds a file, or replaces its text. The same text again costs nothing. */
  readonly setFile: (path: string, text: string) => void;
  /** The program of all files set so far; the same object until a text changes. */
  readonly program: () => ts.Program;
  /** The code that runs for an import of a package, where it has been read. */
  readonly implementation: FindImplementation;
  /** Reads the code of packages too; true if there was any that the program did not have. */
  readonly readPackages: (imports: Iterable<PackageImport>) => boolean;
  /** Looks where files come from, and reads those again that have changed since. */
  readonly refresh: () => void;
  /** Forgets all but the texts that were set: a file has appeared that imports may now lead to. */
  readonly reset: () => void;
}

export function openProject(options: ProjectOptions = {}): ReadProject {
  const { host } = options;
  const fileSystem =
    host === undefined ? options.fileSystem : fileSystemOf(host);
  const find = implementationFinder({
    compilerOptions: options.compilerOptions,
    readFile: host?.readFile,
  });
  /** Files of packages that are read for their code, not for their types. */
  const implementations = new Set<string>();
  const open = (): Project =>
    new Project({
      compilerOptions: readerOptions(options.compilerOptions ?? {}),
      skipAddingFilesFromTsConfig: true,
      skipFileDependencyResolution: true,
      ...(fileSystem === undefined ? {} : { fileSystem }),
      resolutionHost: (files, compilerOptions) => ({
        resolveModuleNames: (names, from) =>
          names.map((name) =>
            implementations.has(from)
              ? withinPackages(name, from)
              : fromOutside(name, from, files, compilerOptions()),
          ),
      }),
    });
  /** An import in the code of a package leads to code. */
  function withinPackages(
    name: string,
    from: string,
  ): ts.ResolvedModule | undefined {
    const file = find(name, from);
    if (file === undefined) return undefined;
    implementations.add(file);
    return { resolvedFileName: file, isExternalLibraryImport: false };
  }
  function fromOutside(
    name: string,
    from: string,
    files: ts.ModuleResolutionHost,
    compilerOptions: ts.CompilerOptions,
  ): ts.ResolvedModule | undefined {
    const { resolvedModule } = ts.resolveModuleName(
      name,
      from,
      compilerOptions,
      files,
    );
    // Of a package without types, whose code has been asked for.
    return resolvedModule !== undefined &&
      implementations.has(resolvedModule.resolvedFileName)
      ? { ...resolvedModule, isExternalLibraryImport: false }
      : resolvedModule;
  }
  let project = open();
  let program: ts.Program | undefined;
  const texts = new Map<string, string>();
  const stamps = new Map<string, string | undefined>();
  const stampOf = (path: string): string | undefined =>
    host === undefined ? diskStamp(path) : host.readFile(path);
  const replace = (path: string, text: string): void => {
    // To overwrite a file that is not known yet is to parse what it was before, too.
    const before =
      project.getSourceFile(path) ?? project.addSourceFileAtPathIfExists(path);
    if (before?.getFullText() !== text)
      project.createSourceFile(path, text, { overwrite: true });
    program = undefined;
  };
  return {
    setFile: (path, text) => {
      if (texts.get(path) === text) return;
      texts.set(path, text);
      stamps.set(path, stampOf(path));
      replace(path, text);
    },
    program: () => {
      if (program !== undefined) return program;
      program = project.getProgram().compilerObject;
      for (const file of program.getSourceFiles()) {
        const { fileName } = file;
        if (!stamps.has(fileName) && !isForeign(file, program))
          stamps.set(fileName, stampOf(fileName));
      }
      return program;
    },
    implementation: (specifier, from) => {
      const file = find(specifier, from);
      return file !== undefined && implementations.has(file) ? file : undefined;
    },
    readPackages: (imports) => {
      let isNew = false;
      for (const { specifier, from } of imports) {
        const path = find(specifier, from);
        if (path === undefined || implementations.has(path)) continue;
        const text = (host?.readFile ?? ((file) => ts.sys.readFile(file)))(
          path,
        );
        if (text === undefined) continue;
        implementations.add(path);
        replace(path, text);
        isNew = true;
      }
      return isNew;
    },
    refresh: () => {
      for (const [path, before] of stamps) {
        const now = stampOf(path);
        if (now === before) continue;
        stamps.set(path, now);
        const text = host ? now : ts.sys.readFile(path);
        if (text === undefined) {
          project.getSourceFile(path)?.forget();
          texts.delete(path);
          stamps.delete(path);
          program = undefined;
        } else if (text !== (texts.get(path) ?? textIn(program, path))) {
          texts.set(path, text);
          replace(path, text);
        }
      }
    },
    reset: () => {
      implementations.clear();
      project = open();
      program = undefined;
      for (const path of stamps.keys())
        if (!texts.has(path)) stamps.delete(path);
      for (const [path, text] of texts) replace(path, text);
    },
  };
}

const textIn = (
  program: ts.Program | undefined,
  path: string,
): string | undefined => program?.getSourceFile(path)?.text;

/** Changes when the file does. */
function diskStamp(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && `${stats.mtimeMs} ${stats.size}`;
}

/**
 * The user's options with what reading needs: no emit, no ambient packages of the user's (slow, and nothing
 * we look at), and the language's own library where none is named (the DOM's takes half a second to parse).
 */
const readerOptions = (user: ts.CompilerOptions): ts.CompilerOptions => ({
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.esnext.d.ts"],
  strict: true,
  ...user,
  types: [],
  allowJs: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  noLib: false,
  skipLibCheck: true,
});

/** ts-morph's file system over a host that only reads. What would write or list says that it found nothing. */
function fileSystemOf(host: FileHost): FileSystemHost {
  const exists = (path: string): boolean => host.readFile(path) !== undefined;
  // Its error is the one by which ts-morph knows that it may go on.
  const empty = new InMemoryFileSystemHost();
  const read = (path: string): string =>
    host.readFile(path) ?? empty.readFileSync(path);
  const nothing = (): void => undefined;
  const nothingLater = (): Promise<void> => Promise.resolve();
  return {
    isCaseSensitive: () => true,
    delete: nothingLater,
    deleteSync: nothing,
    readDirSync: () => [],
    readFile: (path) => Promise.resolve(read(path)),
    readFileSync: read,
    writeFile: nothingLater,
    writeFileSync: nothing,
    mkdir: nothingLater,
    mkdirSync: nothing,
    move: nothingLater,
    moveSync: nothing,
    copy: nothingLater,
    copySync: nothing,
    fileExists: (path) => Promise.resolve(exists(path)),
    fileExistsSync: exists,
    // A directory is anything: the host is asked for files.
    directoryExists: () => Promise.resolve(true),
    directoryExistsSync: () => true,
    realpathSync: (path) => path,
    getCurrentDirectory: () => "/",
    glob: () => Promise.resolve([]),
    globSync: () => [],
  };
}
