/** `push` and `pop`. */
import { ts } from "ts-morph";
import { apply, conditional, compare, number } from "../../../ir/build.ts";
import type * as ir from "../../../ir/nodes.ts";
import { undefinedType, unionOf } from "../../../ir/types.ts";
import { missing } from "../../expressions/destructure.ts";
import { countedLoop } from "../../expressions/copy-loop.ts";
import { kept, temporary, value } from "../../expressions/value.ts";
import type { Reading } from "../../reading.ts";
import { listOrListing } from "../dictionaries.ts";
import { inOrder, save } from "../../order.ts";
import { emit } from "../../reading.ts";
import { needsElement } from "../../widen.ts";
import type { Method } from "./dispatch.ts";
import { element, isList, itemType, length } from "../../expressions/list.ts";

export const push: Method = (cx, { node, receiver }) => {
  if (receiver.type.kind !== "array") return undefined;
  if (node.arguments.some(ts.isSpreadElement))
    return pushAll(cx, node, receiver);
  const { element: type } = receiver.type;
  const [array, ...values] = inOrder(cx, [
    () => receiver,
    ...node.arguments.map(
      (a) => (inner: Parameters<Method>[0]) => value(inner, a, { type }),
    ),
  ]);
  const { origin } = cx;
  // All values are there before the first is pushed.
  const ready = values.map((v) =>
    values.length === 1 || v.kind === "const" ? v : save(cx, v),
  );
  for (const v of ready) {
    needsElement(cx, array!, v.type);
    emit(cx, { kind: "push", origin, array: array!, value: v });
  }
  return length(array!);
};

/** `xs.push(...ys, z)`. */
function pushAll(
  cx: Reading,
  node: ts.CallExpression,
  receiver: ir.Expr,
): ir.Expr | undefined {
  const [array, ...values] = inOrder(cx, [
    () => receiver,
    ...node.arguments.map(
      (a) => (inner: Reading) =>
        ts.isSpreadElement(a)
          ? listOrListing(inner, a.expression)
          : value(inner, a),
    ),
  ]);
  const items = node.arguments.map((a, i) => ({
    expr: kept(cx, values[i]!),
    isSpread: ts.isSpreadElement(a),
  }));
  if (items.some((item) => item.isSpread && !isList(item.expr.type)))
    return undefined;
  const add = (inner: Reading, item: ir.Expr): void => {
    needsElement(inner, array!, item.type);
    const { origin } = inner;
    emit(inner, { kind: "push", origin, array: array!, value: item });
  };
  for (const { expr, isSpread } of items)
    if (!isSpread) add(cx, expr);
    else
      countedLoop(cx, length(expr), (inner, i) => add(inner, element(expr, i)));
  return length(array!);
}

/** `const last = a[a.length - 1]; a.length -= 1`, unless it is empty. */
export const pop: Method = (cx, { node, receiver, want }) => {
  if (receiver.type.kind !== "array") return undefined;
  const { origin } = cx;
  const last = apply("sub", length(receiver), number(1));
  const resized: ir.Expr = {
    ...apply("max", last, number(0)),
    constant: [false, true],
  };
  const isUsed = !ts.isExpressionStatement(node.parent);
  const top = topOf(node, receiver, element(receiver, last));
  const result = isUsed ? temporary(cx, top, want.name ?? "last") : missing;
  emit(cx, { kind: "resize", origin, array: receiver, length: resized });
  return result;
};

/** An end of a list, `undefined` if it is empty. After `pop()!` the author knows that it is not. */
export function topOf(
  call: ts.CallExpression,
  list: ir.Expr,
  top: ir.Expr,
): ir.Expr {
  if (ts.isNonNullExpression(call.parent)) return top;
  const type = unionOf([itemType(list.type), undefinedType]);
  const isThere = compare(">", length(list), number(0));
  return { ...conditional(isThere, top, missing), type };
}
