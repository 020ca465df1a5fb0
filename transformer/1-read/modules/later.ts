/** What a file's functions may change after the module has run. */
import { ts } from "ts-morph";
import { nodesIn } from "../nodes.ts";
import { unwrapped } from "../symbols.ts";
import { placesWritten } from "../writes.ts";

/** What may change after its module has run. */
export interface Changing {
  readonly symbols: ReadonlySet<ts.Symbol>;
  readonly properties: ReadonlySet<string>;
  /** Lists and records whose entries functions write, by keys that are not known, or by `push` and the like. */
  readonly filled: ReadonlySet<ts.Symbol>;
}

export function changesLater(
  checker: ts.TypeChecker,
  file: ts.SourceFile,
): Changing {
  const symbols = new Set<ts.Symbol>();
  const properties = new Set<string>();
  const filled = new Set<ts.Symbol>();
  const fill = (node: ts.Expression): void => {
    let e = unwrapped(node);
    while (ts.isPropertyAccessExpression(e) || ts.isElementAccessExpression(e))
      e = unwrapped(e.expression);
    const symbol = ts.isIdentifier(e) && checker.getSymbolAtLocation(e);
    if (symbol) filled.add(symbol);
  };
  const target = (e: ts.Expression): void => {
    if (ts.isIdentifier(e)) {
      const symbol = checker.getSymbolAtLocation(e);
      const declaration = symbol?.declarations?.[0];
      if (declaration !== undefined && isLaterThan(e, declaration))
        symbols.add(symbol!);
    } else if (ts.isPropertyAccessExpression(e)) {
      const isOwn = e.expression.kind === ts.SyntaxKind.ThisKeyword;
      if (!isOwn && e.name.text !== "prototype" && isLaterThan(e, file))
        properties.add(e.name.text);
    } else if (ts.isElementAccessExpression(e)) {
      const key = e.argumentExpression;
      if (!isLaterThan(e, file)) return;
      if (ts.isStringLiteralLike(key)) properties.add(key.text);
      else fill(e);
    }
  };
  for (const n of nodesIn(file)) {
    placesWritten(n).forEach(target);
    if (ts.isDeleteExpression(n)) target(unwrapped(n.expression));
    else if (
      ts.isCallExpression(n) &&
      ts.isPropertyAccessExpression(n.expression) &&
      mutators.has(n.expression.name.text) &&
      isLaterThan(n, file)
    )
      fill(n.expression.expression);
  }
  return { symbols, properties, filled };
}

/** Of the language's own containers: methods that write. */
export const mutators: ReadonlySet<string> = new Set(
  "push pop shift unshift splice sort reverse fill copyWithin set".split(" "),
);

/** Is there a function around the place, inside of what declares, that is not run on the spot? */
export function isLaterThan(node: ts.Node, declaration: ts.Node): boolean {
  const home = ts.isSourceFile(declaration)
    ? declaration
    : (ts.findAncestor(declaration.parent, isScope) ??
      declaration.getSourceFile());
  for (
    let f = ts.findAncestor(node.parent, isScope);
    f !== undefined && f !== home && !ts.isSourceFile(f);
    f = ts.findAncestor(f.parent, isScope)
  )
    if (!isRunOnTheSpot(f)) return true;
  return false;
}

const isScope = (n: ts.Node): boolean =>
  ts.isFunctionLike(n) || ts.isSourceFile(n);

/** `(function () { … })(…)`, and a function handed to one. */
function isRunOnTheSpot(f: ts.Node): boolean {
  if (!ts.isFunctionExpression(f) && !ts.isArrowFunction(f)) return false;
  let e: ts.Node = f;
  while (ts.isParenthesizedExpression(e.parent)) e = e.parent;
  let call: ts.Node = e.parent;
  if (ts.isPropertyAccessExpression(call) && call.expression === e)
    call = call.parent;
  if (ts.isCallExpression(call)) {
    const callee = unwrapped(call.expression);
    return (
      callee === f ||
      (ts.isPropertyAccessExpression(callee) &&
        unwrapped(callee.expression) === f) ||
      ts.isFunctionExpression(callee)
    );
  }
  return (
    ts.isPrefixUnaryExpression(call) ||
    (ts.isBinaryExpression(call) && ts.isCallExpression(call.parent))
  );
}
