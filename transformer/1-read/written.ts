/**
 * Is a table of a module used for anything but reading its parts? A copy of it would not see what is written. What
 * a module exports, code that we do not see could write; what we see is looked through.
 */
import { ts } from "ts-morph";
import { mutators } from "./modules/later.ts";
import { nodesIn } from "./nodes.ts";
import type { Reader } from "./reading.ts";
import { unwrapped } from "./symbols.ts";
import { isAssignmentOperator, isStep } from "./writes.ts";

export function isWritten(
  reader: Reader,
  symbol: ts.Symbol,
  depth = 0,
  /** Is what is known of it what all modules left when they had run? */
  isLoaded = false,
): boolean {
  const { checker, modules } = reader;
  const target =
    symbol.flags & ts.SymbolFlags.Alias
      ? checker.getAliasedSymbol(symbol)
      : symbol;
  const { patches } = modules;
  const written = isLoaded ? patches.laterOf(target) : patches.of(target);
  if (written.size > 0) return true;
  if (!patches.lent(target).every((id) => isLentTo(reader, id, depth)))
    return true;
  return [symbol, target].some((s) => isWrittenAtHome(reader, s, depth));
}

/** In the file that declares the name. */
function isWrittenAtHome(
  reader: Reader,
  symbol: ts.Symbol,
  depth: number,
): boolean {
  const file = symbol.declarations?.[0]?.getSourceFile();
  if (file === undefined) return false;
  if (file.isDeclarationFile) return true;
  for (const node of nodesIn(file)) {
    if (!ts.isIdentifier(node) || node.text !== symbol.name) continue;
    const { parent } = node;
    const isDeclared =
      ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isBindingElement(parent) ||
      ts.isImportSpecifier(parent) ||
      ts.isImportClause(parent);
    if (isDeclared && parent.name === node) continue;
    if (symbolHere(reader, node) !== symbol) continue;
    if (!isOnlyRead(reader, node, depth)) return true;
  }
  return false;
}

const symbolHere = (
  { checker }: Reader,
  id: ts.Identifier,
): ts.Symbol | undefined =>
  ts.isShorthandPropertyAssignment(id.parent)
    ? checker.getShorthandAssignmentValueSymbol(id.parent)
    : checker.getSymbolAtLocation(id);

/** Enough for a table, its rows and a function that is given one. */
const deepest = 4;

/** `e`, the table or a part of it: where does it go? */
function isOnlyRead(
  reader: Reader,
  from: ts.Expression,
  depth: number,
): boolean {
  let e = from;
  while (
    (ts.isElementAccessExpression(e.parent) ||
      ts.isPropertyAccessExpression(e.parent) ||
      ts.isNonNullExpression(e.parent) ||
      ts.isParenthesizedExpression(e.parent) ||
      ts.isAsExpression(e.parent)) &&
    e.parent.expression === e
  )
    e = e.parent;
  const { parent } = e;
  if (ts.isExportSpecifier(parent)) return true;
  if (ts.isCallExpression(parent) && parent.expression === e)
    return ts.isPropertyAccessExpression(e) && readsOnly(reader, e, depth);
  if (ts.isBinaryExpression(parent)) {
    const operator = parent.operatorToken.kind;
    const isAssignment = isAssignmentOperator(operator);
    if (isAssignment && parent.left === e) return false;
    if (!isAssignment && operator !== ts.SyntaxKind.CommaToken)
      return (
        !isLogic(operator) || isPrimitive(reader, e) || isOnlyTested(parent)
      );
  }
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent))
    return !isStep(parent);
  if (ts.isDeleteExpression(parent)) return false;
  if (isPrimitive(reader, e)) return true;
  if (depth > deepest) return false;
  if (isOnlyTested(e) || ts.isTypeOfExpression(parent)) return true;
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === e)
    return true;
  if (ts.isForOfStatement(parent) && parent.expression === e)
    return (
      ts.isVariableDeclarationList(parent.initializer) &&
      isReadAs(reader, parent.initializer.declarations[0]!.name, depth)
    );
  if (ts.isForInStatement(parent)) return parent.expression === e;
  if (ts.isVariableDeclaration(parent) && parent.initializer === e)
    return isReadAs(reader, parent.name, depth);
  if (ts.isSpreadElement(parent)) return hasPrimitiveItems(reader, e);
  return (
    (ts.isCallExpression(parent) || ts.isNewExpression(parent)) &&
    isLentTo(reader, e, depth)
  );
}

const isLogic = (operator: ts.SyntaxKind): boolean =>
  operator === ts.SyntaxKind.BarBarToken ||
  operator === ts.SyntaxKind.AmpersandAmpersandToken ||
  operator === ts.SyntaxKind.QuestionQuestionToken;

