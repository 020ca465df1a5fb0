/** `a.concat(b, c)`. */
import { ts } from "ts-morph";
import { allocate, length, number, read } from "../../../ir/build.ts";
import type * as ir from "../../../ir/nodes.ts";
import { arrayOf, elementType } from "../../../ir/types.ts";
import { isList } from "../../expressions/access.ts";
import { copyInto } from "../../expressions/copy-loop.ts";
import { plus } from "../../expressions/sum.ts";
import { isStable, temporary, value } from "../../expressions/value.ts";
import { inOrder } from "../../order.ts";
import { join } from "../../types/compatible.ts";
import type { Method } from "./dispatch.ts";

export const concat: Method = (cx, { node, receiver, want }) => {
  if (
    node.arguments.some(ts.isSpreadElement) ||
    receiver.type.kind === "typedArray"
  )
    return undefined;
  const args = inOrder(
    cx,
    node.arguments.map((a) => (inner) => value(inner, a)),
  );
  const parts = [
    receiver,
    ...args.map((a) => (isStable(cx, a) ? a : temporary(cx, a))),
  ];
  const isSpread = (e: ir.Expr): boolean =>
    isList(e.type) && e.type.kind !== "typedArray";
  const type = arrayOf(
    parts.map((p) => (isSpread(p) ? elementType(p.type) : p.type)).reduce(join),
  );
  const sizes = parts.map((p): ir.Expr =>
    isSpread(p) ? length(p) : number(1),
  );
  const result = temporary(
    cx,
    allocate(type, sizes.reduce(plus)),
    want.name ?? "joined",
  );
  let offset: ir.Expr = number(0);
  parts.forEach((p, i) => {
    copyInto(
      cx,
      read(result.variable),
      offset,
      isSpread(p) ? { list: p } : { item: p },
    );
    offset = plus(offset, sizes[i]!);
  });
  return result;
};
