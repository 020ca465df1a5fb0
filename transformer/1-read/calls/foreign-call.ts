/** Calls of what we can't look into. */
import { ts } from "ts-morph";
import type * as ir from "../../ir/nodes.ts";
import type { Type } from "../../ir/types.ts";
import { number, throw_ } from "../../ir/build.ts";
import { isReference } from "../../ir/types.ts";
import { typeAt } from "../expressions/access.ts";
import type { Why } from "../expressions/foreign.ts";
import { foreign, textOf } from "../expressions/foreign.ts";
import { value } from "../expressions/value.ts";
import { inOrder } from "../order.ts";
import { refuse } from "../problems.ts";
import type { Reading } from "../reading.ts";
import { emit } from "../reading.ts";
import { isGlobal, unwrapped } from "../symbols.ts";
import {
  isPureGlobal,
  isHarmlessGlobal,
  isPureMethod,
} from "./known-globals.ts";

/** `name(…)`, `console.log(…)`: the callee is text. */
export function foreignCall(cx: Reading, node: ts.CallExpression): ir.Expr {
  const callee = textOf(cx, node.expression);
  const args = readAll(cx, node);
  const name = node.expression.getText();
  const global = isGlobalCallee(cx, node);
  // It reads variables that nobody sees it read.
  if (global && name === "eval") refuse(cx, node, "AD1011", { what: "eval" });
  const pure = global && isPureGlobal(name) && !callee.hasEffects;
  const harmless = global && isHarmlessGlobal(name);
  const mark = node.questionDotToken === undefined ? "" : "?.";
  return foreign(
    node,
    // A function that a variable holds.
    callee.parts.some((part) => typeof part !== "string")
      ? "functionValue"
      : whyOf(name, global),
    typeAt(cx, node),
    [...callee.parts, `${mark}(`, ...args.parts, ")"],
    {
      pure,
      mutates:
        !pure && !harmless && args.values.some((v) => mayBeReached(v.type)),
      keeps: !pure && !harmless,
      assigns: [...callee.assigns, ...args.assigns],
      args: { callee: name },
    },
  );
}

const whyOf = (name: string, global: boolean): Why =>
  global && /^(Date\.now|performance\.now|crypto\.\w+)$/.test(name)
    ? "chance"
    : "call";

function isGlobalCallee(cx: Reading, node: ts.CallExpression): boolean {
  let root = unwrapped(node.expression);
  while (ts.isPropertyAccessExpression(root)) root = unwrapped(root.expression);
  return ts.isIdentifier(root) && isGlobal(cx.reader, root);
}

/** `receiver.name(…)`, the receiver being a value. */
export function foreignMethod(
  cx: Reading,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  receiver: ir.Expr,
): ir.Expr {
  if (
    receiver.type.kind === "number" &&
    !(callee.name.text in Number.prototype)
  )
    return impossible(cx, callee.name.text);
  const args = readAll(cx, node);
  const dot = callee.questionDotToken === undefined ? "." : "?.";
  const name = callee.name.text;
  const pure =
    isPureMethod(receiver.type, name) &&
    args.assigns.length === 0 &&
    !args.hasFunctions;
  const mark = node.questionDotToken === undefined ? "" : "?.";
  return foreign(
    node,
    "call",
    typeAt(cx, node),
    [receiver, dot, name, `${mark}(`, ...args.parts, ")"],
    {
      pure,
      mutates: !pure,
      assigns: args.assigns,
      args: { callee: `.${name}` },
    },
  );
}

/** A method that a number has not: the branch is for lists, and throws for what is read here. */
function impossible(cx: Reading, name: string): ir.Expr {
  emit(cx, throw_(cx.origin, "TypeError", `${name} is not a function`));
  return number(NaN);
}

interface ForeignArguments {
  readonly parts: readonly (string | ir.Expr)[];
  readonly values: readonly ir.Expr[];
  readonly assigns: readonly ir.Variable[];
  readonly hasFunctions: boolean;
}

/** Arguments are values in holes; functions among them are text, with the local variables that they use in holes. */
export function readAll(
  cx: Reading,
  node: ts.CallExpression | ts.NewExpression,
): ForeignArguments {
  const args = node.arguments ?? ts.factory.createNodeArray<ts.Expression>();
  const texts = args.map((a) =>
    isFunction(cx, a) ? textOf(cx, a) : undefined,
  );
  const values = inOrder(
    cx,
    args.map((a, i) => (inner) => {
      if (texts[i] !== undefined)
        return { kind: "const", type: { kind: "undefined" }, value: undefined };
      return value(inner, ts.isSpreadElement(a) ? a.expression : a);
    }),
  );
  const parts = args.flatMap((a, i) => [
    i > 0 ? ", " : "",
    ts.isSpreadElement(a) ? "..." : "",
    ...(texts[i]?.parts ?? [values[i]!]),
  ]);
  return {
    parts,
    values,
    assigns: texts.flatMap((t) => t?.assigns ?? []),
    hasFunctions: texts.some((t) => t !== undefined),
  };
}

/** A function, as it stands or by its name. */
function isFunction(cx: Reading, node: ts.Expression): boolean {
  return (
    !ts.isSpreadElement(node) &&
    !ts.isCallExpression(unwrapped(node)) &&
    cx.reader.lower.functionValue(cx, node) !== undefined
  );
}

const mayBeReached = (type: Type): boolean =>
  isReference(type) || type.kind === "opaque";
