/** What goes wrong in the compiler itself, as a diagnostic of the function that it was reading. */
import type { ts } from "ts-morph";
import { failureOf } from "../diagnostics/failure.ts";
import { diagnostic } from "../diagnostics/report.ts";
import type { Diagnostic } from "../ir/program.ts";

export function internalError(
  file: ts.SourceFile,
  node: ts.Node,
  name: string,
  error: unknown,
): Diagnostic {
  const { code, args } = failureOf(name, "read", error);
  return diagnostic(code, args, file, node.getStart(file), node.end);
}
