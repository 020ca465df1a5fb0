/** New arrays of a given length: `new Array(n)`, `Array(n)`, `Array.from({ length: n }, f)`, `Array.from(list)`. */
import { ts } from "ts-morph";
import { allocate, element, length, read, store } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { Type } from "../../ir/types.ts";
import { arrayOf, elementType, undefinedType } from "../../ir/types.ts";
import { isList } from "../expressions/access.ts";
import { copyInto, countedLoop } from "../expressions/copy-loop.ts";
import { foreignText } from "../expressions/foreign.ts";
import { isNumeric } from "../expressions/numeric.ts";
import { isStable, named, temporary, value } from "../expressions/value.ts";
import type { Reading, Want } from "../reading.ts";
import { apart, emit } from "../reading.ts";
import { unwrapped } from "../symbols.ts";
import { isSettled, nothing } from "../types/compatible.ts";
import { typeAt } from "../expressions/access.ts";

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
  if (size !== undefined && isNumeric(size.type)) return allocate(type, size);
  if (args.length === 0) return { kind: "arrayLiteral", type, elements: [] };
  return foreignText(cx, node as ts.Expression, "syntax");
}

function listType(cx: Reading, node: ts.Expression, want: Want): Type {
  const asked = want.type?.kind === "array" ? want.type : typeAt(cx, node);
  return asked.kind === "array" && isSettled(asked) ? asked : arrayOf(nothing);
}

export function arrayFrom(
  cx: Reading,
  node: ts.CallExpression,
  want: Want,
): ir.Expr | undefined {
  const [source, mapper] = node.arguments;
  if (source === undefined) return undefined;
  const f =
    mapper === undefined
      ? undefined
      : cx.reader.lower.functionValue(cx, mapper);
  if (mapper !== undefined && f === undefined) return undefined;
  const count = countOf(source);
  const list = count === undefined ? value(cx, source) : undefined;
  if (list !== undefined && !isList(list.type)) return undefined;
  const from =
    list === undefined || isStable(cx, list) ? list : temporary(cx, list);
  const size = from === undefined ? value(cx, count!) : length(from);
  if (f === undefined && from === undefined)
    return allocate(arrayOf(undefinedType), size);
  if (f === undefined) return copied(cx, from!, size, want);
  return generated(cx, size, want, (inner, i) =>
    inner.reader.lower.invoke(
      inner,
      f,
      [
        {
          kind: "value",
          expr:
            from === undefined
              ? { kind: "const", type: undefinedType, value: undefined }
              : element(from, i),
        },
        { kind: "value", expr: i },
      ],
      mapper!,
      {},
    ),
  );
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

function copied(
  cx: Reading,
  from: ir.Expr,
  size: ir.Expr,
  want: Want,
): ir.Expr {
  if (from.type.kind === "array")
    return { kind: "copy", type: from.type, of: from, shallow: true };
  const result = temporary(
    cx,
    allocate(arrayOf(elementType(from.type)), size),
    want.name ?? "list",
  );
  copyInto(
    cx,
    read(result.variable),
    { kind: "const", type: size.type, value: 0 },
    { list: from },
  );
  return result;
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
    result.type = arrayOf(v.type);
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
