/** The functions of `Math`. */
import { ts } from "ts-morph";
import { mathWithoutRule, rules } from "../../../src/rules/index.ts";
import { apply, assign, number, read } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { numberType } from "../../ir/types.ts";
import { constantOf } from "../constants.ts";

import { countedLoop } from "../expressions/copy-loop.ts";
import { foreign } from "../expressions/foreign.ts";
import { asNumber } from "../expressions/numeric.ts";
import { isStable, temporary, value } from "../expressions/value.ts";
import { inOrder } from "../order.ts";
import type { Reading } from "../reading.ts";
import { emit } from "../reading.ts";
import { element, isList, length } from "../expressions/list.ts";

export function mathCall(
  cx: Reading,
  node: ts.CallExpression,
  name: string,
): ir.Expr {
  const args = node.arguments;
  if (args.some(ts.isSpreadElement)) return spreadCall(cx, node, name);
  const values = inOrder(
    cx,
    args.map((a) => (inner) => value(inner, a)),
  );
  return applyMath(
    node,
    name,
    values,
    args.map((a) => constantOf(cx.reader, a) !== undefined),
  );
}

/** A function of `Math` of values that are read already. */
export function applyMath(
  node: ts.Node,
  name: string,
  values: readonly ir.Expr[],
  constants: readonly boolean[] = [],
): ir.Expr {
  const rule = (rules as Partial<typeof rules>)[name as keyof typeof rules];
  // What is beyond its parameters is not looked at: `xs.map(Math.abs)` hands over an index and the list.
  const isFold = name === "max" || name === "min" || rule?.arity === "variadic";
  const most = isFold ? values.length : (rule?.arity ?? values.length);
  const looked = values.slice(0, most);
  const numbers = looked.map(asNumber).filter((n) => n !== undefined);
  if (numbers.length < looked.length) return unknown(node, name, values, true);
  if (name === "max" || name === "min")
    return extremum(name, numbers, constants);
  if (name === "random") return unknown(node, name, [], false);
  if (rule === undefined || !Object.hasOwn(Math, name))
    return unknown(node, name, values, true);
  if (rule.arity === "variadic") return variadic(name, numbers);
  // A missing argument is NaN, one too many is not looked at.
  const given = Array.from(
    { length: rule.arity },
    (_, i) => numbers[i] ?? number(NaN),
  );
  return apply(name, ...given);
}

const variadic = (name: string, numbers: readonly ir.Expr[]): ir.Expr =>
  numbers.length === 0 ? number(0) : apply(name, ...numbers);

/** `Math.max(a, b, c)` is max(max(a, b), c): at a tie the first takes all, or a constant does. */
function extremum(
  name: "max" | "min",
  numbers: readonly ir.Expr[],
  constants: readonly boolean[],
): ir.Expr {
  const [first, ...others] = numbers;
  if (first === undefined) return number(name === "max" ? -Infinity : Infinity);
  let result = first;
  let isConstant = constants[0] ?? false;
  others.forEach((n, i) => {
    const other = constants[i + 1] ?? false;
    result = { ...apply(name, result, n), constant: [isConstant, other] };
    isConstant = isConstant && other;
  });
  return result;
}

/** `Math.max(...xs)`: a fold over the list. */
function spreadCall(
  cx: Reading,
  node: ts.CallExpression,
  name: string,
): ir.Expr {
  const values = inOrder(
    cx,
    node.arguments.map(
      (a) => (inner) => value(inner, ts.isSpreadElement(a) ? a.expression : a),
    ),
  );
  const foldable =
    (name === "max" || name === "min") &&
    node.arguments.every(
      (a, i) => !ts.isSpreadElement(a) || isList(values[i]!.type),
    );
  if (!foldable) {
    const parts = node.arguments.flatMap((a, i) => [
      i > 0 ? ", " : "",
      ts.isSpreadElement(a) ? "..." : "",
      values[i]!,
    ]);
    return foreign(node, "call", numberType, [`Math.${name}(`, ...parts, ")"], {
      pure: true,
    });
  }
  const result: ir.Variable = {
    name: name === "max" ? "largest" : "smallest",
    type: numberType,
  };
  const start = number(name === "max" ? -Infinity : Infinity);
  emit(cx, { kind: "let", origin: cx.origin, variable: result, value: start });
  const fold = (inner: Reading, x: ir.Expr, isConstant: boolean): void => {
    const next: ir.Expr = {
      ...apply(name, read(result), x),
      constant: [false, isConstant],
    };
    emit(inner, assign(cx.origin, result, next));
  };
  node.arguments.forEach((a, i) => {
    const v = values[i]!;
    if (!ts.isSpreadElement(a)) {
      fold(cx, v, constantOf(cx.reader, a) !== undefined);
      return;
    }
    const list = isStable(cx, v) ? v : temporary(cx, v);
    countedLoop(cx, length(list), (inner, k) =>
      fold(inner, element(list, k), false),
    );
  });
  return read(result);
}

function unknown(
  node: ts.Node,
  name: string,
  values: readonly ir.Expr[],
  pure: boolean,
): ir.Expr {
  const parts = values.flatMap((v, i) => (i > 0 ? [", ", v] : [v]));
  const why =
    Object.hasOwn(mathWithoutRule, name) && name === "random"
      ? "chance"
      : "call";
  return foreign(node, why, numberType, [`Math.${name}(`, ...parts, ")"], {
    pure,
  });
}
