/**
 * Types of records that stand for more than they hold: instances without their class, and objects whose
 * functions are known while reading. They are for our own code; nobody else may get one.
 */
import type { Shape, Type } from "../../ir/types.ts";
import { tagsOf } from "./functions.ts";

const partial = new WeakSet<Shape>();
const functional = new WeakSet<Shape>();
/** A class's declaration, and those of the classes above it. */
const chains = new WeakMap<Shape, readonly object[]>();

export const markPartial = (shape: Shape): void => {
  partial.add(shape);
};

export function markFunctional(shape: Shape): void {
  partial.add(shape);
  functional.add(shape);
}

export const setChain = (shape: Shape, chain: readonly object[]): void => {
  chains.set(shape, chain);
};

export const isPartial = (type: Type): boolean =>
  some(type, partial) || holdsTags(type);

/** Does it hold functions that are kept as tags? Nobody else knows what those mean. */
export const holdsTags = (type: Type): boolean => some(type, undefined);

/**
 * Does it hold functions that are known? They capture the variables of the place where the object was made, so
 * the object must stay in a constant there: in a list, or in a variable that is assigned, it could come from
 * another time.
 */
export const holdsFunctions = (type: Type): boolean => some(type, functional);

function some(
  type: Type,
  /** Absent: tags of functions are looked for. */
  shapes: WeakSet<Shape> | undefined,
  seen = new Set<Shape>(),
): boolean {
  switch (type.kind) {
    case "object":
      if (seen.has(type.shape)) return false;
      seen.add(type.shape);
      return (
        (shapes?.has(type.shape) ?? false) ||
        [...type.shape.fields.values()].some((f) => some(f.type, shapes, seen))
      );
    case "array":
      return some(type.element, shapes, seen);
    case "tuple":
      return type.elements.some((e) => some(e, shapes, seen));
    case "dictionary":
      return some(type.value, shapes, seen);
    case "union":
      return type.members.some((m) => some(m, shapes, seen));
    case "opaque":
      return shapes === undefined && tagsOf(type) !== undefined;
    default:
      return false;
  }
}

/** May one stand for the other when methods are looked up? */
export function behavesAs(from: Shape, to: Shape): boolean {
  if (functional.has(from) || functional.has(to)) return from === to;
  const below = chains.get(from);
  const above = chains.get(to)?.[0];
  return below === undefined || above === undefined || below.includes(above);
}
