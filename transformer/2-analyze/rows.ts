/**
 * Lists of arrays whose rows are pairwise apart: an element of one row is then no element of another, and a matrix of
 * rows is compared by both subscripts. Proved where every row is made fresh and put into one place, once; for a
 * parameter it is the entry that checks it, and the body must leave the list itself alone.
 */
import type * as ir from "../ir/nodes.ts";
import { isReference, type Type } from "../ir/types.ts";
import { blocksOf, expressionsOf, visitExpr } from "../ir/walk.ts";
import type { AliasClass, Aliases } from "./alias.ts";
import type { EffectsTable } from "./effects.ts";
import { touches } from "./effects.ts";

/**
 * The variables that hold such a list, one and the same as long as they live.
 * @param given parameters whose rows are apart when the function is called.
 */
export function listsOfApartRows(
  func: ir.Func,
  aliases: Aliases,
  effects: EffectsTable,
  given: ReadonlySet<ir.Variable>,
): ReadonlySet<ir.Variable> {
  const assigned = new Set<ir.Variable>();
  /** How a class of lists is made and filled: by what may put one row into two places, or by rows that are fresh. */
  const spoilt = new Set<AliasClass>();
  const lists = new Map<ir.Variable, AliasClass>();
  const stored = new Set<ir.Variable>();
  const params = new Set(func.params.map((p) => p.variable));
  for (const v of params) {
    if (!isList(v.type)) continue;
    const c = aliases.ofVariable(v);
    const isSole = [...lists.values()].every((other) => other !== c);
    if (
      !given.has(v) ||
      !isSole ||
      touches(effects.ofBlock(func.body), c, "[]")
    )
      spoilt.add(c);
    lists.set(v, c);
  }

  const visit = (block: ir.Block): void => {
    const fresh = new Set<ir.Variable>();
    const put = (list: AliasClass, row: ir.Expr): void => {
      const isOnce =
        row.kind === "read" &&
        fresh.has(row.variable) &&
        !stored.has(row.variable);
      if (!isOnce) spoilt.add(list);
      else stored.add(row.variable);
    };
    for (const s of block) {
      if (s.kind === "assign") assigned.add(s.variable);
      for (const e of expressionsOf(s))
        visitExpr(e, (x) => {
          if (x.kind === "foreign") x.assigns.forEach((v) => assigned.add(v));
        });
      if ((s.kind === "let" || s.kind === "assign") && s.value) {
        const { variable: v, value } = s;
        if (s.kind === "let" && isFresh(value)) fresh.add(v);
        if (isList(v.type)) {
          const c = aliases.ofVariable(v);
          if (s.kind === "let") lists.set(v, c);
          if (value.kind === "arrayLiteral")
            for (const row of value.elements) put(c, row);
          else if (
            value.kind !== "read" &&
            !(value.kind === "allocate" && value.fill === undefined)
          )
            spoilt.add(c);
        }
      } else if (s.kind === "store" && isReference(s.value.type)) {
        const place =
          s.target.kind === "element" ? s.target.array : s.target.object;
        put(aliases.of(place), s.value);
      } else if (s.kind === "push" && isReference(s.value.type)) {
        put(aliases.of(s.array), s.value);
      } else if (s.kind === "call" && s.result) {
        if (isReference(s.result.type))
          for (const c of aliases.reachable(aliases.ofVariable(s.result)))
            spoilt.add(c);
      }
      const inner = blocksOf(s);
      const isPlain =
        s.kind === "store" || s.kind === "push" || s.kind === "resize";
      // What calls and foreign code may do to a list.
      if (inner.length === 0 && !isPlain)
        for (const c of effects.of(s).heap.keys()) spoilt.add(c);
      inner.forEach(visit);
    }
  };
  visit(func.body);
  return new Set(
    [...lists].flatMap(([v, c]) =>
      assigned.has(v) || c.external || spoilt.has(c) ? [] : [v],
    ),
  );
}

/** A plain array of plain or typed arrays of what is no reference. */
export const isList = (type: Type): boolean =>
  type.kind === "array" &&
  (type.element.kind === "typedArray" ||
    (type.element.kind === "array" && !isReference(type.element.element)));

/** Storage of its own, made where the expression stands. */
const isFresh = (e: ir.Expr): boolean =>
  e.kind === "allocate" ||
  e.kind === "arrayLiteral" ||
  ((e.kind === "copy" || e.kind === "zeros") && e.group === undefined);
