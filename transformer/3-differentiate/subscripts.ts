/**
 * Are two elements of an array different, whatever the iterations are in which they are met? Subscripts are
 * polynomials in counters and in what does not change; bounds of loops are inequalities on them.
 */
import type * as ir from "../ir/nodes.ts";
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
import { touches } from "../2-analyze/effects.ts";
import { isInteger } from "../2-analyze/loops.ts";
import { assignedIn, effectsOfAll } from "./known.ts";
import type { Sweep } from "./sweep.ts";
import { idOf } from "./sweep.ts";

/** One of two executions. Counters of loops whose iteration is the same are shared. */
export interface Execution {
  readonly name: "first" | "second";
  readonly shared: ReadonlySet<ir.LoopStmt>;
}

/** An element that is read or written in a block. */
export interface Access {
  readonly element: ir.ElementExpr;
  readonly block: ir.Block;
}

/**
 * Do the two never meet the same element, where so many of their common loops inside `within` are in the same
 * iteration, and the second's iteration of the next one, `order`, comes after the first's?
 */
export function areApart(
  sweep: Sweep,
  first: Access,
  second: Access,
  within: ir.Block,
  same: number,
  order?: ir.LoopStmt,
): boolean {
  const { tree, body } = sweep.subject;
  const ofFirst = tree.loops(first.block, within);
  const ofSecond = tree.loops(second.block, within);
  const shared = new Set([
    ...tree.loops(within, body),
    ...ofFirst.slice(0, same),
  ]);
  const mine: Execution = { name: "first", shared };
  const theirs: Execution = { name: "second", shared };
  const facts = [
    ...ofFirst.flatMap((l) => bounds(sweep, l, mine)),
    ...ofSecond.flatMap((l) => bounds(sweep, l, theirs)),
  ];
  if (order) facts.push(...later(sweep, order, mine, theirs));
  const f = polynomial(sweep, first.element.index, mine);
  const g = polynomial(sweep, second.element.index, theirs);
  if (differ(sweep, f, g, facts)) return true;
  const rows = rowsOf(sweep, first.element.array, second.element.array);
  if (rows === undefined) return false;
  const i = polynomial(sweep, rows.first, mine);
  const j = polynomial(sweep, rows.second, theirs);
  const areDifferent =
    differ(sweep, i, j, facts) ||
    isInfeasible(facts, [minus(f, g), minus(i, j)]);
  if (areDifferent) sweep.reliedOn.add(rows.of);
  return areDifferent;
}

/** Where both arrays are rows of one list whose rows are apart: the list, and which row each is. */
function rowsOf(
  sweep: Sweep,
  first: ir.Expr,
  second: ir.Expr,
): { of: ir.Variable; first: ir.Expr; second: ir.Expr } | undefined {
  const a = rowOf(sweep, first);
  const b = rowOf(sweep, second);
  if (a?.of !== b?.of || !a || !b) return undefined;
  return { of: a.of, first: a.index, second: b.index };
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

/** What the header of a loop says of its counter. */
export function bounds(
  sweep: Sweep,
  loop: ir.LoopStmt,
  run: Execution,
): Inequality[] {
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

/** The second's iteration comes after the first's. */
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

export const counter = (
  sweep: Sweep,
  loop: ir.LoopStmt,
  run: Execution,
): Poly =>
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
export const isWhole = (poly: Poly): boolean =>
  [...poly.values()].every(Number.isInteger) &&
  symbolsOf(poly).every((s) => s.startsWith("i"));

const isCounter = /^i\d/;

let unknowns = 0;

/** A subscript in counters and in what does not change; anything else is a symbol that nothing is known of. */
export function polynomial(sweep: Sweep, e: ir.Expr, run: Execution): Poly {
  const of = (x: ir.Expr): Poly => polynomial(sweep, x, run);
  switch (e.kind) {
    case "const":
      return typeof e.value === "number" && Number.isFinite(e.value)
        ? constant(e.value)
        : unknown();
    case "read":
      return ofVariable(sweep, e.variable, run);
    case "length":
      return e.array.kind === "read" && isFixed(sweep, e)
        ? lengthOf(sweep, e.array.variable, run)
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

/** The length of an array that keeps it: what it was made with, where that is seen. */
function lengthOf(sweep: Sweep, v: ir.Variable, run: Execution): Poly {
  const { body, tree } = sweep.subject;
  const made = tree.home(v)?.find((s) => s.kind === "let" && s.variable === v);
  const value = made?.kind === "let" ? made.value : undefined;
  return value?.kind === "allocate" && !assignedIn(body).has(v)
    ? polynomial(sweep, value.length, run)
    : named(sweep, v, run, "il");
}

/** Does the array keep its length? */
function isFixed(sweep: Sweep, e: ir.LengthExpr): boolean {
  if (e.array.type.kind === "typedArray") return true;
  const c = sweep.subject.aliases.of(e.array);
  return !c.external && !touches(effectsOfAll(sweep), c, "length");
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
    const isNamed = value?.kind === "length" && !isFixed(sweep, value);
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
