/** `new …`. */
import { ts } from "ts-morph";
import { allocate, number } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { TypedArrayType } from "../../ir/types.ts";

import { typeAt } from "../expressions/access.ts";
import { foreign, textOf } from "../expressions/foreign.ts";
import { isNumeric } from "../expressions/numeric.ts";
import { kept, listValue, value } from "../expressions/value.ts";
import { inOrder } from "../order.ts";
import { instance } from "../classes/instance.ts";
import { constructed, constructorOf } from "../classes/constructors.ts";
import { classDeclaration } from "../classes/members.ts";
import type { Argument, Reading, Want } from "../reading.ts";
import { apart } from "../reading.ts";
import { isGlobal, unwrapped } from "../symbols.ts";
import { isTypedArrayName } from "../types/type-reader.ts";
import { spreadOf } from "./arguments.ts";
import { copyOf, newArray } from "./array-from.ts";
import { newMap } from "./dictionaries.ts";
import { arrayBuffer, overBuffer } from "./buffers.ts";
import { readAll } from "./foreign-call.ts";
import { isList, itemType } from "../expressions/list.ts";

export function construct(
  cx: Reading,
  node: ts.NewExpression,
  want: Want,
): ir.Expr {
  const callee = unwrapped(node.expression);
  if (ts.isIdentifier(callee) && isGlobal(cx.reader, callee)) {
    if (callee.text === "Array" && !node.arguments?.some(ts.isSpreadElement))
      return newArray(cx, node, want);
    if (callee.text === "Map") {
      const inner = apart(cx);
      const map = newMap(inner, node, want);
      if (map !== undefined) {
        cx.out.push(...inner.out);
        return map;
      }
    }
    if (callee.text === "ArrayBuffer") {
      const buffer = arrayBuffer(cx, node);
      if (buffer !== undefined) return buffer;
    }
    if (isTypedArrayName(callee.text)) {
      const made = typedArray(
        cx,
        node,
        { kind: "typedArray", name: callee.text },
        want,
      );
      if (made !== undefined) return made;
    }
  }
  const made = ofClass(cx, node) ?? ofFunction(cx, node);
  if (made !== undefined) return made;
  const text = textOf(cx, node.expression);
  const args = readAll(cx, node);
  return foreign(
    node,
    "call",
    typeAt(cx, node),
    ["new ", ...text.parts, "(", ...args.parts, ")"],
    {
      pure: false,
      mutates: !isError(callee),
      assigns: args.assigns,
      args: { callee: `new ${callee.getText()}` },
    },
  );
}

const isError = (callee: ts.Expression): boolean =>
  /Error$/.test(callee.getText());

/** `new Float64Array(n)`, of a list of numbers, or of a copy of another array. */
function typedArray(
  cx: Reading,
  node: ts.NewExpression,
  type: TypedArrayType,
  want: Want,
): ir.Expr | undefined {
  const args = node.arguments ?? [];
  const [first] = args;
  if (first === undefined) return allocate(type, number(0));
  const laid = overBuffer(cx, node, type);
  if (laid !== undefined) return laid;
  if (args.length > 1) return undefined;
  const source = unwrapped(first);
  if (
    ts.isArrayLiteralExpression(source) &&
    !source.elements.some(
      (e) => ts.isSpreadElement(e) || ts.isOmittedExpression(e),
    )
  ) {
    const elements = inOrder(
      cx,
      source.elements.map((e) => (inner) => value(inner, e)),
    );
    return { kind: "arrayLiteral", type, elements };
  }
  const given = listValue(cx, first);
  if (isNumeric(given.type)) return allocate(type, given);
  if (!isList(given.type) || !isNumeric(itemType(given.type))) return undefined;
  return copyOf(cx, kept(cx, given), want, type);
}

/** An object that a constructor function makes. */
function ofFunction(cx: Reading, node: ts.NewExpression): ir.Expr | undefined {
  const maker = constructorOf(cx, node.expression);
  const args = node.arguments ?? [];
  if (maker === undefined || args.some(ts.isSpreadElement)) return undefined;
  const inner = apart(cx);
  const values = inOrder(
    inner,
    args.map((a) => (at) => value(at, a)),
  );
  const given = values.map((expr) => ({ kind: "value", expr }) as const);
  const made = constructed(inner, maker, given, node);
  if (made !== undefined) cx.out.push(...inner.out);
  return made;
}

/** An object of a class that is there to be read. */
function ofClass(cx: Reading, node: ts.NewExpression): ir.Expr | undefined {
  const declaration = classDeclaration(cx.reader, node.expression);
  const args = node.arguments ?? [];
  if (declaration === undefined) return undefined;
  const inner = apart(cx);
  const values = inOrder(
    inner,
    args.map(
      (a) => (at) => value(at, ts.isSpreadElement(a) ? a.expression : a),
    ),
  );
  const given = values.flatMap((expr, i): Argument[] =>
    ts.isSpreadElement(args[i]!)
      ? spreadOf(inner, args[i]!, expr)
      : [{ kind: "value", expr }],
  );
  const made = instance(inner, declaration, given, node);
  if (made !== undefined) cx.out.push(...inner.out);
  return made;
}
