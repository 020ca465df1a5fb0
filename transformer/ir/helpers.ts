/**
 * Helper functions that derived code may call. A pass asks for one by name; the emitter knows its text, gives
 * it a name that is free in the module, and emits it once, if anything calls it.
 */
import { compare, length, ownText, read } from "./build.ts";
import type * as ir from "./nodes.ts";
import { mayHold } from "./holds.ts";
import { hiddenFields, inactiveFields, uncopiedFields } from "./own.ts";
import {
  booleanType,
  float64ArrayType,
  isReference,
  numberType,
  opaque,
  someType,
  tupleOf,
  type Type,
  voidType,
} from "./types.ts";

export type HelperName =
  /** `zerosLike(value, group?)`: what a `zeros` node makes, for values that no expression can shape. */
  | "zerosLike"
  /** `copyOf(value, group?)`: what a `copy` node makes, likewise. */
  | "copyOf"
  /** `overlaps(a, b)`: do two values share storage, as a whole or in any part? See `overlapTest`. */
  | "overlaps"
  /** `rowsOverlap(rows)`: do two typed arrays of a list share storage? */
  | "rowsOverlap"
  /** `scaled(value, by)`: the value with every number multiplied, in fresh storage. */
  | "scaled"
  /** `addInto(target, source)`: adds every number of `source` to its place in `target`, a shadow of the same shape. */
  | "addInto"
  /** `room(workspace, name, size)`: a `Float64Array` that is kept in the workspace, whatever it holds. */
  | "room"
  /** `clearedRoom(workspace, name, size)`: the same, with zeros. */
  | "clearedRoom";

/** Stands around a helper's name in foreign text. No source text can contain it. */
export const HELPER_MARK = "\u0001";

const resultOf: Record<HelperName, Type> = {
  zerosLike: opaque("unknown"),
  copyOf: opaque("unknown"),
  overlaps: booleanType,
  rowsOverlap: booleanType,
  scaled: opaque("unknown"),
  addInto: voidType,
  room: float64ArrayType,
  clearedRoom: float64ArrayType,
};

/** The variant of a helper that meets what is in its arguments. */
export const helperFor = (
  name: HelperName,
  args: readonly ir.Expr[],
): string => (args.some((a) => holdsMap(a.type)) ? `${name}Maps` : name);

const holdsMap = (type: Type): boolean =>
  someType(type, (t) => t.kind === "dictionary" && t.container === "map");

/**
 * A call of an emitted helper, as the value of a `let`, an `assign` or an `effect` (`overlaps`, which is pure: anywhere).
 * @param done of `addInto`: what several calls have added, where arguments may share storage.
 */
export function helperCall(
  name: HelperName,
  args: readonly ir.Expr[],
  type: Type = resultOf[name],
  done?: ir.Variable,
): ir.ForeignExpr {
  const known = helperFor(name, args);
  const parts: (string | ir.Expr)[] = [`${HELPER_MARK}${known}${HELPER_MARK}(`];
  args.forEach((arg, i) => parts.push(...(i === 0 ? [arg] : [", ", arg])));
  const more = ownFields(
    name,
    name === "overlaps" ? tupleOf(args.map((a) => a.type)) : args[0]!.type,
  );
  if (more !== "")
    parts.push(
      name !== "addInto" && name !== "overlaps" && args.length < 2
        ? `, undefined, ${more}`
        : `, ${more}`,
    );
  if (done) parts.push(more === "" ? ", undefined, " : ", ", read(done));
  parts.push(")");
  return {
    ...ownText(parts, type),
    pure: name === "overlaps" || name === "rowsOverlap",
    mutates: name === "addInto",
  };
}

/** The lists of fields that a helper leaves alone, and that it is to look for, as arguments; empty where there are none. */
export function ownFields(name: HelperName, type: Type): string {
  if (name === "room" || name === "clearedRoom" || name === "rowsOverlap")
    return "";
  const hidden = JSON.stringify(hiddenFields(type));
  const isHidden = hidden !== "[]";
  if (name === "overlaps") return isHidden ? hidden : "";
  const own = name === "copyOf" ? uncopiedFields(type) : inactiveFields(type);
  // What is added or scaled are shadows, which have it as a property.
  const seeks = isHidden && (name === "zerosLike" || name === "copyOf");
  if (own.length === 0 && !seeks) return "";
  return seeks ? `${JSON.stringify(own)}, ${hidden}` : JSON.stringify(own);
}

/** A new, empty `group` of `copy` and `zeros` nodes: the value of a `let`. */
export const newGroup = (): ir.ForeignExpr =>
  ownText(["new Map<object, object>()"], groupType, false);
export const groupType: Type = opaque("Map<object, object>");

/** Do two arguments share storage? Undefined: never, by their types. */
export function overlapTest(a: ir.Expr, b: ir.Expr): ir.Expr | undefined {
  if (!isReference(a.type) || !isReference(b.type)) return undefined;
  // Two flat plain arrays are the same one or apart; typed arrays may be views of one buffer.
  const isFlat = (t: Type): boolean =>
    t.kind === "array" &&
    !isReference(t.element) &&
    t.element.kind !== "opaque";
  if (isFlat(a.type) && isFlat(b.type))
    return mayHold(a.type, b.type) ? compare("===", a, b) : undefined;
  const kinds = [a.type.kind, b.type.kind];
  if (kinds.includes("typedArray") && (isFlat(a.type) || isFlat(b.type)))
    return undefined;
  return helperCall("overlaps", [a, b]);
}

/** Do two rows of a list share storage? Plain ones are the same one or apart; typed ones may be views of one buffer. */
export const rowsTest = (list: ir.Expr): ir.Expr =>
  list.type.kind === "array" && list.type.element.kind === "typedArray"
    ? helperCall("rowsOverlap", [list])
    : compare(
        "<",
        ownText(["new Set(", list, ").size"], numberType),
        length(list),
      );
