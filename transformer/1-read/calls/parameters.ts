/** Giving arguments to parameters. */
import { ts } from "ts-morph";
import type * as ir from "../../ir/nodes.ts";
import { arrayOf } from "../../ir/types.ts";
import { declare, introduce, isConstant } from "../declare.ts";
import {
  declarePattern,
  missing,
  withDefault,
} from "../expressions/destructure.ts";
import { joined } from "../expressions/join-lists.ts";
import { isStable, named } from "../expressions/value.ts";
import { tagged } from "./tags.ts";
import { refuse } from "../problems.ts";
import type { Argument, Reading } from "../reading.ts";
import { symbolOf } from "../symbols.ts";
import { join, nothing } from "../types/compatible.ts";

/** A rest parameter takes what is left as one array. */
export function packRest(
  cx: Reading,
  parameters: ts.NodeArray<ts.ParameterDeclaration>,
  args: readonly Argument[],
  site: ts.Node,
): Argument[] {
  const last = parameters.at(-1);
  const spreads = args.some((a) => a.kind === "spread");
  if (last?.dotDotDotToken === undefined) {
    if (spreads)
      refuse(cx, site, "AD1003", {
        what: "spread of a list of unknown length",
      });
    return args.filter((a) => a.kind !== "spread");
  }
  const fixed = args.slice(0, parameters.length - 1);
  const rest = args.slice(parameters.length - 1);
  while (fixed.length < parameters.length - 1)
    fixed.push({ kind: "value", expr: missing });
  const name = ts.isIdentifier(last.name) ? last.name.text : undefined;
  return [
    ...fixed,
    { kind: "value", expr: named(cx, restOf(cx, rest, name, site), name) },
  ];
}

function restOf(
  cx: Reading,
  rest: readonly Argument[],
  name: string | undefined,
  site: ts.Node,
): ir.Expr {
  const items = rest.flatMap((a) => {
    if (a.kind !== "function")
      return [{ expr: a.expr, isSpread: a.kind === "spread" }];
    const expr = tagged(cx, a.value);
    if (expr === undefined)
      refuse(cx, site, "AD1008", { what: site.getText() });
    return expr === undefined ? [] : [{ expr, isSpread: false }];
  });
  if (items.some((item) => item.isSpread)) return joined(cx, items, name);
  const elements = items.map((item) => item.expr);
  const type = arrayOf(elements.map((e) => e.type).reduce(join, nothing));
  return { kind: "arrayLiteral", type, elements };
}

/** In an inlined body: names for the arguments, or the arguments themselves where that is the same. */
export function bindArgument(
  cx: Reading,
  parameter: ts.ParameterDeclaration,
  argument: Argument | undefined,
  direct: (expr: ir.Expr) => boolean,
): void {
  const { name, initializer } = parameter;
  if (argument?.kind === "function") {
    const symbol = symbolOf(cx.reader, name);
    if (symbol !== undefined)
      cx.env.bindings.set(symbol, { kind: "function", value: argument.value });
    return;
  }
  const given = argument?.kind === "value" ? argument.expr : missing;
  const expr =
    initializer === undefined ? given : withDefaultOf(cx, given, initializer);
  if (!ts.isIdentifier(name)) {
    declarePattern(cx, name, expr);
    return;
  }
  const constant = isConstant(cx, name);
  if (constant && (isStable(cx, expr) || direct(expr))) {
    const symbol = symbolOf(cx.reader, name);
    if (symbol !== undefined)
      cx.env.bindings.set(symbol, { kind: "expr", expr });
  } else if (constant) declare(cx, name, expr);
  else introduce(cx, name, expr.type, expr);
}

/** An argument that is never `undefined` needs no default. */
function withDefaultOf(
  cx: Reading,
  given: ir.Expr,
  initializer: ts.Expression,
): ir.Expr {
  const { type } = given;
  const mayBeMissing =
    type.kind === "undefined" ||
    (type.kind === "union" && type.members.some((m) => m.kind === "undefined"));
  return mayBeMissing || type.kind === "opaque"
    ? withDefault(cx, given, initializer)
    : given;
}
