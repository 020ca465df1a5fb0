/**
 * The user's source files as TypeScript parses and binds them, without types and without the library: the
 * traced form shares the parser with the compiler, and nothing else.
 */
import { ts } from "ts-morph";
import type { FindImplementation } from "../1-read/implementations.ts";

export interface SourceOptions {
  /** The user's own, for module resolution and decorators. */
  readonly compilerOptions?: ts.CompilerOptions | undefined;
  /** Absent: the disk. Absolute paths. */
  readonly readFile?: ((path: string) => string | undefined) | undefined;
  /** The files of packages that are to be followed too. */
  readonly implementation?: FindImplementation | undefined;
}

export interface Sources {
  /** The file that was asked for, and all source files it reaches by imports. */
  readonly files: readonly ts.SourceFile[];
  readonly checker: ts.TypeChecker;
  /** The source file that an import leads to; `undefined`: a package, whose source is not ours. */
  resolve(specifier: string, from: string): string | undefined;
}

export function openSources(entry: string, options: SourceOptions): Sources {
  const compilerOptions = optionsOf(options.compilerOptions);
  const { implementation } = options;
  const cache = ts.createModuleResolutionCache(
    "/",
    (path) => path,
    compilerOptions,
  );
  const host = hostOf(compilerOptions, options.readFile);
  host.resolveModuleNames = (names, from) =>
    names.map((name) => {
      const code = implementation?.(name, from);
      return code === undefined
        ? ts.resolveModuleName(name, from, compilerOptions, host, cache)
            .resolvedModule
        : { resolvedFileName: code, isExternalLibraryImport: false };
    });
  const program = ts.createProgram([entry], compilerOptions, host);
  return {
    files: program
      .getSourceFiles()
      .filter(
        (file) =>
          !file.isDeclarationFile &&
          !program.isSourceFileFromExternalLibrary(file),
      ),
    checker: program.getTypeChecker(),
    resolve(specifier, from) {
      const code = implementation?.(specifier, from);
      if (code !== undefined) return code;
      const { resolvedModule } = ts.resolveModuleName(
        specifier,
        from,
        compilerOptions,
        host,
        cache,
      );
      if (!resolvedModule || resolvedModule.isExternalLibraryImport)
        return undefined;
      const isSource = /\.[cm]?[jt]sx?$/.test(resolvedModule.resolvedFileName);
      return isSource && !resolvedModule.resolvedFileName.includes(".d.")
        ? resolvedModule.resolvedFileName
        : undefined;
    },
  };
}

const optionsOf = (user: ts.CompilerOptions = {}): ts.CompilerOptions => ({
  ...user,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  allowJs: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  noLib: true,
  types: [],
});

function hostOf(
  compilerOptions: ts.CompilerOptions,
  readFile: SourceOptions["readFile"],
): ts.CompilerHost {
  const host = ts.createCompilerHost(compilerOptions, true);
  const read = readFile ?? ((path) => ts.sys.readFile(path));
  return {
    ...host,
    readFile: read,
    fileExists: (path) => read(path) !== undefined,
    // A host that reads from memory has no directories to ask for.
    ...(readFile ? { directoryExists: () => true } : {}),
    getSourceFile(path, languageVersion) {
      const text = read(path);
      return text === undefined
        ? undefined
        : ts.createSourceFile(path, text, languageVersion, true);
    },
  };
}
