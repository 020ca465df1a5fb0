/** The native compiler, run as a command: its view of the project, its checks, its output. */
import { spawnSync } from "node:child_process";
import { dirname, isAbsolute, resolve } from "node:path";
import type { Mirror } from "./mirror.ts";
import type { Request } from "./request.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export function runNative(
  compiler: string,
  args: readonly string[],
  cwd: string,
): Ran {
  const result = spawnSync(compiler, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: Number.MAX_SAFE_INTEGER,
    // Of two names of one folder, it takes the one that the shell has.
    env: { ...process.env, PWD: cwd },
  });
  if (result.error) throw result.error;
  return {
    code: result.status ?? 1,
    out: result.stdout,
    err: result.stderr,
  };
}

/** What the compiler makes of the tsconfig and the command line. */
export interface Config {
  /** As they would stand in a tsconfig beside the real one. */
  readonly compilerOptions: Readonly<Record<string, unknown>>;
  /** The files that it starts from, absolute. */
  readonly files: readonly string[];
}

/** Undefined where the compiler has errors to report about it. */
export function showConfig(request: Request): Config | undefined {
  const { compiler, cwd, flags, tsconfig } = request;
  const { code, out } = runNative(
    compiler,
    ["--showConfig", "-p", tsconfig, ...flags],
    cwd,
  );
  if (code !== 0) return undefined;
  const { compilerOptions = {}, files = [] } = JSON.parse(out) as {
    compilerOptions?: Record<string, unknown>;
    files?: string[];
  };
  const folder = dirname(tsconfig);
  return { compilerOptions, files: files.map((file) => resolve(folder, file)) };
}

/** Flags that print something and compile nothing. */
const terminal =
  /^--?(?:all|help|h|\?|init|listFilesOnly|showConfig|version|v)$/i;

export const isTerminal = ({ flags }: Request): boolean =>
  flags.some((flag) => terminal.test(flag));

export interface Compiled extends Ran {
  /** All files of the program, as the compiler names them. */
  readonly files: readonly string[];
  readonly emitted: readonly string[];
}

/** Checks the mirror of a project, and emits what ttsc asked for. */
export function compileMirror(
  request: Request,
  config: Config,
  mirror: Mirror,
): Compiled {
  const { command, compiler, cwd, emit, flags, outDir, tsconfig } = request;
  const args = ["-p", mirror.of(tsconfig), "--listFiles"];
  if (command === "build") {
    if (emit) {
      args.push("--noEmit", "false", "--emitDeclarationOnly", "false");
      // What was not meant to be emitted may name files by their own extension.
      if (config.compilerOptions["allowImportingTsExtensions"] === true)
        args.push("--rewriteRelativeImportExtensions");
    }
    if (outDir !== undefined) args.push("--outDir", mirror.of(outDir));
    args.push("--listEmittedFiles");
  } else {
    args.push("--noEmit");
  }
  args.push(...inMirror(flags, mirror));
  // As ttsc itself does where there is no plugin.
  if (command === "build") args.push("--noEmitOnError");
  const { code, err, out } = runNative(compiler, args, mirror.of(cwd));
  const wanted = new Set(flags.map((flag) => flag.toLowerCase()));
  const files: string[] = [];
  const emitted: string[] = [];
  const printed = out.split(/\r?\n/).filter((line) => {
    const output = /^TSFILE: +(.+)$/.exec(line)?.[1];
    if (output !== undefined) emitted.push(output);
    else if (isAbsolute(line)) files.push(line);
    else return true;
    return wanted.has(
      output === undefined ? "--listfiles" : "--listemittedfiles",
    );
  });
  return { code, err, out: printed.join("\n"), files, emitted };
}

const places =
  /^--?(?:outDir|outFile|rootDir|declarationDir|tsBuildInfoFile|baseUrl|rootDirs|typeRoots)$/i;

/** Paths that stand on the command line. */
const inMirror = (flags: readonly string[], mirror: Mirror): string[] =>
  flags.map((flag, i) =>
    places.test(flags[i - 1] ?? "") && isAbsolute(flag)
      ? mirror.of(flag)
      : flag,
  );
