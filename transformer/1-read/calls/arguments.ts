/** Arguments: values, read in order, and functions that are known while reading. */
import { ts } from "ts-morph";
import { number } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { definedPart } from "../../ir/types.ts";
import type { FunctionValue } from "../bindings.ts";
import { kept, value } from "../expressions/value.ts";
import { inOrder } from "../order.ts";
import { refuse } from "../problems.ts";
import type { Argument, Reading } from "../reading.ts";

import { missing } from "../expressions/destructure.ts";
import { element, isList } from "../expressions/list.ts";

export const readArguments = (
  cx: Reading,
  node: ts.CallExpression,
  callee: FunctionValue,
): Argument[] => readGiven(cx, node.arguments, callee);

export function readGiven(
  cx: Reading,
  nodes: readonly ts.Expression[],
  callee: FunctionValue,
): Argument[] {
  const functions = nodes.map((a) =>
    ts.isSpreadElement(a) ? undefined : cx.reader.lower.functionValue(cx, a),
  );
  const values = inOrder(
    cx,
    nodes.map((a, i) => (inner) => {
      if (functions[i] !== undefined) return missing;
      return value(inner, ts.isSpreadElement(a) ? a.expression : a, {
        name: parameterName(callee, i),
      });
    }),
  );
  return nodes.flatMap((a, i): Argument[] => {
    const known = functions[i];
    if (known !== undefined) return [{ kind: "function", value: known }];
    if (ts.isSpreadElement(a)) return spreadOf(cx, a, values[i]!);
    return [{ kind: "value", expr: values[i]! }];
  });
}

/** A name for what is computed for an argument: that of the parameter. */
function parameterName(callee: FunctionValue, i: number): string | undefined {
  const parameter =
    callee.kind === "source" ? callee.node.parameters[i] : undefined;
  return parameter !== undefined && ts.isIdentifier(parameter.name)
    ? parameter.name.text
    : undefined;
}

/** `f(...pair)`: the items of a tuple; of an array, whose length is not known, a rest parameter takes all. */
export function spreadOf(
  cx: Reading,
  node: ts.Node,
  list: ir.Expr,
): Argument[] {
  const type = definedPart(list.type);
  if (type.kind === "tuple") {
    const whole = kept(cx, list);
    return type.elements.map((_, i) => ({
      kind: "value",
      expr: element({ ...whole, type }, number(i)),
    }));
  }
  if (isList(type)) return [{ kind: "spread", expr: list }];
  refuse(cx, node, "AD1003", { what: "spread of this value" });
  return [];
}
