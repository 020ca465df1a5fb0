/** Operands of arithmetic, as JavaScript converts them. */
import { conditional, number } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { Type } from "../../ir/types.ts";
import { definedPart } from "../../ir/types.ts";
import { isNothing } from "../types/compatible.ts";
import { isNumericOpaque, isTextOpaque } from "../types/literal.ts";

/** Numbers, and number literals and numeric enums (opaque, since they carry nothing). */
export function isNumeric(type: Type): boolean {
  const t = definedPart(type);
  // A recursive call whose result is not known yet will be read again.
  return t.kind === "number" || isNothing(t) || isNumericOpaque(t);
}

/** The operand as a number, or nothing where that would take a conversion that we do not model. */
export function asNumber(e: ir.Expr): ir.Expr | undefined {
  if (isNumeric(e.type)) return e;
  return e.type.kind === "boolean"
    ? conditional(e, number(1), number(0))
    : undefined;
}

/** Strings, and the literals of strings. */
export function isText(type: Type): boolean {
  const t = definedPart(type);
  return t.kind === "string" || isTextOpaque(t);
}
