/**
 * Alias analysis: which references may name the same storage. Unification (Steensgaard, POPL 1996), with one
 * class per set of references that may meet and, below it, one class per kind of content (`[]` or a field).
 * Parameters start in classes of their own: entries check that arguments do not overlap where it matters,
 * and internal calls ask for a version whose overlapping parameters share a class.
 */
import type * as ir from "../ir/nodes.ts";
import { isFloatArray, isReference } from "../ir/types.ts";
import { childrenOf, visitBlock } from "../ir/walk.ts";

/** A set of references that may name the same storage. Compare with `===` after `find`. */
export interface AliasClass {
  parent?: AliasClass;
  readonly content: Map<string, AliasClass>;
  /** Set where references come from outside of what we see: a module table, an unknown call's result. */
  external: boolean;
}

export interface Aliases {
  /** The class of a reference-valued expression. */
  readonly of: (e: ir.Expr) => AliasClass;
  readonly ofVariable: (v: ir.Variable) => AliasClass;
  /** All classes that can be reached from one, itself included. */
  readonly reachable: (c: AliasClass) => ReadonlySet<AliasClass>;
  readonly result: AliasClass | undefined;
  readonly variables: () => Iterable<ir.Variable>;
  /** Classes that a call of the callee maps its own classes to. */
  readonly atCall: (call: ir.CallStmt) => ReadonlyMap<AliasClass, AliasClass>;
  /** The same for the classes of the shadows that a forward half is given. */
  readonly shadowsAtCall: (
    call: ir.CallStmt,
  ) => ReadonlyMap<AliasClass, AliasClass>;
}

/** What the caller needs to know of a callee, see `summary.ts`. */
export interface CalleeAliases {
  readonly params: readonly ir.Variable[];
  readonly aliases: Aliases;
  readonly shadows?: readonly number[];
}

export function find(c: AliasClass): AliasClass {
  let root = c;
  while (root.parent) root = root.parent;
  return root;
}

const fresh = (): AliasClass => ({ content: new Map(), external: false });

/** The content slot of an element or field load: all elements of an array share one. */
export const slotOf = (
  e: ir.ElementExpr | ir.FieldExpr | ir.LengthExpr,
): string => {
  switch (e.kind) {
    case "element":
      return "[]";
    case "field":
      return e.name;
    case "length":
      return "length";
  }
};

/**
 * @param overlapping pairs of parameter indices that the caller knows may overlap.
 * @param callee gives a callee's own alias classes, or undefined while it is being analysed (recursion): then
 *   the call's references are unified with the function's own parameters, which is safe.
 */
