/** `for`, `while` and `do`. */
import { ts } from "ts-morph";
import { compare, if_ } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { newEnv } from "../bindings.ts";
import type { Branch } from "../expressions/value.ts";
import { branch, value } from "../expressions/value.ts";
import { originOf } from "../origins.ts";
import type { Reading } from "../reading.ts";
import { apart, emit } from "../reading.ts";
import { bodyOf, emitLabelled } from "./block.ts";
import { declarations } from "./declarations.ts";

export function forLoop(
  outer: Reading,
  node: ts.ForStatement,
  labels: readonly string[],
): void {
  const cx: Reading = { ...outer, env: newEnv(outer.env) };
  const init = readInit(cx, node.initializer);
  const { condition, incrementor } = node;
  const test =
    condition === undefined
      ? undefined
      : branch(cx, (inner) => value(inner, condition));
  const update = incrementor === undefined ? [] : readUpdate(cx, incrementor);
  loop(cx, node, labels, node.statement, {
    init,
    test,
    update,
    testAfter: false,
  });
}

export function whileLoop(
  cx: Reading,
  node: ts.WhileStatement,
  labels: readonly string[],
): void {
  const test = branch(cx, (inner) => value(inner, node.expression));
  loop(cx, node, labels, node.statement, {
    init: [],
    test,
    update: [],
    testAfter: false,
  });
}

export function doWhile(
  cx: Reading,
  node: ts.DoStatement,
  labels: readonly string[],
): void {
  const test = branch(cx, (inner) => value(inner, node.expression));
  loop(cx, node, labels, node.statement, {
    init: [],
    test,
    update: [],
    testAfter: true,
  });
}

interface Parts {
  readonly init: readonly ir.LetStmt[];
  readonly test: Branch | undefined;
  readonly update: readonly ir.Stmt[];
  readonly testAfter: boolean;
}

/** Lets stay in the loop's head, unless something has to be computed between them. */
function readInit(
  cx: Reading,
  node: ts.ForInitializer | undefined,
): ir.LetStmt[] {
  if (node === undefined) return [];
  const inner: Reading = { ...apart(cx), origin: originOf(node) };
  if (ts.isVariableDeclarationList(node)) declarations(inner, node);
  else inner.reader.lower.effect(inner, node);
  if (inner.out.every((s) => s.kind === "let" && s.value !== undefined))
    return inner.out as ir.LetStmt[];
  cx.out.push(...inner.out);
  return [];
}

function readUpdate(cx: Reading, node: ts.Expression): ir.Stmt[] {
  const inner: Reading = { ...apart(cx), origin: originOf(node) };
  inner.reader.lower.effect(inner, node);
  return inner.out;
}

function loop(
  cx: Reading,
  node: ts.IterationStatement,
  labels: readonly string[],
  body: ts.Statement,
  parts: Parts,
): void {
  const { origin } = cx;
  const label: ir.Label = { name: labels.at(-1) ?? "loop" };
  const { test } = parts;
  const testIsPure = test === undefined || test.statements.length === 0;
  const updateIsPlain = parts.update.every(
    (s) => s.kind === "assign" || s.kind === "store",
  );
  const exit: ir.Stmt[] =
    test === undefined || testIsPure
      ? []
      : [
          ...test.statements,
          if_(origin, compare("!", test.expr), [jump(origin, label)]),
        ];
  // What follows the body in each iteration, where it can't stand in the loop's head: `continue` leads there.
  const tail = [
    ...(updateIsPlain ? [] : parts.update),
    ...(parts.testAfter ? exit : []),
  ];
  const bodyLabel: ir.Label = { name: "body" };
  const continueTo =
    tail.length === 0
      ? ({ how: "continue", label } as const)
      : ({ how: "break", label: bodyLabel } as const);
  const target = { node, userLabels: labels, breakTo: label, continueTo };
  const inner: Reading = { ...apart(cx), jumps: [...cx.jumps, target] };
  if (!parts.testAfter) inner.out.push(...exit);
  const read = bodyOf(inner, body);
  if (tail.length === 0) inner.out.push(...read);
  else emitLabelled(inner, bodyLabel, read);
  inner.out.push(...tail);
  emit(cx, {
    kind: "loop",
    origin,
    label,
    init: parts.init,
    ...(test !== undefined && testIsPure ? { test: test.expr } : {}),
    testAfter: parts.testAfter && testIsPure,
    update: updateIsPlain
      ? (parts.update as (ir.AssignStmt | ir.StoreStmt)[])
      : [],
    body: inner.out,
  });
}

const jump = (origin: ir.Origin, target: ir.Label): ir.Stmt => ({
  kind: "jump",
  origin,
  how: "break",
  target,
});
