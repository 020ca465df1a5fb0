/**
 * Does a store go through a parameter, and not into something fresh that the same variable was given before?
 * Alias classes have no order: `let v = xs; v = v.map(f); v[0] = 1` looks to them as if it wrote into `xs`. For a
 * warning that is too coarse, so here statements are followed in their order.
 */
import type * as ir from "../ir/nodes.ts";
import { isReference } from "../ir/types.ts";
import { blocksOf, visitBlock } from "../ir/walk.ts";
import type { SummaryOf } from "../2-analyze/effects.ts";
import { writtenParams } from "./summary.ts";

export function writesThrough(func: ir.Func, summaryOf: SummaryOf): boolean {
  let found = false;

  const isFresh = (e: ir.Expr, fresh: ReadonlySet<ir.Variable>): boolean => {
    switch (e.kind) {
      case "allocate":
      case "arrayLiteral":
      case "objectLiteral":
      case "copy":
        return isFlat(e);
      case "read":
        return fresh.has(e.variable);
      default:
        return false;
    }
  };
  const stores = (place: ir.Expr, fresh: ReadonlySet<ir.Variable>): void => {
    let root = place;
    while (root.kind === "element" || root.kind === "field")
      root = root.kind === "element" ? root.array : root.object;
    if (!(root.kind === "read" && fresh.has(root.variable))) found = true;
  };

  /** What is fresh after the block. */
  const follow = (
    block: ir.Block,
    before: ReadonlySet<ir.Variable>,
  ): ReadonlySet<ir.Variable> => {
    let fresh = new Set(before);
    for (const s of block) {
      switch (s.kind) {
        case "let":
        case "assign":
          if (s.value && isFresh(s.value, fresh)) fresh.add(s.variable);
          else fresh.delete(s.variable);
          break;
        case "store":
          stores(s.target, fresh);
          break;
        case "push":
        case "resize":
          stores(s.array, fresh);
          break;
        case "call": {
          const summary = summaryOf(s);
          const written = summary
            ? writtenParams(summary)
            : new Set(s.args.keys());
          for (const i of written) {
            const arg = s.args[i];
            if (arg && isReference(arg.type)) stores(arg, fresh);
          }
          if (s.result) fresh.delete(s.result);
          break;
        }
        default: {
          if (s.kind === "loop") for (const v of assignedIn(s)) fresh.delete(v);
          const after = blocksOf(s).map((inner) => follow(inner, fresh));
          const alike = new Set(
            [...fresh].filter((v) => after.every((a) => a.has(v))),
          );
          // An `if` without `else` may be passed by; what both of two branches make is fresh.
          if (s.kind === "if" && after.length === 2)
            for (const v of after[0]!) if (after[1]!.has(v)) alike.add(v);
          if (s.kind === "block") for (const v of after[0]!) alike.add(v);
          fresh = alike;
        }
      }
    }
    return fresh;
  };
  follow(func.body, new Set());
  return found;
}

/** Holds numbers alone: nothing of a parameter's is inside. */
const isFlat = (e: ir.Expr): boolean => {
  const { type } = e;
  switch (type.kind) {
    case "typedArray":
      return true;
    case "array":
      return !isReference(type.element);
    case "tuple":
      return !type.elements.some(isReference);
    case "object":
      return ![...type.shape.fields.values()].some((f) => isReference(f.type));
    default:
      return false;
  }
};

/** In a loop, what an iteration assigns may be what the one before left. */
function assignedIn(loop: ir.LoopStmt): ReadonlySet<ir.Variable> {
  const assigned = new Set<ir.Variable>();
  visitBlock(loop.body, {
    stmt: (s) => {
      if (s.kind === "assign") assigned.add(s.variable);
    },
  });
  return assigned;
}
