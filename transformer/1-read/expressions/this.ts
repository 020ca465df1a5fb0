/** `this`: the object of a method, or the one that a constructor is making. */
import { ts } from "ts-morph";
import type * as ir from "../../ir/nodes.ts";
import { undefinedType } from "../../ir/types.ts";
import type { Env } from "../bindings.ts";
import { selfOf } from "../bindings.ts";
import type { Making } from "../classes/making.ts";
import { refuse } from "../problems.ts";
import type { Reading } from "../reading.ts";
import { unwrapped } from "../symbols.ts";

export function thisValue(cx: Reading, node: ts.Node): ir.Expr {
  const self = selfOf(cx.env);
  if (self?.kind === "value") return self.expr;
  refuse(cx, node, "AD1011", { what: "this" });
  return { kind: "const", type: undefinedType, value: undefined };
}

/** The object that is being made, where the expression is its `this`. */
export function makingOf(cx: Reading, node: ts.Expression): Making | undefined {
  if (unwrapped(node).kind !== ts.SyntaxKind.ThisKeyword) return undefined;
  const self: Env["self"] = selfOf(cx.env);
  return self?.kind === "made" ? self : undefined;
}
