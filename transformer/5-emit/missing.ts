/**
 * Values that may be missing by their type where they can't be: the author's test stands elsewhere, in a
 * forward sweep perhaps, or the reader knows better. There the text says that they are there.
 */
import { rootOf } from "../ir/walk.ts";
import type * as ir from "../ir/nodes.ts";
import {
  definedPart,
  isReference,
  unionOf,
  type Type,
  mayMiss,
} from "../ir/types.ts";
import type { Context } from "./expressions.ts";

/** Is it read by `get`, and written by `set`? */
export const isMap = (type: Type): boolean => {
  const t = definedPart(type);
  return t.kind === "dictionary" && t.container === "map";
};

export const isTested = (e: ir.Expr, c: Context): boolean => {
  // What a call gives is never narrowed.
  if (e.kind === "element" && isMap(e.array.type)) return false;
  const root = rootOf(e);
  return root !== undefined && c.tested.has(root);
};

const assertThere = (text: string): string =>
  text.endsWith("!") ? text : `(${text})!`;

/** `text`, which is `e`, for a place that a missing value does not fit. */
export function fitting(
  text: string,
  e: ir.Expr,
  place: Type,
  c: Context,
): string {
  const isGap =
    mayMiss(e.type) &&
    place.kind !== "opaque" &&
    place.kind !== "void" &&
    !mayMiss(place);
  return isGap && !isTested(e, c) && e.kind !== "const"
    ? assertThere(text)
    : text;
}

/** `text`, which is `e`, as something whose parts are looked at; `isPossible` tells which members of its type have them. */
export function opened(
  text: string,
  e: ir.Expr,
  isPossible: (type: Type) => boolean,
  c: Context,
): string {
  if (e.type.kind !== "union" || isTested(e, c)) return text;
  const possible = e.type.members.filter(isPossible);
  const there = e.type.members.filter(
    (m) => m.kind !== "undefined" && m.kind !== "null",
  );
  if (possible.length === 0) return text;
  if (possible.length === there.length)
    return there.length < e.type.members.length ? assertThere(text) : text;
  return `(${text} as ${c.typeText(unionOf(possible))})`;
}

export const hasField =
  (name: string) =>
  (type: Type): boolean =>
    type.kind === "object"
      ? type.shape.fields.has(name)
      : type.kind === "opaque" && !/^["'`\d-]/.test(type.text);

export const hasElements = (type: Type): boolean =>
  (isReference(type) && type.kind !== "object") || type.kind === "opaque";
