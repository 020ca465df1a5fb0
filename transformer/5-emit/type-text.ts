/** A type as it is written in emitted text. */
import { typeText as textOf, type Type } from "../ir/types.ts";

/** Of an array that nothing was ever put in, no element is known. */
export const typeText = (type: Type): string =>
  textOf(type).replaceAll("()[]", "never[]") || "never";
