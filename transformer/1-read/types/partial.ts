/**
 * Types of records that stand for more than they hold: instances without their class, and objects whose
 * functions are known while reading. They are for our own code; nobody else may get one.
 */
import { someType, type Shape, type Type } from "../../ir/types.ts";
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
  someType(type, (t) => t.kind === "object" && partial.has(t.shape)) ||
  holdsTags(type);

/** Does it hold functions that are kept as tags? Nobody else knows what those mean. */
export const holdsTags = (type: Type): boolean =>
  someType(type, (t) => t.kind === "opaque" && tagsOf(t) !== undefined);

/**
 * Does it hold functions that are known? They capture the variables of the place where the object was made, so
 * the object must stay in a constant there: in a list, or in a variable that is assigned, it could come from
 * another time.
 */
export const holdsFunctions = (type: Type): boolean =>
  someType(type, (t) => t.kind === "object" && functional.has(t.shape));

/** Of a type of instances that were made here, the classes or prototypes that they are instances of. */
export const instanceOf = (shape: Shape): readonly object[] | undefined =>
  partial.has(shape) ? chains.get(shape) : undefined;

/** May one stand for the other when methods are looked up? */
export function behavesAs(from: Shape, to: Shape): boolean {
  if (functional.has(from) || functional.has(to)) return from === to;
  const below = chains.get(from);
  const above = chains.get(to)?.[0];
  return below === undefined || above === undefined || below.includes(above);
}
