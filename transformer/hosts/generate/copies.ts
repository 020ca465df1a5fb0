/** Which unexported declarations of the source may be copied, so that nobody can tell the copy from it. */
import { ts } from "ts-morph";
import { hasModifier } from "./exports.ts";
import type { Declared, ModuleText } from "./references.ts";
import { isAssignmentOperator, isStep } from "../../1-read/writes.ts";

/** Why a declaration can't be copied; undefined if it can. `end`: where the user's own text ends. */
export function reasonAgainstCopy(
  { name, node, statement }: Declared,
  module: ModuleText,
  end: number,
): string | undefined {
  if (ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node))
    return;
  if (ts.isEnumDeclaration(node)) return;
  if (hasModifier(statement, ts.SyntaxKind.DeclareKeyword)) return;
  if (ts.isClassDeclaration(node)) return "is a class, which must stay single";
  const isFunction = ts.isFunctionDeclaration(node);
  const isConstant =
    ts.isVariableDeclaration(node) &&
    ts.isIdentifier(node.name) &&
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.length === 1;
  if (!isFunction && !isConstant) return "is declared together with others";
  const uses = module.usesOf(name, end).filter((use) => use.parent !== node);
  if (uses.some(isWritten)) return "can change";
  if (isFunction) return;
  const value = node.initializer;
  if (value === undefined) return "has no value of its own";
  if (isFunctionValue(value)) return;
  if (!isPlainValue(value)) return "is made by code that would run twice";
  const depth = depthOf(value);
  if (depth === 0 || uses.every((use) => isReadOfNumber(use, depth))) return;
  return "could be changed or compared through what it is given to";
}

function isFunctionValue(value: ts.Expression): boolean {
  return ts.isArrowFunction(value) || ts.isFunctionExpression(value);
}

/** Made of literals, and of arithmetic and names alone: computed again, it is the same. */
function isPlainValue(value: ts.Node): boolean {
  if (ts.isCallExpression(value) || ts.isNewExpression(value)) {
    return isTypedArrayOfLiterals(value) || isMathCall(value);
  }
  if (
    ts.isFunctionLike(value) ||
    ts.isAwaitExpression(value) ||
    ts.isTaggedTemplateExpression(value) ||
    ts.isClassExpression(value) ||
    ts.isDeleteExpression(value) ||
    (ts.isBinaryExpression(value) &&
      isAssignmentOperator(value.operatorToken.kind)) ||
    isStep(value)
  ) {
    return false;
  }
  return ts.forEachChild(value, (child) => !isPlainValue(child)) !== true;
}

function isTypedArrayOfLiterals(
  call: ts.CallExpression | ts.NewExpression,
): boolean {
  return (
    /^(Float|Int|Uint|BigInt)\w*Array(\.of|\.from)?$/.test(
      call.expression.getText(),
    ) && (call.arguments ?? []).every(isPlainValue)
  );
}

function isMathCall(call: ts.CallExpression | ts.NewExpression): boolean {
  const callee = call.expression.getText();
  return (
    /^Math\.(?!random$)\w+$/.test(callee) &&
    (call.arguments ?? []).every(isPlainValue)
  );
}

/** How many reads lead from a value to its numbers: 0 for a number, 1 for a row, 2 for rows of a matrix. */
function depthOf(value: ts.Expression): number {
  if (
    ts.isParenthesizedExpression(value) ||
    ts.isAsExpression(value) ||
    ts.isSatisfiesExpression(value)
  ) {
    return depthOf(value.expression);
  }
  if (ts.isArrayLiteralExpression(value)) return 1 + deepest(value.elements);
  if (ts.isObjectLiteralExpression(value)) {
    return 1 + deepest(value.properties.map(valueOf));
  }
  if (ts.isNewExpression(value)) return 1;
  if (ts.isCallExpression(value)) return isMathCall(value) ? 0 : 1;
  // What a name stands for is not looked up: it may be anything.
  return ts.isIdentifier(value) || ts.isRegularExpressionLiteral(value)
    ? Infinity
    : 0;
}

function deepest(values: readonly ts.Expression[]): number {
  return Math.max(0, ...values.map(depthOf));
}

function valueOf(property: ts.ObjectLiteralElementLike): ts.Expression {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  return property.name as ts.Identifier;
}

/** `table[i][j]`, `table.rate`, `table.length`: a number is read, the thing itself goes nowhere. */
function isReadOfNumber(use: ts.Identifier, depth: number): boolean {
  let node: ts.Node = use;
  for (let parts = 0; ;) {
    const { parent } = node;
    if (ts.isTypeQueryNode(parent)) return true;
    const isElement =
      ts.isElementAccessExpression(parent) && parent.expression === node;
    const isField =
      ts.isPropertyAccessExpression(parent) && parent.expression === node;
    if (isField && parent.name.text === "length") return !isWritten(parent);
    if (isElement || isField) parts++;
    else if (!ts.isNonNullExpression(parent)) return false;
    node = parent;
    if (parts >= depth) return !isWritten(outermost(node));
  }
}

function outermost(node: ts.Node): ts.Node {
  return ts.isNonNullExpression(node.parent) ? outermost(node.parent) : node;
}

function isWritten(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    return (
      parent.left === node && isAssignmentOperator(parent.operatorToken.kind)
    );
  }
  return isStep(parent);
}
