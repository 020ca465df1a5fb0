/**
 * A view is a record of an array, an offset and a length (`list.ts`), a typed array is itself: what may be the
 * one or the other would be read as an array, which the record is not. Nothing that holds such a value is
 * differentiated, wherever it came about: an assignment, a condition, two returns, a list.
 */
import type * as ir from "../../ir/nodes.ts";
import type { Type } from "../../ir/types.ts";
import { blocksOf, expressionsOf, visitExpr } from "../../ir/walk.ts";
import { viewed } from "../expressions/list.ts";

/** The first statement that has one. */
export function mixedView(func: ir.Func): ir.Origin | undefined {
  if (func.params.some(({ variable }) => isMixed(variable.type)))
    return func.origin;
  const found = firstIn(func.body, (s) => {
    if (s.kind === "let" && isMixed(s.variable.type)) return true;
    if (s.kind === "call" && s.result && isMixed(s.result.type)) return true;
    const [place, value] = movedBy(s);
    if (place && value && becomes(value, place, 3)) return true;
    return expressionsOf(s).some(hasMixed);
  });
  if (found) return found.origin;
  return isMixed(func.result) ? func.origin : undefined;
}

/** What a statement puts where, by their types. */
function movedBy(s: ir.Stmt): readonly (Type | undefined)[] {
  switch (s.kind) {
    case "let":
    case "assign":
      return [s.variable.type, s.value?.type];
    case "store":
      return [s.target.type, s.value.type];
    case "push":
      return s.array.type.kind === "array"
        ? [s.array.type.element, s.value.type]
        : [];
    default:
      return [];
  }
}

/** Would a view be taken for an array there, or an array for a view? `depth`: types may be recursive. */
function becomes(value: Type, place: Type, depth: number): boolean {
  if (depth === 0) return false;
  if (viewed(value)) return place.kind === "typedArray";
  if (viewed(place)) return value.kind === "typedArray";
  if (value.kind === "array" && place.kind === "array")
    return becomes(value.element, place.element, depth - 1);
  if (value.kind !== "object" || place.kind !== "object") return false;
  return [...place.shape.fields].some(([name, field]) => {
    const given = value.shape.fields.get(name);
    return given !== undefined && becomes(given.type, field.type, depth - 1);
  });
}

function firstIn(
  block: ir.Block,
  is: (s: ir.Stmt) => boolean,
): ir.Stmt | undefined {
  for (const s of block) {
    if (is(s)) return s;
    for (const inner of blocksOf(s)) {
      const found = firstIn(inner, is);
      if (found) return found;
    }
  }
  return undefined;
}

function hasMixed(e: ir.Expr): boolean {
  let found = false;
  visitExpr(e, (x) => {
    found ||= isMixed(x.type);
  });
  return found;
}

function isMixed(type: Type): boolean {
  switch (type.kind) {
    case "array":
      return isMixed(type.element);
    case "tuple":
      return type.elements.some(isMixed);
    case "union":
      return (
        type.members.some(isMixed) ||
        (type.members.some((m) => viewed(m) !== undefined) &&
          type.members.some((m) => m.kind === "typedArray"))
      );
    default:
      return false;
  }
}
