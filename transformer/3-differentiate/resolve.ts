/**
 * Gives the reverse sweep the value that a primal expression had at a point of the forward sweep: as it
 * stands where nothing overwrites it, recomputed where that is cheap, else saved where it was made.
 *
 * Values are cached, never restored in place (Enzyme's choice, not Tapenade's): the reverse sweep writes no
 * primal storage, so inactive code may do what it likes to storage in between, and a reverse sweep can run
 * more than once.
 */
import { firstFrom } from "../2-analyze/effects.ts";
import { read, variable } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import { isReference } from "../ir/types.ts";
import { childrenOf, mapChildren, visitBlock } from "../ir/walk.ts";
import type { Point } from "../2-analyze/tree.ts";
import { makeCache } from "./caches.ts";
import { decide, whyStorageIsLost, whyVariableIsLost } from "./decisions.ts";
import { insideChanges, storageChanges } from "./overwrites.ts";
import type { Region, Root, Sweep } from "./sweep.ts";
import { idOf, NotInFront, push, variableChanges } from "./sweep.ts";

/** Where a variable got the value it has at a point. */
type Version =
  | { readonly kind: "outside" }
  | { readonly kind: "made"; readonly stmt: ir.Stmt; readonly point: Point }
  | {
      readonly kind: "iteration";
      readonly loop: ir.LoopStmt;
      readonly point: Point;
    };

/** What recomputing may cost, in units of an addition, before a value is saved instead. */
const recomputeLimit = 7;

/** The same for the index of an element, however much arithmetic it is. */
const indexLimit = 100;

export function resolve(
  sweep: Sweep,
  e: ir.Expr,
  at: Point,
  region: Region,
): ir.Expr {
  switch (e.kind) {
    case "const":
      return e;
    case "read":
      return resolveVariable(sweep, e, at, region);
    case "element":
    case "field":
    case "length":
      if (isLost(sweep, e, at, region)) return save(sweep, e, at, region);
      return mapChildren(e, (child) => resolve(sweep, child, at, region));
    case "foreign":
      if (isLost(sweep, e, at, region)) return save(sweep, e, at, region);
    // falls through
    case "apply":
    case "logic":
    case "conditional": {
      if (asksForPresence(e) && !stands(sweep, e, at, region))
        return save(sweep, e, at, region);
      const missing = missingIn(sweep, e, at, region);
      const choosing =
        e.kind === "conditional" ||
        (e.kind === "logic" && (e.op === "&&" || e.op === "||"));
      if (
        missing.size >= 2 ||
        (missing.size === 1 && (choosing || !sweep.subject.analyses.recompute))
      ) {
        return save(sweep, e, at, region);
      }
      return mapChildren(e, (child) => resolve(sweep, child, at, region));
    }
    default:
      throw new Error(`a value of kind ${e.kind} can't be resolved`);
  }
}

/** Is there anything at all? A missing element, saved among numbers, would be NaN: what is saved is the answer. */
const asksForPresence = (e: ir.Expr): boolean =>
  e.kind === "logic" &&
  (e.op === "typeof" ||
    e.args.some((arg) => arg.kind === "const" && arg.value == null));

/** Is all that `e` reads still there, unchanged? */
const stands = (
  sweep: Sweep,
  e: ir.Expr,
  at: Point,
  region: Region,
): boolean => {
  if (e.kind === "read") {
    const version = lastWrite(sweep, e.variable, at);
    return inPlace(sweep, e.variable, version, at, region);
  }
  return (
    !isLost(sweep, e, at, region) &&
    childrenOf(e).every((child) => stands(sweep, child, at, region))
  );
};

/** May what `e` loads from storage be changed before it is read again? */
const isLost = (
  sweep: Sweep,
  e: ir.Expr,
  at: Point,
  { root }: Region,
): boolean => {
  switch (e.kind) {
    case "element":
    case "field":
    case "length":
      return storageChanges(sweep, e, at, root);
    case "foreign":
      return insideChanges(sweep, e, at, root);
    default:
      return false;
  }
};

