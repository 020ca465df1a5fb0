/**
 * Where the code of a package is. TypeScript answers an import with declarations where there are any; here it
 * is asked again with all declarations out of sight, and answers with the JavaScript (or TypeScript) that runs.
 */
import { ts } from "ts-morph";

export interface ImplementationOptions {
  readonly compilerOptions?: ts.CompilerOptions | undefined;
  /** Absent: the disk. Absolute paths. */
  readonly readFile?: ((path: string) => string | undefined) | undefined;
}

/** The file that runs for an import; `undefined` where there is none, as for a module of the platform's. */
export type FindImplementation = (
  specifier: string,
  from: string,
) => string | undefined;

export function implementationFinder(
  options: ImplementationOptions,
): FindImplementation {
  const { readFile } = options;
  const read = readFile ?? ((path: string) => ts.sys.readFile(path));
  const exists = readFile
    ? (path: string) => readFile(path) !== undefined
    : (path: string) => ts.sys.fileExists(path);
  const compilerOptions: ts.CompilerOptions = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowJs: true,
    allowImportingTsExtensions: true,
    types: [],
    ...pathsOf(options.compilerOptions ?? {}),
  };
  const host: ts.ModuleResolutionHost = {
    fileExists: (path) => !isDeclaration(path) && exists(path),
    readFile: (path) => {
      const text = read(path);
      return text !== undefined && /[\\/]package\.json$/.test(path)
        ? preferModule(text)
        : text;
    },
    getCurrentDirectory: () => (readFile ? "/" : ts.sys.getCurrentDirectory()),
    // A host that reads from memory has no directories to ask for.
    directoryExists: readFile
      ? () => true
      : (path) => ts.sys.directoryExists(path),
    ...(readFile || ts.sys.realpath === undefined
      ? {}
      : { realpath: ts.sys.realpath.bind(ts.sys) }),
  };
  const cache = ts.createModuleResolutionCache(
    "/",
    (path) => path,
    compilerOptions,
  );
  const known = new Map<string, string | undefined>();
  return (specifier, from) => {
    const key = `${from.replace(/[^/]*$/, "")} ${specifier}`;
    if (known.has(key)) return known.get(key);
    const { resolvedModule } = ts.resolveModuleName(
      specifier,
      from,
      compilerOptions,
      host,
      cache,
    );
    const file = resolvedModule?.resolvedFileName;
    const found =
      file !== undefined && /\.[cm]?[jt]sx?$/.test(file) ? file : undefined;
    known.set(key, found);
    return found;
  };
}

/** What the user's imports may be short for, and where that starts from. */
const pathsOf = ({
  paths,
  baseUrl,
  configFilePath,
  pathsBasePath,
}: ts.CompilerOptions): ts.CompilerOptions =>
  paths === undefined
    ? {}
    : {
        paths,
        ...(baseUrl === undefined ? {} : { baseUrl }),
        ...(configFilePath === undefined ? {} : { configFilePath }),
        ...(pathsBasePath === undefined ? {} : { pathsBasePath }),
      };

export const isDeclaration = (path: string): boolean =>
  /\.d\.[cm]?ts$|\.d\.[^./]+\.ts$/.test(path);

/** Where a package says both, its modules are what its author wrote, and `main` what a tool made of them. */
function preferModule(text: string): string {
  try {
    const json = JSON.parse(text) as Record<string, unknown>;
    return typeof json["module"] === "string" && json["exports"] === undefined
      ? JSON.stringify({ ...json, main: json["module"] })
      : text;
  } catch {
    return text;
  }
}
