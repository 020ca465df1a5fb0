/** Loops that the reader makes: `for (let i = 0; i < n; i++) …`. */
import {
  apply,
  assign,
  compare,
  if_,
  let_,
  number,
  read,
  store,
  variable,
} from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { visitBlock } from "../../ir/walk.ts";
import { changesOf, disturbs } from "../order.ts";
import type { Reading } from "../reading.ts";
import { apart, emit } from "../reading.ts";
import { plus } from "./sum.ts";
import { temporary } from "./value.ts";
import { element, length } from "./list.ts";

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
  // The body never assigns it.
  cx.func.constants.add(i);
  body(inner, read(i));
  const changing = resizes(cx, inner.out, bound);
  const limit = changing ? temporary(cx, bound, "length") : bound;
  // Items that are gone by their turn are left out.
  const isGuarded = changing && bound.kind === "length";
  const guarded = isGuarded
    ? [if_(origin, compare("<", read(i), bound), inner.out)]
    : inner.out;
  emit(cx, {
    kind: "loop",
    origin,
    label: options.label ?? { name: "loop" },
    init: [let_(origin, i, options.from ?? number(0))],
    test: compare("<", read(i), limit),
    testAfter: false,
    update: [assign(origin, i, apply("add", read(i), number(1)))],
    body: guarded,
  });
}

/** Array methods read the length once: does the body change it? */
function resizes(cx: Reading, body: ir.Block, bound: ir.Expr): boolean {
  const { variables } = changesOf(cx, body);
  if (disturbs({ variables, memory: false }, bound)) return true;
  let found = false;
  visitBlock(body, {
    stmt: (s) => {
      if (s.kind === "push" || s.kind === "resize") found = true;
      if (s.kind === "call") found ||= cx.reader.changes.get(s.callee) ?? true;
    },
    expr: (e) => {
      if (e.kind === "foreign") found ||= e.mutates;
    },
  });
  return found && disturbs({ variables, memory: true }, bound);
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
