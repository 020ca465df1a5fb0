/**
 * A derived value that the next statements read exactly once, before anything that it reads changes, is written
 * there; and `dr[0] = 0; dr[0] += e` is `dr[0] = e`.
 */
import { increment, isConst, sameExpr } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import type { Type } from "../ir/types.ts";
import {
  blocksOf,
  expressionsOf,
  mapExpr,
  mapStmt,
  rootOf,
  unlessSame,
  updateStmt,
  visitBlock,
  visitExpr,
} from "../ir/walk.ts";
import { settling } from "./settling.ts";
import * as algebra from "../ir/algebra.ts";
import { mentionsOf, Places } from "../ir/mentions.ts";

export const inlineOnce = settling((block) => {
  const inner = block.map((s) => updateStmt(s, (e) => e, inlineOnce));
  if (!inner.some(isCandidate)) return unlessSame(block, inner);
  const places = new Places(inner);
  const at: (ir.Stmt | undefined)[] = inner;
  at.forEach((s, i) => {
    if (s === undefined || !isCandidate(s)) return;
    const only = soleUser(places, at, s.variable, i);
    if (only === undefined) return;
    const t = at[only]!;
    if (!fits(s.variable, s.value, t)) return;
    for (let between = i + 1; between < only; between++)
      if (mayChange(at[between], s.value)) return;
    const { variable, value } = s;
    const made = mapStmt(
      t,
      (e) =>
        mapExpr(e, (x) =>
          x.kind === "read" && x.variable === variable ? value : x,
        ),
      (b) => b,
    );
    at[only] = made;
    at[i] = undefined;
    for (const v of mentionsOf(made)) places.add(v, only);
  });
  return unlessSame(
    block,
    at.filter((s) => s !== undefined),
  );
});

const isCandidate = (
  s: ir.Stmt,
): s is ir.LetStmt & { readonly value: ir.Expr } =>
  s.kind === "let" &&
  s.origin.role === "adjoint" &&
  s.value !== undefined &&
  isMovable(s.value);

/** The only statement behind the declaration that mentions the variable. */
function soleUser(
  places: Places,
  at: readonly (ir.Stmt | undefined)[],
  v: ir.Variable,
  i: number,
): number | undefined {
  let found: number | undefined;
  for (const place of places.after(v, i)) {
    const s = at[place];
    if (!s || !mentionsOf(s).has(v)) continue;
    if (found !== undefined) return undefined;
    found = place;
  }
  return found;
}

function fits(v: ir.Variable, value: ir.Expr, t: ir.Stmt): boolean {
  if (blocksOf(t).length > 0 || occurrences(t, v) !== 1 || t.kind === "call")
    return false;
  if (t.kind === "assign" && t.variable === v) return false;
  // A guard reads its operand twice: that keeps its name.
  if (value.kind !== "read" && isGuarded(t, v)) return false;
  // Long lines don't read better than two short ones.
  return exprSize(value) + exprSize((t as { value?: ir.Expr }).value) <= 14;
}

function isGuarded(s: ir.Stmt, v: ir.Variable): boolean {
  let guarded = false;
  for (const e of expressionsOf(s)) {
    visitExpr(e, (x) => {
      if (x.kind !== "apply" || x.rule !== "guard") return;
      const [d] = x.args;
      if (d?.kind === "read" && d.variable === v) guarded = true;
    });
  }
  return guarded;
}

const exprSize = (e: ir.Expr | undefined): number => {
  let n = 0;
  if (e) visitExpr(e, () => n++);
  return n;
};

/** Only a load or a variable: a computed seed has a name of its own, which says what it is. */
const isMovable = (e: ir.Expr): boolean =>
  e.kind === "read" ||
  e.kind === "element" ||
  e.kind === "field" ||
  (e.kind === "apply" && e.rule === "neg");

function occurrences(s: ir.Stmt, v: ir.Variable): number {
  let n = 0;
  for (const e of expressionsOf(s)) {
    visitExpr(e, (x) => {
      if (x.kind === "read" && x.variable === v) n++;
    });
  }
  return n;
}

/** May the statement change what the expression reads? Storage is told apart by nothing here: any store may. */
function mayChange(s: ir.Stmt | undefined, e: ir.Expr): boolean {
  if (s === undefined) return false;
  let loads = false;
  const reads = new Set<ir.Variable>();
  visitExpr(e, (x) => {
    if (
      x.kind === "element" ||
      x.kind === "field" ||
      x.kind === "length" ||
      x.kind === "foreign"
    )
      loads = true;
    if (x.kind === "read") reads.add(x.variable);
  });
  let changes = false;
  visitBlock([s], {
    stmt: (t) => {
      if ((t.kind === "assign" || t.kind === "let") && reads.has(t.variable))
        changes = true;
      if (
        loads &&
        (t.kind === "store" ||
          t.kind === "push" ||
          t.kind === "resize" ||
          t.kind === "call" ||
          t.kind === "effect")
      )
        changes = true;
    },
  });
  return changes;
}

/** `dr[0] = 0; dr[0] += e` is `dr[0] = e`. */
export const storeOnce = settling((block) => {
  const current: ir.Stmt[] = block.map((s) =>
    updateStmt(s, (e) => e, storeOnce),
  );
  for (let i = 0; i + 1 < current.length; i++) {
    const s = current[i]!;
    const t = current[i + 1]!;
    if (s.kind !== "store" || t.kind !== "store") continue;
    if (s.origin.role !== "adjoint" || !isConst(s.value, 0)) continue;
    const step = increment(t);
    if (step === undefined || !sameExpr(s.target, t.target)) continue;
    if (mayRead(step.by, t.target)) continue;
    current[i] = {
      ...t,
      value: step.sign === 1 ? step.by : algebra.neg(step.by),
    };
    current.splice(i + 1, 1);
  }
  return unlessSame(block, current);
});

/** May an expression read a slot of a shadow? Primal storage is never a shadow's. */
function mayRead(e: ir.Expr, slot: ir.Expr): boolean {
  const isShadow = rootOf(slot)?.isShadow === true;
  let reads = false;
  visitExpr(e, (x) => {
    if (x.kind === "foreign") reads = true;
    if (x.kind !== "element" && x.kind !== "field") return;
    const root = rootOf(x);
    const isPrimal =
      root !== undefined && !root.isShadow && isListOfNumbers(root.type);
    if (!isShadow || !isPrimal) reads = true;
  });
  return reads;
}

/** No record is in it: a forward half hands shadows on in one. */
export const isListOfNumbers = (type: Type): boolean =>
  type.kind === "typedArray" ||
  type.kind === "number" ||
  (type.kind === "array" && isListOfNumbers(type.element));
