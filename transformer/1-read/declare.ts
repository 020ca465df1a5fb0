/** Declaring the variables of the source. */
import type { ts } from "ts-morph";
import { let_, read, variable } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import type { Type } from "../ir/types.ts";
import { someType, typeKey, undefinedType } from "../ir/types.ts";
import { isOfHoles } from "./expressions/holes.ts";
import { viewed } from "./expressions/list.ts";
import { refuseToKeep } from "./problems.ts";
import type { Reading } from "./reading.ts";
import { holdsFunctions, holdsTags } from "./types/partial.ts";
import { emit } from "./reading.ts";
import { symbolOf } from "./symbols.ts";
import { fits, isNothing, isSettled, join } from "./types/compatible.ts";

/** A new variable for a name of the source, which is bound to it from now on. */
export function introduce(
  cx: Reading,
  name: ts.Identifier,
  type: Type,
  value?: ir.Expr,
): void {
  if (holdsFunctions(type) && !isConstant(cx, name)) refuseToKeep(cx);
  const v = variableFor(cx, name, type);
  if (cx.func.boxed.has(name)) box(cx, name, v.type, value ?? missing);
  else {
    remember(cx, name, v);
    if (value !== undefined && isOfHoles(value)) cx.func.holey.add(v);
    emit(
      cx,
      let_(
        cx.origin,
        v,
        value === undefined ? undefined : fitted(value, v.type),
      ),
    );
  }
}

/** The variable of a parameter. */
export function introduceParameter(
  cx: Reading,
  name: ts.Identifier,
  type: Type,
): ir.Variable {
  const v = variableFor(cx, name, type);
  cx.func.dictionaries.set(v, "given");
  if (cx.func.boxed.has(name)) box(cx, name, type, read(v));
  else remember(cx, name, v);
  return v;
}

function variableFor(
  cx: Reading,
  name: ts.Identifier,
  type: Type,
): ir.Variable {
  const widened = cx.func.widened.get(name);
  return variable(
    name.text,
    widened === undefined ? type : join(type, widened),
  );
}

const missing: ir.ConstExpr = {
  kind: "const",
  type: undefinedType,
  value: undefined,
};

/** A variable that a recursive function changes for its caller lives in an object: `{ total }`. */
function box(
  cx: Reading,
  name: ts.Identifier,
  type: Type,
  value: ir.Expr,
): void {
  const record = cx.reader.types.record(
    new Map([[name.text, { type, optional: false }]]),
  );
  const cell = variable(`${name.text}Cell`, record);
  const fields = [{ name: name.text, value }];
  emit(
    cx,
    let_(cx.origin, cell, { kind: "objectLiteral", type: record, fields }),
  );
  cx.func.declarations.set(cell, name);
  cx.func.constants.add(cell);
  const symbol = symbolOf(cx.reader, name);
  if (symbol !== undefined)
    cx.env.bindings.set(symbol, {
      kind: "cell",
      variable: cell,
      name: name.text,
    });
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
  if (isConstant(cx, name) && bindView(cx, name, value)) return;
  if (
    value.kind === "read" &&
    cx.func.temporaries.has(value.variable) &&
    !cx.func.boxed.has(name)
  ) {
    const widened = cx.func.widened.get(name);
    if (
      widened === undefined &&
      typeKey(type) === typeKey(value.variable.type)
    ) {
      if (holdsFunctions(type) && !isConstant(cx, name)) refuseToKeep(cx);
      cx.func.temporaries.delete(value.variable);
      cx.func.constants.delete(value.variable);
      (value.variable as { name: string }).name = name.text;
      remember(cx, name, value.variable);
      return;
    }
  }
  introduce(cx, name, type, value);
}

/** The type of a variable: what was put in, or what its author says where that is more. */
function variableType(
  cx: Reading,
  name: ts.Identifier,
  from: Type,
  declared?: Type,
): Type {
  if (declared === undefined || !isSettled(declared)) return from;
  if (holdsTags(from)) return from;
  if (!isSettled(from) || someType(from, isNothing)) return declared;
  // A `const` is what it was given; a `let` may be given more, which widens it then.
  const narrower = declared.kind === "union" && fits(from, declared);
  if (narrower && (isConstant(cx, name) || isReal(from))) return from;
  return fits(from, declared) && from.kind === "object" ? from : declared;
}

const isReal = (type: Type): boolean =>
  type.kind !== "undefined" && type.kind !== "null";

/** A new list is of the type of the variable that holds it: `const a: number[] = []`. */
function fitted(value: ir.Expr, type: Type): ir.Expr {
  const isNew = value.kind === "arrayLiteral" || value.kind === "allocate";
  return isNew && value.type.kind === "array" && type.kind === "array"
    ? { ...value, type }
    : value;
}

/** A view with parts that stay is used part by part, wherever its name stands. */
function bindView(cx: Reading, name: ts.Identifier, value: ir.Expr): boolean {
  const symbol = symbolOf(cx.reader, name);
  const isView =
    value.kind === "objectLiteral" && viewed(value.type) !== undefined;
  if (!isView || symbol === undefined) return false;
  const fields = value.fields.map((f) => ({
    ...f,
    value:
      f.value.kind === "const" || f.name === "buffer" ? f.value : keep(cx, f),
  }));
  const expr: ir.Expr = { ...value, fields };
  cx.env.bindings.set(symbol, { kind: "expr", expr });
  return true;
}

function keep(
  cx: Reading,
  f: { readonly name: string; readonly value: ir.Expr },
): ir.Expr {
  const isKept =
    f.value.kind === "read" && cx.func.constants.has(f.value.variable);
  if (isKept) return f.value;
  const v = variable(f.name, f.value.type);
  emit(cx, let_(cx.origin, v, f.value));
  cx.func.constants.add(v);
  return read(v);
}
