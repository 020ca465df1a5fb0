/** Which declarations a module exports, under any name. */
import { ts } from "ts-morph";
import type { Reader } from "./reading.ts";

export function exportedNames(reader: Reader): ReadonlySet<ts.Symbol> {
  const { checker, file } = reader;
  const module = checker.getSymbolAtLocation(file);
  if (module === undefined) return new Set();
  const locals = checker.getExportsOfModule(module).map((symbol) => {
    const target =
      symbol.flags & ts.SymbolFlags.Alias
        ? checker.getAliasedSymbol(symbol)
        : symbol;
    const name =
      target.valueDeclaration &&
      ts.getNameOfDeclaration(target.valueDeclaration);
    // The symbol that the declaration's own name has.
    return (name && checker.getSymbolAtLocation(name)) ?? target;
  });
  return new Set(locals);
}
