/** `flat`, `flatMap`, `at`, `with`, `toReversed`. */
import { ts } from "ts-morph";
import { allocate, apply, number, read, store } from "../../../ir/build.ts";
import type * as ir from "../../../ir/nodes.ts";
import { arrayOf } from "../../../ir/types.ts";
import { countedLoop } from "../../expressions/copy-loop.ts";
import { element, isList, itemType, length } from "../../expressions/list.ts";
import { part } from "../../expressions/slice.ts";
import { inOrder } from "../../order.ts";
import { kept, named, temporary, value } from "../../expressions/value.ts";
import type { Reading, Want } from "../../reading.ts";
import { emit } from "../../reading.ts";
import { nothing } from "../../types/compatible.ts";
import type { Method } from "./dispatch.ts";
import { copyOf } from "../array-from.ts";
import { callbackOf, callWith } from "./iterate.ts";

export const flat: Method = (cx, { node, receiver, type, want }) => {
  const depth = depthOf(cx, node.arguments[0]);
  if (depth === undefined || type.kind === "typedArray") return undefined;
  let list = receiver;
  for (let level = 0; level < depth; level++) {
    const item = itemType(list.type);
    if (item.kind === "union") return undefined;
    if (!isList(item)) break;
    const of = list;
    const isLast = level === depth - 1 || !isList(itemType(item));
    const flatter = appended(
      cx,
      of,
      isLast ? want : {},
      itemType(item),
      (_inner, i) => element(of, i),
    );
    if (flatter === undefined) return undefined;
    list = flatter;
  }
  return list === receiver ? copyOf(cx, receiver, want) : list;
};

function depthOf(
  cx: Reading,
  given: ts.Expression | undefined,
): number | undefined {
  if (given === undefined) return 1;
  const depth = value(cx, given);
  return depth.kind === "const" && typeof depth.value === "number"
    ? depth.value
    : undefined;
}

export const flatMap: Method = (cx, call) => {
  const f = callbackOf(cx, call.node);
  const { receiver, type, want } = call;
  if (f === undefined || type.kind === "typedArray") return undefined;
  return appended(cx, receiver, want, undefined, (inner, i) =>
    callWith(inner, f, call, element(receiver, i), i, receiver),
  );
};

/** The items of one list after another. */
function appended(
  cx: Reading,
  receiver: ir.Expr,
  want: Want,
  item: ir.Variable["type"] | undefined,
  listOf: (cx: Reading, i: ir.Expr) => ir.Expr,
): ir.Expr | undefined {
  const type = arrayOf(item ?? nothing);
  const result = {
    name: want.name ?? "list",
    type: type as ir.Variable["type"],
  };
  const literal = {
    kind: "arrayLiteral" as const,
    type: type as ir.Variable["type"],
    elements: [],
  };
  const at = cx.out.length;
  const list = read(result);
  countedLoop(cx, length(receiver), (inner, i) => {
    const part = named(inner, listOf(inner, i));
    const isMany = isList(part.type);
    result.type = literal.type = arrayOf(
      isMany ? itemType(part.type) : part.type,
    );
    const array = { ...list, type: result.type };
    if (!isMany) {
      emit(inner, { kind: "push", origin: inner.origin, array, value: part });
      return;
    }
    const items = kept(inner, part);
    countedLoop(inner, length(items), (deeper, k) => {
      emit(deeper, {
        kind: "push",
        origin: inner.origin,
        array,
        value: element(items, k),
      });
    });
  });
  cx.out.splice(at, 0, {
    kind: "let",
    origin: cx.origin,
    variable: result,
    value: literal,
  });
  cx.func.temporaries.add(result);
  cx.func.constants.add(result);
  return { ...list, type: result.type };
}

/** `a.at(-1)`. */
export const at: Method = (cx, { node, receiver }) => {
  const [index] = node.arguments;
  if (index === undefined || ts.isSpreadElement(index)) return undefined;
  const given = value(cx, index);
  if (given.kind === "const" && typeof given.value === "number")
    return element(
      receiver,
      given.value < 0
        ? apply("sub", length(receiver), number(-given.value))
        : given,
    );
  // Beyond the ends it is undefined, not the item at the end: left to the call itself.
  return undefined;
};

export const toReversed: Method = (cx, { receiver, type, want }) => {
  const list = type.kind === "tuple" ? arrayOf(itemType(type)) : type;
  const result = temporary(
    cx,
    allocate(list, length(receiver)),
    want.name ?? "reversed",
  );
  const last = apply("sub", length(receiver), number(1));
  countedLoop(cx, length(receiver), (inner, i) => {
    emit(
      inner,
      store(
        inner.origin,
        element(read(result.variable), i),
        element(receiver, apply("sub", last, i)),
      ),
    );
  });
  return result;
};

/** `a.with(i, x)`: a copy with one item changed. */
export const with_: Method = (cx, { node, receiver, type }) => {
  const [index, item] = node.arguments;
  if (index === undefined || item === undefined || type.kind === "tuple")
    return undefined;
  const [given, v] = inOrder(cx, [
    (inner) => value(inner, index),
    (inner) => value(inner, item),
  ]);
  if (given === undefined || v === undefined) return undefined;
  const place =
    given.kind === "const" && Number(given.value) < 0
      ? apply("sub", length(receiver), number(-Number(given.value)))
      : given;
  // From the end, if it is negative: only seen where it is written down.
  if (given.kind !== "const" && !isCount(given)) return undefined;
  const at = kept(cx, place, "at");
  const stored = named(cx, v);
  const copy = part(cx, receiver, number(0), length(receiver), type);
  emit(cx, store(cx.origin, element(copy, at), stored));
  return copy;
};

/** A counter of a loop that the reader made, or a length: never negative. */
const isCount = (e: ir.Expr): boolean => e.kind === "length";
