/**
 * `try`: what the author throws is a jump to the `catch`, and `finally` stands on every way out. An exception of
 * another kind (a property of `undefined`, say) ends the derivative as it is; the author's `catch` never sees it.
 */
import { ts } from "ts-morph";
import { assign, let_, variable } from "../../ir/build.ts";
import { read } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { opaque } from "../../ir/types.ts";
import { newEnv } from "../bindings.ts";
import { declare } from "../declare.ts";
import { named, temporary } from "../expressions/value.ts";
import { nodesIn } from "../nodes.ts";
import { refuse } from "../problems.ts";
import type { Protection, Reading } from "../reading.ts";
import { apart, emit } from "../reading.ts";
import { bodyOf, emitLabelled, jumpsTo } from "./block.ts";
import { foreignStatement, leaves } from "./foreign.ts";

export function tryStatement(cx: Reading, node: ts.TryStatement): void {
  const { tryBlock, catchClause, finallyBlock } = node;
  if (mayThrowUnseen(cx, tryBlock)) {
    foreignStatement(cx, node, "`try`");
    return;
  }
  if (finallyBlock !== undefined && leaves(finallyBlock)) {
    refuse(cx, finallyBlock, "AD1002", {
      what: "`finally` that is left by a jump",
    });
    return;
  }
  const inner: Reading =
    finallyBlock === undefined
      ? cx
      : within(cx, { kind: "finally", block: finallyBlock, outside: cx });
  if (catchClause === undefined) cx.out.push(...bodyOf(inner, tryBlock));
  else caught(inner, tryBlock, catchClause);
  if (finallyBlock !== undefined) cx.out.push(...bodyOf(cx, finallyBlock));
}

const within = (cx: Reading, protection: Protection): Reading => ({
  ...cx,
  protections: [...cx.protections, protection],
});

function caught(cx: Reading, tryBlock: ts.Block, clause: ts.CatchClause): void {
  const { origin } = cx;
  const label: ir.Label = { name: "caught" };
  const done: ir.Label = { name: "done" };
  const error = variable("error", opaque("unknown"));
  const attempt = bodyOf(
    within(cx, { kind: "catch", label, error, outside: cx }),
    tryBlock,
  );
  if (!jumpsTo(attempt, label)) {
    cx.out.push(...attempt);
    return;
  }
  const handler: Reading = { ...apart(cx), env: newEnv(cx.env) };
  const name = clause.variableDeclaration?.name;
  if (name !== undefined && ts.isIdentifier(name))
    declare(handler, name, read(error));
  handler.out.push(...bodyOf(handler, clause.block));
  emit(cx, let_(origin, error));
  const end = attempt.at(-1)?.kind ?? "";
  const last: ir.Stmt = { kind: "jump", origin, how: "break", target: done };
  // What is left by its end needs no jump.
  const body = /^(return|throw|jump)$/.test(end) ? attempt : [...attempt, last];
  emitLabelled(cx, done, [
    { kind: "block", origin, label, body },
    ...handler.out,
  ]);
}

/** `throw value`: what is left on the way runs, and the nearest `catch` of the author's takes it. */
export function throwValue(cx: Reading, value: ir.Expr): void {
  const { origin } = cx;
  const ways = cx.protections.toReversed();
  const at = ways.findIndex((p) => p.kind === "catch");
  const left = (at < 0 ? ways : ways.slice(0, at)).filter(
    (p) => p.kind === "finally",
  );
  const thrown = left.length === 0 ? value : temporary(cx, value);
  for (const p of left) finish(cx, p);
  const handler = ways[at];
  if (handler?.kind !== "catch") {
    emit(cx, { kind: "throw", origin, value: thrown });
    return;
  }
  emit(cx, assign(origin, handler.error, named(cx, thrown)));
  emit(cx, { kind: "jump", origin, how: "break", target: handler.label });
}

/** What runs before a jump out of the function, or to a target that these jumps know. */
export function finishAll(
  cx: Reading,
  isLeft: (outside: Reading) => boolean,
): void {
  for (const p of cx.protections.toReversed())
    if (
      p.kind === "finally" &&
      p.outside.frame === cx.frame &&
      isLeft(p.outside)
    )
      finish(cx, p);
}

/** Is there something to be run before the function is left? */
export const isProtected = (cx: Reading): boolean =>
  cx.protections.some(
    (p) => p.kind === "finally" && p.outside.frame === cx.frame,
  );

function finish(cx: Reading, p: Protection & { kind: "finally" }): void {
  const { out } = cx;
  out.push(...bodyOf({ ...p.outside, out: [] }, p.block));
}

/** Calls something that may throw, and whose text is not there to be read. */
function mayThrowUnseen({ reader }: Reading, block: ts.Block): boolean {
  return [...nodesIn(block, ts.isFunctionLike)].some((n) => {
    if (ts.isAwaitExpression(n) || ts.isYieldExpression(n)) return true;
    if (!ts.isCallExpression(n) && !ts.isNewExpression(n)) return false;
    const declaration = reader.checker.getResolvedSignature(n)?.declaration;
    if (declaration === undefined) return !ts.isNewExpression(n);
    const file = declaration.getSourceFile();
    if (!file.isDeclarationFile) return false;
    if (!reader.program.isSourceFileDefaultLibrary(file)) return true;
    const owner = declaration.parent;
    const name = ts.isInterfaceDeclaration(owner) ? owner.name.text : "";
    return !harmless.test(name);
  });
}

/** Whose methods and constructors throw nothing that an author would catch. */
const harmless =
  /^(Math|Number|Console|\w*Array|\w*ArrayConstructor|(Readonly)?(Map|Set)|(Map|Set)Constructor|String|\w*Error|\w*ErrorConstructor|ConcatArray|Array\w*)$/;

/** May a call of the function throw what the author throws? */
export function throws(
  cx: Reading,
  f: ts.Node,
  seen = new Set<ts.Node>(),
): boolean {
  if (seen.has(f)) return false;
  seen.add(f);
  return [...nodesIn(f)].some((n) => {
    if (ts.isThrowStatement(n)) return true;
    if (!ts.isCallExpression(n) && !ts.isNewExpression(n)) return false;
    const callee = cx.reader.checker.getResolvedSignature(n)?.declaration;
    return (
      callee !== undefined &&
      !callee.getSourceFile().isDeclarationFile &&
      throws(cx, callee, seen)
    );
  });
}