/** The leaves of `e` that are neither in place nor cheap to recompute nor saved yet. */
function missingIn(
  sweep: Sweep,
  e: ir.Expr,
  at: Point,
  region: Region,
): Set<string> {
  const missing = new Set<string>();
  const visit = (x: ir.Expr): void => {
    if (x.kind === "read") {
      if (costOfVariable(sweep, x.variable, at, region) === Infinity)
        missing.add(
          versionKey(sweep, x.variable, lastWrite(sweep, x.variable, at)),
        );
      return;
    }
    if (isLost(sweep, x, at, region)) {
      if (!savedAt(sweep, x, at, region)) missing.add(exprKey(sweep, x));
      return;
    }
    childrenOf(x).forEach(visit);
  };
  visit(e);
  return missing;
}

// ------------------------------------------------------------------------------------------------ variables

function lastWrite(sweep: Sweep, v: ir.Variable, at: Point): Version {
  const { tree, effects } = sweep.subject;
  for (let p = at; ;) {
    const writers = effects.writers(p.block, v);
    const i = writers[firstFrom(writers, p.index) - 1];
    if (i !== undefined)
      return {
        kind: "made",
        stmt: p.block[i]!,
        point: { block: p.block, index: i + 1 },
      };
    const owner = tree.owner(p.block);
    if (owner === undefined) return { kind: "outside" };
    if (owner.kind === "loop" && p.block === owner.body) {
      const init = owner.init.find((l) => l.variable === v);
      const written =
        effects.ofBlock(owner.body).variables.has(v) ||
        effects.ofBlock(owner.update).variables.has(v);
      const home = tree.home(v);
      if (written && home && tree.within(home, owner.body))
        throw new Error(`${v.name} is read before it is declared`);
      // A constant of the loop's header is made where the loop stands.
      if (init && !written)
        return { kind: "made", stmt: init, point: tree.before(owner) };
      if (written)
        return {
          kind: "iteration",
          loop: owner,
          point: { block: owner.body, index: 0 },
        };
    }
    p = tree.before(owner);
  }
}

function versionKey(sweep: Sweep, v: ir.Variable, version: Version): string {
  const where =
    version.kind === "outside"
      ? "outside"
      : idOf(sweep, version.kind === "made" ? version.stmt : version.loop);
  return `${idOf(sweep, v)}@${where}`;
}

/** Is the variable itself still there, unchanged, when the root's reverse part runs? */
function inPlace(
  sweep: Sweep,
  v: ir.Variable,
  version: Version,
  at: Point,
  region: Region,
): boolean {
  const { tree, plans, analyses } = sweep.subject;
  const { root } = region;
  if (sweep.barrier?.variables.has(v)) return false;
  // A counter: the reverse loop counts with it too.
  for (const loop of loopsAround(sweep, at.block)) {
    if (plans.get(loop.label)?.counted?.variable === v) return true;
  }
  if (
    version.kind === "outside" ||
    !tree.within(version.point.block, root.block)
  )
    return true;
  if (!analyses.recording && !isTrivial(sweep, v)) return false;
  return (
    !variableChanges(sweep, v, version.point, root) && isVisible(sweep, v, root)
  );
}

/** With recording off, everything is saved but what never changes anywhere and what only saving itself needs. */
function isTrivial(sweep: Sweep, v: ir.Variable): boolean {
  return (
    v.name.startsWith("trips") ||
    v.name.startsWith("exit") ||
    isReference(v.type) ||
    sweep.subject.integers.has(v)
  );
}

function isVisible(sweep: Sweep, v: ir.Variable, root: Root): boolean {
  const { tree } = sweep.subject;
  const home = tree.home(v);
  if (home === undefined || tree.within(root.block, home)) return true;
  return tree.loops(home, root.block).length === 0;
}

function loopsAround(sweep: Sweep, block: ir.Block): readonly ir.LoopStmt[] {
  return sweep.subject.tree.loops(block, sweep.subject.body);
}

