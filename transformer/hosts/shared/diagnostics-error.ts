import type { Diagnostic } from "../../ir/program.ts";

/** The work can't go on: these are printed as compiler errors are. Exit code 1. */
export class DiagnosticsError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((each) => each.message).join("\n"));
    this.name = "DiagnosticsError";
    this.diagnostics = diagnostics;
  }
}
