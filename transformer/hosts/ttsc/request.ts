/** What ttsc asks of a plugin's executable, in its arguments and in the environment. */
import { resolve } from "node:path";

export interface Request {
  /** `transform` wants the sources with what was added to them, as JSON. */
  readonly command: "build" | "check" | "transform";
  /** The project's folder. */
  readonly cwd: string;
  readonly tsconfig: string;
  /** Emit, whatever the tsconfig says of it. */
  readonly emit: boolean;
  readonly outDir: string | undefined;
  readonly verbose: boolean;
  /** What else stood on ttsc's command line: flags of the compiler. */
  readonly flags: readonly string[];
  /** The native compiler. */
  readonly compiler: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

export function readRequest(
  args: readonly string[],
  environment: Environment,
): Request {
  const [command, ...rest] = args;
  if (command !== "build" && command !== "check" && command !== "transform")
    throw new Error(`adjoint has no answer to ttsc's '${command ?? ""}'`);
  const value = (name: string): string | undefined =>
    rest
      .findLast((arg) => arg.startsWith(`--${name}=`))
      ?.slice(name.length + 3);
  const cwd = resolve(value("cwd") ?? ".");
  const compiler = environment["TTSC_TSGO_BINARY"];
  if (compiler === undefined)
    throw new Error(
      "ttsc did not say where the compiler is (TTSC_TSGO_BINARY)",
    );
  const outDir = value("outDir");
  return {
    command,
    cwd,
    tsconfig: resolve(cwd, value("tsconfig") ?? "tsconfig.json"),
    emit: rest.includes("--emit"),
    outDir: outDir === undefined ? undefined : resolve(cwd, outDir),
    verbose: rest.includes("--verbose"),
    flags: JSON.parse(environment["TTSC_TSGO_ARGS"] ?? "[]") as string[],
    compiler,
  };
}
