/** Lists and single items put together in a new array. */
import { allocate, number, read } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { arrayOf } from "../../ir/types.ts";
import type { Reading } from "../reading.ts";
import { join } from "../types/compatible.ts";
import { copyInto } from "./copy-loop.ts";
import { plus } from "./sum.ts";
import { isStable, temporary } from "./value.ts";
import { itemType, length } from "./list.ts";

export interface Item {
  readonly expr: ir.Expr;
  readonly isSpread: boolean;
}

/** An array of the summed length, filled from left to right. */
export function joined(
  cx: Reading,
  given: readonly Item[],
  name = "joined",
): ir.Expr {
  const items = given.map((item) => ({
    ...item,
    expr:
      item.isSpread && !isStable(cx, item.expr)
        ? temporary(cx, item.expr)
        : item.expr,
  }));
  const [only] = items;
  if (items.length === 1 && only!.isSpread && only!.expr.type.kind === "array")
    return {
      kind: "copy",
      type: only!.expr.type,
      of: only!.expr,
      shallow: true,
    };
  const sizes = items.map((item): ir.Expr =>
    item.isSpread ? length(item.expr) : number(1),
  );
  const types = items.map(({ expr, isSpread }) =>
    isSpread ? itemType(expr.type) : expr.type,
  );
  const result = temporary(
    cx,
    allocate(arrayOf(types.reduce(join)), sizes.reduce(plus)),
    name,
  );
  let offset: ir.Expr = number(0);
  items.forEach(({ expr, isSpread }, i) => {
    copyInto(
      cx,
      read(result.variable),
      offset,
      isSpread ? { list: expr } : { item: expr },
    );
    offset = plus(offset, sizes[i]!);
  });
  return result;
}
