/** Diagnostics while reading: at once, or in waiting until a pass knows that the value is active. */
import type { ts } from "ts-morph";
import type { Code } from "../diagnostics/catalogue.ts";
import { diagnostic, diagnosticOf } from "../diagnostics/report.ts";
import type * as ir from "../ir/nodes.ts";
import type { Reader, Reading } from "./reading.ts";

export type Args = Readonly<Record<string, string>>;

/** What to report if an active value comes through here. */
export function problemAt(node: ts.Node, code: Code, args: Args): ir.Problem {
  const file = node.getSourceFile();
  return {
    code,
    args,
    file: file.fileName,
    start: node.getStart(file),
    end: node.end,
  };
}

/** Reports now: no derivative of the function is emitted. */
export function report(
  reader: Reader,
  node: ts.Node,
  code: Code,
  args: Args = {},
): void {
  const file = node.getSourceFile();
  const found = diagnostic(code, args, file, node.getStart(file), node.end);
  // A body that is read twice (inlined, or read again with wider types) says it once.
  const known = reader.diagnostics.some(
    (d) =>
      d.code === found.code &&
      d.file === found.file &&
      d.start === found.start &&
      d.end === found.end,
  );
  if (!known) reader.diagnostics.push(found);
}

/** Reports now, and marks the function that is read as one without derivatives. */
export function refuse(
  cx: Reading,
  node: ts.Node,
  code: Code,
  args: Args = {},
): void {
  report(cx.reader, node, code, args);
  cx.func.refused = true;
}

/** Ends the reading of a function: nothing sensible can come after. */
export class Refusal extends Error {
  readonly problem: ir.Problem;
  constructor(problem: ir.Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** An object with known functions is about to leave the constant that it was made for. */
export function refuseToKeep(cx: Reading): never {
  const { file, start, end, text } = cx.origin;
  throw new Refusal({ code: "AD1015", args: { what: text }, file, start, end });
}

/** Reports a problem now. */
export function reportProblem(reader: Reader, problem: ir.Problem): void {
  const text = reader.program.getSourceFile(problem.file)?.text ?? "";
  reader.diagnostics.push(diagnosticOf(problem, () => text));
}
