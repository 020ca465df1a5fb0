/** `[a, b]`, with spread. */
import { ts } from "ts-morph";
import type * as ir from "../../ir/nodes.ts";
import type { Type } from "../../ir/types.ts";
import { arrayOf, definedPart, tupleOf, membersOf } from "../../ir/types.ts";
import { inOrder } from "../order.ts";
import type { Reading, Want } from "../reading.ts";
import {
  fits,
  isNothing,
  isSettled,
  join,
  nothing,
} from "../types/compatible.ts";

import { opened } from "../types/partial.ts";
import { joined } from "./join-lists.ts";
import { foreignText } from "./foreign.ts";
import { value } from "./value.ts";
import { isList } from "./list.ts";
import { listOrListing } from "../calls/dictionaries.ts";

export function arrayLiteral(
  cx: Reading,
  node: ts.ArrayLiteralExpression,
  want: Want,
): ir.Expr {
  if (node.elements.some(ts.isOmittedExpression))
    return foreignText(cx, node, "syntax");
  const expected = wanted(cx, node, want);
  if (node.elements.some(ts.isSpreadElement))
    return spread(cx, node, expected, want);
  const elements = inOrder(
    cx,
    node.elements.map(
      (e, i) => (inner) => value(inner, e, { type: partOf(expected, i) }),
    ),
  );
  const types = elements.map((e) => e.type);
  return { kind: "arrayLiteral", type: literalType(types, expected), elements };
}

/** What the place asks for: an array or a tuple, and of what. */
export function wanted(
  cx: Reading,
  node: ts.ArrayLiteralExpression,
  want: Want,
): Type | undefined {
  if (want.type !== undefined) {
    const type = listPart(want.type);
    if (type !== undefined && isSettled(type)) return type;
  }
  const { checker, types } = cx.reader;
  const contextual = checker.getContextualType(node);
  const type =
    contextual === undefined
      ? undefined
      : listPart(opened(types.ofValue(contextual)));
  return type !== undefined && isSettled(type) ? type : undefined;
}

/** The one kind of list among `T | undefined` and the like. */
function listPart(type: Type): Type | undefined {
  const lists = membersOf(definedPart(type)).filter(
    (m) => m.kind === "array" || m.kind === "tuple",
  );
  return lists.length === 1 ? lists[0] : undefined;
}

function partOf(expected: Type | undefined, i: number): Type | undefined {
  if (expected?.kind === "array") return expected.element;
  return expected?.kind === "tuple" ? expected.elements[i] : undefined;
}

function literalType(parts: readonly Type[], expected: Type | undefined): Type {
  const own = arrayOf(parts.length === 0 ? nothing : parts.reduce(join));
  if (expected?.kind === "tuple" && expected.elements.length === parts.length)
    return tupleOf(
      parts.map((p, i) =>
        fits(p, expected.elements[i]!) && isNothing(p)
          ? expected.elements[i]!
          : p,
      ),
    );
  if (expected?.kind === "array" && fits(own, expected))
    return own.element.kind === "object" ? own : expected;
  return own;
}

/** `[...a, x, ...b]`: an array of the summed length, filled from left to right. */
function spread(
  cx: Reading,
  node: ts.ArrayLiteralExpression,
  expected: Type | undefined,
  want: Want,
): ir.Expr {
  const parts = inOrder(
    cx,
    node.elements.map(
      (e, i) => (inner) =>
        ts.isSpreadElement(e)
          ? listOrListing(inner, e.expression)
          : value(inner, e, { type: partOf(expected, i) }),
    ),
  );
  if (
    node.elements.some(
      (e, i) => ts.isSpreadElement(e) && !isList(parts[i]!.type),
    )
  )
    return foreignText(cx, node, "syntax");
  const items = parts.map((expr, i) => ({
    expr,
    isSpread: ts.isSpreadElement(node.elements[i]!),
  }));
  return joined(cx, items, want.name);
}
