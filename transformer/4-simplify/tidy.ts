/**
 * Makes derived code what a person would write, without changing a value that is used: copies are read where
 * they come from, an adjoint starts with its first contribution instead of zero, what nobody reads goes.
 */
import { increment, isConst, let_, sameExpr } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import {
  blocksOf,
  childrenOf,
  expressionsOf,
  mapBlock,
  mapExpr,
  mapStmt,
  visitBlock,
  visitExpr,
} from "../ir/walk.ts";
import * as algebra from "../ir/algebra.ts";

export function tidy(block: ir.Block): ir.Block {
  let current = block;
  for (let round = 0; round < 8; round++) {
    const before = current;
    current = dropDead(current);
    current = dropClears(current, new Set());
    current = startWithFirst(current);
    current = forwardCopies(current);
    current = inlineOnce(current);
    current = storeOnce(current);
    if (size(current) === size(before) && round > 0) break;
  }
  return current;
}

function size(block: ir.Block): number {
  let count = 0;
  visitBlock(block, { stmt: () => count++, expr: () => count++ });
  return count;
}

// ------------------------------------------------------------------------------------------- what nobody reads

/** Drops variables, and arrays that are only written, that nothing reads; then what is left empty. */
export function dropDead(block: ir.Block): ir.Block {
  const declared = new Set<ir.Variable>();
  const local = new Set<ir.Variable>();
  visitBlock(block, {
    stmt: (s) => {
      if (s.kind === "let") {
        declared.add(s.variable);
        if (s.value === undefined || isFresh(s.value)) local.add(s.variable);
      }
    },
  });
  visitBlock(block, {
    stmt: (s) => {
      if (s.kind === "assign" && !isFresh(s.value)) local.delete(s.variable);
    },
  });
  const used = new Set<ir.Variable>();
  const visitUse = (e: ir.Expr): void => {
    visitExpr(e, (x) => {
      if (x.kind === "read") used.add(x.variable);
      if (x.kind === "foreign") for (const v of x.assigns) used.add(v);
      if ((x.kind === "zeros" || x.kind === "copy") && x.group)
        used.add(x.group);
    });
  };
  /** Uses that depend on whether the variable that they feed is used itself. */
  const feeds = new Map<ir.Variable, ir.Expr[]>();
  const feed = (v: ir.Variable, e: ir.Expr): void => {
    feeds.set(v, [...(feeds.get(v) ?? []), e]);
  };
  visitBlock(block, {
    stmt: (s) => {
      switch (s.kind) {
        case "let":
          if (s.value && hasEffect(s.value)) visitUse(s.value);
          else if (s.value) feed(s.variable, s.value);
          break;
        case "assign":
          if (!declared.has(s.variable) || hasEffect(s.value)) {
            used.add(s.variable);
            visitUse(s.value);
          } else feed(s.variable, increment(s)?.by ?? s.value);
          break;
        case "store": {
          const base = localBase(s.target, local);
          if (base) {
            feed(base, s.value);
            childrenOf(s.target).forEach((e) =>
              e.kind === "read" && e.variable === base
                ? undefined
                : feed(base, e),
            );
          } else [s.target, s.value].forEach(visitUse);
          break;
        }
        case "push":
        case "resize": {
          const v =
            s.array.kind === "read" && local.has(s.array.variable)
              ? s.array.variable
              : undefined;
          const value = s.kind === "push" ? s.value : s.length;
          if (v) feed(v, value);
          else [s.array, value].forEach(visitUse);
          break;
        }
        default:
          expressionsOf(s).forEach(visitUse);
      }
    },
  });
  for (let before = -1; before !== used.size;) {
    before = used.size;
    for (const v of used) for (const e of feeds.get(v) ?? []) visitUse(e);
  }

  const isDead = (v: ir.Variable): boolean => declared.has(v) && !used.has(v);
  const clean = (b: ir.Block): ir.Block =>
    b.flatMap((s): readonly ir.Stmt[] => {
      switch (s.kind) {
        case "let":
          if (!isDead(s.variable)) return [s];
          return s.value?.kind === "foreign" && hasEffect(s.value)
            ? [{ kind: "effect", origin: s.origin, value: s.value }]
            : [];
        case "assign":
          if (s.value.kind === "read" && s.value.variable === s.variable)
            return [];
          if (!isDead(s.variable)) return [s];
          return s.value.kind === "foreign" && hasEffect(s.value)
            ? [{ kind: "effect", origin: s.origin, value: s.value }]
            : [];
        case "store": {
          const base = localBase(s.target, local);
          return base && isDead(base) ? [] : [s];
        }
        case "push":
        case "resize":
          return s.array.kind === "read" &&
            local.has(s.array.variable) &&
            isDead(s.array.variable)
            ? []
            : [s];
        case "if": {
          const then = clean(s.then);
          const otherwise = clean(s.otherwise);
          if (then.length === 0 && otherwise.length === 0) return [];
          return [{ ...s, then, otherwise }];
        }
        case "loop": {
          const body = clean(s.body);
          // A loop that only counted has nothing left to do.
          const counters = new Set(s.init.map((l) => l.variable));
          const onlyCounts =
            counters.size > 0 &&
            s.update.length > 0 &&
            s.update.every(
              (u) => u.kind === "assign" && counters.has(u.variable),
            );
          if (body.length === 0 && onlyCounts) return [];
          return [{ ...s, body }];
        }
        case "block": {
          const body = clean(s.body);
          return body.length === 0 ? [] : [{ ...s, body }];
        }
        default:
          return [s];
      }
    });
  return clean(block);
}