function resolveVariable(
  sweep: Sweep,
  e: ir.ReadExpr,
  at: Point,
  region: Region,
): ir.Expr {
  const v = e.variable;
  const version = lastWrite(sweep, v, at);
  if (inPlace(sweep, v, version, at, region)) {
    const { tree } = sweep.subject;
    const home = tree.home(v);
    // Declared in a branch: the declaration moves to where both sweeps see it.
    const isCounter = loopsAround(sweep, at.block).some((l) =>
      l.init.some((i) => i.variable === v),
    );
    if (home && !isCounter && !tree.within(region.root.block, home))
      sweep.insertions.hoisted.add(v);
    if (version.kind !== "outside") {
      const how = isCounter
        ? "is counted again, backwards"
        : "is used where it stands: nothing changes it";
      const key = versionKey(sweep, v, version);
      decide(sweep, key, e, madeBy(version).origin, how);
    }
    return e;
  }
  if (version.kind === "outside") return e;
  const key = versionKey(sweep, v, version);
  const home = regionOf(
    version.point,
    region,
    version.kind === "iteration" ? 0 : version.point.index - 1,
  );
  const known = known_(home, key);
  if (known) return known;
  if (sweep.barrier && costOfVariable(sweep, v, at, region) === Infinity)
    throw new NotInFront();

  const copy: ir.Variable = { ...v };
  sweep.standsFor.set(copy, e);
  const value = recomputable(version);
  const { origin } = madeBy(version);
  const lost = whyVariableIsLost(sweep, v, version.point, region.root);
  if (value && costOfVariable(sweep, v, at, region) < Infinity) {
    decide(
      sweep,
      key,
      e,
      origin,
      `is computed again: ${lost}, and it is cheap`,
    );
    const again = resolve(sweep, value, beforeOf(sweep, version), home);
    // A mere alias needs no name of its own.
    if (again.kind === "read" || again.kind === "const") {
      home.values.set(key, again);
      return again;
    }
    home.prefix.push({ kind: "let", origin, variable: copy, value: again });
  } else {
    const again = value
      ? "computing it again would cost more, or need what is lost too"
      : version.kind === "iteration"
        ? "it comes from the iteration before"
        : "it is not the value of an expression";
    decide(sweep, key, e, origin, `is saved: ${lost}, and ${again}`);
    makeCache(sweep, {
      // All that it may hold, though it is read here as one of several.
      value: { ...e, type: v.type },
      home,
      copy,
      scattered: version.kind === "made" && jumpsOutOf(version.stmt).length > 0,
      origin,
      save: (stmts) => {
        if (version.kind === "iteration")
          push(sweep.insertions.start, version.loop.body, ...stmts);
        else if (isInit(version.stmt, sweep))
          push(
            sweep.insertions.before,
            ownerLoop(sweep, version.stmt),
            ...stmts,
          );
        else {
          push(sweep.insertions.after, version.stmt, ...stmts);
          // A jump out of the statement to further out does not come past its end.
          for (const jump of jumpsOutOf(version.stmt))
            push(sweep.insertions.before, jump, ...stmts);
        }
      },
    });
  }
  home.values.set(key, read(copy));
  return read(copy);
}

const known_ = (region: Region, key: string): ir.Expr | undefined => {
  for (
    let r: Region | undefined = region;
    r && r.block === region.block;
    r = r.parent
  ) {
    const e = r.values.get(key);
    if (e) return e;
  }
  return undefined;
};

const madeBy = (version: Exclude<Version, { kind: "outside" }>): ir.Stmt =>
  version.kind === "made" ? version.stmt : version.loop;

const isInit = (s: ir.Stmt, sweep: Sweep): boolean => {
  const { tree } = sweep.subject;
  const { block } = tree.before(s);
  const owner = tree.owner(block);
  return owner?.kind === "loop" && owner.init === block;
};
const ownerLoop = (sweep: Sweep, s: ir.Stmt): ir.Stmt =>
  sweep.subject.tree.owner(sweep.subject.tree.before(s).block)!;

const beforeOf = (sweep: Sweep, version: Version): Point => {
  if (version.kind !== "made")
    throw new Error("only a statement can be recomputed");
  return isInit(version.stmt, sweep)
    ? version.point
    : sweep.subject.tree.before(version.stmt);
};

