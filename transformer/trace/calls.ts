/** Calls. A callee that is the user's own, as far as can be seen, is called as it was written. */
import { ts } from "ts-morph";
import { isConstant } from "./constants.ts";
import type { Emitter } from "./emitter.ts";
import { bare, isGlobal, isOwnFunction } from "./names.ts";
import { builtinMethodNames } from "./runtime/builtins.ts";

export function rewriteCall(
  emit: Emitter,
  node: ts.CallExpression,
): ts.Expression {
  const { factory, checker } = emit;
  const callee = bare(node.expression);
  if (isSuperOrImport(callee) || isRequire(emit, callee))
    return emit.children(node);
  const args = argumentsOf(emit, node, callee);
  if (ts.isPropertyAccessExpression(callee) && mayBeBuiltin(emit, callee))
    return emit.call(
      "method",
      emit.expression(callee.expression),
      factory.createStringLiteral(callee.name.text),
      factory.createArrayLiteralExpression(args),
    );
  if (ts.isElementAccessExpression(callee))
    return emit.call(
      "method",
      emit.expression(callee.expression),
      emit.plain(callee.argumentExpression),
      factory.createArrayLiteralExpression(args),
    );
  const f = emit.expression(node.expression);
  const direct =
    ts.isPropertyAccessExpression(callee) || isOwnFunction(checker, callee);
  return factory.createCallExpression(
    direct ? f : emit.call("callable", f),
    undefined,
    args,
  );
}

/** How a CommonJS module names another: the bundle reads it from the text. */
const isRequire = ({ checker }: Emitter, callee: ts.Expression): boolean =>
  ts.isIdentifier(callee) &&
  callee.text === "require" &&
  checker.getSymbolAtLocation(callee)?.valueDeclaration === undefined;

const isSuperOrImport = (callee: ts.Expression): boolean =>
  callee.kind === ts.SyntaxKind.SuperKeyword ||
  callee.kind === ts.SyntaxKind.ImportKeyword ||
  (ts.isPropertyAccessExpression(callee) &&
    callee.expression.kind === ts.SyntaxKind.SuperKeyword);

/** Only a built-in's name, or an object that is not of the user's making, leads to code that is not traced. */
export function mayBeBuiltin(
  { checker }: Emitter,
  callee: ts.PropertyAccessExpression,
): boolean {
  if (ts.isPrivateIdentifier(callee.name)) return false;
  if (builtinMethodNames.has(callee.name.text)) return true;
  // A field may hold anything: `{ activation: Math.tanh }`.
  const member = checker.getSymbolAtLocation(callee.name)?.valueDeclaration;
  if (
    member === undefined ||
    !(ts.isMethodDeclaration(member) || ts.isFunctionDeclaration(member))
  )
    return true;
  const holder = bare(callee.expression);
  if (!ts.isIdentifier(holder)) return !isThis(holder);
  const symbol = checker.getSymbolAtLocation(holder);
  // Globals, and whatever is imported: it may be a package.
  return (
    symbol === undefined ||
    (symbol.flags & ts.SymbolFlags.Alias) !== 0 ||
    isOtherName(symbol.valueDeclaration)
  );
}

/** `(function (Math) { … })(Math)`, `const M = Math`. */
const isOtherName = (d: ts.Declaration | undefined): boolean =>
  d !== undefined &&
  (ts.isParameter(d) ||
    (ts.isVariableDeclaration(d) &&
      d.initializer !== undefined &&
      ts.isIdentifier(d.initializer)));

const isThis = (node: ts.Expression): boolean =>
  node.kind === ts.SyntaxKind.ThisKeyword;

/** The arguments; those of `Math.max` and `Math.min` that are constants say so (KINKS.md). */
export function argumentsOf(
  emit: Emitter,
  node: ts.CallExpression,
  callee: ts.Expression,
): ts.Expression[] {
  const marks = isExtreme(emit, callee);
  return node.arguments.map((argument) => {
    const rewritten = emit.expression(argument);
    return marks && isConstant(emit.checker, argument)
      ? emit.call("constant", rewritten)
      : rewritten;
  });
}

function isExtreme({ checker }: Emitter, callee: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(callee) &&
    (callee.name.text === "max" || callee.name.text === "min") &&
    ts.isIdentifier(callee.expression) &&
    callee.expression.text === "Math" &&
    isGlobal(checker, callee.expression)
  );
}

export function rewriteNew(
  emit: Emitter,
  node: ts.NewExpression,
): ts.Expression | undefined {
  if (isOwnFunction(emit.checker, bare(node.expression))) return undefined;
  const args = (node.arguments ?? []).map(emit.expression);
  return emit.call(
    "construct",
    emit.expression(node.expression),
    emit.factory.createArrayLiteralExpression(args),
  );
}
