/** Why a value is used in place, computed again or saved: in words, for `explain`. */
import { dumpExpr } from "../ir/dump.ts";
import type * as ir from "../ir/nodes.ts";
import type { Point } from "../2-analyze/tree.ts";
import { slotOf } from "../2-analyze/alias.ts";
import type { Change, Root, Sweep } from "./sweep.ts";
import { classChange, classOf, variableChange } from "./sweep.ts";

export function decide(
  sweep: Sweep,
  key: string,
  e: ir.Expr,
  origin: ir.Origin,
  how: string,
): void {
  if (sweep.decisions.has(key)) return;
  const at = origin.line > 0 ? `line ${origin.line}: ` : "";
  sweep.decisions.set(key, `${at}${dumpExpr(e)} ${how}`);
}

const byWhom = (change: Change): string => {
  if (change === "what follows") return "what follows the loop may change it";
  if (change === "the caller")
    return "the caller may change it before the reverse half runs";
  const { line, text } = change.origin;
  const where = line > 0 ? `line ${line}` : "what was added";
  const what = text === "" ? "" : ` (${text})`;
  return change.kind === "loop"
    ? `an iteration of the loop at ${where} changes it`
    : `${where} changes it${what}`;
};

export function whyVariableIsLost(
  sweep: Sweep,
  v: ir.Variable,
  made: Point,
  root: Root,
): string {
  const change = variableChange(sweep, v, made, root);
  if (change) return byWhom(change);
  return sweep.subject.analyses.recording
    ? "each iteration has its own"
    : "recording is off";
}

export function whyStorageIsLost(
  sweep: Sweep,
  e: ir.ElementExpr | ir.FieldExpr | ir.LengthExpr,
  at: Point,
  root: Root,
): string {
  const base = e.kind === "field" ? e.object : e.array;
  const change = classChange(sweep, classOf(sweep, base), slotOf(e), at, root);
  return change ? byWhom(change) : "recording is off";
}
