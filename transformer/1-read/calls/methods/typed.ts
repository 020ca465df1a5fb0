/** Methods of typed arrays alone: `set`; `subarray` and `copyWithin` are not read yet. */
import { ts } from "ts-morph";
import { element, length, number, store } from "../../../ir/build.ts";
import { isList } from "../../expressions/access.ts";
import { countedLoop } from "../../expressions/copy-loop.ts";
import { missing } from "../../expressions/destructure.ts";
import { plus } from "../../expressions/sum.ts";
import { isStable, temporary, value } from "../../expressions/value.ts";
import { inOrder } from "../../order.ts";
import { emit } from "../../reading.ts";
import type { Method } from "./dispatch.ts";

/** `target.set(source, offset)`. */
export const set: Method = (cx, { node, receiver }) => {
  if (
    receiver.type.kind !== "typedArray" ||
    node.arguments.some(ts.isSpreadElement)
  )
    return undefined;
  const [source, given] = inOrder(
    cx,
    node.arguments.map((a) => (inner) => value(inner, a)),
  );
  if (source === undefined || !isList(source.type)) return undefined;
  const from = isStable(cx, source) ? source : temporary(cx, source);
  const offset =
    given === undefined
      ? number(0)
      : isStable(cx, given)
        ? given
        : temporary(cx, given, "offset");
  // The same array: at offset 0 nothing moves; anywhere else it would not fit.
  countedLoop(cx, length(from), (inner, i) => {
    emit(
      inner,
      store(inner.origin, element(receiver, plus(offset, i)), element(from, i)),
    );
  });
  return missing;
};

/** A view of the same storage: the IR has no name for it. */
export const subarray: Method = () => undefined;
export const copyWithin: Method = () => undefined;
