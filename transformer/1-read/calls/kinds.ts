/**
 * What untyped code asks of a value to find out its kind, answered by its type: `Object.prototype.toString.call(v)`
 * is `"[object Array]"` of a list.
 */
import { ts } from "ts-morph";
import type * as ir from "../../ir/nodes.ts";
import type { Type } from "../../ir/types.ts";
import { booleanConst, stringConst } from "../expressions/literals.ts";
import { listType } from "../expressions/list.ts";
import { value } from "../expressions/value.ts";
import { moduleValue } from "../modules/value.ts";
import type { Reading } from "../reading.ts";
import { apart } from "../reading.ts";

export function kindOf(
  cx: Reading,
  node: ts.CallExpression,
  callee: ts.Expression,
): ir.Expr | undefined {
  const [of] = node.arguments;
  if (
    of === undefined ||
    ts.isSpreadElement(of) ||
    !ts.isPropertyAccessExpression(callee) ||
    callee.name.text !== "call"
  )
    return undefined;
  const asked = moduleValue(cx, callee.expression);
  if (asked.kind !== "global" || asked.path !== "Object.prototype.toString")
    return undefined;
  const inner = apart(cx);
  const tag = tagOf(value(inner, of).type);
  if (tag === undefined) return undefined;
  cx.out.push(...inner.out);
  return stringConst(`[object ${tag}]`);
}

function tagOf(type: Type): string | undefined {
  if (type.kind === "union") return undefined;
  const t = listType(type);
  switch (t.kind) {
    case "array":
    case "tuple":
      return "Array";
    case "typedArray":
      return t.name;
    case "string":
      return "String";
    case "boolean":
      return "Boolean";
    // (A number may be an element beyond the end, which is `undefined`.)
    default:
      return undefined;
  }
}

const questions: Readonly<
  Record<string, (text: string, part: string) => boolean>
> = {
  endsWith: (text, part) => text.endsWith(part),
  startsWith: (text, part) => text.startsWith(part),
  includes: (text, part) => text.includes(part),
};

/** `tag.endsWith("Array]")`, of a text that is known. */
export function askedOfText(
  node: ts.CallExpression,
  name: string,
  receiver: ir.Expr,
): ir.Expr | undefined {
  const ask = questions[name];
  const [part] = node.arguments;
  return ask !== undefined &&
    node.arguments.length === 1 &&
    part !== undefined &&
    ts.isStringLiteralLike(part) &&
    receiver.kind === "const" &&
    typeof receiver.value === "string" &&
    receiver.type.kind === "string"
    ? booleanConst(ask(receiver.value, part.text))
    : undefined;
}
