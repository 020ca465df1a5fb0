/** Which names are assigned after their declaration. */
import { ts } from "ts-morph";
import { nodesIn } from "./nodes.ts";
import { placesWritten } from "./writes.ts";

/** What a name, or the last one of a path, stands for. */
function named(
  checker: ts.TypeChecker,
  place: ts.Expression,
): ts.Symbol | undefined {
  if (ts.isPropertyAccessExpression(place))
    return checker.getSymbolAtLocation(place.name);
  if (!ts.isIdentifier(place)) return undefined;
  const { parent } = place;
  return ts.isShorthandPropertyAssignment(parent) && parent.name === place
    ? checker.getShorthandAssignmentValueSymbol(parent)
    : checker.getSymbolAtLocation(place);
}

export function assignedNames(
  checker: ts.TypeChecker,
  within: ts.Node,
): ReadonlySet<ts.Symbol> {
  const found = new Set<ts.Symbol>();
  for (const node of nodesIn(within)) {
    for (const place of placesWritten(node)) {
      const symbol = named(checker, place);
      if (symbol !== undefined) found.add(symbol);
    }
    // A `var` declared twice is assigned by the second.
    if (
      ts.isVariableDeclaration(node) &&
      node.initializer !== undefined &&
      ts.isIdentifier(node.name)
    ) {
      const symbol = checker.getSymbolAtLocation(node.name);
      if (symbol !== undefined && symbol.valueDeclaration !== node)
        found.add(symbol);
    }
  }
  return found;
}
