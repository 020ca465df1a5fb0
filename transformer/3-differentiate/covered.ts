/** Has the same iteration of a loop written the element that a load reads? "Yes" is proved. */
import type * as ir from "../ir/nodes.ts";
import { visitBlock } from "../ir/walk.ts";
import type { Inequality, Poly } from "../2-analyze/affine.ts";
import {
  constant,
  isInfeasible,
  minus,
  product,
  substituted,
  symbolsOf,
} from "../2-analyze/affine.ts";
import type { Meeting } from "./iterations.ts";
import type { Execution } from "./subscripts.ts";
import { bounds, counter, isWhole, polynomial } from "./subscripts.ts";
import type { Sweep } from "./sweep.ts";

/** A store, with the loops around it that are run to their ends in front of the load. */
interface Before {
  readonly store: Meeting;
  readonly loops: readonly ir.LoopStmt[];
}

export function isCovered(
  sweep: Sweep,
  load: Meeting,
  places: readonly Meeting[],
  loop: ir.LoopStmt,
): boolean {
  const { tree } = sweep.subject;
  let { block, index } = tree.before(load.stmt);
  for (;;) {
    for (const s of block.slice(0, index))
      for (const before of storesIn(sweep, s, places, []))
        if (covers(sweep, before, load, block, loop)) return true;
    if (block === loop.body) return false;
    ({ block, index } = tree.before(tree.owner(block)!));
  }
}

/** Stores that are met whenever the statement is run, in loops that are run to their ends. */
function storesIn(
  sweep: Sweep,
  s: ir.Stmt,
  places: readonly Meeting[],
  loops: readonly ir.LoopStmt[],
): Before[] {
  if (s.kind === "store")
    return places
      .filter((p) => p.stmt === s && p.isStore)
      .map((store) => ({ store, loops }));
  if (s.kind !== "loop" || mayJump(s)) return [];
  const counted = sweep.subject.plans.get(s.label)?.counted;
  if (counted?.step !== 1 || s.testAfter) return [];
  return s.body.flatMap((t) => storesIn(sweep, t, places, [...loops, s]));
}

function mayJump(s: ir.Stmt): boolean {
  let found = false;
  visitBlock([s], { stmt: (t) => (found ||= t.kind === "jump") });
  return found;
}

function covers(
  sweep: Sweep,
  { store, loops }: Before,
  load: Meeting,
  common: ir.Block,
  within: ir.LoopStmt,
): boolean {
  const { tree, body, plans } = sweep.subject;
  const shared = new Set(tree.loops(common, body));
  const mine: Execution = { name: "first", shared };
  const theirs: Execution = { name: "second", shared };
  const around = tree.loops(load.block, within.body);
  const facts = [
    ...tree.loops(common, body),
    ...around.filter((l) => !shared.has(l)),
  ].flatMap((l) => bounds(sweep, l, mine));
  const wanted = polynomial(sweep, load.element.index, mine);
  const written = polynomial(sweep, store.element.index, theirs);
  if (loops.length === 0) return minus(wanted, written).size === 0;

  /** Is the iteration of the store's loops, given by its counters, one that is run, and does it write what is wanted? */
  const isRun = (counters: readonly Poly[]): boolean => {
    const put = (poly: Poly): Poly =>
      loops.reduce((p, l, i) => {
        const [name] = symbolsOf(counter(sweep, l, theirs));
        return substituted(p, name!, counters[i]!);
      }, poly);
    if (minus(wanted, put(written)).size > 0) return false;
    return loops.every((l, i) => {
      const start = put(
        polynomial(sweep, plans.get(l.label)!.counted!.start, theirs),
      );
      return (
        isWhole(minus(counters[i]!, start)) &&
        bounds(sweep, l, theirs).every((q) =>
          follows({ ...q, poly: put(q.poly) }, facts),
        )
      );
    });
  };

  const candidates = around.map((l) => counter(sweep, l, mine));
  if (
    loops.length <= candidates.length &&
    isRun(candidates.slice(-loops.length))
  )
    return true;
  if (loops.length > 1) return false;
  // One loop, by steps of one: `i + c` is the element in question at `i`.
  const own = counter(sweep, loops[0]!, theirs);
  const offset = minus(written, own);
  const [name] = symbolsOf(own);
  return !symbolsOf(offset).includes(name!) && isRun([minus(wanted, offset)]);
}

const follows = (q: Inequality, facts: readonly Inequality[]): boolean =>
  isInfeasible(
    [...facts, { poly: product(constant(-1), q.poly), strict: !q.strict }],
    [],
  );
