/** Diagnostics as bundlers and runners tell them: text with a frame of the code, errors apart from warnings. */
import { readFileSync } from "node:fs";
import { report } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../ir/program.ts";
import type { Output } from "./session.ts";

export interface Told {
  readonly warnings: readonly string[];
  /** All errors in one text; absent: none. */
  readonly failure?: { readonly first: Diagnostic; readonly message: string };
}

/** `text`: of the file that was compiled; others are read. */
export function told(
  { diagnostics }: Pick<Output, "diagnostics">,
  file?: string,
  text = "",
): Told {
  const render = (each: Diagnostic): string =>
    report(each, each.file === file ? text : read(each.file));
  const of = (severity: Diagnostic["severity"]): Diagnostic[] =>
    diagnostics.filter((each) => each.severity === severity);
  const warnings = of("warning").map(render);
  const errors = of("error");
  const [first] = errors;
  return first === undefined
    ? { warnings }
    : {
        warnings,
        failure: { first, message: errors.map(render).join("\n\n") },
      };
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
