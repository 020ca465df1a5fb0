/** What can be worked out in front of a loop: values that do not change, and trip counts. */
import { apply, isConst, number } from "../ir/build.ts";
import * as algebra from "../ir/algebra.ts";
import type * as ir from "../ir/nodes.ts";
import { visitBlock, visitExpr } from "../ir/walk.ts";
import { slotOf } from "../2-analyze/alias.ts";
import type { Effects } from "../2-analyze/effects.ts";
import { touches } from "../2-analyze/effects.ts";
import { changesInside } from "../2-analyze/looks-inside.ts";
import type { Counted } from "../2-analyze/loops.ts";
import { isInteger } from "../2-analyze/loops.ts";
import type { Subject, Sweep } from "./sweep.ts";

/** Are all variables in `e` declared outside of the loop? */
export function isKnownBefore(
  sweep: Sweep,
  e: ir.Expr,
  loop: ir.LoopStmt,
): boolean {
  const { tree } = sweep.subject;
  const around = tree.before(loop).block;
  let known = true;
  visitExpr(e, (x) => {
    if (x.kind !== "read") return;
    const home = tree.home(x.variable);
    if (home && !tree.within(around, home)) known = false;
  });
  return known;
}

/** Sizes are written again in the reverse sweep, so nothing that they read may ever change. */
export function isReadable(sweep: Sweep, e: ir.Expr): boolean {
  const { aliases, body } = sweep.subject;
  const all = effectsOfAll(sweep);
  let readable = true;
  visitExpr(e, (x) => {
    if (x.kind === "read" && assignedIn(body).has(x.variable)) readable = false;
    if (x.kind === "foreign" && (!x.pure || changesInside(x, all, aliases)))
      readable = false;
    if (x.kind === "element" || x.kind === "field" || x.kind === "length") {
      const base = x.kind === "field" ? x.object : x.array;
      if (x.kind === "length" && base.type.kind === "typedArray") return;
      if (touches(all, aliases.of(base), slotOf(x))) readable = false;
    }
  });
  return readable;
}

const whole = new WeakMap<Subject, Effects>();

/** What the function may change. */
export function effectsOfAll({ subject }: Sweep): Effects {
  let found = whole.get(subject);
  if (found === undefined)
    whole.set(subject, (found = subject.effects.ofBlock(subject.body)));
  return found;
}

const assigned = new WeakMap<ir.Block, Set<ir.Variable>>();

/** The variables that are given another value after their declaration. */
export function assignedIn(body: ir.Block): ReadonlySet<ir.Variable> {
  let found = assigned.get(body);
  if (found === undefined) {
    const all = new Set<ir.Variable>();
    visitBlock(body, {
      stmt: (s) => {
        if (s.kind === "assign") all.add(s.variable);
      },
      expr: (e) => {
        if (e.kind === "foreign") for (const v of e.assigns) all.add(v);
      },
    });
    assigned.set(body, (found = all));
  }
  return found;
}

/** The number of trips: `Math.max(0, Math.ceil(bound - start))`, simpler where bound and start are integers. */
export function tripCount(
  c: Counted,
  integers: ReadonlySet<ir.Variable>,
  atLeastZero: boolean,
): ir.Expr {
  const down = c.step < 0;
  const span = down
    ? algebra.sub(c.start, c.bound)
    : algebra.sub(c.bound, c.start);
  const stride = Math.abs(c.step);
  const whole = isInteger(c.bound, integers);
  const closed = c.op === "<=" || c.op === ">=";
  let count: ir.Expr;
  if (closed) {
    const steps = stride === 1 ? span : algebra.div(span, number(stride));
    count = algebra.add(
      stride === 1 && whole ? steps : apply("floor", steps),
      number(1),
    );
  } else {
    const steps = stride === 1 ? span : algebra.div(span, number(stride));
    count = stride === 1 && whole ? steps : apply("ceil", steps);
  }
  const never =
    count.kind === "length" || (isConst(count) && Number(count.value) >= 0);
  return atLeastZero && !never ? apply("max", number(0), count) : count;
}
