/** `a.concat(b, c)`. */
import { ts } from "ts-morph";
import { joined } from "../../expressions/join-lists.ts";
import { isList, listType } from "../../expressions/list.ts";
import { value } from "../../expressions/value.ts";
import { inOrder } from "../../order.ts";
import type { Method } from "./dispatch.ts";

export const concat: Method = (cx, { node, receiver, type, want }) => {
  if (node.arguments.some(ts.isSpreadElement) || type.kind === "typedArray")
    return undefined;
  const args = inOrder(
    cx,
    node.arguments.map((a) => (inner) => value(inner, a)),
  );
  const items = [receiver, ...args].map((expr) => ({
    expr,
    isSpread: isList(expr.type) && listType(expr.type).kind !== "typedArray",
  }));
  return joined(cx, items, want.name);
};