/** Jumps inside a loop, block or branch whose target is outside of it. */
function jumpsOutOf(s: ir.Stmt): ir.JumpStmt[] {
  const inside = new Set<ir.Label>();
  const jumps: ir.JumpStmt[] = [];
  visitBlock([s], {
    stmt: (t) => {
      if ((t.kind === "loop" || t.kind === "block") && t.label)
        inside.add(t.label);
      if (t.kind === "jump") jumps.push(t);
    },
  });
  return jumps.filter((jump) => !inside.has(jump.target));
}

/** The value of a definition that may be evaluated again. */
function recomputable(version: Version): ir.Expr | undefined {
  if (version.kind !== "made") return undefined;
  const s = version.stmt;
  if (s.kind !== "let" && s.kind !== "assign") return undefined;
  switch (s.value?.kind) {
    case "const":
    case "read":
    case "apply":
    case "logic":
    case "conditional":
    case "element":
    case "field":
    case "length":
      return s.value;
    default:
      return undefined;
  }
}

/** The region of the reverse sweep that mirrors where a value was made. */
function regionOf(point: Point, from: Region, index: number): Region {
  for (let r: Region | undefined = from; r; r = r.parent) {
    if (r.block === point.block && r.from <= Math.max(0, index)) return r;
  }
  throw new Error("a value is needed outside of the block that it was made in");
}

// --------------------------------------------------------------------------------------------------- costs

/** Counted up to `limit`: what exceeds it is Infinity, and is looked into no further. */
function costOf(
  sweep: Sweep,
  e: ir.Expr,
  at: Point,
  region: Region,
  limit: number,
): number {
  if (limit < 0) return Infinity;
  switch (e.kind) {
    case "const":
      return 0;
    case "read":
      return costOfVariable(sweep, e.variable, at, region, limit);
    case "element":
    case "field":
    case "length":
      if (storageChanges(sweep, e, at, region.root))
        return savedAt(sweep, e, at, region) ? 0 : Infinity;
      if (e.kind === "element") {
        // An address is cheap: integer arithmetic that a compiler shares with the load beside it.
        const index = costOf(sweep, e.index, at, region, indexLimit);
        if (index === Infinity) return Infinity;
        const load = 1 + Math.min(index, 2);
        return load + costOf(sweep, e.array, at, region, limit - load);
      }
      return sumOf(sweep, 1, e, at, region, limit);
    case "apply":
      return sumOf(sweep, cheap.has(e.rule) ? 1 : 8, e, at, region, limit);
    case "logic":
    case "conditional":
      return sumOf(sweep, 1, e, at, region, limit);
    case "foreign":
      if (insideChanges(sweep, e, at, region.root))
        return savedAt(sweep, e, at, region) ? 0 : Infinity;
      return e.pure ? sumOf(sweep, 1, e, at, region, limit) : Infinity;
    default:
      return Infinity;
  }
}
const cheap = new Set([
  "add",
  "sub",
  "mul",
  "neg",
  "abs",
  "max",
  "min",
  "floor",
  "sign",
]);

function sumOf(
  sweep: Sweep,
  own: number,
  e: ir.Expr,
  at: Point,
  region: Region,
  limit: number,
): number {
  let total = own;
  for (const child of childrenOf(e))
    total += costOf(sweep, child, at, region, limit - total);
  return total > limit ? Infinity : total;
}

/** What is known of a variable's cost: itself, or that it is beyond `limit`. */
interface KnownCost {
  readonly cost: number;
  readonly limit: number;
}

const costMemo = new WeakMap<
  Sweep,
  { barrier: unknown; costs: Map<string, KnownCost> }
>();

/**
 * What it costs to have the variable's value in the reverse sweep; Infinity: it must be saved, or that costs more
 * than `wanted`. Each definition that is looked into costs something, so a limit bounds how deep a chain of them
 * is followed.
 */
