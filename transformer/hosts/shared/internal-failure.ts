/** A bug of ours that one file meets, as a diagnostic of that file: the others need not suffer from it. */
import { failureOf } from "../../diagnostics/failure.ts";
import { diagnostic } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../ir/program.ts";

export function internalFailure(file: string, error: unknown): Diagnostic {
  const { code, args } = failureOf(file, "emit", error);
  const first = { line: 0, character: 0 };
  const source = { fileName: file, getLineAndCharacterOfPosition: () => first };
  return diagnostic(code, args, source, 0, 0);
}
