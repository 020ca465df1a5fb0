/**
 * Sweep fusion. Where the adjoints that a loop's iterations start from are known before the loop (a sum over
 * samples: nearly every loss), and its iterations only ADD to what they share, primal and adjoint of an
 * iteration run together, in one loop, and nothing is saved across iterations.
 *
 * The reverse of what follows the loop is tried in front of it; if it reads anything that the loop or what
 * follows makes, nothing is fused.
 */
import type * as ir from "../ir/nodes.ts";
import { visitBlock } from "../ir/walk.ts";
import type { Effects } from "../2-analyze/effects.ts";
import { isIndependent } from "./independent.ts";
import {
  declareAdjoints,
  makeRegion,
  reverseFrom,
  reverseRange,
} from "./reverse.ts";
import type { Region, Root, Sweep } from "./sweep.ts";
import { NotInFront, push } from "./sweep.ts";

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
