/**
 * Dictionaries: a `Map`, or a record whose keys its type does not name. A value is an element at its key; which
 * keys there are is structure, which carries no derivative, and is asked of the object itself where it stands.
 */
import type { ts } from "ts-morph";
import * as build from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { DictionaryType, Type } from "../../ir/types.ts";
import {
  arrayOf,
  booleanType,
  carries,
  definedPart,
  isReference,
  stringType,
  undefinedType,
  unionOf,
  voidType,
} from "../../ir/types.ts";
import type { Reading } from "../reading.ts";
import { emit } from "../reading.ts";
import { needs } from "../widen.ts";
import { countedLoop } from "./copy-loop.ts";
import { foreign } from "./foreign.ts";
import { fieldNamed, mostFields } from "./named-field.ts";
import { isPartial } from "../types/partial.ts";
import { named, temporary } from "./value.ts";

export function dictionaryOf(type: Type): DictionaryType | undefined {
  const t = definedPart(type);
  return t.kind === "dictionary" ? t : undefined;
}

/** A dictionary that is ours to look into: not one of the module's, which outlives the call. */
export const isOwn = (e: ir.Expr): boolean =>
  dictionaryOf(e.type) !== undefined && !isOutside(e);

/** Is it memory that outlives the call: a table of the module? */
export function isOutside(e: ir.Expr): boolean {
  switch (e.kind) {
    case "foreign":
      return true;
    case "element":
      return isOutside(e.array);
    case "field":
      return isOutside(e.object);
    default:
      return false;
  }
}

const opened = (dictionary: ir.Expr): ir.Expr => ({
  ...dictionary,
  type: definedPart(dictionary.type),
});

/** An object whose fields are known, and all of which anybody may list. */
export function fieldsOf(e: ir.Expr): readonly string[] | undefined {
  const type = definedPart(e.type);
  if (type.kind !== "object" || isPartial(type) || isOutside(e))
    return undefined;
  const { fields, isClass } = type.shape;
  const isOpen = [...fields.values()].every((f) => f.hidden === undefined);
  return !isClass && isOpen && fields.size > 0 && fields.size <= mostFields
    ? [...fields.keys()]
    : undefined;
}

/** What a key leads to that was listed. */
export function held(of: ir.Expr, key: ir.Expr): ir.Expr {
  const names = fieldsOf(of);
  return names === undefined
    ? entry(of, key)
    : fieldNamed(of, key, names, true);
}

/** The place of a key's value. */
export const entry = (dictionary: ir.Expr, key: ir.Expr): ir.ElementExpr => ({
  ...build.element(opened(dictionary), key),
  type: dictionaryOf(dictionary.type)!.value,
});

/** What is there, or nothing. */
export function lookUp(dictionary: ir.Expr, key: ir.Expr): ir.ElementExpr {
  const place = entry(dictionary, key);
  return { ...place, type: unionOf([place.type, undefinedType]) };
}

export function put(
  cx: Reading,
  dictionary: ir.Expr,
  key: ir.Expr,
  value: ir.Expr,
): void {
  const place = entry(dictionary, key);
  needs(cx, place, value.type);
  emit(cx, build.store(cx.origin, place, named(cx, value)));
}

/** A new, empty one. */
export function newDictionary(
  cx: Reading,
  type: DictionaryType,
  name?: string,
): ir.ReadExpr {
  const fallback = type.container === "map" ? "map" : "record";
  const made = temporary(
    cx,
    { kind: "objectLiteral", type, fields: [] },
    name ?? fallback,
  );
  cx.func.dictionaries.set(made.variable, "made");
  return made;
}

/** Something about its keys, as it is now. */
export const structure = (
  node: ts.Node,
  type: Type,
  parts: readonly (string | ir.Expr)[],
): ir.ForeignExpr => ({
  ...foreign(node, "dynamic", type, parts, { pure: false, keeps: false }),
  structural: true,
});

export function keysOf(
  cx: Reading,
  node: ts.Node,
  dictionary: ir.Expr,
): ir.ReadExpr {
  const type = dictionaryOf(dictionary.type);
  const key = type?.key ?? stringType;
  const keys =
    type?.container === "map"
      ? structure(node, arrayOf(key), ["Array.from(", dictionary, ".keys())"])
      : structure(node, arrayOf(stringType), ["Object.keys(", dictionary, ")"]);
  return temporary(cx, keys, "keys");
}

export function hasKey(
  cx: Reading,
  node: ts.Node,
  dictionary: ir.Expr,
  key: ir.Expr,
): ir.ReadExpr {
  const isMap = dictionaryOf(dictionary.type)!.container === "map";
  const test = isMap
    ? structure(node, booleanType, [dictionary, ".has(", key, ")"])
    : structure(node, booleanType, [
        "Object.prototype.hasOwnProperty.call(",
        dictionary,
        ", ",
        key,
        ")",
      ]);
  return temporary(cx, test, "isThere");
}

export const sizeOf = (
  cx: Reading,
  node: ts.Node,
  dictionary: ir.Expr,
): ir.ReadExpr =>
  temporary(
    cx,
    structure(node, { kind: "number" }, [dictionary, ".size"]),
    "size",
  );

/**
 * Takes a key out. Its value is overwritten first, for what the reverse sweep reads is kept where it is
 * overwritten, and what goes with a key counts as that.
 */
export function remove(
  cx: Reading,
  node: ts.Node,
  dictionary: ir.Expr,
  key: ir.Expr,
): void {
  const place = entry(dictionary, key);
  if (carries(place.type))
    emit(
      cx,
      build.store(
        cx.origin,
        place,
        isReference(place.type) ? place : build.number(0),
      ),
    );
  const type = dictionaryOf(dictionary.type)!;
  const value = structure(
    node,
    voidType,
    build.removal(type, build.element(dictionary, key)),
  );
  emit(cx, { kind: "effect", origin: cx.origin, value });
}

export function clear(cx: Reading, node: ts.Node, dictionary: ir.Expr): void {
  const keys = keysOf(cx, node, dictionary);
  countedLoop(cx, build.length(keys), (inner, i) =>
    remove(inner, node, dictionary, named(inner, build.element(keys, i))),
  );
}

/** Puts all of one dictionary into another. */
export function putAll(
  cx: Reading,
  node: ts.Node,
  target: ir.Expr,
  source: ir.Expr,
): void {
  const keys = keysOf(cx, node, source);
  countedLoop(cx, build.length(keys), (inner, i) => {
    const key = build.element(keys, i);
    put(inner, target, key, entry(source, key));
  });
}
