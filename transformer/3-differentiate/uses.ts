/** Is a number used on every path from where it is made? Uses are those through which an adjoint arrives at it. */
import type * as ir from "../ir/nodes.ts";
import type { Point } from "../2-analyze/tree.ts";
import { visitBlock } from "../ir/walk.ts";
import type { Arm } from "./arms.ts";
import type { Subject } from "./sweep.ts";

/** What a stretch of statements does with the number: uses it, overwrites it, or neither. */
type Outcome = "used" | "lost" | "open";

export interface Uses {
  /** Is it used whatever happens after the statement? */
  readonly areSureAfter: (s: ir.Stmt) => boolean;
  /** Is it used whatever happens in the arm? */
  readonly areSureIn: (arm: Arm) => boolean;
}

/** @param unused numbers that may be unused themselves: what goes into them alone is no use. */
export function usesOf(
  subject: Subject,
  v: ir.Variable,
  unused: ReadonlySet<ir.Variable>,
): Uses {
  const { activity, tree, calls, value } = subject;
  return {
    areSureAfter: (s) => onwards(tree.after(s), true),
    areSureIn: (arm) => {
      if ("into" in arm) return isIn(arm.into);
      if ("behind" in arm) {
        const { block, index } = tree.after(arm.behind);
        return through(block, index) === "used";
      }
      const { of, taken } = arm;
      return of.kind === "if"
        ? through(taken ? of.then : of.otherwise, 0) === "used"
        : reads(taken ? of.yes : of.no, activity, v);
    },
  };

  /** Does what a statement makes take in the number, whatever is decided in it? */
  function isIn(s: ir.Stmt): boolean {
    const values =
      s.kind === "let" || s.kind === "assign"
        ? [s.value]
        : s.kind === "call"
          ? (calls.get(s)?.scalars ?? [])
          : [];
    return values.some((e) => e !== undefined && reads(e, activity, v));
  }

  /** From a point to the end of the function. */
  function onwards(from: Point, again: boolean): boolean {
    const outcome = through(from.block, from.index);
    if (outcome !== "open") return outcome === "used";
    const owner = tree.owner(from.block);
    if (owner === undefined)
      return value !== undefined && reads(value, activity, v);
    // Another iteration may use it, or what follows the loop.
    if (
      owner.kind === "loop" &&
      again &&
      tree.home(v) !== from.block &&
      through(owner.body, 0) === "used"
    )
      return true;
    return onwards(tree.after(owner), again);
  }

  function through(block: ir.Block, from: number): Outcome {
    for (let i = from; i < block.length; i++) {
      const outcome = of(block[i]!);
      if (outcome !== "open") return outcome;
    }
    return "open";
  }

  function of(s: ir.Stmt): Outcome {
    switch (s.kind) {
      case "let":
      case "assign":
        return isIn(s) &&
          !unused.has(s.variable) &&
          activity.variable(s.variable)
          ? "used"
          : "open";
      case "store":
        return activity.expr(s.target) && reads(s.value, activity, v)
          ? "used"
          : "open";
      case "push":
        return activity.holds(s.array) && reads(s.value, activity, v)
          ? "used"
          : "open";
      case "call":
        return isIn(s) && !unused.has(calls.get(s)!.result!) ? "used" : "open";
      case "if": {
        const then = through(s.then, 0);
        const otherwise = through(s.otherwise, 0);
        if (then === "lost" || otherwise === "lost") return "lost";
        return then === otherwise ? then : "open";
      }
      case "loop":
      case "block":
        return through(s.body, 0);
      case "throw":
        return "used";
      case "jump": {
        const target = constructOf(subject, s.target);
        const home = tree.home(v);
        if (target.kind === "loop" && !(home && tree.within(home, target.body)))
          return "open";
        return onwards(tree.after(target), false) ? "used" : "lost";
      }
      case "effect":
      case "resize":
      case "return":
        return "open";
    }
  }
}

const constructs = new WeakMap<
  Subject,
  Map<ir.Label, ir.BlockStmt | ir.LoopStmt>
>();

function constructOf(
  subject: Subject,
  label: ir.Label,
): ir.BlockStmt | ir.LoopStmt {
  let known = constructs.get(subject);
  if (known === undefined) {
    const found = new Map<ir.Label, ir.BlockStmt | ir.LoopStmt>();
    visitBlock(subject.body, {
      stmt: (s) =>
        (s.kind === "block" || s.kind === "loop") &&
        s.label &&
        found.set(s.label, s),
    });
    constructs.set(subject, (known = found));
  }
  return known.get(label)!;
}

type Active = Subject["activity"];

/** Does the value of the expression take in the variable's, whatever is decided in it? (Or, `some`: in a side of it?) */
export function reads(
  e: ir.Expr,
  activity: Active,
  v: ir.Variable,
  some = false,
): boolean {
  const inner = (x: ir.Expr): boolean => reads(x, activity, v, some);
  if (e.kind === "read") return e.variable === v;
  if (!activity.expr(e)) return false;
  switch (e.kind) {
    case "conditional":
      return some ? inner(e.yes) || inner(e.no) : inner(e.yes) && inner(e.no);
    case "apply":
      return e.args.some(inner);
    case "arrayLiteral":
      return e.elements.some(inner);
    case "objectLiteral":
      return e.fields.some((f) => inner(f.value));
    case "allocate":
      return e.fill !== undefined && inner(e.fill);
    default:
      return false;
  }
}

/** May the statement, or one in it, use the variable? */
export function mayUse(subject: Subject, s: ir.Stmt, v: ir.Variable): boolean {
  const { activity, calls } = subject;
  let found = false;
  visitBlock([s], {
    stmt: (t) => {
      if (found) return;
      const values =
        t.kind === "let" || t.kind === "assign"
          ? [t.value]
          : t.kind === "store" || t.kind === "push"
            ? [t.value]
            : t.kind === "call"
              ? (calls.get(t)?.scalars ?? [])
              : [];
      found = values.some((e) => e && reads(e, activity, v, true));
    },
  });
  return found;
}
