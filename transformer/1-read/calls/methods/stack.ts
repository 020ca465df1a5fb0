/** `push` and `pop`. */
import { ts } from "ts-morph";
import {
  apply,
  conditional,
  compare,
  element,
  length,
  number,
} from "../../../ir/build.ts";
import { undefinedType, unionOf, elementType } from "../../../ir/types.ts";
import { missing } from "../../expressions/destructure.ts";
import { temporary, value } from "../../expressions/value.ts";
import { inOrder } from "../../order.ts";
import { emit } from "../../reading.ts";
import { needsElement } from "../../widen.ts";
import type { Method } from "./dispatch.ts";

export const push: Method = (cx, { node, receiver }) => {
  if (receiver.type.kind !== "array" || node.arguments.some(ts.isSpreadElement))
    return undefined;
  const { element: type } = receiver.type;
  const [array, ...values] = inOrder(cx, [
    () => receiver,
    ...node.arguments.map(
      (a) => (inner: Parameters<Method>[0]) => value(inner, a, { type }),
    ),
  ]);
  const { origin } = cx;
  for (const v of values) {
    needsElement(cx, array!, v.type);
    emit(cx, { kind: "push", origin, array: array!, value: v });
  }
  return length(array!);
};

/** `const last = a[a.length - 1]; a.length -= 1`, unless it is empty. */
export const pop: Method = (cx, { node, receiver, want }) => {
  if (receiver.type.kind !== "array") return undefined;
  const { origin } = cx;
  const last = apply("sub", length(receiver), number(1));
  const resized = { ...apply("max", last, number(0)), constant: [false, true] };
  const isUsed = !ts.isExpressionStatement(node.parent);
  const top = element(receiver, last);
  const result = isUsed
    ? temporary(cx, typedTop(node, top), want.name ?? "last")
    : missing;
  emit(cx, { kind: "resize", origin, array: receiver, length: resized });
  return result;

  /** After `pop()!` the author knows that there was one. */
  function typedTop(
    call: ts.CallExpression,
    e: typeof top,
  ): Parameters<typeof temporary>[1] {
    if (ts.isNonNullExpression(call.parent)) return e;
    const type = unionOf([elementType(receiver.type), undefinedType]);
    return {
      ...conditional(compare(">", length(receiver), number(0)), e, missing),
      type,
    };
  }
};
