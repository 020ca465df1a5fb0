/** Optional chains: `a?.b[i].c(x)`. What follows a `?.` is skipped with it, so the chain must stay one. */
import { ts } from "ts-morph";
import { argumentsOf } from "./calls.ts";
import type { Emitter } from "./emitter.ts";
import { bare } from "./names.ts";

export function rewriteChain(
  emit: Emitter,
  node: ts.OptionalChain,
): ts.Expression {
  const { factory } = emit;
  if (ts.isPropertyAccessChain(node))
    return factory.updatePropertyAccessChain(
      node,
      emit.expression(node.expression),
      node.questionDotToken,
      node.name,
    );
  if (ts.isElementAccessChain(node))
    return factory.updateElementAccessChain(
      node,
      emit.expression(node.expression),
      node.questionDotToken,
      emit.plain(node.argumentExpression),
    );
  return ts.isCallChain(node)
    ? rewriteCallChain(emit, node)
    : emit.children(node);
}

function rewriteCallChain(emit: Emitter, node: ts.CallChain): ts.Expression {
  const { factory } = emit;
  const callee = bare(node.expression);
  const args = argumentsOf(emit, node, callee);
  const question = factory.createToken(ts.SyntaxKind.QuestionDotToken);
  const isMember =
    ts.isElementAccessExpression(callee) ||
    (ts.isPropertyAccessExpression(callee) &&
      !ts.isPrivateIdentifier(callee.name));
  if (!isMember) {
    const f = emit.expression(node.expression);
    return factory.createCallChain(
      ts.isPropertyAccessExpression(callee) ? f : emit.call("callable", f),
      node.questionDotToken,
      undefined,
      args,
    );
  }
  const holder = emit.expression(callee.expression);
  const name = ts.isElementAccessExpression(callee)
    ? emit.plain(callee.argumentExpression)
    : factory.createStringLiteral(callee.name.text);
  // `o.m?.(x)`: it is the method that may be missing; `o?.m(x)`: the object.
  if (node.questionDotToken)
    return factory.createCallChain(
      emit.call("optionalMethod", holder, name),
      question,
      undefined,
      args,
    );
  return factory.createCallChain(
    factory.createPropertyAccessChain(
      emit.call("optional", holder),
      question,
      "call",
    ),
    undefined,
    undefined,
    [name, factory.createArrayLiteralExpression(args)],
  );
}
