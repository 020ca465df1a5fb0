/**
 * The state of one reverse differentiation: the function as it is being differentiated (with its exits,
 * trip counters and shadows), what the analyses know of it, and what the sweeps have decided so far.
 */
import type { Activity } from "../2-analyze/activity.ts";
import type { AliasClass, Aliases } from "../2-analyze/alias.ts";
import type { Effects, EffectsTable } from "../2-analyze/effects.ts";
import { firstFrom, touches } from "../2-analyze/effects.ts";
import type { Counted } from "../2-analyze/loops.ts";
import type { Point, Tree } from "../2-analyze/tree.ts";
import { variable } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import { isReference } from "../ir/types.ts";
import type { Moves } from "./arms.ts";
import type { Exits } from "./exits.ts";

/** Which analyses may take work away; with all of them off the result is the same. */
export interface Analyses {
  readonly activity: boolean;
  /** To-be-recorded: use in place what is not overwritten. Off: save everything that is read. */
  readonly recording: boolean;
  /** Recompute what is cheap instead of saving it. */
  readonly recompute: boolean;
  /** Run primal and adjoint of an independent last loop together. */
  readonly fusion: boolean;
  /** Count loops from their headers. Off: every loop counts its trips. */
  readonly counting: boolean;
  /** Compare subscripts: an element that no later store hits is used where it stands. Off: any store hits any element. */
  readonly dependence: boolean;
  /** No analysis: for checks alone, each statement reports its adjoint as the reverse sweep comes to it. */
  readonly probes?: boolean;
}
export const allAnalyses: Analyses = {
  activity: true,
  recording: true,
  recompute: true,
  fusion: true,
  counting: true,
  dependence: true,
};

/** How a loop is run backwards: by its own counter, or by a trip counter that the forward sweep keeps. */
export interface LoopPlan {
  readonly counted?: Counted;
  readonly trips?: ir.Variable;
}

export interface Subject {
  readonly func: ir.Func;
  /** The augmented primal: single exit, trips counted, shadows beside their primals. */
  readonly body: ir.Block;
  readonly value: ir.Expr | undefined;
  readonly valueOrigin: ir.Origin;
  readonly exits: Exits;
  readonly plans: ReadonlyMap<ir.Label, LoopPlan>;
  /** Shadows of reference variables. */
  readonly shadows: ReadonlyMap<ir.Variable, ir.Variable>;
  /** The reverse half of a call, and what it takes. */
  readonly calls: ReadonlyMap<ir.CallStmt, CallPlan>;
  readonly activity: Activity;
  readonly aliases: Aliases;
  readonly effects: EffectsTable;
  readonly tree: Tree;
  readonly integers: ReadonlySet<ir.Variable>;
  /** Lists of arrays that are pairwise apart. */
  readonly apart: ReadonlySet<ir.Variable>;
  /** Parameters whose contents may change between this function's forward and its reverse half. */
  readonly unstable: ReadonlySet<ir.Variable>;
  /** Plain arrays that a store may make longer, as classes of the body before shadows. */
  readonly growing: ReadonlySet<AliasClass>;
  readonly analyses: Analyses;
}

/** What the reverse sweep has to do for a call of the augmented primal. */
export interface CallPlan {
  /** Key of the reverse half; empty: there is nothing to do. */
  readonly reverse: string;
  /** The primal arguments and shadows that the reverse half takes, in order. */
  readonly args: readonly ir.Expr[];
  /** The forward half's record, where it has one. */
  readonly record?: ir.Variable;
  /** The number argument expressions that get an adjoint, in order. */
  readonly scalars: readonly ir.Expr[];
  /** The scalar result's variable, if it has an adjoint. */
  readonly result?: ir.Variable;
  /** Does the callee change what its arguments hold? */
  readonly writes: boolean;
}

/**
 * A stretch of the forward sweep that is directly followed by its own reverse sweep: the whole function, or
 * the body of a fused loop. Within it, what is not overwritten by its end is simply there.
 */
export interface Root {
  readonly block: ir.Block;
  readonly outer?: Root;
  /** Statements at the start of the forward part: caches, hoisted declarations, adjoints that must outlive a fused loop. */
  readonly preamble: ir.Stmt[];
  /** Statements at the start of the reverse part. */
  readonly opening: ir.Stmt[];
}

