/** `fill` and `reverse`, in place. */
import { ts } from "ts-morph";
import {
  apply,
  compare,
  let_,
  assign,
  number,
  read,
  store,
  variable,
} from "../../../ir/build.ts";
import type * as ir from "../../../ir/nodes.ts";
import { arrayOf } from "../../../ir/types.ts";
import { countedLoop } from "../../expressions/copy-loop.ts";
import { kept, temporary, value } from "../../expressions/value.ts";
import { inOrder } from "../../order.ts";
import type { Reading } from "../../reading.ts";
import { apart, emit } from "../../reading.ts";
import { fits } from "../../types/compatible.ts";
import { needsElement } from "../../widen.ts";
import { bounds } from "./bounds.ts";
import type { Method } from "./dispatch.ts";
import { element, length } from "../../expressions/list.ts";

export const fill: Method = (cx, { node, receiver }) => {
  if (node.arguments.length === 0 || node.arguments.some(ts.isSpreadElement))
    return undefined;
  const fresh = freshAllocation(cx, receiver);
  const values = inOrder(
    cx,
    node.arguments.map((a) => (inner) => value(inner, a)),
  );
  const given = values[0]!;
  if (
    fresh !== undefined &&
    values.length === 1 &&
    given.type.kind === "number"
  )
    return filledAllocation(cx, fresh, given);
  if (receiver.type.kind === "array") needsElement(cx, receiver, given.type);
  const v = kept(cx, given);
  const { from, to } = bounds(cx, receiver, values.slice(1));
  countedLoop(
    cx,
    to,
    (inner, i) => {
      emit(inner, store(inner.origin, element(receiver, i), v));
    },
    { from },
  );
  return receiver;
};

/** The allocation, if the receiver was made just now and nothing has happened since: `new Array(n).fill(0)`. */
function freshAllocation(
  cx: Reading,
  receiver: ir.Expr,
): ir.LetStmt | undefined {
  const last = cx.out.at(-1);
  if (
    receiver.kind !== "read" ||
    last?.kind !== "let" ||
    last.variable !== receiver.variable
  )
    return undefined;
  const { value: v } = last;
  return v?.kind === "allocate" &&
    v.fill === undefined &&
    v.type.kind === "array" &&
    cx.func.temporaries.has(last.variable)
    ? last
    : undefined;
}

function filledAllocation(
  cx: Reading,
  fresh: ir.LetStmt,
  fillWith: ir.Expr,
): ir.Expr {
  const at = cx.out.lastIndexOf(fresh);
  const allocation = fresh.value as ir.AllocateExpr;
  const element =
    allocation.type.kind === "array" ? allocation.type.element : fillWith.type;
  const type = arrayOf(fits(fillWith.type, element) ? element : fillWith.type);
  // What was computed for the fill comes first.
  cx.out.splice(at, 1);
  (fresh.variable as { type: ir.Variable["type"] }).type = type;
  emit(cx, { ...fresh, value: { ...allocation, type, fill: fillWith } });
  return read(fresh.variable);
}

/** Swaps from both ends. */
export const reverse: Method = (cx, { receiver }) => {
  const { origin } = cx;
  const i = variable("i");
  const j = variable("j");
  const inner = apart(cx);
  const held = temporary(inner, element(receiver, read(i)), "held");
  emit(
    inner,
    store(origin, element(receiver, read(i)), element(receiver, read(j))),
  );
  emit(inner, store(origin, element(receiver, read(j)), held));
  emit(cx, {
    kind: "loop",
    origin,
    label: { name: "loop" },
    init: [
      let_(origin, i, number(0)),
      let_(origin, j, apply("sub", length(receiver), number(1))),
    ],
    test: compare("<", read(i), read(j)),
    testAfter: false,
    update: [
      assign(origin, i, apply("add", read(i), number(1))),
      assign(origin, j, apply("sub", read(j), number(1))),
    ],
    body: inner.out,
  });
  return receiver;
};