function costOfVariable(
  sweep: Sweep,
  v: ir.Variable,
  at: Point,
  region: Region,
  wanted = Infinity,
): number {
  const version = lastWrite(sweep, v, at);
  if (inPlace(sweep, v, version, at, region)) return 0;
  if (version.kind === "outside") return 0;
  const key = versionKey(sweep, v, version);
  const home = regionOf(
    version.point,
    region,
    version.kind === "iteration" ? 0 : version.point.index - 1,
  );
  if (known_(home, key)) return 0;
  let memo = costMemo.get(sweep);
  if (memo === undefined || memo.barrier !== sweep.barrier) {
    costMemo.set(sweep, (memo = { barrier: sweep.barrier, costs: new Map() }));
  }
  const memoKey = `${key}/${idOf(sweep, region.root)}`;
  const isInteger = sweep.subject.integers.has(v);
  const limit = Math.min(wanted, recomputeLimit * (isInteger ? 3 : 1));
  const before = memo.costs.get(memoKey);
  if (before !== undefined && (before.cost < Infinity || limit <= before.limit))
    return before.cost <= limit ? before.cost : Infinity;
  const value = recomputable(version);
  let cost = Infinity;
  if (value && (sweep.subject.analyses.recompute || isReference(v.type))) {
    const point = beforeOf(sweep, version);
    cost = 1 + costOf(sweep, value, point, home, limit - 1);
  }
  memo.costs.set(memoKey, { cost, limit });
  return cost;
}

// ---------------------------------------------------------------------------------- saving an expression

function exprKey(sweep: Sweep, e: ir.Expr): string {
  switch (e.kind) {
    case "const":
      return `${typeof e.value}:${String(e.value)}`;
    case "read":
      return `v${idOf(sweep, e.variable)}`;
    case "foreign":
      return `f(${e.parts.map((p) => (typeof p === "string" ? p : exprKey(sweep, p))).join()})`;
    default: {
      const label =
        e.kind === "apply"
          ? e.rule + String(e.constant ?? "")
          : e.kind === "logic"
            ? e.op
            : e.kind === "field"
              ? `.${e.name}`
              : e.kind;
      return `${label}(${childrenOf(e)
        .map((c) => exprKey(sweep, c))
        .join()})`;
    }
  }
}

const saveKey = (sweep: Sweep, e: ir.Expr, at: Point): string =>
  `${exprKey(sweep, e)}!${idOf(sweep, at.block)}.${at.index}`;

function savedAt(sweep: Sweep, e: ir.Expr, at: Point, region: Region): boolean {
  return (
    known_(regionOf(at, region, at.index), saveKey(sweep, e, at)) !== undefined
  );
}

/** Saves the value of an expression where it is evaluated. */
function save(sweep: Sweep, e: ir.Expr, at: Point, region: Region): ir.Expr {
  const home = regionOf(at, region, at.index);
  const key = saveKey(sweep, e, at);
  const known = known_(home, key);
  if (known) return known;
  if (sweep.barrier) throw new NotInFront();
  const copy = variable(nameFor(e), e.type);
  sweep.standsFor.set(copy, e);
  const stmt = at.block[at.index];
  const { origin } = stmt ?? at.block.at(-1)!;
  const isLoad =
    e.kind === "element" || e.kind === "field" || e.kind === "length";
  const lost = isLoad
    ? whyStorageIsLost(sweep, e, at, region.root)
    : e.kind === "foreign"
      ? "what it looks at may change"
      : "several of the values that it is made of are lost";
  decide(sweep, key, e, origin, `is saved: ${lost}`);
  makeCache(sweep, {
    value: e,
    home,
    copy,
    origin,
    save: (stmts) => {
      if (stmt) push(sweep.insertions.before, stmt, ...stmts);
      else push(sweep.insertions.after, at.block.at(-1)!, ...stmts);
    },
  });
  home.values.set(key, read(copy));
  return read(copy);
}

/** A name for a saved value: `u[i]` is saved as `ui`, a test as `taken`. */
function nameFor(e: ir.Expr): string {
  if (e.type.kind === "boolean") return "taken";
  if (e.kind === "element") {
    const base = nameFor(e.array);
    return e.index.kind === "read"
      ? `${base}${e.index.variable.name}`
      : `${base}Old`;
  }
  if (e.kind === "field") return e.name;
  if (e.kind === "read") return e.variable.name;
  if (e.kind === "length") return "length";
  return "kept";
}
