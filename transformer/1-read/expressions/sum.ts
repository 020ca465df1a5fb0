/** Sums of lengths and offsets. */
import { apply, number } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";

/** `a + b`, constants added up. */
export function plus(a: ir.Expr, b: ir.Expr): ir.Expr {
  if (a.kind === "const" && a.value === 0) return b;
  if (
    a.kind === "const" &&
    b.kind === "const" &&
    typeof a.value === "number" &&
    typeof b.value === "number"
  )
    return number(a.value + b.value);
  if (
    b.kind === "const" &&
    a.kind === "apply" &&
    a.rule === "add" &&
    a.args[1]!.kind === "const"
  )
    return plus(a.args[0]!, plus(a.args[1]!, b));
  return apply("add", a, b);
}
