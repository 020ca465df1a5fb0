/** New arrays of a given length: `new Array(n)`, `Array(n)`, `Array.from({ length: n }, f)`, `Array.from(list)`. */
import { ts } from "ts-morph";
import { allocate, read, store } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { Type, TypedArrayType } from "../../ir/types.ts";
import { arrayOf, undefinedType } from "../../ir/types.ts";

import { ofHoles } from "../expressions/holes.ts";
import { countedLoop } from "../expressions/copy-loop.ts";
import { foreignText } from "../expressions/foreign.ts";
import { isNumeric } from "../expressions/numeric.ts";
import { missing } from "../expressions/destructure.ts";
import { kept, named, temporary, value } from "../expressions/value.ts";
import { refuseToKeep } from "../problems.ts";
import { holdsFunctions } from "../types/partial.ts";
import type { Argument, Reading, Want } from "../reading.ts";
import { apart, emit } from "../reading.ts";
import { unwrapped } from "../symbols.ts";
import { fits, isSettled, nothing } from "../types/compatible.ts";
import { typeAt } from "../expressions/access.ts";
import { listOrListing } from "./dictionaries.ts";
import { element, isList, itemType, length } from "../expressions/list.ts";

export function newArray(
  cx: Reading,
  node: ts.CallExpression | ts.NewExpression,
  want: Want,
): ir.Expr {
  const args = node.arguments ?? [];
  const [first] = args;
  const size =
    first !== undefined && args.length === 1 ? value(cx, first) : undefined;
  const type = listType(cx, node, want);
  if (size !== undefined && isNumeric(size.type))
    return ofHoles(allocate(type, size));
  if (args.length === 0) return { kind: "arrayLiteral", type, elements: [] };
  return foreignText(cx, node as ts.Expression, "syntax");
}

function listType(cx: Reading, node: ts.Expression, want: Want): Type {
  const asked = want.type?.kind === "array" ? want.type : typeAt(cx, node);
  return asked.kind === "array" && isSettled(asked) ? asked : arrayOf(nothing);
}

/** `Array.from(list, f)`; with a type, `Float64Array.from(list, f)`. */
export function arrayFrom(
  cx: Reading,
  node: ts.CallExpression,
  want: Want,
  typed?: TypedArrayType,
): ir.Expr | undefined {
  const [source, mapper] = node.arguments;
  if (source === undefined) return undefined;
  const f =
    mapper === undefined
      ? undefined
      : cx.reader.lower.functionValue(cx, mapper);
  if (mapper !== undefined && f === undefined) return undefined;
  const count = countOf(source);
  const list = count === undefined ? listOrListing(cx, source) : undefined;
  if (list !== undefined && !isList(list.type)) return undefined;
  const from = list && kept(cx, list);
  const size = from === undefined ? value(cx, count!) : length(from);
  const item = (i: ir.Expr): ir.Expr =>
    from === undefined ? missing : element(from, i);
  if (f !== undefined) {
    const made = (inner: Reading, i: ir.Expr): ir.Expr =>
      inner.reader.lower.invoke(
        inner,
        f,
        [argument(item(i)), argument(i)],
        mapper!,
        {},
      );
    return typed === undefined
      ? generated(cx, size, want, made)
      : filled(cx, typed, size, want, made);
  }
  if (from !== undefined) return copyOf(cx, from, want, typed);
  return allocate(typed ?? arrayOf(undefinedType), size);
}

const argument = (expr: ir.Expr): Argument => ({ kind: "value", expr });

/** A new list of the same items. */
export function copyOf(
  cx: Reading,
  from: ir.Expr,
  want: Want,
  typed?: TypedArrayType,
): ir.Expr {
  const { type } = from;
  if (typed === undefined && type.kind === "array")
    return { kind: "copy", type, of: from, shallow: true };
  if (
    typed !== undefined &&
    type.kind === "typedArray" &&
    type.name === typed.name
  )
    return { kind: "copy", type, of: from };
  const list = typed ?? arrayOf(itemType(type));
  return filled(cx, list, length(from), want, (_inner, i) => element(from, i));
}

/** A new list of a known type, filled item by item. */
function filled(
  cx: Reading,
  type: Type,
  size: ir.Expr,
  want: Want,
  item: (cx: Reading, i: ir.Expr) => ir.Expr,
): ir.Expr {
  const result = temporary(cx, allocate(type, size), want.name ?? "list");
  countedLoop(cx, length(result), (inner, i) => {
    const v = named(inner, item(inner, i));
    emit(inner, store(inner.origin, element(read(result.variable), i), v));
  });
  return result;
}

/** `n` of `{ length: n }`. */
function countOf(node: ts.Expression): ts.Expression | undefined {
  const e = unwrapped(node);
  if (!ts.isObjectLiteralExpression(e) || e.properties.length !== 1)
    return undefined;
  const [p] = e.properties;
  if (p === undefined || p.name?.getText() !== "length") return undefined;
  if (ts.isPropertyAssignment(p)) return p.initializer;
  return ts.isShorthandPropertyAssignment(p) ? p.name : undefined;
}

/** Of several kinds of records, the list may be given others later. */
function asWanted(item: Type, want: Want): Type {
  const asked = want.type?.kind === "array" ? want.type.element : undefined;
  return asked?.kind === "union" && isSettled(asked) && fits(item, asked)
    ? asked
    : item;
}

/** An array of a length, each item made by a function of its index. */
export function generated(
  cx: Reading,
  size: ir.Expr,
  want: Want,
  item: (cx: Reading, i: ir.Expr) => ir.Expr,
): ir.ReadExpr {
  const { origin } = cx;
  // The items' type is known when the body has been read.
  const result = { name: want.name ?? "list", type: arrayOf(nothing) };
  const after = apart(cx);
  countedLoop(after, size, (inner, i) => {
    const v = named(inner, item(inner, i));
    if (holdsFunctions(v.type)) refuseToKeep(inner);
    result.type = arrayOf(asWanted(v.type, want));
    emit(inner, store(origin, element(read(result), i), v));
  });
  emit(cx, {
    kind: "let",
    origin,
    variable: result,
    value: allocate(result.type, size),
  });
  cx.out.push(...after.out);
  cx.func.temporaries.add(result);
  cx.func.constants.add(result);
  return read(result);
}