/** The reverse counterpart of a block (or of its rest behind an exit). */
export interface Region {
  readonly root: Root;
  readonly block: ir.Block;
  /** First statement of the block that belongs to this region: a rest behind an exit is a region of its own. */
  readonly from: number;
  readonly parent?: Region;
  /** Values made available at the start of the reverse block. */
  readonly prefix: ir.Stmt[];
  readonly values: Map<string, ir.Expr>;
}

export interface Insertions {
  readonly before: Map<ir.Stmt, ir.Stmt[]>;
  readonly after: Map<ir.Stmt, ir.Stmt[]>;
  readonly start: Map<ir.Block, ir.Stmt[]>;
  /** What runs at the end of a fused loop's body. */
  readonly fused: Map<ir.Block, ir.Stmt[]>;
  /** How often the bodies of nests run whose inner trip counts vary. */
  readonly sizes: Map<string, ir.Variable>;
  /** Variables whose declaration moved to the root's preamble. */
  readonly hoisted: Set<ir.Variable>;
}

export interface Sweep {
  readonly subject: Subject;
  insertions: Insertions;
  /** Adjoints of number variables. */
  readonly adjoints: Map<ir.Variable, ir.Variable>;
  /** Of numbers that may never be used: did anything arrive at their adjoint? */
  readonly arrived: ReadonlyMap<ir.Variable, ir.Variable>;
  /** Statements whose reverse is a part of that of a branch. */
  readonly moves: Moves;
  /** Reverse-sweep variables that hold a saved or recomputed value of a primal variable. */
  readonly standsFor: Map<ir.Variable, ir.Expr>;
  /** Memory of what is saved, for `explain`. */
  readonly saved: {
    name: string;
    loops: number;
    growable: boolean;
    origin: ir.Origin;
    /** Where it is not a mere variable. */
    cache?: ir.Variable;
  }[];
  /** How each value that the reverse sweep reads gets there, and why, for `explain`. */
  decisions: Map<string, string>;
  /** Why a loop was not fused. */
  readonly unfused: Map<ir.LoopStmt, string>;
  readonly ids: Map<object, number>;
  /** Parameters whose rows must be apart for what was decided. */
  readonly reliedOn: Set<ir.Variable>;
  /** Named trip counts of the loops of a nest, by its outermost loop. */
  readonly extents: Map<ir.Label, Map<ir.Label, ir.Variable>>;
  /** While the reverse of what follows a loop is tried in front of it: nothing written from here on may be read. */
  barrier: Effects | undefined;
}

export class NotInFront extends Error {}

export const push = <K>(
  map: Map<K, ir.Stmt[]>,
  key: K,
  ...stmts: ir.Stmt[]
): void => {
  const list = map.get(key);
  if (list) list.push(...stmts);
  else map.set(key, stmts);
};

export function idOf(sweep: Sweep, thing: object): number {
  let id = sweep.ids.get(thing);
  if (id === undefined) sweep.ids.set(thing, (id = sweep.ids.size));
  return id;
}

/** The adjoint variable of a number variable. */
export function adjointOf(sweep: Sweep, v: ir.Variable): ir.Variable {
  let d = sweep.adjoints.get(v);
  if (d === undefined) sweep.adjoints.set(v, (d = variable(`d${v.name}`)));
  return d;
}

/** The class of a reference expression, in which reverse-sweep copies stand for their primal variables. */
export function classOf(sweep: Sweep, e: ir.Expr): AliasClass {
  return sweep.subject.aliases.of(inPrimalTerms(sweep, e));
}

function inPrimalTerms(sweep: Sweep, e: ir.Expr): ir.Expr {
  switch (e.kind) {
    case "read": {
      const stands = sweep.standsFor.get(e.variable);
      return stands ? inPrimalTerms(sweep, stands) : e;
    }
    case "element":
      return { ...e, array: inPrimalTerms(sweep, e.array) };
    case "field":
      return { ...e, object: inPrimalTerms(sweep, e.object) };
    default:
      return e;
  }
}

