/** `new Array(n)`: a list of holes, which `forEach`, `map` and `reduce` pass by where nothing was stored. */
import type { ts } from "ts-morph";
import { if_ } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { Reading } from "../reading.ts";
import { apart, emit } from "../reading.ts";
import { structure } from "./dictionary.ts";
import { temporary } from "./value.ts";
import { booleanType } from "../../ir/types.ts";

const made = new WeakSet<ir.Expr>();

export function ofHoles<E extends ir.Expr>(list: E): E {
  made.add(list);
  return list;
}

export const isOfHoles = (e: ir.Expr): boolean => made.has(e);

/** Does the list, by this name, start with holes? */
export const mayHaveHoles = (cx: Reading, list: ir.Expr): boolean =>
  list.kind === "read" && cx.func.holey.has(list.variable);

/** The body of a loop over a list, for the places where something stands. */
export function pastHoles(
  cx: Reading,
  node: ts.Node,
  list: ir.Expr,
  body: (inner: Reading, i: ir.ReadExpr) => void,
): (inner: Reading, i: ir.ReadExpr) => void {
  if (!mayHaveHoles(cx, list)) return body;
  return (inner, i) => {
    const isThere = structure(node, booleanType, [i, " in ", list]);
    const test = temporary(inner, isThere, "isThere");
    const there = apart(inner);
    body(there, i);
    emit(inner, if_(inner.origin, test, there.out));
  };
}
