/** What every rewriting of a node needs. */
import { ts } from "ts-morph";
import type { Branches, Branch } from "./branches.ts";
import type { MadeStatements } from "./made.ts";
import { bare } from "./names.ts";
import { isPlain } from "./plain.ts";
import type { RuntimeName } from "./runtime/index.ts";

export interface Emitter {
  readonly factory: ts.NodeFactory;
  readonly checker: ts.TypeChecker;
  readonly visit: ts.Visitor;
  /** The node with its children rewritten. */
  children<N extends ts.Node>(node: N): N;
  expression(node: ts.Expression): ts.Expression;
  statement(node: ts.Statement): ts.Statement;
  /** A call of a run-time function. */
  call(
    name: RuntimeName | "branch" | "arm",
    ...args: ts.Expression[]
  ): ts.CallExpression;
  /** The plain number of an expression. */
  plain(node: ts.Expression): ts.Expression;
  /** An expression of which only the truth is asked. */
  test(node: ts.Expression): ts.Expression;
  /** A test that decides, with what is said of its two arms. */
  decide(test: ts.Expression, of: ts.Node, arms: Branch["arms"]): ts.Expression;
  readonly branches: Branches;
  /** The value that a statement makes, marked where statements are asked for. */
  made(node: ts.Node, target: string, e: ts.Expression): ts.Expression;
  /** The number of the statement of an update in place, and the start of it. */
  readonly statements: MadeStatements | undefined;
}

export function emitter(
  checker: ts.TypeChecker,
  runtime: string,
  branches: Branches,
  statements: MadeStatements | undefined,
  context: ts.TransformationContext,
  rewriteNode: (node: ts.Node) => ts.Node,
): Emitter {
  const { factory } = context;
  const visit: ts.Visitor = (node) => rewriteNode(node);
  const expression = (node: ts.Expression): ts.Expression =>
    ts.visitNode(node, visit, ts.isExpression)!;
  const call: Emitter["call"] = (name, ...args) =>
    factory.createCallExpression(
      // A name of its own, and not a property of one object: that costs a recursion two slots of its stack.
      factory.createIdentifier(`${runtime}_${name}`),
      undefined,
      args,
    );
  const plain = (node: ts.Expression): ts.Expression =>
    isPlain(checker, node) ? expression(node) : call("value", expression(node));

  const test = (node: ts.Expression): ts.Expression => {
    const inner = bare(node);
    if (ts.isBinaryExpression(inner) && isJunction(inner.operatorToken.kind))
      return factory.createParenthesizedExpression(
        factory.createBinaryExpression(
          test(inner.left),
          inner.operatorToken,
          test(inner.right),
        ),
      );
    return plain(node);
  };

  return {
    factory,
    checker,
    visit,
    children: (node) => ts.visitEachChild(node, visit, context),
    expression,
    statement: (node) => ts.visitNode(node, visit, ts.isStatement)!,
    call,
    plain,
    test,
    decide: (node, of, arms) =>
      call(
        "branch",
        factory.createNumericLiteral(branches.add(of, arms)),
        test(node),
      ),
    branches,
    statements,
    made(node, target, e) {
      if (statements === undefined) return e;
      const id = factory.createNumericLiteral(statements.add(node, target));
      return call("made", call("begin", id), e);
    },
  };
}

const isJunction = (kind: ts.SyntaxKind): boolean =>
  kind === ts.SyntaxKind.AmpersandAmpersandToken ||
  kind === ts.SyntaxKind.BarBarToken;
