/**
 * Final names. A variable gets the name it wishes for if that is free, else the name with a number. Variables
 * of scopes that lie side by side may share a name; no variable shadows another one of its function, nor
 * anything that the function's text refers to.
 */
import type * as ir from "../ir/nodes.ts";
import { firstFree, isReserved, legalName, numberOf } from "./identifiers.ts";
import { scopesOf, type Scope } from "./scopes.ts";

export interface Names {
  readonly variable: (v: ir.Variable) => string;
  readonly label: (l: ir.Label) => string;
}

export function nameFunction(
  params: readonly ir.Param[],
  body: ir.Block,
  /** Names that the function's text refers to. */
  referred: ReadonlySet<string>,
  /** Parameters that nothing reads: they get a leading underscore. */
  unused: ReadonlySet<ir.Variable>,
): Names {
  const { declared, labels } = scopesOf(params, body);
  const wishOf = (v: ir.Variable): string => {
    const name = legalName(v.name);
    return unused.has(v) && !name.startsWith("_") ? `_${name}` : name;
  };

  const wished = new Occupied();
  for (const [v, scopes] of declared) wished.add(wishOf(v), scopes);
  const used = new Occupied();
  const variables = new Map<ir.Variable, string>();
  // A name that is taken stays taken: the next variable of the scope with the same wish goes on where the last
  // one found its name. (A function of thousands of statements has thousands that wish for `value`.)
  const numbers = new Map<Scope, Map<string, number>>();
  const lastOf = (scope: Scope): Map<string, number> => {
    const known = numbers.get(scope) ?? new Map<string, number>();
    numbers.set(scope, known);
    return known;
  };
  for (const [v, scopes] of declared) {
    const wish = wishOf(v);
    const last = scopes.length === 1 ? lastOf(scopes[0]!) : undefined;
    const name = firstFree(
      wish,
      (candidate) =>
        !isReserved(candidate) &&
        !referred.has(candidate) &&
        !used.has(candidate, scopes) &&
        (candidate === wish || !wished.has(candidate, scopes)),
      last?.get(wish),
    );
    last?.set(wish, numberOf(wish, name));
    variables.set(v, name);
    used.add(name, scopes);
  }

  const labelNames = new Map<ir.Label, string>();
  for (const [label, around] of labels) {
    const taken = new Set(around.map((l) => labelNames.get(l)));
    const free = (c: string): boolean => !isReserved(c) && !taken.has(c);
    labelNames.set(label, firstFree(legalName(label.name), free));
  }
  return {
    // A variable or label that nothing declares is the verifier's business; here it must not hide.
    variable: (v) => variables.get(v) ?? `undeclared_${legalName(v.name)}`,
    label: (l) => labelNames.get(l) ?? `undeclared_${legalName(l.name)}`,
  };
}

/** Names by scope; a name occupies its scopes, all around them and all inside. */
class Occupied {
  private readonly here = new Map<Scope, Set<string>>();
  private readonly below = new Map<Scope, Set<string>>();

  add(name: string, scopes: readonly Scope[]): void {
    for (const scope of scopes) {
      setOf(this.here, scope).add(name);
      for (let s = scope.parent; s !== undefined; s = s.parent)
        setOf(this.below, s).add(name);
    }
  }

  has(name: string, scopes: readonly Scope[]): boolean {
    return scopes.some((scope) => {
      if (this.below.get(scope)?.has(name)) return true;
      for (let s: Scope | undefined = scope; s !== undefined; s = s.parent) {
        if (this.here.get(s)?.has(name)) return true;
      }
      return false;
    });
  }
}

function setOf(map: Map<Scope, Set<string>>, scope: Scope): Set<string> {
  const set = map.get(scope) ?? new Set();
  map.set(scope, set);
  return set;
}
