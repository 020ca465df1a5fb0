/** Types of functions that are kept as data: which of those that are known it may be. */
import type { OpaqueType, Type } from "../../ir/types.ts";

export const functionsType = (tags: readonly string[]): OpaqueType => ({
  kind: "opaque",
  text: "string",
  functions: [...new Set(tags)].sort(),
});

export const tagsOf = (type: Type): readonly string[] | undefined =>
  type.kind === "opaque" ? type.functions : undefined;
