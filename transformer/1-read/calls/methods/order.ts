/**
 * `sort` and `toSorted`. Which item comes where is decided by the keys as they are, once, in text that carries
 * no derivative; the items follow that permutation.
 */
import { ts } from "ts-morph";
import { allocate, read, store } from "../../../ir/build.ts";
import type * as ir from "../../../ir/nodes.ts";
import { arrayOf } from "../../../ir/types.ts";
import { countedLoop } from "../../expressions/copy-loop.ts";
import { foreign, textOf } from "../../expressions/foreign.ts";
import { element, itemType, length } from "../../expressions/list.ts";
import { isNumeric } from "../../expressions/numeric.ts";
import { temporary } from "../../expressions/value.ts";
import type { Reading } from "../../reading.ts";
import { emit } from "../../reading.ts";
import type { Method, MethodCall } from "./dispatch.ts";

const permutation =
  "(<T>(list: ArrayLike<T>, compare: (a: T, b: T) => number) => Int32Array.from(list, (_, i) => i).sort((i, j) => compare(list[i] as T, list[j] as T)))";
const ascending = "(a, b) => a - b";
const asTexts =
  "(a, b) => (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0)";

export const toSorted: Method = (cx, call) => {
  const order = orderOf(cx, call);
  return order === undefined
    ? undefined
    : gathered(cx, call, order, call.want.name ?? "sorted");
};

export const sort: Method = (cx, call) => {
  const order = orderOf(cx, call);
  if (order === undefined) return undefined;
  const { receiver } = call;
  const sorted = gathered(cx, call, order, "sorted");
  countedLoop(cx, length(sorted), (inner, i) => {
    emit(inner, store(inner.origin, element(receiver, i), element(sorted, i)));
  });
  return receiver;
};

function orderOf(
  cx: Reading,
  { node, receiver, type }: MethodCall,
): ir.Expr | undefined {
  const [compare] = node.arguments;
  if (
    compare !== undefined &&
    (ts.isSpreadElement(compare) ||
      cx.reader.lower.functionValue(cx, compare) === undefined)
  )
    return undefined;
  if (compare === undefined && !isNumeric(itemType(type))) return undefined;
  const text = compare === undefined ? undefined : textOf(cx, compare);
  const parts = text?.parts ?? [
    type.kind === "typedArray" ? ascending : asTexts,
  ];
  const order = foreign(
    node,
    "call",
    { kind: "typedArray", name: "Int32Array" },
    [permutation, "(", receiver, ", ", ...parts, ")"],
    {
      pure: !(text?.hasEffects ?? false),
      mutates: false,
      keeps: false,
      assigns: text?.assigns ?? [],
      args: { callee: "sort" },
    },
  );
  return temporary(cx, order, "order");
}

function gathered(
  cx: Reading,
  { receiver, type }: MethodCall,
  order: ir.Expr,
  name: string,
): ir.Expr {
  const list = type.kind === "tuple" ? arrayOf(itemType(type)) : type;
  const sorted = temporary(cx, allocate(list, length(receiver)), name);
  countedLoop(cx, length(order), (inner, i) => {
    emit(
      inner,
      store(
        inner.origin,
        element(read(sorted.variable), i),
        element(receiver, element(order, i)),
      ),
    );
  });
  return sorted;
}
