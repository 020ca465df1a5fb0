/** Loops that the reader makes: `for (let i = 0; i < n; i++) …`. */
import {
  apply,
  assign,
  compare,
  element,
  length,
  let_,
  number,
  read,
  store,
  variable,
} from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { Reading } from "../reading.ts";
import { apart, emit } from "../reading.ts";
import { plus } from "./sum.ts";

/** A loop from 0 (or `from`) below `bound`; the body is read with the counter at hand. */
export function countedLoop(
  cx: Reading,
  bound: ir.Expr,
  body: (cx: Reading, i: ir.ReadExpr) => void,
  options: {
    readonly from?: ir.Expr;
    readonly label?: ir.Label;
    readonly name?: string;
  } = {},
): void {
  const { origin } = cx;
  const i = variable(options.name ?? "i");
  const inner = apart(cx);
  body(inner, read(i));
  emit(cx, {
    kind: "loop",
    origin,
    label: options.label ?? { name: "loop" },
    init: [let_(origin, i, options.from ?? number(0))],
    test: compare("<", read(i), bound),
    testAfter: false,
    update: [assign(origin, i, apply("add", read(i), number(1)))],
    body: inner.out,
  });
}

/** `target[offset + i] = list[i]` for a list, `target[offset] = item` for one item. */
export function copyInto(
  cx: Reading,
  target: ir.Expr,
  offset: ir.Expr,
  from: { readonly list: ir.Expr } | { readonly item: ir.Expr },
): void {
  const { origin } = cx;
  if ("item" in from) {
    emit(cx, store(origin, element(target, offset), from.item));
    return;
  }
  const { list } = from;
  countedLoop(cx, length(list), (inner, i) => {
    emit(
      inner,
      store(origin, element(target, plus(offset, i)), element(list, i)),
    );
  });
}
