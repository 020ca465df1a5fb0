/** `slice`: a copy of all, or of a part. */
import { ts } from "ts-morph";
import { arrayOf } from "../../../ir/types.ts";
import { part } from "../../expressions/slice.ts";
import { kept, value } from "../../expressions/value.ts";
import { inOrder } from "../../order.ts";
import { bounds } from "./bounds.ts";
import type { Method } from "./dispatch.ts";
import { itemType, viewed } from "../../expressions/list.ts";

export const slice: Method = (cx, { node, receiver, type }) => {
  if (node.arguments.some(ts.isSpreadElement)) return undefined;
  const args = inOrder(
    cx,
    node.arguments.map((a) => (inner) => value(inner, a)),
  );
  const whole =
    args.length === 0 ||
    (args.length === 1 && args[0]!.kind === "const" && args[0]!.value === 0);
  if (
    whole &&
    type.kind === "typedArray" &&
    viewed(receiver.type) === undefined
  )
    return { kind: "copy", type, of: receiver };
  if (whole && type.kind === "array")
    return { kind: "copy", type, of: receiver, shallow: true };
  const { from, to } = bounds(cx, receiver, args);
  const start = kept(cx, from, "from");
  return part(
    cx,
    receiver,
    start,
    to,
    type.kind === "typedArray" ? type : arrayOf(itemType(type)),
  );
};
