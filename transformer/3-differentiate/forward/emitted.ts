/** Which derivatives of forward mode a marked function asked for. */
import type * as ir from "../../ir/nodes.ts";
import type { Derived, Marked } from "../../ir/program.ts";
import type { Selection } from "../entries/selection.ts";
import type { Forward } from "./context.ts";
import { type ForwardEntry, hvpEntry, jvpEntry } from "./entries.ts";

export interface ForwardEntries {
  readonly derived: readonly Derived[];
  /** Property of the registered record → key of the derived function. */
  readonly entries: Readonly<Record<string, string>>;
  readonly problems: readonly ir.Problem[];
}

/** @param valueAndGrad absent where the function's value is no number. */
export function forwardEntries(
  forward: Forward,
  marked: Marked,
  func: ir.Func,
  selection: Selection,
  valueAndGrad: Derived | undefined,
): ForwardEntries {
  const made = new Map<string, ForwardEntry>();
  if (marked.derivatives.has("forward"))
    made.set("jvp", jvpEntry(forward, marked, func, selection));
  if (marked.derivatives.has("hessian") && valueAndGrad !== undefined)
    made.set("hvp", hvpEntry(forward, marked, func, selection, valueAndGrad));
  return {
    derived: [...made.values()].map((entry) => entry.derived),
    entries: Object.fromEntries(
      [...made].map(([name, entry]) => [name, entry.derived.key]),
    ),
    problems: [...made.values()].flatMap((entry) => entry.problems),
  };
}
