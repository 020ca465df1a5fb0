/** Relative bounds of `slice`, `fill` and their like: negative ones count from the end. */
import { apply, compare, conditional, number } from "../../../ir/build.ts";
import type * as ir from "../../../ir/nodes.ts";
import { kept, temporary } from "../../expressions/value.ts";
import type { Reading } from "../../reading.ts";
import { length } from "../../expressions/list.ts";

export function bounds(
  cx: Reading,
  list: ir.Expr,
  args: readonly ir.Expr[],
): { readonly from: ir.Expr; readonly to: ir.Expr } {
  const [start, end] = args;
  return {
    from: start === undefined ? number(0) : clamped(cx, list, start, "from"),
    to:
      end === undefined || end.type.kind === "undefined"
        ? length(list)
        : clamped(cx, list, end, "to"),
  };
}

function clamped(
  cx: Reading,
  list: ir.Expr,
  given: ir.Expr,
  name: string,
): ir.Expr {
  if (given.kind === "const" && given.value === 0) return number(0);
  const whole = given.kind === "const" ? given : apply("trunc", given);
  const at = kept(cx, whole, name);
  const size = length(list);
  const above = limit("min", at, size, false);
  if (at.kind === "const" && typeof at.value === "number" && at.value > 0)
    return above;
  const below = limit("max", apply("add", size, at), number(0), true);
  if (at.kind === "const") return below;
  return temporary(
    cx,
    conditional(compare("<", at, number(0)), below, above),
    name,
  );
}

const limit = (
  rule: "min" | "max",
  a: ir.Expr,
  b: ir.Expr,
  constant: boolean,
): ir.Expr => ({
  ...apply(rule, a, b),
  constant: [false, constant],
});
