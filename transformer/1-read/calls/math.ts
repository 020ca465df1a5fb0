/** The functions of `Math`. */
import { ts } from "ts-morph";
import { mathWithoutRule, rules } from "../../../src/rules/index.ts";
import {
  apply,
  assign,
  compare,
  if_,
  let_,
  number,
  read,
  variable,
} from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { numberType } from "../../ir/types.ts";
import { constantOf } from "../constants.ts";

import { spreadOf } from "./arguments.ts";
import { countedLoop } from "../expressions/copy-loop.ts";
import { foreign } from "../expressions/foreign.ts";
import { asNumber } from "../expressions/numeric.ts";
import { kept, temporary, value } from "../expressions/value.ts";
import { inOrder } from "../order.ts";
import type { Reading } from "../reading.ts";
import { apart, emit } from "../reading.ts";
import { element, length } from "../expressions/list.ts";

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
  if (numbers.length < looked.length && name === "stopped")
    return {
      ...foreign(node, "syntax", values[0]?.type ?? numberType, [...values], {
        pure: true,
      }),
    };
  if (numbers.length < looked.length) return unknown(node, name, values, true);
  if (name === "stopped") return apply(name, numbers[0] ?? number(NaN));
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

/** `Math.max(...xs)`. */
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
  const items = node.arguments.flatMap((a, i): MathItem[] => {
    const expr = values[i]!;
    if (!ts.isSpreadElement(a))
      return [
        {
          expr,
          isSpread: false,
          isConstant: constantOf(cx.reader, a) !== undefined,
        },
      ];
    return spreadOf(cx, a, expr).flatMap((part) =>
      part.kind === "function"
        ? []
        : [
            {
              expr: part.expr,
              isSpread: part.kind === "spread",
              isConstant: false,
            },
          ],
    );
  });
  return spreadMath(cx, node, name, items);
}

export interface MathItem {
  readonly expr: ir.Expr;
  readonly isSpread: boolean;
  readonly isConstant: boolean;
}

/** A function of `Math` of lists, too: a fold over them. */
export function spreadMath(
  cx: Reading,
  node: ts.Node,
  name: string,
  items: readonly MathItem[],
): ir.Expr {
  if (!items.some((item) => item.isSpread))
    return applyMath(
      node,
      name,
      items.map((item) => item.expr),
      items.map((item) => item.isConstant),
    );
  if (name === "hypot") return lengthOf(cx, node, items);
  if (name !== "max" && name !== "min") {
    const text = callText(name, items);
    return foreign(node, "call", numberType, text, { pure: true });
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
  for (const { expr, isSpread, isConstant } of items) {
    if (!isSpread) {
      fold(cx, expr, isConstant);
      continue;
    }
    const list = kept(cx, expr);
    countedLoop(cx, length(list), (inner, k) =>
      fold(inner, element(list, k), false),
    );
  }
  return read(result);
}

/**
 * `Math.hypot(...xs)`: the value is what JavaScript makes of it, to the last bit; the derivative is that of a root
 * of squares, scaled so that none overflows. At 0 it is 0, as that of `Math.hypot(x, y)` is.
 */
function lengthOf(
  cx: Reading,
  node: ts.Node,
  given: readonly MathItem[],
): ir.Expr {
  const items = given.map((item) => ({
    ...item,
    expr: kept(cx, item.expr),
  }));
  const { origin } = cx;
  const text = callText("hypot", items);
  const exact = temporary(
    cx,
    foreign(node, "call", numberType, text, { pure: true }),
    "exact",
  );
  const size = apply("stopped", exact);
  const squares = variable("squares");
  const result = variable("size");
  const then: Reading = { ...apart(cx) };
  emit(then, let_(origin, squares, number(0)));
  const add = (inner: Reading, x: ir.Expr): void => {
    const part = temporary(inner, apply("div", x, size), "part");
    const square = apply("mul", part, part);
    emit(inner, assign(origin, squares, apply("add", read(squares), square)));
  };
  for (const { expr, isSpread } of items)
    if (isSpread)
      countedLoop(then, length(expr), (inner, i) =>
        add(inner, element(expr, i)),
      );
    else add(then, expr);
  const root = apply("mul", size, apply("sqrt", read(squares)));
  emit(then, assign(origin, result, apply("valued", root, size)));
  emit(cx, let_(origin, result, size));
  emit(
    cx,
    if_(
      origin,
      compare(
        "&&",
        compare(">", exact, number(0)),
        compare("<", exact, number(Infinity)),
      ),
      then.out,
    ),
  );
  cx.func.temporaries.add(result);
  return read(result);
}

const callText = (
  name: string,
  items: readonly MathItem[],
): (string | ir.Expr)[] => [
  `Math.${name}(`,
  ...items.flatMap(({ expr, isSpread }, i) => [
    i > 0 ? ", " : "",
    isSpread ? "..." : "",
    expr,
  ]),
  ")",
];

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
