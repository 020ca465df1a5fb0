/** The classes of a program that extend a class. */
import { ts } from "ts-morph";
import { nodesIn } from "../nodes.ts";

export function subclassesOf(
  program: ts.Program,
  checker: ts.TypeChecker,
): (node: ts.ClassLikeDeclaration) => readonly ts.ClassLikeDeclaration[] {
  let children: Map<ts.Declaration, ts.ClassLikeDeclaration[]> | undefined;
  const all = (): Map<ts.Declaration, ts.ClassLikeDeclaration[]> => {
    const found = new Map<ts.Declaration, ts.ClassLikeDeclaration[]>();
    for (const file of program.getSourceFiles()) {
      if (file.isDeclarationFile || !file.text.includes("extends")) continue;
      for (const node of nodesIn(file)) {
        if (!ts.isClassLike(node)) continue;
        const parent = parentDeclaration(checker, node);
        if (parent !== undefined)
          found.set(parent, [...(found.get(parent) ?? []), node]);
      }
    }
    return found;
  };
  const below = (node: ts.ClassLikeDeclaration): ts.ClassLikeDeclaration[] => {
    const direct = (children ??= all()).get(node) ?? [];
    return direct.flatMap((c) => [c, ...below(c)]);
  };
  return below;
}

/** The declaration of the class that a class extends. */
export function parentDeclaration(
  checker: ts.TypeChecker,
  node: ts.ClassLikeDeclaration,
): ts.Declaration | undefined {
  const clause = node.heritageClauses?.find(
    (h) => h.token === ts.SyntaxKind.ExtendsKeyword,
  );
  const parent = clause?.types[0]?.expression;
  const symbol =
    parent === undefined ? undefined : checker.getSymbolAtLocation(parent);
  if (symbol === undefined) return undefined;
  return (
    symbol.flags & ts.SymbolFlags.Alias
      ? checker.getAliasedSymbol(symbol)
      : symbol
  ).valueDeclaration;
}
