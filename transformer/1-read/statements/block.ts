/** Blocks, labels, and the functions declared in a block. */
import { ts } from "ts-morph";
import type * as ir from "../../ir/nodes.ts";
import { visitBlock } from "../../ir/walk.ts";
import { newEnv } from "../bindings.ts";
import type { JumpTarget, Reading } from "../reading.ts";
import { apart, emit } from "../reading.ts";
import { symbolOf } from "../symbols.ts";
import { forEachOf, forIn } from "./for-of.ts";
import { doWhile, forLoop, whileLoop } from "./loops.ts";
import { switchStatement } from "./switch.ts";

export function block(cx: Reading, node: ts.Block): void {
  const body = bodyOf(cx, node);
  if (body.length > 0) emit(cx, { kind: "block", origin: cx.origin, body });
}

/** The statements of a branch or a loop's body, in a scope of their own. */
export function bodyOf(cx: Reading, node: ts.Statement): ir.Stmt[] {
  const inner: Reading = { ...apart(cx), env: newEnv(cx.env) };
  inner.reader.lower.statements(
    inner,
    ts.isBlock(node) ? node.statements : [node],
  );
  return inner.out;
}

/** Function declarations are there from the start of their block. */
export function hoistFunctions(
  cx: Reading,
  nodes: readonly ts.Statement[],
): void {
  for (const node of nodes) {
    if (
      !ts.isFunctionDeclaration(node) ||
      node.name === undefined ||
      node.body === undefined
    )
      continue;
    const symbol = symbolOf(cx.reader, node.name);
    if (symbol === undefined) continue;
    const value = {
      kind: "source",
      node,
      name: node.name.text,
      env: cx.env,
    } as const;
    cx.env.bindings.set(symbol, { kind: "function", value });
  }
}

/** Does what was read last leave for good? */
export function isLeft({ out }: Reading): boolean {
  const kind = out.at(-1)?.kind;
  return kind === "jump" || kind === "return" || kind === "throw";
}

export function labelled(
  cx: Reading,
  node: ts.LabeledStatement,
  outer: readonly string[],
): void {
  const labels = [...outer, node.label.text];
  const inner = node.statement;
  if (ts.isLabeledStatement(inner)) labelled(cx, inner, labels);
  else if (ts.isForStatement(inner)) forLoop(cx, inner, labels);
  else if (ts.isWhileStatement(inner)) whileLoop(cx, inner, labels);
  else if (ts.isDoStatement(inner)) doWhile(cx, inner, labels);
  else if (ts.isForOfStatement(inner)) forEachOf(cx, inner, labels);
  else if (ts.isForInStatement(inner)) forIn(cx, inner, labels);
  else if (ts.isSwitchStatement(inner)) switchStatement(cx, inner, labels);
  else {
    const label: ir.Label = { name: node.label.text };
    // A plain `break` does not stop here: only one that names the label.
    const target: JumpTarget = { node, userLabels: labels, breakTo: label };
    const body = bodyOf({ ...cx, jumps: [...cx.jumps, target] }, inner);
    emitLabelled(cx, label, body);
  }
}

/** A labelled block, or just its statements where nothing jumps to its end. */
export function emitLabelled(
  cx: Reading,
  label: ir.Label,
  body: readonly ir.Stmt[],
): void {
  const { origin } = cx;
  if (jumpsTo(body, label)) emit(cx, { kind: "block", origin, label, body });
  else cx.out.push(...body);
}

export function jumpsTo(body: ir.Block, label: ir.Label): boolean {
  let found = false;
  visitBlock(body, {
    stmt: (s) => {
      found ||= s.kind === "jump" && s.target === label;
    },
  });
  return found;
}
