/**
 * Lists: arrays, tuples, typed arrays, and views. A view (what `subarray` gives) shares the storage of an
 * array from an offset on; in the IR it is a record of the array, the offset and the length, so that reads and
 * writes through it are reads and writes of the array itself.
 */
import * as build from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type {
  Shape,
  Type,
  TypedArrayName,
  TypedArrayType,
} from "../../ir/types.ts";
import { definedPart, elementType, numberType } from "../../ir/types.ts";
import { plus } from "./sum.ts";

const views = new WeakMap<Shape, TypedArrayType>();
const shapes = new Map<TypedArrayName, Type>();

/** The type of views of a typed array. */
export function viewType(of: TypedArrayType): Type {
  let type = shapes.get(of.name);
  if (type === undefined) {
    const fields = new Map([
      ["buffer", { type: of, optional: false }],
      ["offset", { type: numberType, optional: false }],
      ["length", { type: numberType, optional: false }],
    ]);
    const text = `{ buffer: ${of.name}; offset: number; length: number }`;
    const shape: Shape = { text, fields, isClass: false };
    views.set(shape, of);
    type = { kind: "object", shape };
    shapes.set(of.name, type);
  }
  return type;
}

/** The typed array that a view is one of. */
export function viewed(type: Type): TypedArrayType | undefined {
  const t = definedPart(type);
  return t.kind === "object" ? views.get(t.shape) : undefined;
}

export const view = (
  buffer: ir.Expr,
  offset: ir.Expr,
  size: ir.Expr,
  of: TypedArrayType,
): ir.ObjectLiteralExpr => ({
  kind: "objectLiteral",
  type: viewType(of),
  fields: [
    { name: "buffer", value: buffer },
    { name: "offset", value: offset },
    { name: "length", value: size },
  ],
});

/** A part of a view; where the view was just written down, what stands there. */
export function viewPart(
  e: ir.Expr,
  name: "buffer" | "offset" | "length",
): ir.Expr {
  const literal =
    e.kind === "objectLiteral"
      ? e.fields.find((f) => f.name === name)
      : undefined;
  return (
    literal?.value ?? build.field({ ...e, type: definedPart(e.type) }, name)
  );
}

/** A list by its type, a view being what it is a view of. */
export function listType(type: Type): Type {
  const t = definedPart(type);
  return viewed(t) ?? t;
}

export function isList(type: Type): boolean {
  const t = listType(type);
  if (t.kind === "union")
    return t.members.length > 0 && t.members.every(isList);
  return t.kind === "array" || t.kind === "tuple" || t.kind === "typedArray";
}

export const itemType = (type: Type, index?: number): Type =>
  elementType(listType(type), index);

export function element(list: ir.Expr, index: ir.Expr): ir.ElementExpr {
  if (viewed(list.type) === undefined) return build.element(list, index);
  return build.element(
    viewPart(list, "buffer"),
    plus(viewPart(list, "offset"), index),
  );
}

export const length = (list: ir.Expr): ir.Expr =>
  viewed(list.type) === undefined
    ? build.length(list)
    : viewPart(list, "length");
