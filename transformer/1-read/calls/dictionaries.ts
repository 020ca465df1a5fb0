/** Methods of maps, and the functions of `Object` on records. */
import { ts } from "ts-morph";
import { opened } from "../types/partial.ts";
import * as build from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import {
  arrayOf,
  tupleOf,
  type DictionaryType,
  type Type,
} from "../../ir/types.ts";
import { typeAt } from "../expressions/access.ts";
import { countedLoop } from "../expressions/copy-loop.ts";
import { missing } from "../expressions/destructure.ts";
import {
  clear,
  dictionaryOf,
  newDictionary,
  entry,
  fieldsOf,
  hasKey,
  held,
  isOwn,
  keysOf,
  lookUp,
  put,
  putAll,
  remove,
} from "../expressions/dictionary.ts";
import { isList, itemType } from "../expressions/list.ts";
import {
  kept,
  listValue,
  named,
  temporary,
  value,
} from "../expressions/value.ts";
import { inOrder } from "../order.ts";
import type { Reading, Want } from "../reading.ts";
import { apart, emit } from "../reading.ts";
import { isGlobal, unwrapped } from "../symbols.ts";
import { mustStay } from "../statements/walked-map.ts";
import { callbackOf } from "./methods/iterate.ts";

export type Listing = "keys" | "values" | "entries";

export const isListing = (name: string): name is Listing =>
  name === "keys" || name === "values" || name === "entries";

/** `m.get(k)` and the like; nothing where the form of the call is not one that we read. */
export function mapMethod(
  cx: Reading,
  node: ts.CallExpression,
  name: string,
  receiver: ir.Expr,
): ir.Expr | undefined {
  const type = dictionaryOf(receiver.type);
  if (type === undefined || !isOwn(receiver)) return undefined;
  if (node.arguments.some(ts.isSpreadElement)) return undefined;
  if (type.container === "record")
    return name === "hasOwnProperty" && node.arguments.length === 1
      ? hasKey(cx, node, receiver, value(cx, node.arguments[0]!))
      : undefined;
  const map = kept(cx, receiver);
  const [first, second] = node.arguments;
  if (isListing(name)) return listed(cx, node, map, name);
  switch (name) {
    case "get":
      return first && lookUp(map, value(cx, first));
    case "has":
      return first && hasKey(cx, node, map, value(cx, first));
    case "delete":
      return first && removed(cx, node, map, first);
    case "clear":
      clear(cx, node, map);
      return missing;
    case "set": {
      if (first === undefined || second === undefined) return undefined;
      const [key, v] = inOrder(cx, [
        (inner) => value(inner, first),
        (inner) => value(inner, second, { type: type.value }),
      ]);
      put(cx, map, key!, v!);
      return map;
    }
    case "forEach":
      return forEach(cx, node, map);
    default:
      return undefined;
  }
}

function removed(
  cx: Reading,
  node: ts.CallExpression,
  map: ir.Expr,
  first: ts.Expression,
): ir.Expr {
  const key = kept(cx, value(cx, first));
  const isUsed = !ts.isExpressionStatement(node.parent);
  const was = isUsed ? hasKey(cx, node, map, key) : missing;
  remove(cx, node, map, key);
  return was;
}

function forEach(
  cx: Reading,
  node: ts.CallExpression,
  map: ir.Expr,
): ir.Expr | undefined {
  const f = callbackOf(cx, node);
  if (f === undefined) return undefined;
  const keys = keysOf(cx, node, map);
  const start = cx.out.length;
  countedLoop(cx, build.length(keys), (inner, i) => {
    const key = named(inner, build.element(keys, i));
    const args = [entry(map, key), key, map];
    const v = inner.reader.lower.invoke(
      inner,
      f,
      args.map((expr) => ({ kind: "value", expr })),
      node.arguments[0]!,
      {},
    );
    if (v.kind === "foreign" && !v.pure)
      emit(inner, { kind: "effect", origin: inner.origin, value: v });
  });
  mustStay(cx, node, cx.out.slice(start), map);
  return missing;
}

/** The keys, the values or the pairs as a list. */
export function listed(
  cx: Reading,
  node: ts.Node,
  dictionary: ir.Expr,
  what: Listing,
): ir.ReadExpr {
  const keys = keysOf(cx, node, dictionary);
  if (what === "keys") return keys;
  const keyType = itemType(keys.type);
  const { type } = held(dictionary, build.element(keys, build.number(0)));
  const item = what === "values" ? type : tupleOf([keyType, type]);
  const list = temporary(
    cx,
    { kind: "arrayLiteral", type: arrayOf(item), elements: [] },
    what,
  );
  countedLoop(cx, build.length(keys), (inner, i) => {
    const key = named(inner, build.element(keys, i));
    const value = held(dictionary, key);
    const added =
      what === "values"
        ? value
        : temporary(
            inner,
            { kind: "arrayLiteral", type: item, elements: [key, value] },
            "entry",
          );
    emit(inner, {
      kind: "push",
      origin: inner.origin,
      array: list,
      value: added,
    });
  });
  return list;
}

