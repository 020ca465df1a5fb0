/** By which name the compiled module reaches what some module declares. */
import { ts } from "ts-morph";
import type { Reader } from "./reading.ts";
import { symbolOf } from "./symbols.ts";

/** Symbols (imports followed) and the names they have at the top level of the compiled file. */
export function visibleNames(
  checker: ts.TypeChecker,
  file: ts.SourceFile,
): Map<ts.Symbol, string> {
  const found = new Map<ts.Symbol, string>();
  const add = (name: ts.Identifier): void => {
    const symbol = checker.getSymbolAtLocation(name);
    if (symbol === undefined) return;
    const target =
      symbol.flags & ts.SymbolFlags.Alias
        ? checker.getAliasedSymbol(symbol)
        : symbol;
    if (!found.has(target)) found.set(target, name.text);
  };
  for (const s of file.statements) {
    if (!ts.isImportDeclaration(s)) continue;
    const { importClause } = s;
    if (importClause === undefined || importClause.isTypeOnly) continue;
    if (importClause.name !== undefined) add(importClause.name);
    const { namedBindings } = importClause;
    if (namedBindings === undefined) continue;
    if (ts.isNamespaceImport(namedBindings))
      addNamespace(checker, namedBindings.name, found);
    else for (const e of namedBindings.elements) if (!e.isTypeOnly) add(e.name);
  }
  return found;
}

function addNamespace(
  checker: ts.TypeChecker,
  name: ts.Identifier,
  found: Map<ts.Symbol, string>,
): void {
  const alias = checker.getSymbolAtLocation(name);
  if (alias === undefined) return;
  const module = checker.getAliasedSymbol(alias);
  for (const member of checker.getExportsOfModule(module)) {
    const target =
      member.flags & ts.SymbolFlags.Alias
        ? checker.getAliasedSymbol(member)
        : member;
    if (!found.has(target)) found.set(target, `${name.text}.${member.name}`);
  }
}

/** The name of what a file declares or imports at its top level. */
export function nameIn(
  file: ts.SourceFile,
  visible: ReadonlyMap<ts.Symbol, string>,
  symbol: ts.Symbol,
): string | undefined {
  const imported = visible.get(symbol);
  if (imported !== undefined) return imported;
  const declaration = symbol.declarations?.[0];
  return declaration?.getSourceFile() === file ? symbol.name : undefined;
}

/** The name, or nothing where the compiled module does not reach it. */
export function visibleName(
  reader: Reader,
  symbol: ts.Symbol,
): string | undefined {
  const imported = reader.visible.get(symbol);
  if (imported !== undefined) return imported;
  const declaration = symbol.declarations?.[0];
  if (declaration === undefined) return undefined;
  if (ts.isClassElement(declaration)) return staticName(reader, declaration);
  return declaration.getSourceFile() === reader.file ? symbol.name : undefined;
}

/** `Vec.of`: a static member is reached through its class. */
function staticName(
  reader: Reader,
  member: ts.ClassElement,
): string | undefined {
  const { name, parent } = member;
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  const isStatic =
    ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static;
  if (!isStatic || ts.getCombinedModifierFlags(member) & hidden)
    return undefined;
  const owner =
    ts.isClassDeclaration(parent) && parent.name !== undefined
      ? symbolOf(reader, parent.name)
      : undefined;
  const visible = owner && visibleName(reader, owner);
  return visible !== undefined && name !== undefined && ts.isIdentifier(name)
    ? `${visible}.${name.text}`
    : undefined;
}

/** The name of a function's declaration. */
export function declaredSymbol(
  reader: Reader,
  node: ts.FunctionLikeDeclaration,
): ts.Symbol | undefined {
  const name = nameOf(node);
  return name === undefined ? undefined : symbolOf(reader, name);
}

function nameOf(f: ts.FunctionLikeDeclaration): ts.Node | undefined {
  if (f.name !== undefined) return f.name;
  let n: ts.Node = f.parent;
  while (
    ts.isParenthesizedExpression(n) ||
    ts.isAsExpression(n) ||
    ts.isSatisfiesExpression(n)
  )
    n = n.parent;
  return ts.isVariableDeclaration(n) ? n.name : undefined;
}