const isOnlyTested = (e: ts.Expression): boolean =>
  (ts.isIfStatement(e.parent) ||
    ts.isWhileStatement(e.parent) ||
    ts.isConditionalExpression(e.parent)) &&
  (ts.isConditionalExpression(e.parent)
    ? e.parent.condition
    : e.parent.expression) === e;

const primitive =
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.StringLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.Undefined |
  ts.TypeFlags.Null;

const isPrimitiveType = (type: ts.Type): boolean =>
  type.isUnion()
    ? type.types.every(isPrimitiveType)
    : (type.flags & primitive) !== 0;

const isPrimitive = ({ checker }: Reader, e: ts.Expression): boolean =>
  isPrimitiveType(checker.getTypeAtLocation(e));

function hasPrimitiveItems({ checker }: Reader, e: ts.Expression): boolean {
  const info = checker
    .getIndexInfosOfType(checker.getTypeAtLocation(e))
    .find((i) => i.keyType.flags & ts.TypeFlags.NumberLike);
  return info !== undefined && isPrimitiveType(info.type);
}

/** Methods that give nothing of the table away, but to the functions that they are given. */
const readers: ReadonlySet<string> = new Set(
  "forEach map reduce reduceRight some every findIndex indexOf lastIndexOf includes join toString hasOwnProperty".split(
    " ",
  ),
);

/** `table.map((row) => …)`. */
function readsOnly(
  reader: Reader,
  callee: ts.PropertyAccessExpression,
  depth: number,
): boolean {
  const call = callee.parent as ts.CallExpression;
  const name = callee.name.text;
  if (mutators.has(name)) return false;
  if (hasPrimitiveItems(reader, callee.expression)) return true;
  if (isPrimitive(reader, callee.expression)) return true;
  return (
    readers.has(name) &&
    call.arguments.every((a) => {
      const f = unwrapped(a);
      if (ts.isArrowFunction(f) || ts.isFunctionExpression(f))
        return f.parameters.every((p) => isReadAs(reader, p.name, depth));
      return isPrimitive(reader, a);
    })
  );
}

/** A name, or several, for the table or a part of it. */
function isReadAs(
  reader: Reader,
  name: ts.BindingName,
  depth: number,
): boolean {
  if (ts.isIdentifier(name)) {
    const symbol = reader.checker.getSymbolAtLocation(name);
    return (
      isPrimitive(reader, name) ||
      (symbol !== undefined && !isWritten(reader, symbol, depth + 1))
    );
  }
  return name.elements.every(
    (e) => ts.isOmittedExpression(e) || isReadAs(reader, e.name, depth),
  );
}

/** `horner(table, x)`, of a function that only reads the parameter. */
function isLentTo(reader: Reader, e: ts.Expression, depth: number): boolean {
  const call = e.parent;
  if (
    depth > deepest ||
    !(ts.isCallExpression(call) || ts.isNewExpression(call))
  )
    return false;
  const i = call.arguments?.indexOf(e) ?? -1;
  if (i < 0) return false;
  const callee = call.expression.getText();
  // They copy, or look at, what they are given.
  if (
    /^(Object\.(freeze|keys|values|entries)|Array\.(isArray|from)|((Float|U?[Ii]nt)\d+(Clamped)?Array)(\.from)?|JSON\.stringify|String|Number)$/.test(
      callee,
    )
  )
    return /^Object\.(freeze|values|entries)$|^Array\.from$/.test(callee)
      ? hasPrimitiveItems(reader, e) || callee === "Object.freeze"
      : true;
  if (!ts.isIdentifier(call.expression)) return false;
  const named = reader.checker.getSymbolAtLocation(call.expression);
  const f = functionOf(
    (named !== undefined && named.flags & ts.SymbolFlags.Alias
      ? reader.checker.getAliasedSymbol(named)
      : named
    )?.valueDeclaration,
  );
  const name = f?.parameters[i]?.name;
  const parameter =
    name !== undefined && ts.isIdentifier(name)
      ? reader.checker.getSymbolAtLocation(name)
      : undefined;
  return (
    parameter !== undefined &&
    f?.body !== undefined &&
    !isWritten(reader, parameter, depth + 1)
  );
}

function functionOf(
  d: ts.Declaration | undefined,
): ts.FunctionLikeDeclaration | undefined {
  const f =
    d !== undefined && ts.isVariableDeclaration(d) && d.initializer
      ? unwrapped(d.initializer)
      : d;
  return f !== undefined &&
    (ts.isFunctionDeclaration(f) ||
      ts.isFunctionExpression(f) ||
      ts.isArrowFunction(f))
    ? f
    : undefined;
}
