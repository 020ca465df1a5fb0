/** The body of a function in the place of its call. Captured variables are in scope there by themselves. */
import { ts } from "ts-morph";
import { let_, read } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { Type } from "../../ir/types.ts";
import type { Env, FunctionValue } from "../bindings.ts";
import { newEnv } from "../bindings.ts";
import { missing } from "../expressions/destructure.ts";
import { isStable, temporary, value } from "../expressions/value.ts";
import { usesArguments } from "./own-arguments.ts";
import { identifiersIn, nodesIn } from "../nodes.ts";
import type { Argument, Frame, Reading, Want } from "../reading.ts";
import { apart, emit } from "../reading.ts";
import { jumpsTo } from "../statements/block.ts";
import { hoistVars } from "../statements/hoist.ts";
import { symbolOf } from "../symbols.ts";
import { join } from "../types/compatible.ts";
import { bindArgument, packRest } from "./parameters.ts";
import { endAtTail } from "./tail.ts";
import { isTiny, soleExpression } from "./tiny.ts";

type Source = FunctionValue & { kind: "source" };

export function inlineBody(
  cx: Reading,
  callee: Source,
  args: readonly Argument[],
  site: ts.Node,
  want: Want,
  then?: Frame["then"],
): ir.Expr {
  const result = { name: want.name ?? "result", type: missing.type };
  const label: ir.Label = { name: "call" };
  const frame: Frame = {
    inlined: { label, result },
    returns: [],
    want: want.type,
    ...(then === undefined ? {} : { then }),
    ...(want.isIgnored ? { isIgnored: true } : {}),
  };
  const inner = entered(cx, callee, args, site, frame);
  const { body } = callee.node;
  if (body === undefined) return missing;
  const sole = soleExpression(callee.node);
  if (sole !== undefined)
    return then === undefined ? value(inner, sole, want) : then(inner, sole);
  return blockBody(cx, inner, body as ts.Block, label, result);
}

/** A call whose result is a function that is known: its statements in place, and the function in their scope. */
export function inlineToFunction(
  cx: Reading,
  callee: Source,
  args: readonly Argument[],
  site: ts.Node,
): FunctionValue | undefined {
  const { body } = callee.node;
  const sole = soleExpression(callee.node);
  const last =
    body !== undefined && ts.isBlock(body) ? body.statements.at(-1) : undefined;
  const returned =
    sole ??
    (last !== undefined && ts.isReturnStatement(last)
      ? last.expression
      : undefined);
  if (returned === undefined || cx.inlining.includes(callee.node))
    return undefined;
  const before =
    body !== undefined && ts.isBlock(body) ? body.statements.slice(0, -1) : [];
  if (before.some(returnsWithin)) return undefined;
  const inner = entered(cx, callee, args, site, { returns: [] });
  if (body !== undefined && ts.isBlock(body)) hoistVars(inner, body);
  inner.reader.lower.statements(inner, before);
  return inner.reader.lower.functionValue(inner, returned);
}

const returnsWithin = (root: ts.Node): boolean =>
  [...nodesIn(root, ts.isFunctionLike)].some(ts.isReturnStatement);

/** The reading of a body in place, its parameters bound to the arguments. */
function entered(
  cx: Reading,
  callee: Source,
  args: readonly Argument[],
  site: ts.Node,
  frame: Frame,
): Reading {
  const { node } = callee;
  const own = usesArguments(cx.reader, node)
    ? args.map((a) =>
        a.kind === "function" || isStable(cx, a.expr)
          ? a
          : { ...a, expr: temporary(cx, a.expr) },
      )
    : undefined;
  const areKnown = own?.every((a) => a.kind === "value") === true;
  const inner: Reading = {
    ...cx,
    env: {
      ...envOf(callee),
      ...(areKnown ? { args: own.map((a) => a.expr) } : {}),
    },
    frame,
    jumps: [],
    inlining: [...cx.inlining, node],
  };
  const given = packRest(inner, node.parameters, own ?? args, site);
  const tiny = isTiny(cx.reader, node);
  node.parameters.forEach((p, i) => {
    // Nothing in a tiny body changes what an argument reads: it can stand wherever its parameter does.
    const direct = (expr: ir.Expr): boolean =>
      tiny && (expr.kind === "read" || usesOf(inner, node, p) <= 1);
    bindArgument(inner, p, given[i], direct);
  });
  return inner;
}

function blockBody(
  cx: Reading,
  inner: Reading,
  body: ts.Block,
  label: ir.Label,
  result: { name: string; type: Type },
): ir.Expr {
  const apartFrom = apart(inner);
  hoistVars(apartFrom, body);
  apartFrom.reader.lower.statements(apartFrom, body.statements);
  const { returns } = inner.frame;
  const statements = endAtTail(apartFrom.out, label);
  if (returns.length === 0 || returns.every((t) => t.kind === "undefined")) {
    wrap(cx, label, statements);
    return missing;
  }
  result.type = returns.reduce(join);
  const last = statements.at(-1);
  const once =
    last?.kind === "assign" && last.variable === result && returns.length === 1;
  if (once && !jumpsTo(statements, label)) {
    cx.out.push(...statements.slice(0, -1));
    return last.value;
  }
  emit(cx, let_(cx.origin, result));
  wrap(cx, label, statements);
  cx.func.temporaries.add(result);
  return read(result);
}

function wrap(cx: Reading, label: ir.Label, body: readonly ir.Stmt[]): void {
  const { origin } = cx;
  if (jumpsTo(body, label)) emit(cx, { kind: "block", origin, label, body });
  else cx.out.push(...body);
}

/** How often the body names the parameter. */
function usesOf(
  cx: Reading,
  f: ts.FunctionLikeDeclaration,
  parameter: ts.ParameterDeclaration,
): number {
  const symbol = symbolOf(cx.reader, parameter.name);
  if (f.body === undefined) return 0;
  return identifiersIn(f.body).filter(
    (id) => symbolOf(cx.reader, id) === symbol,
  ).length;
}

function envOf(callee: Source): Env {
  const { self, scope } = callee;
  const env: Env = {
    ...newEnv(callee.env),
    ...(scope === undefined ? {} : { scope }),
  };
  if (self === undefined) return env;
  return {
    ...env,
    self: self.kind === "made" ? self : { kind: "value", expr: self },
  };
}
