/**
 * Sweep fusion. Where the adjoints that a loop's iterations start from are known before the loop (a sum over
 * samples: nearly every loss), and its iterations only ADD to what they share, primal and adjoint of an
 * iteration run together, in one loop, and nothing is saved across iterations.
 *
 * The reverse of what follows the loop is tried in front of it; if it reads anything that the loop or what
 * follows makes, nothing is fused.
 */
import { increment, targetOf } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import { isReference } from "../ir/types.ts";
import { childrenOf, expressionsOf, rootOf, visitBlock } from "../ir/walk.ts";
import type { AliasClass } from "../2-analyze/alias.ts";
import type { Effects } from "../2-analyze/effects.ts";
import {
  declareAdjoints,
  makeRegion,
  reverseFrom,
  reverseRange,
  shadowPath,
} from "./reverse.ts";
import type { Region, Root, Sweep } from "./sweep.ts";
import { classOf, lifetime, NotInFront, push } from "./sweep.ts";

/**
 * Fuses the last loop of the root's block if that can be proved right. Gives the reverse of what stands before
 * the loop, or undefined where nothing was fused (and then nothing has changed).
 * @param begin makes the statements that start the root's reverse part.
 */
export function fuseLastLoop(
  sweep: Sweep,
  region: Region,
  begin: (into: Region) => ir.Stmt[],
): ir.Stmt[] | undefined {
  const { root } = region;
  const { subject } = sweep;
  const { block } = root;
  const index = block.findLastIndex((s) => s.kind === "loop");
  const loop = block[index];
  if (loop?.kind !== "loop") return undefined;
  const refuse = (why: string): undefined => {
    sweep.unfused.set(loop, why);
  };
  if (subject.exits.record(loop)) return refuse("a jump leaves it");
  const before = snapshot(sweep, root);

  const front = makeRegion(root, block, 0, undefined);
  let seeds: ir.Stmt[];
  try {
    sweep.barrier = effectsFrom(sweep, block.slice(index));
    seeds = [
      ...begin(front),
      ...reverseRange(sweep, index + 1, block.length, front, block, undefined),
    ];
    if (callsThatWrite(sweep, block.slice(index + 1))) throw new NotInFront();
  } catch (error) {
    if (!(error instanceof NotInFront)) throw error;
    restore(sweep, before);
    return refuse("the reverse of what follows reads what it makes");
  } finally {
    sweep.barrier = undefined;
  }

  const inner: Root = {
    block: loop.body,
    outer: root,
    preamble: [],
    opening: [],
  };
  const body = makeRegion(inner, loop.body, 0, undefined);
  const declared = declareAdjoints(sweep, loop.body, false);
  const nested = fuseLastLoop(sweep, body, () => []);
  const reverse =
    nested ?? reverseFrom(sweep, loop.body.length, body, loop.body, undefined);
  const together = [...inner.opening, ...body.prefix, ...reverse];
  const inFront = nested ? seedsBefore(sweep, loop.body) : [];
  if (reverse.length === 0 && !nested) {
    restore(sweep, before);
    return refuse("nothing in it is active");
  }
  const all = [
    ...declared,
    ...together,
    ...inFront,
    ...fusedInside(sweep, loop.body),
  ];
  if (!isIndependent(sweep, loop, all)) {
    restore(sweep, before);
    return refuse("an iteration's adjoint needs that of a later one");
  }
  push(sweep.insertions.before, loop, ...front.prefix, ...seeds);
  push(
    sweep.insertions.start,
    loop.body,
    ...(nested ? declared : []),
    ...inner.preamble,
  );
  push(
    sweep.insertions.fused,
    loop.body,
    ...(nested ? [] : declared),
    ...together,
  );
  return reverseFrom(sweep, index, region, block, undefined);
}

function effectsFrom(sweep: Sweep, stmts: ir.Block): Effects {
  return sweep.subject.effects.ofBlock(stmts);
}