/** `m`, `m.values()`, `Object.entries(o)`: a dictionary, and what of it is listed. */
export function listingOf(
  cx: Reading,
  node: ts.Expression,
): { readonly dictionary: ir.Expr; readonly what: Listing } | undefined {
  const e = unwrapped(node);
  const inner = apart(cx);
  const found = (
    source: ts.Expression,
    what: Listing,
    container: DictionaryType["container"],
  ): ReturnType<typeof listingOf> => {
    if (!mayBe(cx, source, container)) return undefined;
    const dictionary = value(inner, source);
    const isKnown = container === "record" && fieldsOf(dictionary);
    const type = dictionaryOf(dictionary.type);
    if (!isKnown && (type?.container !== container || !isOwn(dictionary)))
      return undefined;
    cx.out.push(...inner.out);
    return { dictionary: kept(cx, dictionary), what };
  };
  if (!ts.isCallExpression(e)) return found(e, "entries", "map");
  const callee = unwrapped(e.expression);
  if (!ts.isPropertyAccessExpression(callee)) return found(e, "entries", "map");
  const name = callee.name.text;
  if (!isListing(name)) return found(e, "entries", "map");
  const [first] = e.arguments;
  if (first === undefined) return found(callee.expression, name, "map");
  return isObject(cx, callee.expression)
    ? found(first, name, "record")
    : undefined;
}

/** Is it worth reading, by what TypeScript says of it? */
function mayBe(
  cx: Reading,
  node: ts.Expression,
  container: DictionaryType["container"],
): boolean {
  if (container === "record") return true;
  const { checker } = cx.reader;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(node));
  return /^(Readonly)?Map$/.test(type.symbol?.name ?? "");
}

const isObject = (cx: Reading, node: ts.Expression): boolean =>
  ts.isIdentifier(node) && node.text === "Object" && isGlobal(cx.reader, node);

/** A list, or what iterating a dictionary gives as one. */
export function listOrListing(cx: Reading, node: ts.Expression): ir.Expr {
  const listing = listingOf(cx, node);
  return listing === undefined
    ? listValue(cx, node)
    : listed(cx, node, listing.dictionary, listing.what);
}

/** `Object.values(o)` and the like, of a dictionary; `Object.fromEntries(list)`. */
export function objectFunction(
  cx: Reading,
  node: ts.CallExpression,
  name: string,
): ir.Expr | undefined {
  const [first, second] = node.arguments;
  if (first === undefined) return undefined;
  if (isListing(name)) {
    const listing = listingOf(cx, node);
    return listing && listed(cx, node, listing.dictionary, listing.what);
  }
  if (name === "fromEntries") {
    const type = dictionaryOf(typeAt(cx, node));
    return type && fromPairs(cx, type, first);
  }
  if (name === "hasOwn" && second !== undefined) {
    const [object, key] = inOrder(cx, [
      (inner) => value(inner, first),
      (inner) => value(inner, second),
    ]);
    return isOwn(object!) ? hasKey(cx, node, object!, key!) : undefined;
  }
  return undefined;
}

/** `new Map()`, of pairs, or of another map. */
export function newMap(
  cx: Reading,
  node: ts.NewExpression,
  want: Want,
): ir.Expr | undefined {
  const asked = want.type === undefined ? undefined : dictionaryOf(want.type);
  const type = asked ?? dictionaryOf(opened(typeAt(cx, node)));
  if (type?.container !== "map") return undefined;
  const [first] = node.arguments ?? [];
  if (first === undefined) return newDictionary(cx, type, want.name);
  const source = unwrapped(first);
  if (ts.isArrayLiteralExpression(source)) {
    const pairs = source.elements.map(unwrapped);
    if (pairs.every(isPair)) return ofPairs(cx, type, pairs, want);
  }
  return fromPairs(cx, type, first, want.name);
}

const isPair = (e: ts.Expression): e is ts.ArrayLiteralExpression =>
  ts.isArrayLiteralExpression(e) &&
  e.elements.length === 2 &&
  !e.elements.some((x) => ts.isSpreadElement(x) || ts.isOmittedExpression(x));

function ofPairs(
  cx: Reading,
  type: DictionaryType,
  pairs: readonly ts.ArrayLiteralExpression[],
  want: Want,
): ir.Expr {
  const parts = inOrder(
    cx,
    pairs.flatMap((p) => [
      (inner: Reading) => value(inner, p.elements[0]!),
      (inner: Reading) => value(inner, p.elements[1]!, { type: type.value }),
    ]),
  );
  const held = parts.filter((_, i) => i % 2 === 1).map((v) => v.type);
  const made = { ...type, value: valueType(type, held) };
  const map = newDictionary(cx, made, want.name);
  pairs.forEach((_, i) => put(cx, map, parts[2 * i]!, parts[2 * i + 1]!));
  return map;
}

/** What is put in says more than what its author wrote, where all of it is of one type. */
export function valueType(type: DictionaryType, held: readonly Type[]): Type {
  const [first] = held;
  return first?.kind === "object" && held.every((t) => t === first)
    ? first
    : type.value;
}

function fromPairs(
  cx: Reading,
  type: DictionaryType,
  source: ts.Expression,
  name?: string,
): ir.Expr | undefined {
  const listing = listingOf(cx, source);
  if (listing?.what === "entries") {
    const copy = newDictionary(cx, type, name);
    putAll(cx, source, copy, listing.dictionary);
    return copy;
  }
  const list = value(cx, source);
  const item = isList(list.type) ? itemType(list.type) : undefined;
  if (item?.kind !== "tuple" || item.elements.length !== 2) return undefined;
  const pairs = kept(cx, list);
  const of = valueType(type, [item.elements[1]!]);
  const made = newDictionary(cx, { ...type, value: of }, name);
  countedLoop(cx, build.length(pairs), (inner, i) => {
    const pair = kept(inner, build.element(pairs, i));
    const key = build.element(pair, build.number(0));
    put(inner, made, key, build.element(pair, build.number(1)));
  });
  return made;
}
