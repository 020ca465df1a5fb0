/**
 * `new ArrayBuffer(bytes)` whose only use is that float arrays are laid over it, all of one kind: it is one float
 * array, and those are views of it.
 */
import { ts } from "ts-morph";
import { allocate, apply, number } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { TypedArrayType } from "../../ir/types.ts";
import { isFloatArray } from "../../ir/types.ts";
import { length, view } from "../expressions/list.ts";
import { isNumeric } from "../expressions/numeric.ts";
import { isStable, temporary, value } from "../expressions/value.ts";
import { identifiersIn } from "../nodes.ts";
import { inOrder } from "../order.ts";
import type { Reader, Reading } from "../reading.ts";
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
  const offset = isStable(cx, given) ? given : temporary(cx, given, "offset");
  return view(
    buffer,
    offset,
    size ?? apply("sub", length(buffer), offset),
    type,
  );
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
