/**
 * Writes into what another module declares, `ops.f = …` with an imported `ops`, and into the prototypes of classes.
 * Whoever reads a declaration for what it is has to ask here whether somebody made it something else.
 */
import { ts } from "ts-morph";
import { nodesIn } from "../nodes.ts";
import { unwrapped } from "../symbols.ts";
import { placesWritten } from "../writes.ts";
import { isLaterThan, mutators } from "./later.ts";

export interface Patches {
  /** Names of properties that are written there; `*` where the name is not known. */
  readonly of: (symbol: ts.Symbol) => ReadonlySet<string>;
  /** Those that what a module left, when all had run, does not show. */
  readonly laterOf: (symbol: ts.Symbol) => ReadonlySet<string>;
  /** Is the property ever given to something that is neither `this` nor a prototype? */
  readonly isGiven: (name: string) => boolean;
  /** Where an import of the name is handed to a function. */
  readonly lent: (symbol: ts.Symbol) => readonly ts.Identifier[];
  /** Names of properties that are written through an import after all modules have run, or in one that did not. */
  readonly later: () => ReadonlySet<string>;
}

interface Found {
  readonly of: Map<ts.Symbol, Set<string>>;
  readonly laterOf: Map<ts.Symbol, Set<string>>;
  readonly lent: Map<ts.Symbol, ts.Identifier[]>;
  readonly later: Set<string>;
  readonly given: Set<string>;
}

export function patchesIn(
  program: ts.Program,
  checker: ts.TypeChecker,
  /** Has it run, so that what it wrote then is known? */
  hasRun: (file: ts.SourceFile) => boolean,
): Patches {
  let found: Found | undefined;
  const all = (): Found => (found ??= findPatches(program, checker, hasRun));
  const none: ReadonlySet<string> = new Set();
  return {
    of: (symbol) => all().of.get(symbol) ?? none,
    laterOf: (symbol) => all().laterOf.get(symbol) ?? none,
    isGiven: (name) => all().given.has(name),
    lent: (symbol) => all().lent.get(symbol) ?? [],
    later: () => all().later,
  };
}

function findPatches(
  program: ts.Program,
  checker: ts.TypeChecker,
  hasRun: (file: ts.SourceFile) => boolean,
): Found {
  const found: Found = {
    of: new Map(),
    laterOf: new Map(),
    lent: new Map(),
    later: new Set(),
    given: new Set(),
  };
  for (const file of program.getSourceFiles())
    if (!file.isDeclarationFile)
      for (const node of nodesIn(file)) {
        for (const { place, names } of writesOf(node))
          note(
            found,
            checker,
            place,
            names,
            !hasRun(file) || isLaterThan(place, file),
          );
        if (ts.isIdentifier(node) && isArgument(node)) {
          const { symbol, isImport } = rootOf(checker, node) ?? {};
          if (symbol !== undefined && isImport)
            found.lent.set(symbol, [...(found.lent.get(symbol) ?? []), node]);
        }
      }
  return found;
}

const isArgument = (node: ts.Identifier): boolean =>
  (ts.isCallExpression(node.parent) || ts.isNewExpression(node.parent)) &&
  node.parent.expression !== node;

interface Write {
  readonly place: ts.Expression;
  /** What is written in it; without: the place itself. */
  readonly names?: readonly string[];
}

/** What a node writes into. */
function writesOf(node: ts.Node): Write[] {
  if (ts.isDeleteExpression(node)) return [{ place: node.expression }];
  return ts.isCallExpression(node)
    ? writesOfCall(node)
    : placesWritten(node).map((place) => ({ place }));
}

/** `list.push(x)`, `Object.assign(o, { … })`, `Object.defineProperty(o, "x", …)`. */
function writesOfCall(node: ts.CallExpression): Write[] {
  const callee = unwrapped(node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const { expression: on, name } = callee;
  if (mutators.has(name.text)) return [{ place: on, names: ["*"] }];
  const [first, second] = node.arguments;
  if (
    first === undefined ||
    !ts.isIdentifier(on) ||
    (on.text !== "Object" && on.text !== "Reflect")
  )
    return [];
  switch (name.text) {
    case "assign":
      return [
        {
          place: first,
          names: node.arguments
            .slice(1)
            .flatMap((a) => namesIn(unwrapped(a)) ?? ["*"]),
        },
      ];
    case "defineProperties":
      return [
        {
          place: first,
          names: (second && namesIn(unwrapped(second))) ?? ["*"],
        },
      ];
    case "defineProperty":
    case "set":
      return [
        {
          place: first,
          names: [
            second !== undefined && ts.isStringLiteralLike(second)
              ? second.text
              : "*",
          ],
        },
      ];
    case "setPrototypeOf":
      return [{ place: first, names: ["*"] }];
    default:
      return [];
  }
}

function namesIn(e: ts.Expression): string[] | undefined {
  if (!ts.isObjectLiteralExpression(e)) return undefined;
  return e.properties.map((p) =>
    p.name !== undefined &&
    (ts.isIdentifier(p.name) || ts.isStringLiteralLike(p.name))
      ? p.name.text
      : "*",
  );
}

function note(
  found: Found,
  checker: ts.TypeChecker,
  place: ts.Expression,
  inside: readonly string[] | undefined,
  isLater: boolean,
): void {
  const path: string[] = [];
  let e = unwrapped(place);
  while (ts.isPropertyAccessExpression(e) || ts.isElementAccessExpression(e)) {
    const key = ts.isPropertyAccessExpression(e)
      ? e.name.text
      : ts.isStringLiteralLike(e.argumentExpression)
        ? e.argumentExpression.text
        : "*";
    path.unshift(key);
    e = unwrapped(e.expression);
  }
  const isOfThis = e.kind === ts.SyntaxKind.ThisKeyword && path.length === 1;
  if (!isOfThis && path.at(-2) !== "prototype")
    for (const name of inside ?? path.slice(-1)) found.given.add(name);
  if (!ts.isIdentifier(e) || (path.length === 0 && inside === undefined))
    return;
  const root = rootOf(checker, e);
  if (root === undefined) return;
  let { symbol } = root;
  const isOfPrototype = path[0] === "prototype";
  if (!root.isImport && !isOfPrototype) return;
  // `import * as lib`: what counts is what the module declares.
  while (symbol.flags & ts.SymbolFlags.Module && path.length > 0) {
    const [name] = path;
    const member = checker
      .getExportsOfModule(symbol)
      .find((s) => s.name === name);
    if (member === undefined) break;
    path.shift();
    symbol =
      member.flags & ts.SymbolFlags.Alias
        ? checker.getAliasedSymbol(member)
        : member;
  }
  const names = inside ?? path.slice(-1);
  for (const name of names) {
    add(found.of, symbol, name);
    if (!isLater) continue;
    add(found.laterOf, symbol, name);
    if (root.isImport && name !== "*") found.later.add(name);
  }
}

function add(
  to: Map<ts.Symbol, Set<string>>,
  symbol: ts.Symbol,
  name: string,
): void {
  const names = to.get(symbol) ?? new Set<string>();
  to.set(symbol, names.add(name));
}

/** What a name stands for, and whether it comes from another module. */
function rootOf(
  checker: ts.TypeChecker,
  node: ts.Identifier,
): { readonly symbol: ts.Symbol; readonly isImport: boolean } | undefined {
  const symbol = checker.getSymbolAtLocation(node);
  if (symbol === undefined) return undefined;
  const isImport = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  return {
    symbol: isImport ? checker.getAliasedSymbol(symbol) : symbol,
    isImport,
  };
}
