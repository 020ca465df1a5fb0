/** Types that carry nothing and are printed as their author wrote them: literals, their unions, enums. */
import type { OpaqueType, Type } from "../../ir/types.ts";
import { opaque } from "../../ir/types.ts";

const numeric = new WeakSet<Type>();
const textual = new WeakSet<Type>();

/** Numbers all the same: `1 | 2`, a numeric enum. */
export function numericOpaque(text: string): OpaqueType {
  const type = opaque(text);
  numeric.add(type);
  return type;
}

/** Strings: `'l1' | 'l2'`. */
export function textOpaque(text: string): OpaqueType {
  const type = opaque(text);
  textual.add(type);
  return type;
}

export const isNumericOpaque = (type: Type): boolean => numeric.has(type);
export const isTextOpaque = (type: Type): boolean => textual.has(type);
