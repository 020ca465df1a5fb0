/** Methods of typed arrays alone: `set`, `subarray`, `copyWithin`. */
import { ts } from "ts-morph";
import { apply, number, store } from "../../../ir/build.ts";
import type * as ir from "../../../ir/nodes.ts";

import { countedLoop } from "../../expressions/copy-loop.ts";
import { missing } from "../../expressions/destructure.ts";
import { plus } from "../../expressions/sum.ts";
import { kept, value } from "../../expressions/value.ts";
import { inOrder } from "../../order.ts";
import { emit } from "../../reading.ts";
import type { Method } from "./dispatch.ts";
import { bounds } from "./bounds.ts";
import { part } from "../../expressions/slice.ts";
import {
  element,
  isList,
  length,
  view,
  viewed,
  viewPart,
} from "../../expressions/list.ts";

/** `target.set(source, offset)`. */
export const set: Method = (cx, { node, receiver, type }) => {
  if (type.kind !== "typedArray" || node.arguments.some(ts.isSpreadElement))
    return undefined;
  const [source, given] = inOrder(
    cx,
    node.arguments.map((a) => (inner) => value(inner, a)),
  );
  if (source === undefined || !isList(source.type)) return undefined;
  // A view may overlap with where it goes: then all is read before anything is written.
  const from =
    viewed(source.type) !== undefined
      ? part(cx, source, number(0), length(source), type)
      : kept(cx, source);
  const offset = given === undefined ? number(0) : kept(cx, given, "offset");
  // The same array: at offset 0 nothing moves; anywhere else it would not fit.
  countedLoop(cx, length(from), (inner, i) => {
    emit(
      inner,
      store(inner.origin, element(receiver, plus(offset, i)), element(from, i)),
    );
  });
  return missing;
};

/** A view of the same storage: see `list.ts`. */
export const subarray: Method = (cx, { node, receiver, type }) => {
  if (type.kind !== "typedArray" || node.arguments.some(ts.isSpreadElement))
    return undefined;
  const args = inOrder(
    cx,
    node.arguments.map((a) => (inner) => value(inner, a)),
  );
  const { from: start, to } = bounds(cx, receiver, args);
  const from = kept(cx, start, "offset");
  const count = apply("sub", to, from);
  const size: ir.Expr =
    from.kind === "const" && from.value === 0
      ? to
      : { ...apply("max", count, number(0)), constant: [false, true] };
  if (viewed(receiver.type) === undefined)
    return view(receiver, from, size, type);
  const offset = plus(viewPart(receiver, "offset"), from);
  return view(viewPart(receiver, "buffer"), offset, size, type);
};

/** Through a copy of what moves, which may overlap with where it goes. */
export const copyWithin: Method = (cx, { node, receiver, type }) => {
  if (type.kind === "tuple" || node.arguments.some(ts.isSpreadElement))
    return undefined;
  const [target, ...range] = inOrder(
    cx,
    node.arguments.map((a) => (inner) => value(inner, a)),
  );
  if (target === undefined) return undefined;
  const { from: at } = bounds(cx, receiver, [target]);
  const { from, to } = bounds(cx, receiver, range);
  const moved = part(cx, receiver, from, to, type);
  const room = apply("sub", length(receiver), at);
  const count = apply("min", length(moved), room);
  countedLoop(cx, { ...count, constant: [false, false] }, (inner, i) => {
    const place = element(receiver, plus(at, i));
    emit(inner, store(inner.origin, place, element(moved, i)));
  });
  return receiver;
};
