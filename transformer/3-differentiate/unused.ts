/**
 * Numbers that may never be used: `const z = x / s; return z > 0 ? z : 0`. A branch that was not taken contributes
 * exactly nothing, and in the reverse sweep the zero that arrived from it, times a partial that is `NaN` or
 * infinite, would be `NaN`. So the reverse of what one branch alone uses goes into that branch; elsewhere a flag
 * beside the adjoint says whether anything arrived at it.
 *
 * A use counts if it is met on every path from where the value is made. Loops count as run: a loop of no
 * iterations is no branch of the author's.
 */
import { isConst } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import { isReference } from "../ir/types.ts";
import {
  childrenOf,
  expressionsOf,
  visitBlock,
  visitExpr,
} from "../ir/walk.ts";
import { armOf, Moves, wayInto } from "./arms.ts";
import { mayBeUndefined } from "./sink-branches.ts";
import type { Subject } from "./sweep.ts";
import type { Uses } from "./uses.ts";
import { mayUse, usesOf } from "./uses.ts";

export interface Unused {
  /** Whose reverse is a part of that of a branch. */
  readonly moves: Moves;
  /** What needs a flag. */
  readonly flagged: ReadonlySet<ir.Variable>;
}

export function unusedNumbers(subject: Subject): Unused {
  const definitions = definitionsIn(subject);
  const unused = new Set<ir.Variable>();
  const uses = (v: ir.Variable): Uses => usesOf(subject, v, unused);
  // What goes into a value that may be unused may be unused.
  for (let before = -1; before !== unused.size;) {
    before = unused.size;
    for (const [v, made] of definitions)
      if (!unused.has(v) && !uses(v).areSureAfter(made)) unused.add(v);
  }

  const isRisky = riskyIn(subject);
  const moves = new Moves();
  const flagged = new Set<ir.Variable>();
  const isFlagged = (s: ir.Stmt): boolean => flagged.has(madeBy(subject, s)!);
  // From the last to the first: what goes into a value that has moved can follow it.
  for (const [v, made] of [...definitions].reverse()) {
    if (!unused.has(v)) continue;
    const way = wayInto(subject, made, v, moves, isFlagged);
    if (way) {
      const arm = armOf(way);
      const goesOn = moves
        .into(arm)
        .some((s) => mayUse(subject, s, v) && !isFlagged(s));
      moves.add(made, way);
      if (goesOn || uses(v).areSureIn(arm)) continue;
    }
    if (isCurved(made, subject.activity) && isRisky(made)) flagged.add(v);
  }
  return { moves, flagged };
}

/** Where each active number gets its value; what is given several needs more than a look at one. */
function definitionsIn(subject: Subject): Map<ir.Variable, ir.Stmt> {
  const found = new Map<ir.Variable, ir.Stmt>();
  const several = new Set<ir.Variable>();
  const fromRecords = new Set(
    [...subject.calls.values()].map((plan) => plan.record && plan.result),
  );
  visitBlock(subject.body, {
    stmt: (s) => {
      const v = madeBy(subject, s);
      if (!v || isReference(v.type) || !subject.activity.variable(v)) return;
      // The adjoints of what a call writes go on in any case.
      const isBound = s.kind === "call" && subject.calls.get(s)?.writes;
      const isRead = s.kind === "let" && fromRecords.has(v);
      if (isRead) return;
      if (found.has(v) || isBound) several.add(v);
      else found.set(v, s);
    },
  });
  for (const v of several) found.delete(v);
  return found;
}

/** The variable whose adjoint goes on from a statement: the one that it gives a value, be it in a record. */
export function madeBy(subject: Subject, s: ir.Stmt): ir.Variable | undefined {
  if (s.kind === "let") return s.value && s.variable;
  if (s.kind === "assign") return s.variable;
  return s.kind === "call" ? subject.calls.get(s)?.result : undefined;
}

/** Can what is worked out be `NaN` or infinite, of finite numbers? */
function riskyIn(subject: Subject): (s: ir.Stmt) => boolean {
  const risky = new Set<ir.Variable>();
  const isRisky = (s: ir.Stmt): boolean => {
    if (s.kind === "call" || mayBeUndefined(s)) return true;
    let found = false;
    for (const e of expressionsOf(s))
      visitExpr(e, (x) => {
        found ||= x.kind === "read" && risky.has(x.variable);
      });
    return found;
  };
  visitBlock(subject.body, {
    stmt: (s) => {
      const v = madeBy(subject, s);
      if (v && !isReference(v.type) && isRisky(s)) risky.add(v);
    },
  });
  return isRisky;
}

/** Can a partial be anything but a constant? */
function isCurved(s: ir.Stmt, activity: Subject["activity"]): boolean {
  if (s.kind === "call") return true;
  const curved = (e: ir.Expr): boolean => {
    if (!activity.expr(e)) return false;
    const isLinear =
      e.kind !== "apply" ||
      linear.has(e.rule) ||
      (e.rule === "mul" && e.args.some((arg) => isConst(arg)));
    return !isLinear || childrenOf(e).some(curved);
  };
  const isSet = s.kind === "let" || s.kind === "assign";
  return isSet && s.value !== undefined && curved(s.value);
}
const linear = new Set(["add", "neg", "sub"]);
