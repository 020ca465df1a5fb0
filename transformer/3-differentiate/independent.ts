/**
 * May the two sweeps of a loop run together? Its iterations must share nothing but what they add to: what an
 * iteration reads of adjoints must be its own.
 */
import { increment, targetOf } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import { isReference } from "../ir/types.ts";
import { childrenOf, expressionsOf, rootOf, visitBlock } from "../ir/walk.ts";
import type { AliasClass } from "../2-analyze/alias.ts";
import { isMadeWithin, staysWithin } from "./iterations.ts";
import { shadowPath } from "./reverse.ts";
import type { Sweep } from "./sweep.ts";
import { classOf } from "./sweep.ts";

/**
 * May the reverse of each iteration run right after its forward part? The reverse statements must only add to
 * what outlives an iteration, and read none of what they add to; or touch of it nothing but the element that
 * the loop's counter names.
 */
export function isIndependent(
  sweep: Sweep,
  loop: ir.LoopStmt,
  reverse: ir.Block,
): boolean {
  const { subject } = sweep;
  const counter = subject.plans.get(loop.label)?.counted?.variable;
  const own = new Set<ir.Variable>();
  visitBlock(reverse, {
    stmt: (s) => {
      if (s.kind === "let") own.add(s.variable);
      if (s.kind === "call" && s.result) own.add(s.result);
    },
  });

  // Adjoints of numbers: every mention of one that is assigned must be an increment of it.
  const assigned = new Set<ir.Variable>();
  const increments = new Map<ir.Variable, number>();
  const reads = new Map<ir.Variable, number>();
  const count = (map: Map<ir.Variable, number>, v: ir.Variable): void => {
    map.set(v, (map.get(v) ?? 0) + 1);
  };

  // Shadows: classes that outlive the iteration, with how they are touched.
  const shadows = new Set<AliasClass>();
  for (const v of subject.shadows.values())
    for (const c of subject.aliases.reachable(subject.aliases.ofVariable(v)))
      shadows.add(c);
  const touched = new Map<
    AliasClass,
    { added: boolean; read: boolean; elsewhere: boolean }
  >();
  const touch = (
    base: ir.Expr,
    index: ir.Expr | undefined,
    how: "added" | "read",
  ): void => {
    const c = classOf(sweep, base);
    if (!shadows.has(c) || staysWithin(sweep, c, loop)) return;
    const t = touched.get(c) ?? { added: false, read: false, elsewhere: false };
    t[how] = true;
    if (!(index?.kind === "read" && index.variable === counter))
      t.elsewhere = true;
    touched.set(c, t);
  };
  let possible = true;

  const visitReads = (e: ir.Expr): void => {
    if (e.kind === "read") count(reads, e.variable);
    if ((e.kind === "element" || e.kind === "field") && !isReference(e.type)) {
      touch(
        e.kind === "element" ? e.array : e.object,
        e.kind === "element" ? e.index : undefined,
        "read",
      );
    }
    childrenOf(e).forEach(visitReads);
  };

  visitBlock(reverse, {
    stmt: (s) => {
      switch (s.kind) {
        case "assign": {
          if (own.has(s.variable)) break;
          assigned.add(s.variable);
          // A flag that is only ever raised: by whom does not matter.
          if (s.value.kind === "const" && s.value.value === true) return;
          const step = increment(s);
          if (step) {
            count(increments, s.variable);
            visitReads(step.by);
          } else possible = false;
          return;
        }
        case "store": {
          const step = increment(s);
          const target = targetOf(s) as ir.ElementExpr | ir.FieldExpr;
          const base = target.kind === "element" ? target.array : target.object;
          const index = target.kind === "element" ? target.index : undefined;
          touch(base, index, "added");
          visitReads(base);
          if (index) visitReads(index);
          if (step) visitReads(step.by);
          else {
            touch(base, index, "read");
            visitReads(s.value);
          }
          return;
        }
        case "push":
        case "resize":
          touch(s.array, undefined, "added");
          touch(s.array, undefined, "read");
          break;
        case "call":
          for (const c of classesOfCall(sweep, s, shadows)) {
            if (staysWithin(sweep, c, loop)) continue;
            const writes = [...subject.calls.values()].some(
              (plan) => plan.reverse === s.callee && plan.writes,
            );
            const read = (touched.get(c)?.read ?? false) || writes;
            touched.set(c, { added: true, read, elsewhere: true });
          }
          // What came back of the call is asked for its adjoint.
          for (const c of classesOfResult(sweep, s, shadows)) {
            if (staysWithin(sweep, c, loop)) continue;
            const added = touched.get(c)?.added ?? false;
            touched.set(c, { added, read: true, elsewhere: true });
          }
          break;
        default:
          break;
      }
      for (const e of expressionsOf(s)) visitReads(e);
    },
  });
  for (const v of assigned) if ((reads.get(v) ?? 0) > 0) possible = false;
  for (const t of touched.values())
    if (t.added && t.read && t.elsewhere) possible = false;
  if (possible && forwardTouchesShadows(sweep, loop, shadows)) possible = false;
  return possible;
}

/** The shadow classes that a reverse half may add to: through its arguments, or through what its record holds of the call's. */
function classesOfCall(
  sweep: Sweep,
  reverse: ir.CallStmt,
  shadows: ReadonlySet<AliasClass>,
): ReadonlySet<AliasClass> {
  const { subject } = sweep;
  const found = new Set<AliasClass>();
  const add = (e: ir.Expr): void => {
    if (!isReference(e.type)) return;
    for (const c of subject.aliases.reachable(classOf(sweep, e)))
      if (shadows.has(c)) found.add(c);
  };
  reverse.args.forEach(add);
  for (const [call, plan] of subject.calls) {
    if (plan.reverse !== reverse.callee) continue;
    for (const arg of call.args) {
      add(arg);
      const root = rootOf(arg);
      if (root && subject.shadows.has(root)) add(shadowPath(subject, arg));
    }
  }
  return found;
}

/** The shadow classes of what the call of a reverse half's callee gave. */
function classesOfResult(
  sweep: Sweep,
  reverse: ir.CallStmt,
  shadows: ReadonlySet<AliasClass>,
): ReadonlySet<AliasClass> {
  const { subject } = sweep;
  const found = new Set<AliasClass>();
  for (const [call, plan] of subject.calls) {
    const { result } = call;
    if (plan.reverse !== reverse.callee || result === undefined) continue;
    // The record of a forward half leads to the shadow of what it returned.
    const shadow = subject.shadows.get(result) ?? result;
    for (const c of subject.aliases.reachable(
      subject.aliases.ofVariable(shadow),
    ))
      if (shadows.has(c)) found.add(c);
  }
  return found;
}

/** A forward part that itself stores numbers into shadows that live on would undo what earlier iterations added. */
function forwardTouchesShadows(
  sweep: Sweep,
  loop: ir.LoopStmt,
  shadows: ReadonlySet<AliasClass>,
): boolean {
  const { heap } = sweep.subject.effects.of(loop);
  for (const [c] of heap) {
    if (shadows.has(c) && !isMadeWithin(sweep, c, loop)) return true;
  }
  return false;
}
