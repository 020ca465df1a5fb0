/**
 * What a function of another module reads, and the compiled module has no name for, is copied into it where
 * that can't be observed: tables of plain data that nobody writes, and functions made of such.
 */
import { ts } from "ts-morph";
import { nodesIn } from "./nodes.ts";
import type { Reader } from "./reading.ts";
import { constInitializer, isGlobal, symbolOf, unwrapped } from "./symbols.ts";
import { visibleName } from "./visible.ts";

/** The text by which the compiled module reaches a top-level name of any module. */
export function reachedBy(
  reader: Reader,
  symbol: ts.Symbol,
): string | undefined {
  const visible = visibleName(reader, symbol);
  if (visible !== undefined) return visible;
  const known = reader.copies.get(symbol);
  if (known !== undefined) return known.use;
  const declaration = symbol.declarations?.find(
    (d) => !ts.isFunctionDeclaration(d) || d.body !== undefined,
  );
  if (declaration === undefined) return undefined;
  return ts.isFunctionDeclaration(declaration)
    ? copyFunction(reader, symbol, declaration)
    : copyTable(reader, symbol, declaration);
}

/** A name that nothing in the module has. */
function freshName(reader: Reader, wanted: string): string {
  let name = wanted;
  for (let n = 2; reader.taken.has(name); n++) name = `${wanted}${n}`;
  reader.taken.add(name);
  return name;
}

function copyTable(
  reader: Reader,
  symbol: ts.Symbol,
  declaration: ts.Declaration,
): string | undefined {
  const initializer = constInitializer(reader, declaration);
  if (initializer === undefined || !isPlainData(reader, initializer))
    return undefined;
  const isPrimitive =
    (reader.checker.getTypeAtLocation(initializer).flags &
      (ts.TypeFlags.NumberLike |
        ts.TypeFlags.StringLike |
        ts.TypeFlags.BooleanLike)) !==
    0;
  // A number can't be written into.
  if (!isPrimitive && isWritten(reader, symbol, declaration.getSourceFile()))
    return undefined;
  const name = freshName(reader, symbol.name);
  const holder = freshName(reader, `${symbol.name}Table`);
  const use = `${name}()`;
  reader.copies.set(symbol, { name, use, text: "" });
  const value = rewritten(reader, initializer);
  if (value === undefined) return undefined;
  const type = reader.types.text(reader.checker.getTypeAtLocation(declaration));
  const text = `var ${holder}: ${type} | undefined;\nfunction ${name}(): ${type} {\n  return (${holder} ??= ${value});\n}`;
  reader.copies.set(symbol, { name, use, text });
  return use;
}

function copyFunction(
  reader: Reader,
  symbol: ts.Symbol,
  declaration: ts.FunctionDeclaration,
): string | undefined {
  const name = freshName(reader, symbol.name);
  // Before its text: it may call itself.
  reader.copies.set(symbol, { name, use: name, text: "" });
  const { body, parameters } = declaration;
  const inside = rewritten(reader, body!);
  const params = parameters.map((p) => rewritten(reader, p));
  if (inside === undefined || params.includes(undefined)) {
    reader.copies.delete(symbol);
    return undefined;
  }
  const result =
    declaration.type === undefined ? "" : `: ${declaration.type.getText()}`;
  reader.copies.set(symbol, {
    name,
    use: name,
    text: `function ${name}(${params.join(", ")})${result} ${inside}`,
  });
  return name;
}

/** Text with the names that it takes from its module replaced by those of the compiled one. */
function rewritten(reader: Reader, root: ts.Node): string | undefined {
  const source = root.getSourceFile().text;
  let at = root.getStart();
  let text = "";
  for (const node of nodesIn(root, ts.isTypeNode)) {
    if (!ts.isIdentifier(node) || !isFree(reader, node, root)) continue;
    const symbol = symbolOf(reader, node);
    const name = symbol === undefined ? undefined : reachedBy(reader, symbol);
    if (name === undefined) return undefined;
    text += source.slice(at, node.getStart()) + name;
    at = node.end;
  }
  return text + source.slice(at, root.end);
}

