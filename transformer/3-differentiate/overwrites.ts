/**
 * Is the element that a load reads ever overwritten later? Array dependence analysis (Maydan, Hennessy and Lam,
 * PLDI 1991): a store of a later iteration hits it only if the subscripts can be equal within the bounds of the
 * loops. So a factorisation in place, which reads what is final, saves nothing. "No" is proved; "yes" is a guess.
 */
import type * as ir from "../ir/nodes.ts";
import { isReference } from "../ir/types.ts";
import { visitBlock } from "../ir/walk.ts";
import type { Inequality, Poly } from "../2-analyze/affine.ts";
import {
  constant,
  divide,
  isInfeasible,
  minus,
  plus,
  product,
  strides,
  symbol,
  symbolsOf,
} from "../2-analyze/affine.ts";
import type { AliasClass } from "../2-analyze/alias.ts";
import { slotOf } from "../2-analyze/alias.ts";
import { touches } from "../2-analyze/effects.ts";
import { isInteger } from "../2-analyze/loops.ts";
import type { Point } from "../2-analyze/tree.ts";
import { assignedIn } from "./known.ts";
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

/** One of two executions: the load's or the store's. Counters of loops whose iteration is the same are shared. */
interface Execution {
  readonly name: "load" | "store";
  readonly shared: ReadonlySet<ir.LoopStmt>;
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

  const rows = rowsOf(sweep, load.array, target.array);
  const misses = (same: number, order?: ir.LoopStmt): boolean => {
    const shared = new Set([
      ...tree.loops(within, sweep.subject.body),
      ...ofLoad.slice(0, same),
    ]);
    const mine: Execution = { name: "load", shared };
    const theirs: Execution = { name: "store", shared };
    const facts = [
      ...ofLoad.flatMap((l) => bounds(sweep, l, mine)),
      ...ofStore.flatMap((l) => bounds(sweep, l, theirs)),
    ];
    if (order) facts.push(...later(sweep, order, mine, theirs));
    const f = polynomial(sweep, load.index, mine);
    const g = polynomial(sweep, target.index, theirs);
    if (differ(sweep, f, g, facts)) return true;
    if (rows === undefined) return false;
    const i = polynomial(sweep, rows.load, mine);
    const j = polynomial(sweep, rows.store, theirs);
    const areApart =
      differ(sweep, i, j, facts) ||
      isInfeasible(facts, [minus(f, g), minus(i, j)]);
    if (areApart) sweep.reliedOn.add(rows.of);
    return areApart;
  };
  for (let depth = 0; depth < common; depth++)
    if (!misses(depth, ofLoad[depth])) return false;
  return !followsWithin(sweep, at, home, within) || misses(common);
}

/** Where both arrays are rows of one list whose rows are apart: the list, and which row each is. */
function rowsOf(
  sweep: Sweep,
  load: ir.Expr,
  store: ir.Expr,
): { of: ir.Variable; load: ir.Expr; store: ir.Expr } | undefined {
  const a = rowOf(sweep, load);
  const b = rowOf(sweep, store);
  if (a?.of !== b?.of || !a || !b) return undefined;
  return { of: a.of, load: a.index, store: b.index };
}

