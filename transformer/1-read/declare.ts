/** Declaring the variables of the source. */
import type { ts } from "ts-morph";
import { let_, variable } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import type { Type } from "../ir/types.ts";
import { typeKey } from "../ir/types.ts";
import type { Reading } from "./reading.ts";
import { emit } from "./reading.ts";
import { symbolOf } from "./symbols.ts";
import { fits, isSettled, join } from "./types/compatible.ts";

/** The variable of a declaration; its name is bound to it from now on. */
export function bind(
  cx: Reading,
  name: ts.Identifier,
  type: Type,
): ir.Variable {
  const widened = cx.func.widened.get(name);
  const v = variable(
    name.text,
    widened === undefined ? type : join(type, widened),
  );
  remember(cx, name, v);
  return v;
}

function remember(cx: Reading, name: ts.Identifier, v: ir.Variable): void {
  cx.func.declarations.set(v, name);
  const symbol = symbolOf(cx.reader, name);
  if (symbol === undefined) return;
  cx.env.bindings.set(symbol, { kind: "variable", variable: v });
  if (isConstant(cx, name)) cx.func.constants.add(v);
}

export function isConstant(cx: Reading, name: ts.Identifier): boolean {
  const symbol = symbolOf(cx.reader, name);
  return (
    symbol !== undefined &&
    !cx.reader.assigned(name.getSourceFile()).has(symbol)
  );
}

/** `let name = value`. What was just computed into a temporary becomes the variable itself. */
export function declare(
  cx: Reading,
  name: ts.Identifier,
  value: ir.Expr,
  declared?: Type,
): void {
  const type = variableType(cx, name, value.type, declared);
  if (value.kind === "read" && cx.func.temporaries.has(value.variable)) {
    const widened = cx.func.widened.get(name);
    if (
      widened === undefined &&
      typeKey(type) === typeKey(value.variable.type)
    ) {
      cx.func.temporaries.delete(value.variable);
      cx.func.constants.delete(value.variable);
      (value.variable as { name: string }).name = name.text;
      remember(cx, name, value.variable);
      return;
    }
  }
  emit(cx, let_(cx.origin, bind(cx, name, type), value));
}

/** The type of a variable: what was put in, or what its author says where that is more. */
function variableType(
  cx: Reading,
  name: ts.Identifier,
  from: Type,
  declared?: Type,
): Type {
  if (declared === undefined || !isSettled(declared)) return from;
  if (!isSettled(from)) return declared;
  // A `const` is what it was given; a `let` may be given more, which widens it then.
  const narrower = declared.kind === "union" && fits(from, declared);
  if (narrower && (isConstant(cx, name) || isReal(from))) return from;
  return fits(from, declared) && from.kind === "object" ? from : declared;
}

const isReal = (type: Type): boolean =>
  type.kind !== "undefined" && type.kind !== "null";
