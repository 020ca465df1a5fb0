/**
 * `new ArrayBuffer(bytes)` whose only use is that float arrays are laid over it, all of one kind: it is one float
 * array, and those are views of it.
 */
import { ts } from "ts-morph";
import {
  allocate,
  apply,
  compare,
  if_,
  number,
  throw_,
} from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { TypedArrayType } from "../../ir/types.ts";
import { isFloatArray } from "../../ir/types.ts";
import {
  length,
  listType,
  view,
  viewed,
  viewPart,
} from "../expressions/list.ts";
import { plus } from "../expressions/sum.ts";
import { isNumeric } from "../expressions/numeric.ts";
import {
  isStable,
  kept,
  listValue,
  temporary,
  value,
} from "../expressions/value.ts";
import { identifiersIn } from "../nodes.ts";
import { inOrder } from "../order.ts";
import type { Reader, Reading } from "../reading.ts";
import { apart, emit } from "../reading.ts";
import { isGlobal, symbolOf, unwrapped } from "../symbols.ts";
import { isTypedArrayName } from "../types/type-reader.ts";

const widths = { Float64Array: 8, Float32Array: 4 } as const;

/** `const buffer = new ArrayBuffer(bytes)`. */
export function arrayBuffer(
  cx: Reading,
  node: ts.NewExpression,
): ir.Expr | undefined {
  const declaration = node.parent;
  if (
    !ts.isVariableDeclaration(declaration) ||
    !ts.isIdentifier(declaration.name) ||
    !(ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const)
  )
    return undefined;
  const type = laidOver(cx.reader, declaration.name);
  const [bytes, ...others] = node.arguments ?? [];
  if (type === undefined || bytes === undefined || others.length > 0)
    return undefined;
  const size = value(cx, bytes);
  return isNumeric(size.type)
    ? allocate(type, inItems(size, widthOf(type)))
    : undefined;
}

/** `new Float64Array(buffer, byteOffset, length)`. */
export function overBuffer(
  cx: Reading,
  node: ts.NewExpression,
  type: TypedArrayType,
): ir.Expr | undefined {
  const [first, ...range] = node.arguments ?? [];
  const name = first && unwrapped(first);
  if (name !== undefined && ts.isPropertyAccessExpression(name))
    return overOther(cx, name, range, type);
  if (name === undefined || !ts.isIdentifier(name) || range.length > 2)
    return undefined;
  const declaration = symbolOf(cx.reader, name)?.valueDeclaration;
  if (
    declaration === undefined ||
    !ts.isVariableDeclaration(declaration) ||
    !isNewBuffer(cx.reader, declaration.initializer)
  )
    return undefined;
  const buffer = value(cx, name);
  if (buffer.type.kind !== "typedArray" || buffer.type.name !== type.name)
    return undefined;
  const [start, size] = inOrder(
    cx,
    range.map((a) => (inner) => value(inner, a)),
  );
  const given = start === undefined ? number(0) : inItems(start, widthOf(type));
  const offset = kept(cx, given, "offset");
  return view(
    buffer,
    offset,
    size ?? apply("sub", length(buffer), offset),
    type,
  );
}

/**
 * `new Float64Array(a.buffer, a.byteOffset + start, length)`: a part of `a`. Where it would reach beyond `a`, into
 * what else the buffer holds, it is not known.
 */
function overOther(
  cx: Reading,
  node: ts.PropertyAccessExpression,
  range: readonly ts.Expression[],
  type: TypedArrayType,
): ir.Expr | undefined {
  const [start, size] = range;
  if (node.name.text !== "buffer" || start === undefined || size === undefined)
    return undefined;
  const inner = apart(cx);
  const of = listValue(inner, node.expression);
  if (listType(of.type).kind !== "typedArray") return undefined;
  if ((listType(of.type) as TypedArrayType).name !== type.name)
    return undefined;
  const beyond = pastStart(start, node.expression);
  if (beyond === undefined) return undefined;
  cx.out.push(...inner.out);
  const list =
    isStable(cx, of) || of.kind === "objectLiteral" ? of : temporary(cx, of);
  const [from, count] = inOrder(cx, [
    (at) =>
      beyond === "none" ? number(0) : inItems(value(at, beyond), widthOf(type)),
    (at) => value(at, size),
  ]).map((e) => kept(cx, e)) as [ir.Expr, ir.Expr];
  const { origin } = cx;
  const isBeyond = compare(">", apply("add", from, count), length(list));
  const error = throw_(
    origin,
    "RangeError",
    "The part reaches beyond the array that it was taken of, where its derivative can't follow.",
  );
  emit(cx, if_(origin, isBeyond, [error]));
  const isView = viewed(list.type) !== undefined;
  return view(
    isView ? viewPart(list, "buffer") : list,
    isView ? plus(viewPart(list, "offset"), from) : from,
    count,
    type,
  );
}

/** `a.byteOffset` and `a.byteOffset + bytes`: the bytes. */
function pastStart(
  node: ts.Expression,
  of: ts.Expression,
): ts.Expression | "none" | undefined {
  const e = unwrapped(node);
  const isStart = (x: ts.Expression): boolean =>
    x.getText() === `${of.getText()}.byteOffset`;
  if (isStart(e)) return "none";
  if (
    !ts.isBinaryExpression(e) ||
    e.operatorToken.kind !== ts.SyntaxKind.PlusToken
  )
    return undefined;
  if (isStart(unwrapped(e.left))) return e.right;
  return isStart(unwrapped(e.right)) ? e.left : undefined;
}

/** The one type of float arrays that a buffer's every mention makes. */
function laidOver(
  reader: Reader,
  name: ts.Identifier,
): TypedArrayType | undefined {
  const symbol = symbolOf(reader, name);
  const kinds = new Set<string | undefined>();
  const scope = ts.findAncestor(name, ts.isFunctionLike);
  if (scope === undefined) return undefined;
  for (const id of identifiersIn(scope)) {
    if (id === name || symbolOf(reader, id) !== symbol) continue;
    const { parent } = id;
    kinds.add(
      ts.isNewExpression(parent) &&
        parent.arguments?.[0] === id &&
        ts.isIdentifier(parent.expression) &&
        isGlobal(reader, parent.expression)
        ? parent.expression.text
        : undefined,
    );
  }
  const [kind] = kinds;
  if (kinds.size !== 1 || kind === undefined || !isTypedArrayName(kind))
    return undefined;
  const type: TypedArrayType = { kind: "typedArray", name: kind };
  return isFloatArray(type) ? type : undefined;
}

function isNewBuffer(reader: Reader, node: ts.Expression | undefined): boolean {
  const made = node && unwrapped(node);
  return (
    made !== undefined &&
    ts.isNewExpression(made) &&
    ts.isIdentifier(made.expression) &&
    made.expression.text === "ArrayBuffer" &&
    isGlobal(reader, made.expression)
  );
}

const widthOf = (type: TypedArrayType): number =>
  widths[type.name as keyof typeof widths];

/** Bytes as items: `8 * n` is `n` of them. */
function inItems(bytes: ir.Expr, width: number): ir.Expr {
  if (bytes.kind === "const") return number(Number(bytes.value) / width);
  if (bytes.kind === "apply" && bytes.rule === "mul") {
    const [a, b] = bytes.args;
    for (const [factor, other] of [
      [a, b],
      [b, a],
    ] as const)
      if (factor?.kind === "const" && other !== undefined) {
        const items = Number(factor.value) / width;
        if (items === 1) return other;
        if (Number.isInteger(items)) return apply("mul", number(items), other);
      }
  }
  return apply("div", bytes, number(width));
}
