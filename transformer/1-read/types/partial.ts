/**
 * Types of records that stand for more than they hold: instances without their class, and objects whose
 * functions are known while reading. They are for our own code; nobody else may get one.
 */
import {
  arrayOf,
  someType,
  tupleOf,
  unionOf,
  type Shape,
  type Type,
} from "../../ir/types.ts";
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

/** Classes and interfaces as they are declared, whose instances say themselves which class made them. */
const bases = new WeakSet<Shape>();
/** Those instances: of exactly this class, and no class below it. */
const tagged = new WeakMap<Shape, string>();
/** The type of an instance of the same class that holds what either holds. */
const joins = new WeakMap<Shape, (other: Shape) => Type>();

export const markBase = (shape: Shape): void => {
  bases.add(shape);
};

export function markTagged(
  shape: Shape,
  tag: string,
  join: (other: Shape) => Type,
): void {
  tagged.set(shape, tag);
  joins.set(shape, join);
}

export const isBase = (shape: Shape): boolean => bases.has(shape);
export const classTagOf = (shape: Shape): string | undefined =>
  tagged.get(shape);

export const holdsBase = (type: Type): boolean =>
  someType(type, (t) => t.kind === "object" && bases.has(t.shape));

/** Of two instances of one class. */
export function joinOfClass(a: Type, b: Type): Type | undefined {
  if (a.kind !== "object" || b.kind !== "object") return undefined;
  const isSame =
    tagged.has(a.shape) && tagged.get(a.shape) === tagged.get(b.shape);
  return isSame ? joins.get(a.shape)!(b.shape) : undefined;
}

/** Is the instance one of this class, or of a class below it? */
export function isOfClass(shape: Shape, of: object): boolean {
  return chains.get(shape)?.includes(of) === true;
}

/** What a place is declared to hold, where it is what is put in that says which class it is of. */
export function opened(type: Type): Type {
  if (!holdsBase(type)) return type;
  switch (type.kind) {
    case "object":
      return bases.has(type.shape) ? { kind: "union", members: [] } : type;
    case "array":
      return arrayOf(opened(type.element));
    case "tuple":
      return tupleOf(type.elements.map(opened));
    case "dictionary":
      return { ...type, value: opened(type.value) };
    case "union":
      return unionOf(type.members.map(opened));
    default:
      return type;
  }
}

/** May one stand for the other when methods are looked up? */
export function behavesAs(from: Shape, to: Shape): boolean {
  if (functional.has(from) || functional.has(to)) return from === to;
  const below = chains.get(from);
  const above = chains.get(to)?.[0];
  return below === undefined || above === undefined || below.includes(above);
}