export function analyseAliases(
  func: ir.Func,
  overlapping: readonly (readonly [number, number])[],
  callee: (call: ir.CallStmt) => CalleeAliases | undefined,
): Aliases {
  const classes = new Map<ir.Variable, AliasClass>();
  const constants = new Map<string, AliasClass>();
  const calls = new Map<ir.CallStmt, Map<AliasClass, AliasClass>>();
  const shadowCalls = new Map<ir.CallStmt, Map<AliasClass, AliasClass>>();
  /** What foreign expressions give: asked for again, it is the same (a new class each time would never settle). */
  const made = new Map<ir.ForeignExpr, AliasClass>();
  const result = isReference(func.result) ? fresh() : undefined;

  function ofVariable(v: ir.Variable): AliasClass {
    let c = classes.get(v);
    if (c === undefined) classes.set(v, (c = fresh()));
    return find(c);
  }

  function contentOf(c: AliasClass, slot: string): AliasClass {
    const root = find(c);
    let inner = root.content.get(slot);
    if (inner === undefined) {
      inner = fresh();
      inner.external = root.external;
      root.content.set(slot, inner);
    }
    return find(inner);
  }

  function unify(a: AliasClass, b: AliasClass): AliasClass {
    const x = find(a);
    const y = find(b);
    if (x === y) return x;
    y.parent = x;
    x.external ||= y.external;
    for (const [slot, inner] of y.content) {
      const mine = x.content.get(slot);
      if (mine === undefined) x.content.set(slot, inner);
      else unify(mine, inner);
    }
    return find(x);
  }

  function of(e: ir.Expr): AliasClass {
    switch (e.kind) {
      case "read":
        return ofVariable(e.variable);
      case "element":
        return contentOf(of(e.array), "[]");
      case "field":
        return contentOf(of(e.object), e.name);
      case "conditional": {
        if (!isReference(e.yes.type)) return of(e.no);
        if (!isReference(e.no.type)) return of(e.yes);
        return unify(of(e.yes), of(e.no));
      }
      case "logic": {
        // `a || b`, `a && b` of references.
        const parts = e.args.filter((arg) => isReference(arg.type)).map(of);
        return parts.length === 0 ? fresh() : parts.reduce(unify);
      }
      case "foreign": {
        // A module-level table is one thing wherever it is named.
        const holes = e.parts.filter((part) => typeof part !== "string");
        if (holes.length === 0) {
          const key = e.parts.join("");
          let c = constants.get(key);
          if (c === undefined) {
            c = fresh();
            c.external = true;
            constants.set(key, c);
          }
          return find(c);
        }
        const known = made.get(e);
        if (known !== undefined) return find(known);
        const c = fresh();
        made.set(e, c);
        if (e.structural) return c;
        c.external = true;
        // A list of integers is no list of what it was made from.
        if (e.type.kind === "typedArray" && !isFloatArray(e.type)) return c;
        return holes
          .filter((h) => isReference(h.type))
          .map(of)
          .reduce(unify, c);
      }
      case "copy": {
        if (!e.shallow) return fresh();
        const c = fresh();
        for (const [slot, inner] of of(e.of).content)
          c.content.set(slot, find(inner));
        return c;
      }
      case "arrayLiteral": {
        const c = fresh();
        for (const part of e.elements)
          if (isReference(part.type)) unify(contentOf(c, "[]"), of(part));
        return c;
      }
      case "objectLiteral": {
        const c = fresh();
        for (const part of e.fields) {
          if (isReference(part.value.type))
            unify(contentOf(c, part.name), of(part.value));
        }
        return c;
      }
      case "allocate": {
        const c = fresh();
        if (e.fill && isReference(e.fill.type))
          unify(contentOf(c, "[]"), of(e.fill));
        return c;
      }
      default:
        return fresh();
    }
  }

  /** One of the callee's classes, and what it leads to, becomes ours. */
  function bring(
    seen: Map<AliasClass, AliasClass>,
    theirs: AliasClass,
    ours: AliasClass,
  ): void {
    const from = find(theirs);
    const before = seen.get(from);
    const to = before === undefined ? find(ours) : unify(before, ours);
    seen.set(from, to);
    if (before !== undefined) return;
    to.external ||= from.external;
    for (const [slot, inner] of from.content)
      bring(seen, inner, contentOf(seen.get(from)!, slot));
  }

  /** Brings the callee's classes into ours: parameters become arguments, the result the call's variable. */
  function graft(call: ir.CallStmt): void {
    const known = callee(call);
    if (known === undefined) {
      for (const [i, arg] of call.args.entries()) {
        const param = func.params[i];
        if (isReference(arg.type) && param)
          unify(ofVariable(param.variable), of(arg));
      }
      if (call.result && isReference(call.result.type) && result)
        unify(ofVariable(call.result), result);
      return;
    }
    const seen = new Map<AliasClass, AliasClass>();
    for (const [i, param] of known.params.entries()) {
      const arg = call.args[i];
      if (arg && isReference(param.type))
        bring(seen, known.aliases.ofVariable(param), of(arg));
    }
    // Shadows lie to one another as their primals do.
    const inShadow = new Map<AliasClass, AliasClass>();
    for (const [i, p] of (known.shadows ?? []).entries()) {
      const arg = call.args[known.params.length + i];
      if (arg)
        bring(inShadow, known.aliases.ofVariable(known.params[p]!), of(arg));
    }
    const { result: theirs } = known.aliases;
    if (call.result && theirs && isReference(call.result.type)) {
      const ours = ofVariable(call.result);
      if (known.shadows === undefined) bring(seen, theirs, ours);
      else {
        bring(seen, theirs, contentOf(ours, "value"));
        bring(inShadow, theirs, contentOf(ours, "shadow"));
      }
    }
    calls.set(call, seen);
    shadowCalls.set(call, inShadow);
  }

  for (const [i, j] of overlapping) {
    unify(
      ofVariable(func.params[i]!.variable),
      ofVariable(func.params[j]!.variable),
    );
  }

  // Unification only ever merges, so a few rounds reach the fixed point; contents made late need the rounds.
  const countClasses = (): string => {
    const roots = new Set<AliasClass>();
    for (const c of classes.values())
      for (const r of reachable(find(c))) roots.add(r);
    return `${classes.size}/${roots.size}`;
  };
  for (let before = "", now = "start"; before !== now;) {
    before = now;
    visitBlock(func.body, {
      // Every place that is loaded from or stored to has its class from the start.
      expr(e) {
        if (e.kind === "element") of(e.array);
        if (e.kind === "field") of(e.object);
        if (e.kind === "length") of(e.array);
      },
      stmt(s) {
        switch (s.kind) {
          case "let":
          case "assign":
            if (s.value && isReference(s.variable.type))
              unify(ofVariable(s.variable), of(s.value));
            break;
          case "store":
            if (isReference(s.value.type)) unify(of(s.target), of(s.value));
            break;
          case "push":
            if (isReference(s.value.type))
              unify(contentOf(of(s.array), "[]"), of(s.value));
            break;
          case "return":
            if (s.value && result && isReference(s.value.type))
              unify(result, of(s.value));
            break;
          case "call":
            graft(s);
            break;
          default:
            break;
        }
      },
    });
    now = countClasses();
  }

  function reachable(c: AliasClass): ReadonlySet<AliasClass> {
    const all = new Set<AliasClass>();
    const go = (x: AliasClass): void => {
      const root = find(x);
      if (all.has(root)) return;
      all.add(root);
      for (const inner of root.content.values()) go(inner);
    };
    go(c);
    return all;
  }

  return {
    of,
    ofVariable,
    reachable,
    result: result && find(result),
    variables: () => classes.keys(),
    atCall: (call) => current(calls.get(call)),
    shadowsAtCall: (call) => current(shadowCalls.get(call)),
  };
}

/** A map of classes, as they are after all that was unified since. */
function current(
  map: ReadonlyMap<AliasClass, AliasClass> = new Map(),
): ReadonlyMap<AliasClass, AliasClass> {
  return new Map(
    [...map].map(([theirs, ours]) => [find(theirs), find(ours)] as const),
  );
}

/** Every reference-valued expression inside `e` that is loaded from, with the slot. */
export function loadsOf(
  e: ir.Expr,
): readonly (ir.ElementExpr | ir.FieldExpr | ir.LengthExpr)[] {
  const inner = childrenOf(e).flatMap(loadsOf);
  return e.kind === "element" || e.kind === "field" || e.kind === "length"
    ? [e, ...inner]
    : inner;
}
