/** A bug of ours that one file meets, as a diagnostic of that file: the others need not suffer from it. */
import { messageOf } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../ir/program.ts";

export function internalFailure(file: string, error: unknown): Diagnostic {
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "AD1001",
    severity: "error",
    message: messageOf("AD1001", { name: file, pass: "emit", message }),
    ...{ file, start: 0, end: 0, line: 1, column: 1 },
  };
}
