/**
 * Is the element that a load reads ever overwritten later? Array dependence analysis (Maydan, Hennessy and Lam,
 * PLDI 1991): a store of a later iteration hits it only if the subscripts can be equal within the bounds of the
 * loops. So a factorisation in place, which reads what is final, saves nothing. "No" is proved; "yes" is a guess.
 */
import type * as ir from "../ir/nodes.ts";
import { isReference } from "../ir/types.ts";
import { visitBlock } from "../ir/walk.ts";
import type { AliasClass } from "../2-analyze/alias.ts";
import { slotOf } from "../2-analyze/alias.ts";
import { anySlot, touches } from "../2-analyze/effects.ts";
import { lookedInto } from "../2-analyze/looks-inside.ts";
import type { Point } from "../2-analyze/tree.ts";
import type { Access } from "./subscripts.ts";
import { areApart } from "./subscripts.ts";
import type { Root, Sweep } from "./sweep.ts";
import { classChanges, classOf, idOf, isUnstable, lifetime } from "./sweep.ts";

/** May something in the root change the storage that a load reads, after the point? */
export function storageChanges(
  sweep: Sweep,
  load: ir.ElementExpr | ir.FieldExpr | ir.LengthExpr,
  at: Point,
  root: Root,
): boolean {
  const { analyses } = sweep.subject;
  const base = load.kind === "field" ? load.object : load.array;
  if (load.kind === "length" && base.type.kind === "typedArray") return false;
  // With recording off every number is saved where it is read.
  if (
    !analyses.recording &&
    !isReference(load.type) &&
    load.kind !== "length" &&
    root.outer === undefined
  )
    return true;
  const c = classOf(sweep, base);
  if (!classChanges(sweep, c, slotOf(load), at, root)) return false;
  if (!analyses.dependence || load.kind !== "element" || isReference(load.type))
    return true;
  if (sweep.barrier && touches(sweep.barrier, c, slotOf(load))) return true;
  return isHitLater(sweep, load, at, root);
}

/** May something in the root change what a text looks at, after the point? */
export function insideChanges(
  sweep: Sweep,
  e: ir.ForeignExpr,
  at: Point,
  root: Root,
): boolean {
  const { known, isUnknown } = lookedInto(e);
  const { aliases } = sweep.subject;
  return (
    isUnknown ||
    known.some((hole) =>
      [...aliases.reachable(classOf(sweep, hole))].some((c) =>
        classChanges(sweep, c, anySlot, at, root),
      ),
    )
  );
}

const answers = new WeakMap<Sweep, WeakMap<ir.Expr, Map<string, boolean>>>();

function isHitLater(
  sweep: Sweep,
  load: ir.ElementExpr,
  at: Point,
  root: Root,
): boolean {
  const ofSweep =
    answers.get(sweep) ?? new WeakMap<ir.Expr, Map<string, boolean>>();
  answers.set(sweep, ofSweep);
  const ofLoad = ofSweep.get(load) ?? new Map<string, boolean>();
  ofSweep.set(load, ofLoad);
  const key = `${idOf(sweep, at.block)}.${at.index}/${idOf(sweep, root)}`;
  let answer = ofLoad.get(key);
  if (answer === undefined) {
    answer =
      mayBeOverwritten(sweep, load, at, root) ||
      mayBeOutside(sweep, load, root);
    ofLoad.set(key, answer);
  }
  return answer;
}

/** May the caller change it, between the end of the function and the start of its reverse half? */
function mayBeOutside(sweep: Sweep, load: ir.ElementExpr, root: Root): boolean {
  const c = classOf(sweep, load.array);
  const life = lifetime(sweep, c);
  const ends =
    life !== undefined && sweep.subject.tree.within(life, root.block);
  return !ends && root.outer === undefined && isUnstable(sweep, c);
}

function mayBeOverwritten(
  sweep: Sweep,
  load: ir.ElementExpr,
  at: Point,
  root: Root,
): boolean {
  const { tree, effects } = sweep.subject;
  const c = classOf(sweep, load.array);
  // What comes from elsewhere may be a view of what we know by another name.
  if (c.external) return true;
  const slot = slotOf(load);
  const life = lifetime(sweep, c);
  const within =
    life !== undefined && tree.within(life, root.block) ? life : root.block;
  let overwritten = false;
  visitBlock(within, {
    stmt: (s) => {
      if (overwritten || isContainer(s)) return;
      if (!touches(effects.of(s), c, slot)) return;
      overwritten = !(
        s.kind === "store" &&
        s.target.kind === "element" &&
        isOnly(sweep, s, c) &&
        missesAfter(sweep, load, at, s, s.target, within)
      );
    },
  });
  return overwritten;
}

const isContainer = (s: ir.Stmt): boolean =>
  s.kind === "if" || s.kind === "loop" || s.kind === "block";

const isOnly = (sweep: Sweep, s: ir.StoreStmt, c: AliasClass): boolean =>
  s.target.kind === "element" && classOf(sweep, s.target.array) === c;

/** Does no execution of the store that follows one of the load hit what that one read? */
function missesAfter(
  sweep: Sweep,
  load: ir.ElementExpr,
  at: Point,
  store: ir.StoreStmt,
  target: ir.ElementExpr,
  within: ir.Block,
): boolean {
  const { tree } = sweep.subject;
  const home = tree.before(store);
  const ofLoad = tree.loops(at.block, within);
  const ofStore = tree.loops(home.block, within);
  // A loop's header: its order among the iterations is not that of the body.
  if (ofStore.some((l) => !tree.within(home.block, l.body))) return false;
  if (ofLoad.some((l) => !tree.within(at.block, l.body))) return false;
  let common = 0;
  while (common < ofLoad.length && ofLoad[common] === ofStore[common]) common++;

  const loaded: Access = { element: load, block: at.block };
  const stored: Access = { element: target, block: home.block };
  const misses = (same: number, order?: ir.LoopStmt): boolean =>
    areApart(sweep, loaded, stored, within, same, order);
  for (let depth = 0; depth < common; depth++)
    if (!misses(depth, ofLoad[depth])) return false;
  return !followsWithin(sweep, at, home, within) || misses(common);
}

/** In the same iteration of all common loops: does the store come after the load? */
function followsWithin(
  sweep: Sweep,
  at: Point,
  store: Point,
  within: ir.Block,
): boolean {
  const { tree } = sweep.subject;
  const path = (p: Point): Point[] => {
    const points = [p];
    for (let b = p.block; b !== within;) {
      const up = tree.before(tree.owner(b)!);
      points.unshift(up);
      b = up.block;
    }
    return points;
  };
  const ours = path(at);
  const theirs = path(store);
  for (let i = 0; ; i++) {
    const a = ours[i];
    const b = theirs[i];
    // One contains the other's statement: the store is in the very statement that the load is read in front of.
    if (a === undefined || b === undefined) return true;
    // Two branches of one statement.
    if (a.block !== b.block) return false;
    if (a.index !== b.index) return b.index > a.index;
    // The load is in front of the statement that holds the store, or is it.
    if (i === ours.length - 1) return true;
  }
}
