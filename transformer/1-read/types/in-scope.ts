/** The text of a type as the compiled file can write it: names that it has no import for, by the package that exports them. */
import { ts } from "ts-morph";
import { nodesIn } from "../nodes.ts";

/** `undefined` where some name can't be reached. */
export type InScope = (text: string) => string | undefined;

export function inScopeOf(
  checker: ts.TypeChecker,
  file: ts.SourceFile,
): InScope {
  // It is not published.
  const { resolveName } = checker as unknown as {
    resolveName(
      name: string,
      at: ts.Node,
      meaning: ts.SymbolFlags,
      excludeGlobals: boolean,
    ): ts.Symbol | undefined;
  };
  const meaning =
    ts.SymbolFlags.Type | ts.SymbolFlags.Namespace | ts.SymbolFlags.Value;
  const names = new Map<string, string | undefined>();
  // Of the file's own generics: where they are written they are known.
  const parameters = new Set<string>();
  for (const n of nodesIn(file))
    if (ts.isTypeParameterDeclaration(n)) parameters.add(n.name.text);

  function reach(name: string): string | undefined {
    if (names.has(name)) return names.get(name);
    const isThere =
      parameters.has(name) ||
      resolveName(name, file, meaning, false) !== undefined;
    const found = isThere ? name : byImport(name);
    names.set(name, found);
    return found;
  }

  function byImport(name: string): string | undefined {
    for (const s of file.statements) {
      if (!ts.isImportDeclaration(s)) continue;
      const module = checker.getSymbolAtLocation(s.moduleSpecifier);
      const exported =
        module &&
        checker.getExportsOfModule(module).find((e) => e.name === name);
      const target =
        exported && exported.flags & ts.SymbolFlags.Alias
          ? checker.getAliasedSymbol(exported)
          : exported;
      if (target !== undefined && target.flags & ts.SymbolFlags.Type)
        return `import(${s.moduleSpecifier.getText()}).${name}`;
    }
    return undefined;
  }

  const known = new Map<string, string | undefined>();
  return (text) => {
    if (/^[a-z]+(\[\])*$/.test(text)) return text;
    if (!known.has(text)) known.set(text, rewritten(text, reach));
    return known.get(text);
  };
}

function rewritten(
  text: string,
  reach: (name: string) => string | undefined,
): string | undefined {
  const before = "type T = ";
  const source = ts.createSourceFile(
    "type.ts",
    `${before}${text};`,
    ts.ScriptTarget.Latest,
    true,
  );
  const own = new Set<string>();
  const names: ts.Identifier[] = [];
  const visit = (n: ts.Node): void => {
    if (ts.isTypeParameterDeclaration(n)) own.add(n.name.text);
    if (ts.isTypeReferenceNode(n) || ts.isTypeQueryNode(n)) {
      let name = ts.isTypeReferenceNode(n) ? n.typeName : n.exprName;
      while (ts.isQualifiedName(name)) name = name.left;
      names.push(name);
    }
    ts.forEachChild(n, visit);
  };
  visit(source);
  let result = "";
  let at = before.length;
  for (const name of names.sort((a, b) => a.pos - b.pos)) {
    if (own.has(name.text)) continue;
    const found = reach(name.text);
    if (found === undefined) return undefined;
    result += source.text.slice(at, name.getStart()) + found;
    at = name.end;
  }
  return result + source.text.slice(at, -1);
}