function rowOf(
  sweep: Sweep,
  e: ir.Expr,
): { of: ir.Variable; index: ir.Expr } | undefined {
  const { apart, body, tree } = sweep.subject;
  if (e.kind === "element" && e.array.kind === "read")
    return apart.has(e.array.variable)
      ? { of: e.array.variable, index: e.index }
      : undefined;
  // `const row = rows[i]`
  if (e.kind !== "read" || assignedIn(body).has(e.variable)) return undefined;
  const home = tree.home(e.variable);
  const made = home?.find((s) => s.kind === "let" && s.variable === e.variable);
  return made?.kind === "let" && made.value?.kind === "element"
    ? rowOf(sweep, made.value)
    : undefined;
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

/** What the header of a loop says of its counter. */
function bounds(sweep: Sweep, loop: ir.LoopStmt, run: Execution): Inequality[] {
  const counted = sweep.subject.plans.get(loop.label)?.counted;
  if (counted === undefined) return [];
  const { integers } = sweep.subject;
  const i = counter(sweep, loop, run);
  const start = polynomial(sweep, counted.start, run);
  const bound = polynomial(sweep, counted.bound, run);
  const up = counted.step > 0;
  const room = up ? minus(bound, i) : minus(i, bound);
  const closed = counted.op === "<=" || counted.op === ">=";
  const whole = isInteger(counted.bound, integers);
  return [
    { poly: up ? minus(i, start) : minus(start, i), strict: false },
    whole && !closed
      ? { poly: plus(room, constant(-1)), strict: false }
      : { poly: room, strict: !closed },
  ];
}

/** The store's iteration comes after the load's. */
function later(
  sweep: Sweep,
  loop: ir.LoopStmt,
  mine: Execution,
  theirs: Execution,
): Inequality[] {
  const counted = sweep.subject.plans.get(loop.label)?.counted;
  if (counted === undefined) return [];
  const ahead = minus(counter(sweep, loop, theirs), counter(sweep, loop, mine));
  const { step } = counted;
  const beyond =
    step > 0
      ? plus(ahead, constant(-step))
      : plus(product(constant(-1), ahead), constant(step));
  return [{ poly: beyond, strict: false }];
}

const counter = (sweep: Sweep, loop: ir.LoopStmt, run: Execution): Poly =>
  symbol(`i${idOf(sweep, loop)}${run.shared.has(loop) ? "" : run.name}`);

/** Are two subscripts different, whatever the symbols are? */
function differ(
  sweep: Sweep,
  f: Poly,
  g: Poly,
  facts: readonly Inequality[],
): boolean {
  const proved = (q: Inequality): boolean => isInfeasible([...facts, q], []);
  const below = (rest: Poly, stride: Poly): boolean =>
    proved({ poly: product(constant(-1), rest), strict: true }) &&
    proved({ poly: minus(rest, stride), strict: false });
  if (isInfeasible(facts, [minus(f, g)])) return true;
  // `i * n + k` with `k` in [0, n) is equal only where both `i` and `k` are.
  for (const stride of new Set([...strides(f), ...strides(g)])) {
    if (typeof stride === "string" && isCounter.test(stride)) continue;
    const a = divide(f, stride);
    const b = divide(g, stride);
    const size = typeof stride === "string" ? symbol(stride) : constant(stride);
    const apart = minus(a.quotient, b.quotient);
    if (!isWhole(apart) || !below(a.rest, size) || !below(b.rest, size))
      continue;
    if (isInfeasible(facts, [apart, minus(a.rest, b.rest)])) return true;
    if (differ(sweep, a.quotient, b.quotient, facts)) return true;
    if (differ(sweep, a.rest, b.rest, facts)) return true;
  }
  return false;
}

/** Is it an integer, whatever the numbers are? Names of counters and of integers say so. */
const isWhole = (poly: Poly): boolean =>
  [...poly.values()].every(Number.isInteger) &&
  symbolsOf(poly).every((s) => s.startsWith("i"));

const isCounter = /^i\d/;

let unknowns = 0;

/** A subscript in counters and in what does not change; anything else is a symbol that nothing is known of. */
function polynomial(sweep: Sweep, e: ir.Expr, run: Execution): Poly {
  const of = (x: ir.Expr): Poly => polynomial(sweep, x, run);
  switch (e.kind) {
    case "const":
      return typeof e.value === "number" && Number.isFinite(e.value)
        ? constant(e.value)
        : unknown();
    case "read":
      return ofVariable(sweep, e.variable, run);
    case "length":
      return e.array.kind === "read" && e.array.type.kind === "typedArray"
        ? named(sweep, e.array.variable, run, "il")
        : unknown();
    case "apply": {
      const [a, b] = e.args;
      if (e.rule === "neg") return product(constant(-1), of(a!));
      if (e.rule === "add") return plus(of(a!), of(b!));
      if (e.rule === "sub") return minus(of(a!), of(b!));
      if (e.rule === "mul") return product(of(a!), of(b!));
      return unknown();
    }
    default:
      return unknown();
  }
}

const unknown = (): Poly => symbol(`u${unknowns++}`);

function ofVariable(sweep: Sweep, v: ir.Variable, run: Execution): Poly {
  const { tree, plans, body, integers } = sweep.subject;
  const home = tree.home(v);
  const loop = home && tree.owner(home);
  if (loop?.kind === "loop" && home === loop.init) {
    const counted = plans.get(loop.label)?.counted;
    if (counted?.variable === v) return counter(sweep, loop, run);
    return unknown();
  }
  if (home && !assignedIn(body).has(v)) {
    const made = home.find((s) => s.kind === "let" && s.variable === v);
    const value = made?.kind === "let" ? made.value : undefined;
    // The length of a plain array may change; what was taken of it does not.
    const isNamed =
      value?.kind === "length" && value.array.type.kind !== "typedArray";
    if (value && arithmetic.has(value.kind) && !isNamed)
      return polynomial(sweep, value, run);
  }
  return named(sweep, v, run, integers.has(v) ? "iv" : "v");
}

const arithmetic = new Set<ir.Expr["kind"]>([
  "apply",
  "const",
  "length",
  "read",
]);

/** A symbol for what never changes, or is made once in each iteration of the loops around it. */
function named(
  sweep: Sweep,
  v: ir.Variable,
  run: Execution,
  kind: string,
): Poly {
  const { tree, body, func } = sweep.subject;
  if (assignedIn(body).has(v)) return unknown();
  const home = tree.home(v);
  if (home === undefined && !func.params.some((p) => p.variable === v))
    return unknown();
  const isShared =
    home === undefined ||
    tree.loops(home, body).every((l) => run.shared.has(l));
  return symbol(`${kind}${idOf(sweep, v)}${isShared ? "" : run.name}`);
}
