/** `return`, `throw`, `break` and `continue`. */
import { ts } from "ts-morph";
import { assign, number } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { undefinedType } from "../../ir/types.ts";
import { length, viewed } from "../expressions/list.ts";
import { part } from "../expressions/slice.ts";
import { named, temporary, value } from "../expressions/value.ts";
import { makingOf } from "../expressions/this.ts";
import { refuse, refuseToKeep } from "../problems.ts";
import { isPartial } from "../types/partial.ts";
import type { JumpTarget, Reading } from "../reading.ts";
import { emit } from "../reading.ts";
import { finishAll, isProtected, throwValue } from "./try.ts";

export function returnStatement(cx: Reading, node: ts.ReturnStatement): void {
  const { expression } = node;
  // `return this`, for a chain of calls that nobody makes: in a constructor there is no such object yet.
  const isUnseen =
    expression !== undefined &&
    cx.frame.isIgnored === true &&
    makingOf(cx, expression) !== undefined;
  if (expression !== undefined && !isUnseen) {
    returnValue(cx, expression);
    return;
  }
  cx.frame.returns.push(undefinedType);
  finishAll(cx, () => true);
  const { inlined } = cx.frame;
  if (inlined === undefined) emit(cx, { kind: "return", origin: cx.origin });
  else leave(cx, inlined.label);
}

/** `return value`: out of the function, or, in an inlined body, to its end. */
export function returnValue(cx: Reading, node: ts.Expression): void {
  const { inlined, want, then } = cx.frame;
  const given =
    then === undefined
      ? value(cx, node, { name: "result", type: want })
      : named(cx, then(cx, node));
  if (cx.frame.isPublic && isPartial(given.type)) refuseToKeep(cx);
  const own = cx.frame.isPublic ? owned(cx, given) : given;
  const v = isProtected(cx) && own.kind !== "const" ? temporary(cx, own) : own;
  finishAll(cx, () => true);
  cx.frame.returns.push(v.type);
  const { origin } = cx;
  if (inlined === undefined) {
    emit(cx, { kind: "return", origin, value: v });
    return;
  }
  if (v.type.kind !== "undefined") emit(cx, assign(origin, inlined.result, v));
  leave(cx, inlined.label);
}

/** A view leaves the function as an array of its own. */
function owned(cx: Reading, e: ir.Expr): ir.Expr {
  const type = viewed(e.type);
  if (type === undefined) return e;
  return part(cx, e, number(0), length(e), type);
}

const leave = (cx: Reading, target: ir.Label): void =>
  emit(cx, { kind: "jump", origin: cx.origin, how: "break", target });

export function throwStatement(cx: Reading, node: ts.ThrowStatement): void {
  throwValue(cx, value(cx, node.expression));
}

export function breakOrContinue(
  cx: Reading,
  node: ts.BreakOrContinueStatement,
): void {
  const isBreak = ts.isBreakStatement(node);
  const target = cx.jumps.findLast((t) =>
    matches(t, node.label?.text, isBreak),
  );
  if (target === undefined) {
    refuse(cx, node, "AD1002", { what: "This jump" });
    return;
  }
  const { origin } = cx;
  finishAll(cx, (outside) => outside.jumps.includes(target));
  if (isBreak)
    emit(cx, { kind: "jump", origin, how: "break", target: target.breakTo });
  else
    emit(cx, {
      kind: "jump",
      origin,
      how: target.continueTo!.how,
      target: target.continueTo!.label,
    });
}

function matches(
  target: JumpTarget,
  label: string | undefined,
  isBreak: boolean,
): boolean {
  if (label !== undefined) return target.userLabels.includes(label);
  return isBreak
    ? !ts.isLabeledStatement(target.node)
    : target.continueTo !== undefined;
}
