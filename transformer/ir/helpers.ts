/**
 * Helper functions that derived code may call. A pass asks for one by name; the emitter knows its text, gives
 * it a name that is free in the module, and emits it once, if anything calls it.
 */
import type * as ir from "./nodes.ts";
import { booleanType, opaque, type Type, voidType } from "./types.ts";

export type HelperName =
  /** `zerosLike(value, group?)`: what a `zeros` node makes, for values that no expression can shape. */
  | "zerosLike"
  /** `copyOf(value, group?)`: what a `copy` node makes, likewise. */
  | "copyOf"
  /** `overlaps(a, b)`: do two values share storage, as a whole or in any part? */
  | "overlaps"
  /** `addInto(target, source)`: adds every number of `source` to its place in `target`, a shadow of the same shape. */
  | "addInto";

/** Stands around a helper's name in foreign text. No source text can contain it. */
export const HELPER_MARK = "\u0001";

const resultOf: Record<HelperName, Type> = {
  zerosLike: opaque("unknown"),
  copyOf: opaque("unknown"),
  overlaps: booleanType,
  addInto: voidType,
};

/** A call of an emitted helper, as the value of a `let`, an `assign` or an `effect` (`overlaps`, which is pure: anywhere). */
export function helperCall(
  name: HelperName,
  args: readonly ir.Expr[],
  type: Type = resultOf[name],
): ir.ForeignExpr {
  const parts: (string | ir.Expr)[] = [`${HELPER_MARK}${name}${HELPER_MARK}(`];
  args.forEach((arg, i) => parts.push(...(i === 0 ? [arg] : [", ", arg])));
  parts.push(")");
  return {
    ...own(parts, type),
    pure: name === "overlaps",
    mutates: name === "addInto",
  };
}

/** A new, empty `group` of `copy` and `zeros` nodes: the value of a `let`. */
export const newGroup = (): ir.ForeignExpr =>
  own(["new Map<object, object>()"], opaque("Map<object, object>"));

const own = (parts: ir.ForeignExpr["parts"], type: Type): ir.ForeignExpr => ({
  kind: "foreign",
  type,
  parts,
  pure: false,
  mutates: false,
  assigns: [],
  // Never reported: what an emitter's helper computes carries no derivative that anybody asked for.
  problem: { code: "AD9000", args: {}, file: "", start: 0, end: 0 },
});
