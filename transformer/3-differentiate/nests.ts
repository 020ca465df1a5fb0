/**
 * How often the body of a nest runs, where inner loops run differently often in each iteration of outer ones (a
 * triangular solve): the outer loops are run once in front of the nest to add up the trips of the innermost, so
 * that what is saved there has a typed array of the right length and a running counter.
 */
import {
  apply,
  assign,
  compare,
  conditional,
  let_,
  number,
  read,
  variable,
} from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import { dumpExpr } from "../ir/dump.ts";
import { mapExpr, reads, renamed, visitExpr } from "../ir/walk.ts";
import type { Counted } from "../2-analyze/loops.ts";
import { isInteger, isInvariant } from "../2-analyze/loops.ts";
import * as algebra from "../ir/algebra.ts";
import { assignedIn, isKnownBefore, tripCount } from "./known.ts";
import type { Root, Sweep } from "./sweep.ts";
import { idOf, push } from "./sweep.ts";

export interface Nest {
  /** The loop in front of which the cache is made, and the root that it stands in. */
  readonly anchor: ir.LoopStmt;
  readonly root: Root;
  readonly size: ir.Expr;
}

/** Undefined: how often it runs is known only when it has run. */
export function countedNest(
  sweep: Sweep,
  loops: readonly ir.LoopStmt[],
  root: Root,
  origin: ir.Origin,
): Nest | undefined {
  const { plans, integers, tree } = sweep.subject;
  const nest: Counted[] = [];
  for (const loop of loops) {
    const counted = plans.get(loop.label)?.counted;
    if (counted === undefined) return undefined;
    nest.push(counted);
  }
  let anchor = loops[0]!;
  let outermost = root;
  while (outermost.outer) {
    const owner = tree.owner(outermost.block);
    if (owner?.kind !== "loop") return undefined;
    anchor = owner;
    outermost = outermost.outer;
  }
  const counters = nest.map((c) => c.variable);
  const isKnown = nest.every((c, i) =>
    [c.start, c.bound].every((e) =>
      isFixed(sweep, e, anchor, counters.slice(0, i)),
    ),
  );
  if (!isKnown) return undefined;

  const { sizes } = sweep.insertions;
  const key = `${idOf(sweep, anchor)}: ${keyOf(sweep, nest)}`;
  let size = sizes.get(key);
  if (size === undefined) {
    size = variable("size");
    sizes.set(key, size);
    // Loops whose counters no inner loop asks for only multiply.
    const asked = nest.findIndex((c, i) =>
      nest.slice(i + 1).some((inner) => readsCounter(inner, c.variable)),
    );
    const trips = (c: Counted): ir.Expr => {
      if (isInteger(c.bound, integers)) return tripCount(c, integers, true);
      // A bound that is NaN adds no trip, and must not spoil the sum.
      const count = tripCount(c, integers, false);
      const positive = compare(">", count, number(0));
      return conditional(positive, count, number(0));
    };
    const factors = nest
      .slice(0, asked)
      .map((c) => tripCount(c, integers, true));
    const before = (...stmts: ir.Stmt[]): void =>
      push(sweep.insertions.before, anchor, ...stmts);
    const sum = factors.length === 0 ? size : variable("inner");
    before(let_(origin, sum, number(0)));
    before(...adding(nest.slice(asked), sum, trips, origin));
    if (sum !== size)
      before(
        let_(
          origin,
          size,
          [...factors, read(sum)].reduce((a, b) => algebra.mul(a, b)),
        ),
      );
  }
  return { anchor, root: outermost, size: read(size) };
}

/** Equal for nests whose bodies run equally often: every variable is told apart. */
function keyOf(sweep: Sweep, nest: readonly Counted[]): string {
  const names = new Map(
    nest.map((c, i) => [c.variable, variable(`counter${i}`)] as const),
  );
  const text = (e: ir.Expr): string => {
    visitExpr(e, (x) => {
      if (x.kind === "read" && !names.has(x.variable))
        names.set(x.variable, variable(`v${idOf(sweep, x.variable)}`));
    });
    return dumpExpr(renamed(e, names));
  };
  return nest
    .map((c) => [text(c.start), c.op, text(c.bound), c.step].join(" "))
    .join(", ");
}

/** Can it be worked out in front of the nest, from what never changes and the counters of loops further out? */
function isFixed(
  sweep: Sweep,
  e: ir.Expr,
  anchor: ir.LoopStmt,
  counters: readonly ir.Variable[],
): boolean {
  const { effects, aliases, body } = sweep.subject;
  const rest = mapExpr(e, (x) =>
    x.kind === "read" && counters.includes(x.variable) ? number(0) : x,
  );
  return (
    isInvariant(rest, effects.of(anchor), aliases) &&
    isKnownBefore(sweep, rest, anchor) &&
    ![...assignedIn(body)].some((v) => reads(rest, v))
  );
}

const readsCounter = (c: Counted, v: ir.Variable): boolean =>
  [c.start, c.bound].some((e) => reads(e, v));

/** `for (…) for (…) sum += trips of the innermost`, with counters of its own. */
function adding(
  nest: readonly Counted[],
  sum: ir.Variable,
  trips: (c: Counted) => ir.Expr,
  origin: ir.Origin,
  names: ReadonlyMap<ir.Variable, ir.Variable> = new Map(),
): ir.Block {
  const own = (e: ir.Expr): ir.Expr => renamed(e, names);
  const [outer, ...inner] = nest as [Counted, ...Counted[]];
  if (inner.length === 0) {
    const more = own(trips(outer));
    return [assign(origin, sum, apply("add", read(sum), more))];
  }
  const { op, step } = outer;
  const i = variable(outer.variable.name);
  const further = new Map(names).set(outer.variable, i);
  return [
    {
      kind: "loop",
      origin,
      label: { name: "sizes" },
      init: [let_(origin, i, own(outer.start))],
      test: compare(op, read(i), own(outer.bound)),
      testAfter: false,
      update: [assign(origin, i, apply("add", read(i), number(step)))],
      body: adding(inner, sum, trips, origin, further),
    },
  ];
}
