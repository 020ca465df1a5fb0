/** Literals of numbers, strings and truth values, and templates. */
import { ts } from "ts-morph";
import { number } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { booleanType, nullType, stringType } from "../../ir/types.ts";
import { inOrder } from "../order.ts";
import type { Reading } from "../reading.ts";
import { value } from "./value.ts";

/** `1e-3`, `0xff` and `1_000` stay as they are written. */
export function numericLiteral(_cx: Reading, node: ts.NumericLiteral): ir.Expr {
  const text = node.getText();
  const n = Number(node.text);
  return number(n, text === String(n) ? undefined : text);
}

export const stringConst = (text: string): ir.ConstExpr => ({
  kind: "const",
  type: stringType,
  value: text,
});

export const booleanConst = (b: boolean): ir.ConstExpr => ({
  kind: "const",
  type: booleanType,
  value: b,
});

export const nullConst: ir.ConstExpr = {
  kind: "const",
  type: nullType,
  value: null,
};

/** `a${x}b` is "a" + x + "b"; the first operand is always a string, so that `+` never adds. */
export function template(cx: Reading, node: ts.TemplateExpression): ir.Expr {
  const holes = inOrder(
    cx,
    node.templateSpans.map((span) => (inner) => value(inner, span.expression)),
  );
  const args: ir.Expr[] = [stringConst(node.head.text)];
  node.templateSpans.forEach((span, i) => {
    args.push(holes[i]!);
    if (span.literal.text !== "") args.push(stringConst(span.literal.text));
  });
  return { kind: "logic", type: stringType, op: "concat", args };
}
