/** Parts of arrays: what `slice` gives, and the rest of a pattern. */
import { allocate, apply, number, read, store } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { Type } from "../../ir/types.ts";
import { arrayOf, definedPart } from "../../ir/types.ts";
import type { Reading } from "../reading.ts";
import { emit } from "../reading.ts";
import { plus } from "./sum.ts";
import { countedLoop } from "./copy-loop.ts";
import { temporary } from "./value.ts";
import { element, itemType, length } from "./list.ts";

/** `[a, b, ...others]`: everything from the i-th on. */
export function rest(cx: Reading, array: ir.Expr, i: number): ir.Expr {
  const type = definedPart(array.type);
  const list: Type =
    type.kind === "typedArray" || type.kind === "array"
      ? arrayOf(itemType(type))
      : restType(type, i);
  return part(cx, { ...array, type }, number(i), length(array), list);
}

const restType = (type: Type, i: number): Type =>
  type.kind === "tuple" && type.elements.length > i
    ? arrayOf(itemType({ kind: "tuple", elements: type.elements.slice(i) }))
    : arrayOf(itemType(type));

/** A new list of `from <= i < to`, for bounds within the array. */
export function part(
  cx: Reading,
  array: ir.Expr,
  from: ir.Expr,
  to: ir.Expr,
  type: Type,
): ir.Expr {
  const count = apply("max", apply("sub", to, from), number(0));
  const result = temporary(
    cx,
    allocate(type, { ...count, constant: [false, true] }),
    "part",
  );
  countedLoop(cx, length(result), (inner, i) => {
    emit(
      inner,
      store(
        cx.origin,
        element(read(result.variable), i),
        element(array, plus(from, i)),
      ),
    );
  });
  return result;
}