/** Does the name stand for something that the text's module declares outside of the text? */
function isFree(reader: Reader, id: ts.Identifier, root: ts.Node): boolean {
  const { parent } = id;
  if (ts.isPropertyAccessExpression(parent) && parent.name === id) return false;
  if (ts.isPropertyAssignment(parent) && parent.name === id) return false;
  if (ts.isTypeNode(parent) || isGlobal(reader, id)) return false;
  const declaration = symbolOf(reader, id)?.declarations?.[0];
  return (
    declaration !== undefined &&
    !(
      declaration.pos >= root.pos &&
      declaration.end <= root.end &&
      declaration.getSourceFile() === root.getSourceFile()
    )
  );
}

/** Numbers, strings and truth values in arrays, objects and typed arrays. */
function isPlainData(reader: Reader, node: ts.Expression): boolean {
  const e = unwrapped(node);
  if (ts.isLiteralExpression(e)) return true;
  if (
    e.kind === ts.SyntaxKind.TrueKeyword ||
    e.kind === ts.SyntaxKind.FalseKeyword ||
    e.kind === ts.SyntaxKind.NullKeyword
  )
    return true;
  if (ts.isArrayLiteralExpression(e))
    return e.elements.every((x) => isPlainData(reader, x));
  if (ts.isObjectLiteralExpression(e))
    return e.properties.every(
      (p) => ts.isPropertyAssignment(p) && isPlainData(reader, p.initializer),
    );
  if (ts.isPrefixUnaryExpression(e)) return isPlainData(reader, e.operand);
  if (ts.isBinaryExpression(e))
    return (
      e.operatorToken.kind < ts.SyntaxKind.FirstAssignment &&
      isPlainData(reader, e.left) &&
      isPlainData(reader, e.right)
    );
  if (ts.isPropertyAccessExpression(e)) return isGlobal(reader, e.expression);
  if (ts.isIdentifier(e)) {
    const initializer = constInitializer(
      reader,
      symbolOf(reader, e)?.valueDeclaration,
    );
    return (
      isGlobal(reader, e) ||
      (initializer !== undefined && isPlainData(reader, initializer))
    );
  }
  // What `Math` makes of numbers is the same at any time.
  if (ts.isCallExpression(e))
    return (
      ts.isPropertyAccessExpression(e.expression) &&
      ts.isIdentifier(e.expression.expression) &&
      e.expression.expression.text === "Math" &&
      e.expression.name.text !== "random" &&
      isGlobal(reader, e.expression.expression) &&
      e.arguments.every((x) => isPlainData(reader, x))
    );
  return (
    ts.isNewExpression(e) &&
    /^(Float|U?[Ii]nt)\d+(Clamped)?Array$/.test(e.expression.getText()) &&
    (e.arguments ?? []).every((x) => isPlainData(reader, x))
  );
}

/** Is it used for anything but reading its parts? (What a module exports, anyone could write.) */
function isWritten(
  reader: Reader,
  symbol: ts.Symbol,
  file: ts.SourceFile,
): boolean {
  if (file.isDeclarationFile) return true;
  for (const node of nodesIn(file)) {
    if (!ts.isIdentifier(node) || symbolOf(reader, node) !== symbol) continue;
    if (ts.isVariableDeclaration(node.parent)) continue;
    if (!isRead(node)) return true;
  }
  return false;
}

function isRead(id: ts.Identifier): boolean {
  let e: ts.Expression = id;
  while (
    (ts.isElementAccessExpression(e.parent) ||
      ts.isPropertyAccessExpression(e.parent) ||
      ts.isNonNullExpression(e.parent)) &&
    e.parent.expression === e
  )
    e = e.parent;
  const { parent } = e;
  if (ts.isExportSpecifier(parent)) return true;
  if (ts.isBinaryExpression(parent) && parent.left === e) {
    const operator = parent.operatorToken.kind;
    return (
      operator < ts.SyntaxKind.FirstAssignment ||
      operator > ts.SyntaxKind.LastAssignment
    );
  }
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent))
    return (
      parent.operator !== ts.SyntaxKind.PlusPlusToken &&
      parent.operator !== ts.SyntaxKind.MinusMinusToken
    );
  // The whole table, or a row of it, that goes somewhere else could be written there.
  return e !== id || ts.isForOfStatement(parent) || ts.isSpreadElement(parent);
}