const isFresh = (e: ir.Expr): boolean =>
  e.kind === "allocate" ||
  e.kind === "zeros" ||
  e.kind === "copy" ||
  (e.kind === "arrayLiteral" && e.elements.length === 0);

const hasEffect = (e: ir.Expr): boolean => e.kind === "foreign" && !e.pure;

/** The local array or object, made here and known by this name alone, that a store writes into. */
function localBase(
  target: ir.ElementExpr | ir.FieldExpr,
  local: ReadonlySet<ir.Variable>,
): ir.Variable | undefined {
  const base = target.kind === "element" ? target.array : target.object;
  return base.kind === "read" && local.has(base.variable)
    ? base.variable
    : undefined;
}

// ---------------------------------------------------------------------------- adjoints start with what comes first

/** `let d = 0; …; d += e` becomes `let d = e` there, where nothing mentions `d` in between. */
function startWithFirst(block: ir.Block): ir.Block {
  let current: ir.Stmt[] = block.map((s) =>
    mapStmt(s, (e) => e, startWithFirst),
  );
  const moved = new Set<ir.Variable>();
  for (let i = 0; i < current.length; i++) {
    const s = current[i]!;
    const zero =
      (s.kind === "let" || s.kind === "assign") &&
      s.value &&
      isConst(s.value, 0) &&
      s.variable.type.kind === "number";
    if (!zero) continue;
    const v = s.variable;
    const next = current.findIndex((t, j) => j > i && mentions(t, v));
    const t = current[next];
    if (t === undefined) {
      // Cleared and never looked at again before its scope ends.
      if (
        s.kind === "assign" &&
        current.some((u, j) => j < i && u.kind === "let" && u.variable === v)
      ) {
        current = current.filter((_, j) => j !== i);
        i--;
      }
      continue;
    }
    if (t.kind === "assign" && t.variable === v) {
      const step = increment(t);
      if (step && !mentionsExpr(step.by, v)) {
        const value = step.sign === 1 ? step.by : algebra.neg(step.by);
        const start =
          s.kind === "let" ? let_(t.origin, v, value) : { ...t, value };
        current = current.flatMap((u, j) =>
          j === i ? [] : j === next ? [start] : [u],
        );
        i--;
        continue;
      }
      if (!mentionsExpr(t.value, v)) {
        const start = s.kind === "let" ? let_(t.origin, v, t.value) : t;
        current = current.flatMap((u, j) =>
          j === i ? [] : j === next ? [start] : [u],
        );
        i--;
        continue;
      }
    }
    // Declared where it is first needed: once, so each declaration moves at most once in a round.
    if (s.kind === "let" && next > i + 1 && !moved.has(v)) {
      moved.add(v);
      current = [
        ...current.slice(0, i),
        ...current.slice(i + 1, next),
        s,
        ...current.slice(next),
      ];
      i--;
    }
  }
  return current;
}

function mentions(s: ir.Stmt, v: ir.Variable): boolean {
  if ((s.kind === "let" || s.kind === "assign") && s.variable === v)
    return true;
  if (s.kind === "call" && s.result === v) return true;
  return (
    expressionsOf(s).some((e) => mentionsExpr(e, v)) ||
    blocksOf(s).some((b) => b.some((t) => mentions(t, v)))
  );
}

function mentionsExpr(e: ir.Expr, v: ir.Variable): boolean {
  let found = false;
  visitExpr(e, (x) => {
    if (x.kind === "read" && x.variable === v) found = true;
    if (x.kind === "foreign" && x.assigns.includes(v)) found = true;
  });
  return found;
}

// ------------------------------------------------------------------------------------------------------- clears

/** Drops `d = 0` of an adjoint that nothing looks at afterwards. `live`: what is mentioned later on. */
function dropClears(block: ir.Block, live: ReadonlySet<ir.Variable>): ir.Block {
  const later = new Set(live);
  const kept: ir.Stmt[] = [];
  for (const s of [...block].reverse()) {
    const clears =
      s.kind === "assign" && s.origin.role === "adjoint" && isConst(s.value, 0);
    if (clears && !later.has(s.variable)) continue;
    // What a loop's body mentions, its next iteration may look at.
    const within = s.kind === "loop" ? mentionedIn(s, later) : later;
    kept.unshift(
      mapStmt(
        s,
        (e) => e,
        (b) => dropClears(b, within),
      ),
    );
    mentionedIn(s, later).forEach((v) => later.add(v));
  }
  return kept;
}

