/** Statements that decide: on plain numbers. */
import { ts } from "ts-morph";
import type { Emitter } from "./emitter.ts";

export function rewriteTest(emit: Emitter, node: ts.IfStatement): ts.Node {
  return emit.factory.updateIfStatement(
    node,
    emit.test(node.expression),
    emit.statement(node.thenStatement),
    node.elseStatement && emit.statement(node.elseStatement),
  );
}

export function rewriteLoop(
  emit: Emitter,
  node: ts.WhileStatement | ts.DoStatement | ts.ForStatement,
): ts.Node {
  const { factory } = emit;
  if (ts.isWhileStatement(node))
    return factory.updateWhileStatement(
      node,
      emit.test(node.expression),
      emit.statement(node.statement),
    );
  if (ts.isDoStatement(node))
    return factory.updateDoStatement(
      node,
      emit.statement(node.statement),
      emit.test(node.expression),
    );
  return factory.updateForStatement(
    node,
    node.initializer &&
      ts.visitNode(node.initializer, emit.visit, ts.isForInitializer),
    node.condition && emit.test(node.condition),
    node.incrementor && emit.expression(node.incrementor),
    emit.statement(node.statement),
  );
}

export function rewriteSwitch(
  emit: Emitter,
  node: ts.SwitchStatement,
): ts.Node {
  const { factory } = emit;
  return factory.updateSwitchStatement(
    node,
    emit.plain(node.expression),
    factory.updateCaseBlock(
      node.caseBlock,
      node.caseBlock.clauses.map((clause) =>
        ts.isDefaultClause(clause)
          ? emit.children(clause)
          : factory.updateCaseClause(
              clause,
              emit.plain(clause.expression),
              clause.statements.map(emit.statement),
            ),
      ),
    ),
  );
}
