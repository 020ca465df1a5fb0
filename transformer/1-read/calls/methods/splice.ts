/** `splice`, `shift` and `unshift`: the tail is set aside, and put back behind what comes in. */
import { ts } from "ts-morph";
import { apply, number } from "../../../ir/build.ts";
import type * as ir from "../../../ir/nodes.ts";
import { countedLoop } from "../../expressions/copy-loop.ts";
import { missing } from "../../expressions/destructure.ts";
import { element, length } from "../../expressions/list.ts";
import { part } from "../../expressions/slice.ts";
import { plus } from "../../expressions/sum.ts";
import { kept, temporary, value } from "../../expressions/value.ts";
import { inOrder, nameFor } from "../../order.ts";
import type { Reading } from "../../reading.ts";
import { emit } from "../../reading.ts";
import { needsElement } from "../../widen.ts";
import { bounds } from "./bounds.ts";
import type { Method } from "./dispatch.ts";
import { topOf } from "./stack.ts";

export const splice: Method = (cx, { node, receiver, type }) => {
  if (type.kind !== "array" || node.arguments.some(ts.isSpreadElement))
    return undefined;
  const [start, count, ...items] = inOrder(
    cx,
    node.arguments.map(
      (a) => (inner) => value(inner, a, { type: type.element }),
    ),
  );
  if (start === undefined) return undefined;
  const from = kept(cx, bounds(cx, receiver, [start]).from, "from");
  const left = apply("sub", length(receiver), from);
  const removed = count === undefined ? left : limited(count, left);
  const end = kept(cx, plus(from, removed), "end");
  const isUsed = !ts.isExpressionStatement(node.parent);
  const result = isUsed ? part(cx, receiver, from, end, type) : missing;
  replace(cx, receiver, from, end, items);
  return result;
};

/** `max(0, min(count, left))`. */
function limited(count: ir.Expr, left: ir.Expr): ir.Expr {
  const above: ir.Expr = {
    ...apply("min", count, left),
    constant: [false, false],
  };
  return { ...apply("max", above, number(0)), constant: [false, true] };
}

export const unshift: Method = (cx, { node, receiver, type }) => {
  if (type.kind !== "array" || node.arguments.some(ts.isSpreadElement))
    return undefined;
  const items = inOrder(
    cx,
    node.arguments.map(
      (a) => (inner) => value(inner, a, { type: type.element }),
    ),
  );
  replace(cx, receiver, number(0), number(0), items);
  return length(receiver);
};

export const shift: Method = (cx, { node, receiver, type, want }) => {
  if (type.kind !== "array") return undefined;
  const isUsed = !ts.isExpressionStatement(node.parent);
  const first = isUsed
    ? temporary(
        cx,
        topOf(node, receiver, element(receiver, number(0))),
        want.name ?? "first",
      )
    : missing;
  const one: ir.Expr = {
    ...apply("min", length(receiver), number(1)),
    constant: [false, true],
  };
  replace(cx, receiver, number(0), one, []);
  return first;
};

/** The items from `from` to `end` make way for others. */
function replace(
  cx: Reading,
  list: ir.Expr,
  from: ir.Expr,
  end: ir.Expr,
  items: readonly ir.Expr[],
): void {
  const { origin } = cx;
  // They may read the list itself, which is cut first.
  const ready = items.map((item) => kept(cx, item, nameFor(item)));
  const tail = part(cx, list, end, length(list), list.type);
  emit(cx, { kind: "resize", origin, array: list, length: from });
  for (const item of ready) {
    needsElement(cx, list, item.type);
    emit(cx, { kind: "push", origin, array: list, value: item });
  }
  countedLoop(cx, length(tail), (inner, i) => {
    emit(inner, { kind: "push", origin, array: list, value: element(tail, i) });
  });
}
