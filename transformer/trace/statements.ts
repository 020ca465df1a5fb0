/** Statements that decide: on plain numbers. */
import { ts } from "ts-morph";
import { onlyThrows } from "./branches.ts";
import type { Emitter } from "./emitter.ts";

export function rewriteTest(emit: Emitter, node: ts.IfStatement): ts.Node {
  const { expression, thenStatement, elseStatement } = node;
  return emit.factory.updateIfStatement(
    node,
    emit.decide(expression, node, [
      onlyThrows(thenStatement) ? undefined : "never true",
      onlyThrows(elseStatement) ? undefined : "never false",
    ]),
    emit.statement(thenStatement),
    elseStatement && emit.statement(elseStatement),
  );
}

/** A loop must be entered; that it is left by its condition is not asked. */
const loopArms = ["never entered", undefined];

export function rewriteLoop(
  emit: Emitter,
  node: ts.WhileStatement | ts.DoStatement | ts.ForStatement,
): ts.Node {
  const { factory } = emit;
  if (ts.isWhileStatement(node))
    return factory.updateWhileStatement(
      node,
      emit.decide(node.expression, node, loopArms),
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
    node.condition && emit.decide(node.condition, node, loopArms),
    node.incrementor && emit.expression(node.incrementor),
    emit.statement(node.statement),
  );
}

export function rewriteSwitch(
  emit: Emitter,
  node: ts.SwitchStatement,
): ts.Node {
  const { factory } = emit;
  const { clauses } = node.caseBlock;
  const id = emit.branches.add(
    node,
    clauses.map((clause) =>
      onlyThrows(clause.statements[0])
        ? undefined
        : `never at ${clause.getText().split(":")[0]}`,
    ),
  );
  const entering = (k: number): ts.Statement =>
    factory.createExpressionStatement(
      emit.call(
        "arm",
        factory.createNumericLiteral(id),
        factory.createNumericLiteral(k),
      ),
    );
  return factory.updateSwitchStatement(
    node,
    emit.plain(node.expression),
    factory.updateCaseBlock(
      node.caseBlock,
      clauses.map((clause, k) => {
        const statements = [
          entering(k),
          ...clause.statements.map(emit.statement),
        ];
        return ts.isDefaultClause(clause)
          ? factory.updateDefaultClause(clause, statements)
          : factory.updateCaseClause(
              clause,
              emit.plain(clause.expression),
              statements,
            );
      }),
    ),
  );
}
