/**
 * From the user's syntax tree to the traced form of it, operator by operator, in place: all that may meet a
 * number with a derivative becomes a call of the run-time functions, and every other node stays as it was
 * written, so that JavaScript itself executes control flow, closures, classes and destructuring.
 */
import { ts } from "ts-morph";
import { rewriteAssignment } from "./assignments.ts";
import type { Branches } from "./branches.ts";
import { rewriteCall, rewriteNew } from "./calls.ts";
import { rewriteChain } from "./chains.ts";
import { emitter, type Emitter } from "./emitter.ts";
import type { MadeStatements } from "./made.ts";
import {
  rewriteBinary,
  rewriteConditional,
  rewritePrefix,
  rewriteTypeOf,
} from "./operators.ts";
import { rewriteLoop, rewriteSwitch, rewriteTest } from "./statements.ts";
import { rewriteStep } from "./steps.ts";
import { rewriteForTarget } from "./targets.ts";

/** The text of the traced form, still TypeScript. `runtime` is the name by which it calls its run-time. */
export function rewrite(
  file: ts.SourceFile,
  checker: ts.TypeChecker,
  runtime: string,
  branches: Branches,
  statements?: MadeStatements,
): string {
  const { transformed } = ts.transform(file, [
    (context) => (root) => {
      const emit: Emitter = emitter(
        checker,
        runtime,
        branches,
        statements,
        context,
        (node) => rewriteNode(emit, node),
      );
      return ts.visitEachChild(root, emit.visit, context);
    },
  ]);
  return ts.createPrinter().printFile(transformed[0]!);
}

function rewriteNode(emit: Emitter, node: ts.Node): ts.Node {
  if (isLeftAlone(node)) return node;
  return (
    rewriteExpression(emit, node) ??
    rewriteStatement(emit, node) ??
    emit.children(node)
  );
}

/** Types, and what is evaluated by the compiler. */
const isLeftAlone = (node: ts.Node): boolean =>
  (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isEnumDeclaration(node) ||
  ts.isDecorator(node) ||
  ts.isImportDeclaration(node) ||
  ts.isExportDeclaration(node);

function rewriteExpression(emit: Emitter, node: ts.Node): ts.Node | undefined {
  if (ts.isOptionalChain(node)) return rewriteChain(emit, node);
  if (ts.isCallExpression(node)) return rewriteCall(emit, node);
  if (ts.isNewExpression(node)) return rewriteNew(emit, node);
  if (ts.isBinaryExpression(node))
    return rewriteAssignment(emit, node) ?? rewriteBinary(emit, node);
  if (ts.isPrefixUnaryExpression(node))
    return rewriteStep(emit, node) ?? rewritePrefix(emit, node);
  if (ts.isPostfixUnaryExpression(node)) return rewriteStep(emit, node);
  if (ts.isConditionalExpression(node)) return rewriteConditional(emit, node);
  if (ts.isTypeOfExpression(node)) return rewriteTypeOf(emit, node);
  if (ts.isElementAccessExpression(node))
    return emit.factory.updateElementAccessExpression(
      node,
      emit.expression(node.expression),
      emit.plain(node.argumentExpression),
    );
  return undefined;
}

function rewriteDeclaration(
  emit: Emitter,
  node: ts.VariableDeclaration,
): ts.Node | undefined {
  const { name, initializer } = node;
  const isStatement = ts.isVariableStatement(node.parent.parent);
  if (!isStatement || !ts.isIdentifier(name) || initializer === undefined)
    return undefined;
  const value = emit.expression(initializer);
  return emit.factory.updateVariableDeclaration(
    node,
    name,
    node.exclamationToken,
    node.type,
    // A function keeps the name that its variable gives it.
    emit.statements && isNumber(emit, initializer)
      ? emit.made(node, name.text, value)
      : value,
  );
}

const isNumber = (emit: Emitter, node: ts.Expression): boolean =>
  (emit.checker.getTypeAtLocation(node).flags &
    (ts.TypeFlags.NumberLike | ts.TypeFlags.Any)) !==
  0;

function rewriteStatement(emit: Emitter, node: ts.Node): ts.Node | undefined {
  if (ts.isIfStatement(node)) return rewriteTest(emit, node);
  if (ts.isWhileStatement(node) || ts.isDoStatement(node))
    return rewriteLoop(emit, node);
  if (ts.isForStatement(node)) return rewriteLoop(emit, node);
  if (ts.isForOfStatement(node) || ts.isForInStatement(node))
    return rewriteForTarget(emit, node);
  if (ts.isSwitchStatement(node)) return rewriteSwitch(emit, node);
  if (ts.isVariableDeclaration(node)) return rewriteDeclaration(emit, node);
  if (ts.isReturnStatement(node) && node.expression !== undefined)
    return emit.factory.updateReturnStatement(
      node,
      emit.made(node, "value", emit.expression(node.expression)),
    );
  return undefined;
}