/** What changes a value: a statement, what follows the loop that is tried in front of it, or the function's caller. */
export type Change = ir.Stmt | "what follows" | "the caller";

/** May something in the root change the variable after the point, before the root's reverse part begins? */
export const variableChanges = (
  ...question: Parameters<typeof variableChange>
): boolean => variableChange(...question) !== undefined;

/** What in the root may change the variable after the point, before the root's reverse part begins? */
export function variableChange(
  sweep: Sweep,
  v: ir.Variable,
  at: Point,
  root: Root,
): Change | undefined {
  const { tree, effects } = sweep.subject;
  if (sweep.barrier?.variables.has(v)) return "what follows";
  for (let p = at; ;) {
    const writers = effects.writers(p.block, v);
    const next = writers[firstFrom(writers, p.index)];
    if (next !== undefined) return p.block[next];
    if (p.block === root.block || tree.home(v) === p.block) return undefined;
    const owner = tree.owner(p.block);
    if (owner === undefined) return undefined;
    if (owner.kind === "loop" && effects.of(owner).variables.has(v))
      return owner;
    p = tree.after(owner);
  }
}

/** May a slot of the class change after the point? `anySlot` asks for all. */
export const classChanges = (
  ...question: Parameters<typeof classChange>
): boolean => classChange(...question) !== undefined;

export function classChange(
  sweep: Sweep,
  c: AliasClass,
  slot: string,
  at: Point,
  root: Root,
): Change | undefined {
  const { tree, effects } = sweep.subject;
  if (sweep.barrier && touches(sweep.barrier, c, slot)) return "what follows";
  const life = lifetime(sweep, c);
  for (let p = at; ;) {
    for (const s of p.block.slice(p.index))
      if (touches(effects.of(s), c, slot)) return s;
    if (p.block === life) return undefined;
    if (p.block === root.block) break;
    const owner = tree.owner(p.block);
    if (owner === undefined) break;
    if (owner.kind === "loop" && touches(effects.of(owner), c, slot))
      return owner;
    p = tree.after(owner);
  }
  // At the end of the function its caller may change what it can reach.
  if (root.outer !== undefined) return undefined;
  return isUnstable(sweep, c) ? "the caller" : undefined;
}

const unstableClasses = new WeakMap<Subject, ReadonlySet<AliasClass>>();

export function isUnstable(sweep: Sweep, c: AliasClass): boolean {
  const { subject } = sweep;
  let classes = unstableClasses.get(subject);
  if (classes === undefined) {
    const all = new Set<AliasClass>();
    for (const v of subject.unstable) {
      if (isReference(v.type))
        for (const r of subject.aliases.reachable(
          subject.aliases.ofVariable(v),
        ))
          all.add(r);
    }
    if (subject.unstable.size > 0 && subject.aliases.result) {
      for (const r of subject.aliases.reachable(subject.aliases.result))
        all.add(r);
    }
    unstableClasses.set(subject, (classes = all));
  }
  return classes.has(c) || (subject.unstable.size > 0 && c.external);
}

const lifetimes = new WeakMap<Subject, Map<AliasClass, ir.Block | undefined>>();

/** The innermost block that holds every name of the class: its storage dies where that block ends. Undefined: lives longer than the function. */
export function lifetime(sweep: Sweep, c: AliasClass): ir.Block | undefined {
  const { subject } = sweep;
  let table = lifetimes.get(subject);
  if (table === undefined) {
    table = new Map();
    for (const v of subject.aliases.variables()) {
      if (!isReference(v.type)) continue;
      const home = subject.tree.home(v);
      for (const r of subject.aliases.reachable(
        subject.aliases.ofVariable(v),
      )) {
        const so = table.has(r) ? table.get(r) : home;
        table.set(
          r,
          home === undefined || so === undefined || r.external
            ? undefined
            : common(subject.tree, so, home),
        );
      }
    }
    lifetimes.set(subject, table);
  }
  return table.get(c);
}

function common(tree: Tree, a: ir.Block, b: ir.Block): ir.Block | undefined {
  for (let at: ir.Block | undefined = a; at;) {
    if (tree.within(b, at)) return at;
    const owner = tree.owner(at);
    at = owner && tree.before(owner).block;
  }
  return undefined;
}
