/** What goes wrong in the compiler itself, as a diagnostic of the function that it was reading. */
import type { ts } from "ts-morph";
import { diagnostic } from "../diagnostics/report.ts";
import type { Diagnostic } from "../ir/program.ts";

export function internalError(
  file: ts.SourceFile,
  node: ts.Node,
  name: string,
  error: unknown,
): Diagnostic {
  const message = error instanceof Error ? error.message : String(error);
  return diagnostic(
    "AD1001",
    { name, pass: "read", message },
    file,
    node.getStart(file),
    node.end,
  );
}