function mentionedIn(
  s: ir.Stmt,
  more: ReadonlySet<ir.Variable>,
): Set<ir.Variable> {
  const found = new Set(more);
  visitBlock([s], {
    stmt: (t) => {
      if (t.kind === "let" || t.kind === "assign") found.add(t.variable);
    },
    expr: (e) => {
      if (e.kind === "read") found.add(e.variable);
      if (e.kind === "foreign") e.assigns.forEach((v) => found.add(v));
    },
  });
  return found;
}

// ------------------------------------------------------------------------------------------------------- copies

/** Derived `const d = e` with `e` another variable that never changes again, or a constant, is read as `e`. */
function forwardCopies(block: ir.Block): ir.Block {
  const writes = new Map<ir.Variable, number>();
  const count = (v: ir.Variable): void => {
    writes.set(v, (writes.get(v) ?? 0) + 1);
  };
  visitBlock(block, {
    stmt: (s) => {
      if (s.kind === "let" || s.kind === "assign") count(s.variable);
      if (s.kind === "call" && s.result) count(s.result);
    },
    expr: (e) => {
      if (e.kind === "foreign") e.assigns.forEach(count);
    },
  });
  const same = new Map<ir.Variable, ir.Expr>();
  visitBlock(block, {
    stmt: (s) => {
      if (
        s.kind !== "let" ||
        s.origin.role !== "adjoint" ||
        writes.get(s.variable) !== 1 ||
        s.value === undefined
      )
        return;
      const constant = s.value.kind === "const";
      const copy =
        s.value.kind === "read" && (writes.get(s.value.variable) ?? 0) <= 1;
      if (constant || copy) same.set(s.variable, s.value);
    },
  });
  if (same.size === 0) return block;
  const resolve = (e: ir.Expr): ir.Expr => {
    let at = e;
    while (at.kind === "read" && same.has(at.variable))
      at = same.get(at.variable)!;
    return at;
  };
  const derived = (e: ir.Expr): ir.Expr =>
    mapExpr(e, (x) => refold(resolve(x)));
  return mapBlock(block, derived, (s) =>
    s.kind === "let" && same.has(s.variable) ? [] : [s],
  );
}

/** Folds again what a constant that was put in has made trivial; only derivatives read such constants. */
function refold(e: ir.Expr): ir.Expr {
  if (e.kind !== "apply") return e;
  if (!e.args.some((arg) => isConst(arg, 1) || isConst(arg, -1))) return e;
  return e.rule === "mul" ? algebra.mul(e.args[0]!, e.args[1]!) : e;
}

/** `dr[0] = 0; dr[0] += e` is `dr[0] = e`. */
function storeOnce(block: ir.Block): ir.Block {
  const current: ir.Stmt[] = block.map((s) => mapStmt(s, (e) => e, storeOnce));
  for (let i = 0; i + 1 < current.length; i++) {
    const s = current[i]!;
    const t = current[i + 1]!;
    if (s.kind !== "store" || t.kind !== "store") continue;
    if (s.origin.role !== "adjoint" || !isConst(s.value, 0)) continue;
    const step = increment(t);
    if (step === undefined || !sameExpr(s.target, t.target)) continue;
    let reads = false;
    visitExpr(step.by, (e) => {
      if (e.kind === "element" || e.kind === "field") reads = true;
    });
    if (reads) continue;
    current[i] = {
      ...t,
      value: step.sign === 1 ? step.by : algebra.neg(step.by),
    };
    current.splice(i + 1, 1);
  }
  return current;
}

// ---------------------------------------------------------------------------------------------------- single uses

/** A derived value that the next statements read exactly once, before anything that it reads changes, is written there. */
function inlineOnce(block: ir.Block): ir.Block {
  const current: ir.Stmt[] = block.map((s) => mapStmt(s, (e) => e, inlineOnce));
  for (let i = 0; i < current.length; i++) {
    const s = current[i]!;
    if (
      s.kind !== "let" ||
      s.origin.role !== "adjoint" ||
      s.value === undefined ||
      !isMovable(s.value)
    )
      continue;
    const v = s.variable;
    const users = current.flatMap((t, j) =>
      j > i && mentions(t, v) ? [j] : [],
    );
    const [only] = users;
    if (users.length !== 1 || only === undefined) continue;
    const t = current[only]!;
    if (blocksOf(t).length > 0 || occurrences(t, v) !== 1 || t.kind === "call")
      continue;
    if (t.kind === "assign" && t.variable === v) continue;
    // A guard reads its operand twice: that keeps its name.
    if (s.value.kind !== "read" && isGuarded(t, v)) continue;
    // Long lines don't read better than two short ones.
    if (exprSize(s.value) + exprSize((t as { value?: ir.Expr }).value) > 14)
      continue;
    if (current.slice(i + 1, only).some((u) => mayChange(u, s.value!)))
      continue;
    current[only] = mapStmt(
      t,
      (e) =>
        mapExpr(e, (x) =>
          x.kind === "read" && x.variable === v ? s.value! : x,
        ),
      (b) => b,
    );
    current.splice(i, 1);
    i--;
  }
  return current;
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
function mayChange(s: ir.Stmt, e: ir.Expr): boolean {
  let loads = false;
  const reads = new Set<ir.Variable>();
  visitExpr(e, (x) => {
    if (x.kind === "element" || x.kind === "field" || x.kind === "length")
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
