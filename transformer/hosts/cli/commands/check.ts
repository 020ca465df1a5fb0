/** `adjoint check`: generated code, tape and finite differences against one another. */
import type { Core } from "../core.ts";
import type { Io } from "../io.ts";
import { mustBeMarked } from "../marked.ts";
import { startProgress } from "../progress.ts";
import { isError, reportDiagnostics } from "../report.ts";
import { settingsFor } from "../../shared/settings.ts";
import { parseTarget } from "../target.ts";

export interface CheckCommandOptions {
  readonly seed?: number;
  readonly points?: number;
  readonly json?: boolean;
}

export async function check(
  core: Core,
  text: string,
  options: CheckCommandOptions,
  io: Io,
): Promise<number> {
  const target = parseTarget(text, io.cwd);
  const { seed, points } = options;
  const { green, red, dim } = io.outColors;
  const progress = startProgress(io, "checking");
  const outcome = await core
    .check({
      settings: settingsFor(target.file),
      ...target,
      ...(seed === undefined ? {} : { seed }),
      ...(points === undefined ? {} : { points }),
      onFunction: (name) => progress.step(name),
      paint: { good: green, bad: red, dim },
    })
    .finally(() => progress.done());
  const { marked, passed, table, report, diagnostics } = outcome;
  // A function that was refused is not in the list: its errors say why.
  if (!diagnostics.some(isError)) mustBeMarked(target, marked, io);
  reportDiagnostics(diagnostics, io);
  if (options.json === true) {
    io.out(`${JSON.stringify({ report, diagnostics }, null, 2)}\n`);
  } else {
    io.out(table.endsWith("\n") || table === "" ? table : `${table}\n`);
  }
  return passed && !diagnostics.some(isError) ? 0 : 1;
}
