/**
 * A variable's type starts from its declaration and its first value. Where something else is put in later,
 * the declaration is given the wider type and the function is read again: types follow what flows.
 */
import type * as ir from "../ir/nodes.ts";
import type { Type } from "../ir/types.ts";
import { arrayOf, tupleOf } from "../ir/types.ts";
import type { Reading } from "./reading.ts";
import { Restart } from "./reading.ts";
import { Refusal, refuseToKeep } from "./problems.ts";
import { holdsFunctions } from "./types/partial.ts";
import { fits, isNothing, isUnknown, join } from "./types/compatible.ts";

/** A value of this type goes into a variable, or into the place that an expression names. */
export function needs(
  cx: Reading,
  place: ir.Variable | ir.Expr,
  type: Type,
): void {
  if (holdsFunctions(type)) refuseToKeep(cx);
  if (!("kind" in place)) {
    if (!fits(type, place.type)) widen(cx, place, join(place.type, type));
    return;
  }
  if (fits(type, place.type) || place.kind === "field") return;
  const path = pathOf(place);
  if (path !== undefined)
    widen(cx, path.root, path.retype(join(place.type, type)));
}

/** Puts a value of this type into an array. */
export function needsElement(cx: Reading, array: ir.Expr, type: Type): void {
  if (holdsFunctions(type)) refuseToKeep(cx);
  if (array.type.kind !== "array" || fits(type, array.type.element)) return;
  const path = pathOf(array);
  if (path !== undefined)
    widen(cx, path.root, path.retype(arrayOf(join(array.type.element, type))));
}

export function widen(cx: Reading, variable: ir.Variable, type: Type): void {
  const declaration = cx.func.declarations.get(variable);
  if (declaration === undefined) return;
  const known = cx.func.widened.get(declaration);
  const wider = known === undefined ? type : join(known, type);
  if (known !== undefined && fits(wider, known)) return;
  if (depthOf(wider) > deepest) {
    const { file, start, end } = cx.origin;
    const args = { name: cx.func.name };
    throw new Refusal({ code: "AD1014", args, file, start, end });
  }
  cx.func.widened.set(declaration, wider);
  throw new Restart();
}

/** To a record with one field more: what lacks the field would fit the type that the variable has, and say nothing. */
export function grow(cx: Reading, variable: ir.Variable, type: Type): void {
  const declaration = cx.func.declarations.get(variable);
  if (declaration === undefined) return;
  cx.func.widened.set(declaration, type);
  throw new Restart();
}

/** Lists in lists in lists: no program means more, and a type that grows on every reading gets there. */
const deepest = 12;

function depthOf(type: Type): number {
  switch (type.kind) {
    case "array":
      return 1 + depthOf(type.element);
    case "tuple":
      return 1 + Math.max(0, ...type.elements.map(depthOf));
    case "union":
      return Math.max(0, ...type.members.map(depthOf));
    default:
      return 0;
  }
}

interface Path {
  readonly root: ir.Variable;
  /** The root's type, with this type at the end of the path. */
  readonly retype: (type: Type) => Type;
}

function pathOf(e: ir.Expr): Path | undefined {
  if (e.kind === "read") return { root: e.variable, retype: (type) => type };
  if (e.kind !== "element") return undefined;
  const path = pathOf(e.array);
  const { type } = e.array;
  if (path === undefined) return undefined;
  if (type.kind === "array")
    return { root: path.root, retype: (t) => path.retype(arrayOf(t)) };
  if (type.kind === "dictionary")
    return {
      root: path.root,
      retype: (value) => path.retype({ ...type, value }),
    };
  const { index } = e;
  if (type.kind === "tuple" && index.kind === "const")
    return {
      root: path.root,
      retype: (t) =>
        path.retype(
          tupleOf(type.elements.map((old, i) => (i === index.value ? t : old))),
        ),
    };
  return undefined;
}

/** Is some part of the type not known yet: an array that nothing was put into? */
export function isOpen(type: Type): boolean {
  if (isNothing(type) || isUnknown(type)) return true;
  if (type.kind === "array") return isOpen(type.element);
  return type.kind === "tuple" && type.elements.some(isOpen);
}
