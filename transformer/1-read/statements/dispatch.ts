/** Every kind of statement; each is read in a file of its own. */
import { ts } from "ts-morph";
import { originOf } from "../origins.ts";
import { refuse } from "../problems.ts";
import type { Reading } from "../reading.ts";
import { block, hoistFunctions, isLeft, labelled } from "./block.ts";
import { declarations } from "./declarations.ts";
import { forEachOf, forIn } from "./for-of.ts";
import { ifStatement } from "./if.ts";
import { breakOrContinue, returnStatement, throwStatement } from "./jumps.ts";
import { doWhile, forLoop, whileLoop } from "./loops.ts";
import { switchStatement } from "./switch.ts";
import { tryStatement } from "./try.ts";

export function statement(outer: Reading, node: ts.Statement): void {
  const cx: Reading = { ...outer, origin: originOf(node) };
  if (ts.isExpressionStatement(node))
    cx.reader.lower.effect(cx, node.expression);
  else if (ts.isVariableStatement(node)) declarations(cx, node.declarationList);
  else if (ts.isReturnStatement(node)) returnStatement(cx, node);
  else if (ts.isIfStatement(node)) ifStatement(cx, node);
  else if (ts.isForStatement(node)) forLoop(cx, node, []);
  else if (ts.isWhileStatement(node)) whileLoop(cx, node, []);
  else if (ts.isDoStatement(node)) doWhile(cx, node, []);
  else if (ts.isForOfStatement(node)) forEachOf(cx, node, []);
  else if (ts.isForInStatement(node)) forIn(cx, node, []);
  else if (ts.isBlock(node)) block(cx, node);
  else if (ts.isBreakOrContinueStatement(node)) breakOrContinue(cx, node);
  else if (ts.isSwitchStatement(node)) switchStatement(cx, node, []);
  else if (ts.isThrowStatement(node)) throwStatement(cx, node);
  else if (ts.isLabeledStatement(node)) labelled(cx, node, []);
  else if (isNothing(node)) return;
  else if (ts.isTryStatement(node)) tryStatement(cx, node);
  else unsupported(cx, node);
}

/** What is not there at run time, or was read before (functions are hoisted). */
const isNothing = (node: ts.Statement): boolean =>
  ts.isEmptyStatement(node) ||
  ts.isFunctionDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  node.kind === ts.SyntaxKind.DebuggerStatement;

function unsupported(cx: Reading, node: ts.Statement): void {
  refuse(cx, node, "AD1002", { what: describe(node) });
}

function describe(node: ts.Statement): string {
  if (ts.isClassDeclaration(node)) return "A class inside a function";
  if (ts.isWithStatement(node)) return "`with`";
  return "This statement";
}

export function statements(cx: Reading, nodes: readonly ts.Statement[]): void {
  hoistFunctions(cx, nodes);
  for (const node of nodes) {
    statement(cx, node);
    // Where a test is known that a branch depends on, what follows may never run, and make no sense.
    if (isLeft(cx)) return;
  }
}
