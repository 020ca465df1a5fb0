/** Builders and shorthands for the emitter's tests. */
import type * as ir from "../../transformer/ir/nodes.ts";
import type { Derived, Emission } from "../../transformer/ir/program.ts";
import { type Type, typeText } from "../../transformer/ir/types.ts";

export const at = (text = ""): ir.Origin => ({
  file: "a.ts",
  line: 1,
  column: 1,
  start: 0,
  end: 0,
  text,
});

export const param = (
  variable: ir.Variable,
  annotation?: string,
): ir.Param => ({
  variable,
  optional: false,
  rest: false,
  annotation: annotation ?? typeText(variable.type),
  fixed: false,
});

export function derived(
  name: string,
  params: readonly ir.Variable[],
  body: ir.Block,
  more: Partial<Derived> = {},
): Derived {
  return {
    name,
    key: name,
    exported: true,
    isPublic: true,
    doc: [],
    params: params.map((v) => param(v)),
    resultText: "number",
    body,
    origin: at(),
    ...more,
  };
}

export const emission = (
  functions: readonly Derived[],
  more: Partial<Emission> = {},
): Emission => ({
  module: { functions: new Map() },
  derived: functions,
  registrations: [],
  taken: new Set(),
  noUncheckedIndexedAccess: false,
  comments: new Map(),
  ...more,
});

export const ret = (value: ir.Expr): ir.ReturnStmt => ({
  kind: "return",
  origin: at(),
  value,
});
export const label = (name = "loop"): ir.Label => ({ name });
export function loop(
  more: Partial<ir.LoopStmt> & { body: ir.Block },
): ir.LoopStmt {
  return {
    kind: "loop",
    origin: at(),
    label: label(),
    init: [],
    testAfter: false,
    update: [],
    ...more,
  };
}
export const literal = (
  type: Type,
  ...elements: ir.Expr[]
): ir.ArrayLiteralExpr => ({
  kind: "arrayLiteral",
  type,
  elements,
});
