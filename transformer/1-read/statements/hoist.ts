/** Declarations that are seen before, or outside of, the place where they stand. */
import { ts } from "ts-morph";
import { introduce } from "../declare.ts";
import { identifiersIn, nodesIn } from "../nodes.ts";
import type { Reading } from "../reading.ts";
import { symbolOf } from "../symbols.ts";
import { isSettled, nothing } from "../types/compatible.ts";
import { opened } from "../types/partial.ts";

/** Declares at the start of a function those `var`s that are used outside of where they stand. */
export function hoistVars(cx: Reading, body: ts.Node): void {
  const declared = new Map<ts.Symbol, ts.VariableDeclaration[]>();
  for (const node of nodesIn(body, ts.isFunctionLike)) {
    if (
      !ts.isVariableDeclarationList(node) ||
      node.flags & ts.NodeFlags.BlockScoped
    )
      continue;
    for (const d of node.declarations)
      for (const name of namesOf(d.name)) {
        const symbol = symbolOf(cx.reader, name);
        if (symbol !== undefined)
          declared.set(symbol, [...(declared.get(symbol) ?? []), d]);
      }
  }
  if (declared.size === 0) return;
  const uses = usesOf(cx, body);
  for (const [symbol, declarations] of declared) {
    const scopes = declarations.map(scopeOf);
    const local = (uses.get(symbol) ?? []).every((use) =>
      declarations.some(
        (d, i) => use.pos >= d.pos && use.end <= scopes[i]!.end,
      ),
    );
    const apart = scopes.every((a, i) =>
      scopes.every((b, j) => i === j || a.end <= b.pos || b.end <= a.pos),
    );
    if (
      !local ||
      !apart ||
      declarations.some((d) => d.initializer === undefined && isInLoop(d, body))
    )
      hoist(cx, declarations[0]!, symbol);
  }
}

/** Declares before a `switch` what one clause declares and another uses. */
export function hoistLets(cx: Reading, block: ts.CaseBlock): void {
  for (const clause of block.clauses)
    for (const s of clause.statements) {
      if (!ts.isVariableStatement(s)) continue;
      for (const d of s.declarationList.declarations)
        for (const name of namesOf(d.name)) {
          const symbol = symbolOf(cx.reader, name);
          const others = block.clauses.filter((c) => c !== clause);
          if (symbol !== undefined && others.some((c) => uses(cx, c, symbol)))
            hoist(cx, d, symbol);
        }
    }
}

function hoist(
  cx: Reading,
  d: ts.VariableDeclaration,
  symbol: ts.Symbol,
): void {
  const name = namesOf(d.name).find((n) => symbolOf(cx.reader, n) === symbol);
  if (name === undefined) return;
  const { checker, types } = cx.reader;
  const type = opened(types.ofValue(checker.getTypeAtLocation(name)));
  introduce(cx, name, isSettled(type) ? type : nothing);
}

/** Where a `var` would be visible if it were a `let`. */
function scopeOf(d: ts.VariableDeclaration): ts.Node {
  const list = d.parent;
  return ts.isVariableStatement(list.parent) ? list.parent.parent : list.parent;
}

function isInLoop(d: ts.VariableDeclaration, body: ts.Node): boolean {
  for (let n: ts.Node = d; n !== body; n = n.parent)
    if (ts.isIterationStatement(n, false)) return true;
  return false;
}

export function namesOf(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((e) =>
    ts.isOmittedExpression(e) ? [] : namesOf(e.name),
  );
}

function usesOf(cx: Reading, body: ts.Node): Map<ts.Symbol, ts.Node[]> {
  const found = new Map<ts.Symbol, ts.Node[]>();
  for (const id of identifiersIn(body)) {
    const symbol = symbolOf(cx.reader, id);
    if (symbol !== undefined)
      found.set(symbol, [...(found.get(symbol) ?? []), id]);
  }
  return found;
}

const uses = (cx: Reading, node: ts.Node, symbol: ts.Symbol): boolean =>
  usesOf(cx, node).has(symbol);
