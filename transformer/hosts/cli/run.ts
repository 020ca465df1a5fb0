/** One call of `adjoint`: arguments in, exit code out. It never throws and never exits the process. */
import { CommanderError } from "commander";
import type { Core } from "./core.ts";
import { DiagnosticsError } from "../shared/diagnostics-error.ts";
import type { Io } from "./io.ts";
import { createProgram } from "./program.ts";
import { reportDiagnostics } from "./report.ts";
import { UsageError } from "../shared/usage-error.ts";

export async function run(
  args: readonly string[],
  io: Io,
  core?: Core,
): Promise<number> {
  let code = 0;
  const program = createProgram(io, core, (result) => (code = result));
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    return report(error, io);
  }
}

function report(error: unknown, io: Io): number {
  // Commander has printed its message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof DiagnosticsError) {
    reportDiagnostics(error.diagnostics, io);
    return 1;
  }
  const head = io.errColors.red("adjoint: error:");
  if (error instanceof UsageError) {
    io.err(`${head} ${error.message}\n`);
    for (const line of error.advice) io.err(`  ${line}\n`);
    return 2;
  }
  if (isSystemError(error)) {
    io.err(`${head} ${error.message}\n`);
    return 2;
  }
  io.err(`${head} internal error, please report it with the file at hand\n`);
  io.err(`${error instanceof Error ? error.stack : String(error)}\n`);
  return 1;
}

/** What the file system refuses (no permission, no space left) says itself what and where. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error && "code" in error;
}
