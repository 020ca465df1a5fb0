/** What a name in the source refers to. */
import { ts } from "ts-morph";
import type { Binding } from "./bindings.ts";
import { lookup } from "./bindings.ts";
import { implemented } from "./twins.ts";
import type { Reader, Reading } from "./reading.ts";

/** The symbol of a name, imports and re-exports followed. Asked often, and TypeScript walks up the tree for it. */
export function symbolOf(reader: Reader, node: ts.Node): ts.Symbol | undefined {
  if (reader.symbols.has(node)) return reader.symbols.get(node);
  const found = lookUp(reader, node);
  reader.symbols.set(node, found);
  return found;
}

function lookUp(reader: Reader, node: ts.Node): ts.Symbol | undefined {
  const { checker } = reader;
  const shorthand =
    ts.isIdentifier(node) &&
    ts.isShorthandPropertyAssignment(node.parent) &&
    node.parent.name === node;
  const symbol = shorthand
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : (ofParameterProperty(checker, node) ?? checker.getSymbolAtLocation(node));
  return symbol && implemented(reader, symbol);
}

/** `constructor(readonly x: number)` declares a parameter and a property; names in the body mean the parameter. */
function ofParameterProperty(
  checker: ts.TypeChecker,
  node: ts.Node,
): ts.Symbol | undefined {
  const { parent } = node;
  const isOne =
    ts.isIdentifier(node) &&
    ts.isParameter(parent) &&
    parent.name === node &&
    ts.isParameterPropertyDeclaration(parent, parent.parent);
  return isOne
    ? checker.getSymbolsOfParameterPropertyDeclaration(parent, node.text)[0]
    : undefined;
}

export function bindingOf(cx: Reading, node: ts.Node): Binding | undefined {
  const symbol = symbolOf(cx.reader, node);
  return symbol === undefined ? undefined : lookup(cx.env, symbol);
}

/** Does the name come from the language or the platform, not from the user's text? */
export function isGlobal(reader: Reader, node: ts.Node): boolean {
  const symbol = symbolOf(reader, node);
  const declarations = symbol?.declarations ?? [];
  return declarations.every((d) => {
    const file = d.getSourceFile();
    return (
      reader.program.isSourceFileDefaultLibrary(file) ||
      (file.isDeclarationFile && !ts.isExternalModule(file))
    );
  });
}

/** The declaration that holds at the top level of a module, if the symbol is of one. */
export function isTopLevel(declaration: ts.Node): boolean {
  for (let n = declaration.parent; n !== undefined; n = n.parent) {
    if (ts.isSourceFile(n)) return true;
    if (
      !ts.isVariableDeclarationList(n) &&
      !ts.isVariableStatement(n) &&
      !ts.isVariableDeclaration(n) &&
      !ts.isObjectBindingPattern(n) &&
      !ts.isArrayBindingPattern(n) &&
      !ts.isBindingElement(n)
    )
      return false;
  }
  return false;
}

/** `(x)`, `x as T`, `x!`, `<T>x`, `x satisfies T`: what only types see. */
export function unwrapped(node: ts.Expression): ts.Expression {
  let e = node;
  while (
    ts.isParenthesizedExpression(e) ||
    ts.isAsExpression(e) ||
    ts.isNonNullExpression(e) ||
    ts.isSatisfiesExpression(e) ||
    ts.isTypeAssertionExpression(e) ||
    ts.isExpressionWithTypeArguments(e)
  )
    e = e.expression;
  return e;
}

/** What a variable is given once and for all: a `const`, or what nothing assigns to. */
export function constInitializer(
  reader: Reader,
  declaration: ts.Declaration | undefined,
): ts.Expression | undefined {
  if (declaration === undefined || !ts.isVariableDeclaration(declaration))
    return undefined;
  if (!ts.isIdentifier(declaration.name)) return undefined;
  return isConst(reader, declaration) ? declaration.initializer : undefined;
}

/** Is it never given another value? (What a module exports can't be assigned from outside.) */
export function isConst(reader: Reader, declaration: ts.Declaration): boolean {
  if (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) return true;
  if (!ts.isVariableDeclaration(declaration) || !isTopLevel(declaration))
    return false;
  const file = declaration.getSourceFile();
  const symbol = reader.checker.getSymbolAtLocation(declaration.name);
  return (
    symbol !== undefined && isModule(file) && !reader.assigned(file).has(symbol)
  );
}

/** Of ES modules or of CommonJS: its names are its own. */
const isModule = (file: ts.SourceFile): boolean =>
  !file.isDeclarationFile &&
  (ts.isExternalModule(file) ||
    (file as { commonJsModuleIndicator?: ts.Node }).commonJsModuleIndicator !==
      undefined);