function callsThatWrite(sweep: Sweep, stmts: ir.Block): boolean {
  let writes = false;
  visitBlock(stmts, {
    stmt: (s) => {
      if (s.kind === "call" && sweep.subject.calls.get(s)?.writes)
        writes = true;
    },
  });
  return writes;
}

/** What a nested fusion put in front of its own loop. */
const seedsBefore = (sweep: Sweep, block: ir.Block): readonly ir.Stmt[] =>
  block.flatMap((s) =>
    s.kind === "loop" ? (sweep.insertions.before.get(s) ?? []) : [],
  );

function fusedInside(sweep: Sweep, block: ir.Block): readonly ir.Stmt[] {
  const found: ir.Stmt[] = [];
  visitBlock(block, {
    stmt: (s) => {
      if (s.kind === "loop")
        found.push(...(sweep.insertions.fused.get(s.body) ?? []));
    },
  });
  return found;
}

/**
 * May the reverse of each iteration run right after its forward part? The reverse statements must only add to
 * what outlives an iteration, and read none of what they add to; or touch of it nothing but the element that
 * the loop's counter names.
 */
function isIndependent(
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
    const life = lifetime(sweep, c);
    if (life && subject.tree.within(life, loop.body)) return;
    if (!shadows.has(c)) return;
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
            const life = lifetime(sweep, c);
            if (life && subject.tree.within(life, loop.body)) continue;
            const writes = [...subject.calls.values()].some(
              (plan) => plan.reverse === s.callee && plan.writes,
            );
            const read = (touched.get(c)?.read ?? false) || writes;
            touched.set(c, { added: true, read, elsewhere: true });
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

/** A forward part that itself stores numbers into shadows that live on would undo what earlier iterations added. */
function forwardTouchesShadows(
  sweep: Sweep,
  loop: ir.LoopStmt,
  shadows: ReadonlySet<AliasClass>,
): boolean {
  const { heap } = sweep.subject.effects.of(loop);
  for (const [c] of heap) {
    const life = lifetime(sweep, c);
    if (shadows.has(c) && !(life && sweep.subject.tree.within(life, loop.body)))
      return true;
  }
  return false;
}

// ------------------------------------------------------------------------------------------------ undoing

interface Snapshot {
  readonly insertions: Sweep["insertions"];
  readonly preambles: readonly (readonly [
    Root,
    readonly ir.Stmt[],
    readonly ir.Stmt[],
  ])[];
  readonly saved: readonly Sweep["saved"][number][];
  readonly decisions: Sweep["decisions"];
}

const copyLists = <K>(map: Map<K, ir.Stmt[]>): Map<K, ir.Stmt[]> =>
  new Map([...map].map(([k, list]) => [k, [...list]]));

function snapshot(sweep: Sweep, root: Root): Snapshot {
  const { insertions } = sweep;
  const preambles: [Root, ir.Stmt[], ir.Stmt[]][] = [];
  for (let r: Root | undefined = root; r; r = r.outer)
    preambles.push([r, [...r.preamble], [...r.opening]]);
  return {
    insertions: {
      before: copyLists(insertions.before),
      after: copyLists(insertions.after),
      start: copyLists(insertions.start),
      fused: copyLists(insertions.fused),
      sizes: new Map(insertions.sizes),
      hoisted: new Set(insertions.hoisted),
    },
    preambles,
    saved: [...sweep.saved],
    decisions: new Map(sweep.decisions),
  };
}

function restore(sweep: Sweep, before: Snapshot): void {
  sweep.insertions = before.insertions;
  sweep.decisions = before.decisions;
  for (const [root, preamble, opening] of before.preambles) {
    root.preamble.splice(0, root.preamble.length, ...preamble);
    root.opening.splice(0, root.opening.length, ...opening);
  }
  sweep.saved.splice(0, sweep.saved.length, ...before.saved);
}
