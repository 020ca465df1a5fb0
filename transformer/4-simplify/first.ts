/** An adjoint starts with what comes first: `let d = 0; …; d += e` becomes `let d = e` there. */
import { increment, isConst, let_ } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import { unlessSame, updateStmt } from "../ir/walk.ts";
import { settling } from "./settling.ts";
import * as algebra from "../ir/algebra.ts";
import { mentionsExpr, mentionsOf, Places } from "../ir/mentions.ts";

type Start = ir.LetStmt | ir.AssignStmt;

export const startWithFirst = settling((block) => {
  const inner = startInBranches(block).map((s) =>
    updateStmt(s, (e) => e, startWithFirst),
  );
  if (!inner.some(isZero)) return unlessSame(block, inner);
  const places = new Places(inner);
  // What stands at each place of the block: a statement that has gone leaves nothing, a declaration may have
  // moved to stand before another.
  const at: (ir.Stmt | undefined)[] = inner;
  const moved = inner.map((): ir.LetStmt[] => []);
  const ends = endsOfRuns(inner);
  const declared = new Set<ir.Variable>();
  for (let i = 0; i < at.length; i++) {
    const s = at[i];
    if (s?.kind === "let") declared.add(s.variable);
    if (!s || !isZero(s)) continue;
    const v = s.variable;
    const next = nextOf(places, at, v, i);
    if (next === undefined) {
      // Cleared and never looked at again before its scope ends.
      if (s.kind === "assign" && declared.has(v)) at[i] = undefined;
      continue;
    }
    const start = startedBy(s, at[next]!);
    if (start) {
      at[i] = undefined;
      at[next] = start;
    } else if (s.kind === "let" && next > ends[i]!) {
      // Declared where it is first needed.
      at[i] = undefined;
      moved[next]!.push(s);
    }
  }
  return unlessSame(
    block,
    at.flatMap((s, i) => (s ? [...moved[i]!, s] : moved[i]!)),
  );
});

/** Where the declarations of zeros that begin at a place end: they need not move over one another. */
function endsOfRuns(block: ir.Block): number[] {
  const ends = block.map((_, i) => i);
  for (let i = block.length - 1; i >= 0; i--) {
    const s = block[i]!;
    if (s.kind === "let" && isZero(s)) ends[i] = ends[i + 1] ?? block.length;
  }
  return ends;
}

const isZero = (s: ir.Stmt): s is Start =>
  (s.kind === "let" || s.kind === "assign") &&
  s.value !== undefined &&
  isConst(s.value, 0) &&
  s.variable.type.kind === "number";

function nextOf(
  places: Places,
  at: readonly (ir.Stmt | undefined)[],
  v: ir.Variable,
  i: number,
): number | undefined {
  for (const place of places.after(v, i)) if (at[place]) return place;
  return undefined;
}

/** The statement that takes the place of a clear and of what follows it, if one can. */
function startedBy(s: Start, t: ir.Stmt): Start | undefined {
  const v = s.variable;
  if (t.kind !== "assign" || t.variable !== v) return undefined;
  const step = increment(t);
  if (step && !mentionsExpr(step.by, v)) {
    const value = step.sign === 1 ? step.by : algebra.neg(step.by);
    return s.kind === "let" ? let_(t.origin, v, value) : { ...t, value };
  }
  if (mentionsExpr(t.value, v)) return undefined;
  return s.kind === "let" ? let_(t.origin, v, t.value) : t;
}

/** What one branch alone speaks of is declared in it. */
function startInBranches(block: ir.Block): ir.Block {
  if (!block.some((s) => s.kind === "if") || !block.some(isZero)) return block;
  const places = new Places(block);
  const at: (ir.Stmt | undefined)[] = [...block];
  for (let i = at.length - 1; i >= 0; i--) {
    const s = at[i]!;
    if (s.kind !== "let" || !isZero(s)) continue;
    const next = nextOf(places, at, s.variable, i);
    if (next === undefined || nextOf(places, at, s.variable, next)) continue;
    const inner = startedIn(s, at[next]!);
    if (inner === undefined) continue;
    at[i] = undefined;
    at[next] = inner;
  }
  return at.filter((s) => s !== undefined);
}

/** An `if` with the declaration in the branch that alone speaks of the variable. */
function startedIn(s: ir.LetStmt, t: ir.Stmt): ir.IfStmt | undefined {
  const v = s.variable;
  if (t.kind !== "if" || mentionsExpr(t.test, v)) return undefined;
  const isIn = (b: ir.Block): boolean => b.some((u) => mentionsOf(u).has(v));
  const then = isIn(t.then);
  if (then === isIn(t.otherwise)) return undefined;
  return then
    ? { ...t, then: [s, ...t.then] }
    : { ...t, otherwise: [s, ...t.otherwise] };
}
