/**
 * A package says what it offers twice: in declarations, which TypeScript follows, and in code. What an import
 * is declared to be is paired here with what it is in the code, name by name.
 */
import { ts } from "ts-morph";
import { isDeclaration } from "./implementations.ts";
import type { Reader } from "./reading.ts";

/** What a symbol stands for, imports followed, and into the code of packages where that is read. */
export function implemented(reader: Reader, symbol: ts.Symbol): ts.Symbol {
  const { checker } = reader;
  const target = followed(checker, symbol);
  const known = reader.twins.get(target);
  if (known !== undefined) return known;
  if (!isOnlyDeclared(reader, target)) return target;
  for (const step of chain(checker, symbol)) pairOf(reader, step);
  return reader.twins.get(target) ?? target;
}

const followed = (checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias
    ? checker.getAliasedSymbol(symbol)
    : symbol;

/** Of a package's declarations, or nowhere to be found. */
function isOnlyDeclared(reader: Reader, symbol: ts.Symbol): boolean {
  const { declarations } = symbol;
  if (declarations === undefined) return true;
  return declarations.every((d) => {
    const file = d.getSourceFile();
    return (
      file.isDeclarationFile && !reader.program.isSourceFileDefaultLibrary(file)
    );
  });
}

/** The imports and exports that lead from a name to what it stands for. */
function* chain(
  checker: ts.TypeChecker,
  symbol: ts.Symbol,
): Iterable<ts.Symbol> {
  // Its one-step form is not published.
  const step = (
    checker as unknown as {
      getImmediateAliasedSymbol(of: ts.Symbol): ts.Symbol | undefined;
    }
  ).getImmediateAliasedSymbol.bind(checker);
  for (
    let at: ts.Symbol | undefined = symbol;
    at !== undefined && at.flags & ts.SymbolFlags.Alias;
    at = step(at)
  )
    yield at;
}

/** Pairs all that the module of an import declares with what its code makes. */
function pairOf(reader: Reader, alias: ts.Symbol): void {
  const { checker } = reader;
  for (const declaration of alias.declarations ?? []) {
    const specifier = specifierOf(declaration);
    const from = declaration.getSourceFile();
    if (specifier === undefined || from.isDeclarationFile) continue;
    if (/^adjoint(\/|$)/.test(specifier.text)) continue;
    const declared = checker.getSymbolAtLocation(specifier);
    const files = declared?.declarations?.filter(ts.isSourceFile) ?? [];
    if (files.some((f) => !isDeclaration(f.fileName))) continue;
    const path = reader.implementation(specifier.text, from.fileName);
    if (path === undefined) {
      reader.packages.set(`${from.fileName} ${specifier.text}`, {
        specifier: specifier.text,
        from: from.fileName,
      });
      continue;
    }
    const file = reader.program.getSourceFile(path);
    // What the checker answers for ES modules alone; CommonJS has one too.
    const code = (file as { symbol?: ts.Symbol } | undefined)?.symbol;
    if (declared !== undefined && code !== undefined)
      pair(reader, declared, code);
  }
}

/** `import … from "specifier"`, `export … from "specifier"`, `require("specifier")`. */
function specifierOf(
  declaration: ts.Declaration,
): ts.StringLiteralLike | undefined {
  for (
    let n: ts.Node = declaration;
    n !== undefined && !ts.isSourceFile(n) && !ts.isBlock(n);
    n = n.parent
  ) {
    if (
      (ts.isImportDeclaration(n) || ts.isExportDeclaration(n)) &&
      n.moduleSpecifier !== undefined &&
      ts.isStringLiteralLike(n.moduleSpecifier)
    )
      return n.moduleSpecifier;
    if (
      ts.isImportEqualsDeclaration(n) &&
      ts.isExternalModuleReference(n.moduleReference) &&
      ts.isStringLiteralLike(n.moduleReference.expression)
    )
      return n.moduleReference.expression;
    if (ts.isVariableDeclaration(n) && n.initializer !== undefined) {
      const { initializer } = n;
      const [first] = ts.isCallExpression(initializer)
        ? initializer.arguments
        : [];
      return first !== undefined && ts.isStringLiteralLike(first)
        ? first
        : undefined;
    }
  }
  return undefined;
}

function pair(reader: Reader, declared: ts.Symbol, code: ts.Symbol): void {
  const { checker, twins, visible } = reader;
  const from = followed(checker, declared);
  const to = followed(checker, code);
  if (twins.has(from) || from === to) return;
  twins.set(from, to);
  const name = visible.get(from);
  if (name !== undefined && !visible.has(to)) visible.set(to, name);
  const isModule = (s: ts.Symbol): boolean =>
    (s.flags & ts.SymbolFlags.Module) !== 0;
  if (!isModule(from)) return;
  const made = exportsOf(reader, to);
  for (const [key, member] of exportsOf(reader, from)) {
    const twin = made.get(key);
    if (twin !== undefined) pair(reader, member, twin);
  }
}

/** By name; what a module is as a whole (`export =`) is its `default` too. */
function exportsOf(
  reader: Reader,
  module: ts.Symbol,
): ReadonlyMap<string, ts.Symbol> {
  const { checker } = reader;
  if ((module.flags & ts.SymbolFlags.Module) === 0)
    return new Map(
      checker
        .getPropertiesOfType(checker.getTypeOfSymbol(module))
        .map((s) => [s.name, s]),
    );
  const found = new Map(
    checker.getExportsOfModule(module).map((s) => [s.name, s]),
  );
  const whole = module.exports?.get(
    ts.InternalSymbolName.ExportEquals as ts.__String,
  );
  if (whole !== undefined) {
    found.set("export=", whole);
    if (!found.has("default")) found.set("default", whole);
  } else if (found.has("default") && !found.has("export="))
    found.set("export=", found.get("default")!);
  return found;
}
