/**
 * Reverse mode on a structured tree: forward sweep and reverse sweep of a function, in the author's loops and
 * branches (Griewank and Walther 2008, ch. 3, 4 and 6; Hascoët and Pascual 2013, §4).
 */
import {
  apply,
  assign,
  compare,
  element,
  field,
  if_,
  increment,
  isConst,
  length,
  let_,
  number,
  ownText,
  read,
  sameExpr,
  store,
  variable,
  removal,
} from "../ir/build.ts";
import { helperCall } from "../ir/helpers.ts";
import type * as ir from "../ir/nodes.ts";
import {
  booleanType,
  definedPart,
  isFloatArray,
  isReference,
  numberType,
  unionOf,
  voidType,
  writable,
} from "../ir/types.ts";
import { mapStmt, reads, visitBlock, visitExpr } from "../ir/walk.ts";
import type { Point } from "../2-analyze/tree.ts";
import * as algebra from "../ir/algebra.ts";
import { tripCount } from "./known.ts";
import { fuseLastLoop } from "./fuse.ts";
import { partialOf, ruleOf } from "./partials.ts";
import { probe } from "./probe.ts";
import { resolve } from "./resolve.ts";
import type { Region, Root, Subject, Sweep } from "./sweep.ts";
import type { Arm } from "./arms.ts";
import { adjointOf } from "./sweep.ts";
import { madeBy, unusedNumbers } from "./unused.ts";

export interface Sweeps {
  readonly forward: ir.Block;
  readonly reverse: ir.Block;
  /** The adjoint variable of each number parameter. */
  readonly adjoints: ReadonlyMap<ir.Variable, ir.Variable>;
  readonly saved: Sweep["saved"];
  /** Parameters that the caller must see to: their rows must be apart. */
  readonly apart: ReadonlySet<ir.Variable>;
  /** Labels of the loops whose adjoint runs with their primal. */
  readonly fused: ReadonlySet<ir.Label>;
  /** What was decided, a line each, for `explain`. */
  readonly notes: () => readonly string[];
}

/**
 * @param seed the adjoint of the function's value, or undefined where there is none.
 * @param given adjoints that stand for themselves before the sweeps begin (none is declared for them).
 */
export function reverseSweeps(
  subject: Subject,
  seed: ir.Expr | undefined,
): Sweeps {
  const unused = unusedNumbers(subject);
  const sweep: Sweep = {
    subject,
    insertions: {
      before: new Map(),
      after: new Map(),
      start: new Map(),
      fused: new Map(),
      sizes: new Map(),
      hoisted: new Set(),
    },
    adjoints: new Map(),
    arrived: new Map(
      [...unused.flagged].map((v) => [
        v,
        variable(`${v.name}IsUsed`, booleanType),
      ]),
    ),
    moves: unused.moves,
    standsFor: new Map(),
    saved: [],
    decisions: new Map(),
    unfused: new Map(),
    ids: new Map(),
    reliedOn: new Set(),
    extents: new Map(),
    barrier: undefined,
  };
  const root: Root = { block: subject.body, preamble: [], opening: [] };
  const declared = declareAdjoints(sweep, subject.body, true);
  const region = makeRegion(root, subject.body, 0, undefined);
  const end: Point = { block: subject.body, index: subject.body.length };
  const begin = (into: Region): ir.Stmt[] => {
    const start: ir.Stmt[] = [];
    const { value } = subject;
    if (seed && value && subject.activity.expr(value)) {
      const origin: ir.Origin = {
        ...subject.valueOrigin,
        role: "adjoint",
      };
      if (isReference(value.type)) {
        const shadow = shadowOf(sweep, value, end, into);
        const add = helperCall("addInto", [shadow, seed]);
        start.push({ kind: "effect", origin, value: add });
      } else flow(sweep, value, seed, origin, end, into, start);
    }
    return start;
  };
  const fused = subject.analyses.fusion
    ? fuseLastLoop(sweep, region, begin)
    : undefined;
  const reverse = fused ?? [
    ...begin(region),
    ...reverseFrom(sweep, subject.body.length, region, root.block, undefined),
  ];
  const body = [...root.opening, ...region.prefix, ...reverse];
  const preamble = [...root.preamble];
  const forward = [...preamble, ...buildForward(sweep, subject.body)];
  const labels = new Set<ir.Label>();
  visitBlock(subject.body, {
    stmt: (s) => {
      if (s.kind === "loop" && sweep.insertions.fused.has(s.body))
        labels.add(s.label);
    },
  });
  const rest = {
    adjoints: sweep.adjoints,
    saved: sweep.saved,
    apart: new Set(
      subject.func.params.flatMap(({ variable: v }) =>
        sweep.reliedOn.has(v) ? [v] : [],
      ),
    ),
    fused: labels,
    notes: () => [...fusionNotes(sweep, labels), ...sweep.decisions.values()],
  };
  // A fused loop adds to adjoints before the reverse part begins.
  return fused
    ? { forward: [...declared, ...forward], reverse: body, ...rest }
    : { forward, reverse: [...declared, ...body], ...rest };
}

/** Both sweeps as they come, for `explain`. */
export const sweepsOf = (func: ir.Func, sweeps: Sweeps): ir.Func => ({
  ...func,
  body: (["forward", "reverse"] as const).map((name) => ({
    kind: "block",
    origin: func.origin,
    label: { name },
    body: sweeps[name],
  })),
});

function fusionNotes(sweep: Sweep, fused: ReadonlySet<ir.Label>): string[] {
  const notes: string[] = [];
  visitBlock(sweep.subject.body, {
    stmt: (s) => {
      if (s.kind !== "loop") return;
      const why = sweep.unfused.get(s);
      if (fused.has(s.label))
        notes.push(`line ${s.origin.line}: the loop's two sweeps are fused`);
      else if (why !== undefined)
        notes.push(`line ${s.origin.line}: the loop is not fused: ${why}`);
    },
  });
  return notes;
}

export function makeRegion(
  root: Root,
  block: ir.Block,
  from: number,
  parent: Region | undefined,
): Region {
  return {
    root,
    block,
    from,
    ...(parent ? { parent } : {}),
    prefix: [],
    values: new Map(),
  };
}

/** `let dx = 0` for the active numbers that a block declares (and for the parameters, at the top). */
export function declareAdjoints(
  sweep: Sweep,
  block: ir.Block,
  isTop: boolean,
): ir.Stmt[] {
  const { subject } = sweep;
  const owned: ir.Variable[] = isTop
    ? subject.func.params.map((p) => p.variable)
    : [];
  for (const s of block) {
    if (s.kind === "let") owned.push(s.variable);
    if (s.kind === "call" && s.result) owned.push(s.result);
    if (s.kind === "loop") for (const l of s.init) owned.push(l.variable);
  }
  return owned
    .filter((v) => !isReference(v.type) && subject.activity.variable(v))
    .flatMap((v) => cleared(sweep, v, subject.func.origin, let_));
}

/** Sets the adjoint of a number to zero: nothing has arrived at it. */
function cleared(
  sweep: Sweep,
  v: ir.Variable,
  origin: ir.Origin,
  set: typeof assign | typeof let_ = assign,
): ir.Stmt[] {
  const zero = set(origin, adjointOf(sweep, v), number(0));
  const flag = sweep.arrived.get(v);
  return flag ? [zero, set(origin, flag, truth(false))] : [zero];
}

const truth = (value: boolean): ir.ConstExpr => ({
  kind: "const",
  type: booleanType,
  value,
});

// -------------------------------------------------------------------------------------------- forward sweep

/** The augmented primal with all that the reverse sweep asked to be inserted. */
export function buildForward(sweep: Sweep, block: ir.Block): ir.Block {
  const { before, after, start, fused, hoisted } = sweep.insertions;
  const inner = (b: ir.Block): ir.Block => buildForward(sweep, b);
  const statements = block.flatMap((s): readonly ir.Stmt[] => {
    let built = mapStmt(s, (e) => e, inner);
    if (built.kind === "call" && built.result && hoisted.has(built.result)) {
      // A call declares its result: here the result is declared further out, and is given it.
      const { result } = built;
      const returned = variable(result.name, result.type);
      return [
        ...(before.get(s) ?? []),
        { ...built, result: returned },
        assign(s.origin, result, read(returned)),
        ...(after.get(s) ?? []),
      ];
    }
    if (built.kind === "let" && hoisted.has(built.variable)) {
      built = built.value
        ? assign(built.origin, built.variable, built.value)
        : { kind: "block", origin: s.origin, body: [] };
    }
    const kept =
      built.kind === "block" &&
      built.label === undefined &&
      built.body.length === 0
        ? []
        : [built];
    return [...(before.get(s) ?? []), ...kept, ...(after.get(s) ?? [])];
  });
  const all = [
    ...(start.get(block) ?? []),
    ...statements,
    ...(fused.get(block) ?? []),
  ];
  if (block !== sweep.subject.body) return all;
  const declarations = [...hoisted].map((v) =>
    let_(sweep.subject.func.origin, v),
  );
  return [...declarations, ...all];
}

// -------------------------------------------------------------------------------------------- reverse sweep

/** The exit by which the loop or block around was left, and the construct, where it has exits. */
export interface Left {
  readonly by: ir.Expr;
  readonly construct: ir.LoopStmt | ir.BlockStmt;
}

/** The reverse of a block as a block of its own. */
export function reverseBlock(
  sweep: Sweep,
  block: ir.Block,
  parent: Region,
  left: Left | undefined,
): ir.Stmt[] {
  const region = makeRegion(parent.root, block, 0, parent);
  const declared = declareAdjoints(sweep, block, false);
  const body = reverseFrom(sweep, block.length, region, block, left);
  return body.length === 0 ? [] : [...declared, ...region.prefix, ...body];
}

/** The reverse of the statements `[region.from, end)` of a block. */
export function reverseFrom(
  sweep: Sweep,
  end: number,
  region: Region,
  block: ir.Block,
  left: Left | undefined,
): ir.Stmt[] {
  // What follows a statement that may jump is behind that exit: its reverse runs only if it was reached.
  if (left) {
    for (let i = region.from; i < end - 1; i++) {
      const codes = sweep.subject.exits.codesIn([block[i]!], left.construct);
      if (codes.size === 0) continue;
      const rest = makeRegion(region.root, block, i + 1, region);
      const inner = reverseFrom(sweep, end, rest, block, left);
      reverseMoved(sweep, sweep.moves.behind(block[i]!), rest, inner);
      const reached = not(leftBy(left.by, codes));
      const first = reverseRange(
        sweep,
        region.from,
        i + 1,
        region,
        block,
        left,
      );
      const guarded =
        inner.length === 0
          ? []
          : [if_(block[i]!.origin, reached, [...rest.prefix, ...inner])];
      return [...guarded, ...first];
    }
  }
  return reverseRange(sweep, region.from, end, region, block, left);
}

export function reverseRange(
  sweep: Sweep,
  from: number,
  end: number,
  region: Region,
  block: ir.Block,
  left: Left | undefined,
): ir.Stmt[] {
  const out: ir.Stmt[] = [];
  for (let i = end - 1; i >= from; i--)
    reverseStmt(sweep, block[i]!, region, left, out);
  return out;
}

const leftBy = (by: ir.Expr, codes: ReadonlySet<number>): ir.Expr =>
  [...codes]
    .map((code): ir.Expr => compare("===", by, number(code)))
    .reduce((a, b) => compare("||", a, b));

function not(e: ir.Expr): ir.Expr {
  if (e.kind === "logic" && e.op === "===") return { ...e, op: "!==" };
  if (e.kind === "logic" && e.op === "||")
    return { ...e, op: "&&", args: e.args.map(not) };
  return compare("!", e);
}

export function reverseStmt(
  sweep: Sweep,
  s: ir.Stmt,
  region: Region,
  left: Left | undefined,
  out: ir.Stmt[],
): void {
  if (sweep.subject.analyses.probes) probeStmt(sweep, s, region, out);
  if (!sweep.moves.has(s)) reverseFlagged(sweep, s, region, left, out);
}

/** The reverse of what has moved into an arm, behind the arm's own. */
function reverseMoved(
  sweep: Sweep,
  arm: Arm,
  region: Region,
  out: ir.Stmt[],
): void {
  if (out.length === 0) return;
  for (const s of sweep.moves.into(arm))
    reverseFlagged(sweep, s, region, undefined, out);
}

function reverseFlagged(
  sweep: Sweep,
  s: ir.Stmt,
  region: Region,
  left: Left | undefined,
  out: ir.Stmt[],
): void {
  const flag = flagOf(sweep, s);
  if (flag === undefined) {
    reverseWhole(sweep, s, region, left, out);
    return;
  }
  const there: ir.Stmt[] = [];
  reverseWhole(sweep, s, region, left, there);
  reverseMoved(sweep, sweep.moves.withNumber(s), region, there);
  if (there.length > 0) out.push(if_(s.origin, read(flag), there));
}

/** The flag of the number that a statement makes, where it may never be used. */
function flagOf(sweep: Sweep, s: ir.Stmt): ir.Variable | undefined {
  const made = madeBy(sweep.subject, s);
  return made && sweep.arrived.get(made);
}

function reverseWhole(
  sweep: Sweep,
  s: ir.Stmt,
  region: Region,
  left: Left | undefined,
  out: ir.Stmt[],
): void {
  const { subject } = sweep;
  const { activity, tree } = subject;
  const origin: ir.Origin = { ...s.origin, role: "adjoint" };
  const at = tree.before(s);
  switch (s.kind) {
    case "let": {
      if (s.value === undefined) return;
      if (isReference(s.variable.type)) {
        if (activity.variable(s.variable))
          reverseMade(sweep, s.variable, s.value, origin, at, region, out);
        return;
      }
      if (!activity.variable(s.variable)) return;
      if (mayBeMissing(s.variable) && s.value.kind !== "const") {
        // `const x = row?.[j]`: where there is no value there is no place for its adjoint.
        const kept = resolve(sweep, read(s.variable), tree.after(s), region);
        const there: ir.Stmt[] = [];
        const seed = read(adjointOf(sweep, s.variable));
        flow(sweep, s.value, seed, origin, at, region, there);
        if (there.length > 0)
          out.push(if_(origin, compare("!==", kept, missing), there));
        return;
      }
      flow(
        sweep,
        s.value,
        read(adjointOf(sweep, s.variable)),
        origin,
        at,
        region,
        out,
        { variable: s.variable, after: tree.after(s) },
      );
      return;
    }
    case "assign": {
      if (isReference(s.variable.type)) {
        if (activity.variable(s.variable))
          reverseMade(sweep, s.variable, s.value, origin, at, region, out);
        return;
      }
      if (!activity.variable(s.variable)) return;
      const d = adjointOf(sweep, s.variable);
      const step = increment(s);
      if (step) {
        const seed = step.sign === 1 ? read(d) : algebra.neg(read(d));
        flow(
          sweep,
          step.by,
          reads(step.by, s.variable) ? named(seed, d.name, origin, out) : seed,
          origin,
          at,
          region,
          out,
        );
        return;
      }
      if (mayBeMissing(s.variable)) {
        if (s.value.kind === "const") return;
        const kept = resolve(sweep, read(s.variable), tree.after(s), region);
        const seed = variable(d.name);
        const there: ir.Stmt[] = [
          let_(origin, seed, read(d)),
          ...cleared(sweep, s.variable, origin),
        ];
        flow(sweep, s.value, read(seed), origin, at, region, there);
        out.push(if_(origin, compare("!==", kept, missing), there));
        return;
      }
      const seed = variable(d.name);
      if (reads(s.value, s.variable)) {
        out.push(
          let_(origin, seed, read(d)),
          ...cleared(sweep, s.variable, origin),
        );
        flow(sweep, s.value, read(seed), origin, at, region, out, {
          variable: s.variable,
          after: tree.after(s),
        });
      } else {
        flow(sweep, s.value, read(d), origin, at, region, out, {
          variable: s.variable,
          after: tree.after(s),
        });
        out.push(...cleared(sweep, s.variable, origin));
      }
      return;
    }
    case "store": {
      if (isReference(s.value.type)) {
        undoReference(sweep, s, origin, at, region, out);
        return;
      }
      if (!activity.expr(s.target)) return;
      const slot = shadowSlot(sweep, s.target, at, region);
      const step = increment(s);
      if (step) {
        const seed = step.sign === 1 ? slot : algebra.neg(slot);
        if (activity.expr(step.by))
          flow(
            sweep,
            step.by,
            named(seed, adjointName(s.target), origin, out),
            origin,
            at,
            region,
            out,
          );
        return;
      }
      const seed = variable(adjointName(s.target));
      out.push(let_(origin, seed, slot), store(origin, slot, number(0)));
      flow(sweep, s.value, read(seed), origin, at, region, out, {
        target: s.target,
        after: tree.after(s),
      });
      takeOut(sweep, s.target, slot, origin, at, region, out);
      return;
    }
    case "push": {
      if (isReference(s.value.type)) {
        if (activity.expr(s.array) && isGiven(sweep, s.array))
          throw new Unsupported(
            "adding arrays or objects to a list that a parameter holds",
            s.origin,
          );
        return;
      }
      if (!activity.holds(s.array)) return;
      const shadow = shadowOf(sweep, s.array, at, region);
      const last = apply("sub", length(shadow), number(1));
      const seed = variable("dlast");
      out.push(let_(origin, seed, element(shadow, last)));
      popShadow(sweep, s.array, origin, at, region, out);
      flow(sweep, s.value, read(seed), origin, at, region, out);
      return;
    }
    case "resize": {
      // Of arrays and objects the reverse sweep keeps those that it needs, in whatever list they were.
      if (s.array.type.kind === "array" && isReference(s.array.type.element)) {
        if (activity.expr(s.array) && isGiven(sweep, s.array))
          throw new Unsupported(
            "taking arrays or objects from a list that a parameter holds",
            s.origin,
          );
        return;
      }
      if (!activity.holds(s.array)) return;
      // The shadow grows back to the length that the primal had.
      const shadow = shadowOf(sweep, s.array, at, region);
      const before = resolve(sweep, length(s.array), at, region);
      const label: ir.Label = { name: "grow" };
      out.push({
        kind: "loop",
        origin,
        label,
        init: [],
        test: compare("<", length(shadow), before),
        testAfter: false,
        update: [],
        body: [{ kind: "push", origin, array: shadow, value: number(0) }],
      });
      return;
    }
    case "if": {
      const codes = (b: ir.Block): ReadonlySet<number> =>
        left ? subject.exits.codesIn(b, left.construct) : new Set();
      const then = reverseBlock(sweep, s.then, region, left);
      const otherwise = reverseBlock(sweep, s.otherwise, region, left);
      reverseMoved(sweep, sweep.moves.arm(s, true), region, then);
      reverseMoved(sweep, sweep.moves.arm(s, false), region, otherwise);
      if (then.length === 0 && otherwise.length === 0) return;
      const thenCodes = codes(s.then);
      if (left && thenCodes.size > 0 && alwaysLeaves(s.then)) {
        out.push(if_(s.origin, leftBy(left.by, thenCodes), then, otherwise));
        return;
      }
      const otherwiseCodes = codes(s.otherwise);
      if (left && otherwiseCodes.size > 0 && alwaysLeaves(s.otherwise)) {
        out.push(
          if_(s.origin, leftBy(left.by, otherwiseCodes), otherwise, then),
        );
        return;
      }
      const test = resolve(sweep, s.test, at, region);
      out.push(
        then.length > 0
          ? if_(s.origin, test, then, otherwise)
          : if_(s.origin, not(test), otherwise),
      );
      return;
    }
    case "loop":
      reverseLoop(sweep, s, region, out);
      return;
    case "block": {
      const record = subject.exits.record(s);
      const inner: Left | undefined = record
        ? {
            by: resolve(sweep, read(record), tree.after(s), region),
            construct: s,
          }
        : undefined;
      const body = reverseBlock(sweep, s.body, region, inner);
      if (body.length === 0) return;
      // A block of its own: what is declared in it is not seen outside.
      out.push({ kind: "block", origin: s.origin, body });
      return;
    }
    case "call":
      reverseCall(sweep, s, region, out, origin);
      return;
    case "jump":
    case "throw":
    case "effect":
    case "return":
      return;
  }
}

/** A key that the store added to what a caller gave has no place in the shadow of the initial contents. */
function takeOut(
  sweep: Sweep,
  target: ir.ElementExpr | ir.FieldExpr,
  slot: ir.ElementExpr | ir.FieldExpr,
  origin: ir.Origin,
  at: Point,
  region: Region,
  out: ir.Stmt[],
): void {
  if (target.kind !== "element" || slot.kind !== "element") return;
  const type = definedPart(target.array.type);
  if (type.kind !== "dictionary" || !isGiven(sweep, target.array)) return;
  const held = { ...target, type: unionOf([target.type, missing.type]) };
  const isNew = compare("===", held, missing);
  const value: ir.ForeignExpr = {
    ...ownText(removal(type, slot), voidType, false),
    structural: true,
  };
  out.push(
    if_(origin, resolve(sweep, isNew, at, region), [
      { kind: "effect", origin, value },
    ]),
  );
}

/**
 * What a caller gave or gets keeps the structure that it had at the start: a reference that was stored into
 * it is taken out of its shadow again. (Elsewhere nothing looks at the structure of shadows any more.)
 */
function undoReference(
  sweep: Sweep,
  s: ir.StoreStmt,
  origin: ir.Origin,
  at: Point,
  region: Region,
  out: ir.Stmt[],
): void {
  const { subject } = sweep;
  const place = s.target.kind === "element" ? s.target.array : s.target.object;
  const isShadow = [...subject.shadows.values()].some((d) => reads(place, d));
  if (!isShadow) return;
  if (!isGiven(sweep, place)) return;
  const before = resolve(sweep, s.target, at, region);
  out.push(store(origin, placeOf(sweep, s.target, at, region), before));
}

/** Can the storage be reached through a parameter, or through a parameter's shadow? */
function isGiven(sweep: Sweep, place: ir.Expr): boolean {
  const { func, shadows, aliases } = sweep.subject;
  const c = aliases.of(place);
  return func.params.some(({ variable: v }) => {
    const d = shadows.get(v);
    return (
      isReference(v.type) &&
      (aliases.reachable(aliases.ofVariable(v)).has(c) ||
        (d !== undefined && aliases.reachable(aliases.ofVariable(d)).has(c)))
    );
  });
}

/** A place itself, its address resolved. */
function placeOf(
  sweep: Sweep,
  e: ir.ElementExpr | ir.FieldExpr,
  at: Point,
  region: Region,
): ir.ElementExpr | ir.FieldExpr {
  return e.kind === "field"
    ? { ...e, object: resolve(sweep, e.object, at, region) }
    : {
        ...e,
        array: resolve(sweep, e.array, at, region),
        index: resolve(sweep, e.index, at, region),
      };
}

const missing: ir.Expr = {
  kind: "const",
  type: { kind: "undefined" },
  value: undefined,
};
const mayBeMissing = (v: ir.Variable): boolean =>
  v.type.kind === "union" && v.type.members.some((m) => m.kind === "undefined");

export class Unsupported extends Error {
  readonly origin: ir.Origin;
  constructor(what: string, origin: ir.Origin) {
    super(what);
    this.origin = origin;
  }
}

function popShadow(
  sweep: Sweep,
  array: ir.Expr,
  origin: ir.Origin,
  at: Point,
  region: Region,
  out: ir.Stmt[],
): void {
  const shadow = shadowOf(sweep, array, at, region);
  out.push({
    kind: "resize",
    origin,
    array: shadow,
    length: apply("sub", length(shadow), number(1)),
  });
}

/** Does control never reach the end of the block? */
function alwaysLeaves(block: ir.Block): boolean {
  const last = block.at(-1);
  if (last === undefined) return false;
  if (last.kind === "jump" || last.kind === "return" || last.kind === "throw")
    return true;
  return (
    last.kind === "if" &&
    alwaysLeaves(last.then) &&
    alwaysLeaves(last.otherwise)
  );
}

function adjointName(e: ir.Expr): string {
  if (e.kind === "read") return `d${e.variable.name}`;
  if (e.kind === "element") {
    const index = e.index.kind === "read" ? e.index.variable.name : "";
    return adjointName(e.array) + index;
  }
  if (e.kind === "field")
    return `${adjointName(e.object)}${e.name.charAt(0).toUpperCase()}${e.name.slice(1)}`;
  return "d";
}

/** A name for a seed that is read after what it stands for may have changed, or more than once. */
function named(
  seed: ir.Expr,
  wish: string,
  origin: ir.Origin,
  out: ir.Stmt[],
): ir.Expr {
  const v = variable(wish);
  out.push(let_(origin, v, seed));
  return read(v);
}

// -------------------------------------------------------------------------------------------------- loops

function reverseLoop(
  sweep: Sweep,
  s: ir.LoopStmt,
  region: Region,
  out: ir.Stmt[],
): void {
  const { subject } = sweep;
  const { tree, exits, plans } = subject;
  const plan = plans.get(s.label)!;
  const record = exits.record(s);
  const after = tree.after(s);
  const before = tree.before(s);

  const by = record && variable("exit");
  const inner: Left | undefined = by
    ? { by: read(by), construct: s }
    : undefined;
  // A loop's header holds integers alone: `countTrips` moved every other update into its body.
  let body = reverseBlock(sweep, s.body, region, inner);
  if (body.length === 0) return;
  if (by && record) {
    // Only the last iteration was left early; the reverse sweep begins with it.
    const reads = readsVariable(body, by);
    if (reads) {
      out.push(let_(s.origin, by, resolve(sweep, read(record), after, region)));
      body = [...body, assign(s.origin, by, number(0))];
    }
  }
  out.push({
    kind: "loop",
    origin: s.origin,
    label: { name: s.label.name },
    testAfter: false,
    body,
    ...headerOf(),
    isReversed: true,
  });

  function headerOf(): Pick<ir.LoopStmt, "init" | "test" | "update"> {
    const { counted, trips } = plan;
    if (counted) {
      const i = counted.variable;
      const start = resolve(sweep, counted.start, before, region);
      const stride = Math.abs(counted.step);
      const trip = trips
        ? resolve(sweep, read(trips), after, region)
        : undefined;
      const down = counted.step < 0;
      let last: ir.Expr;
      if (trip) {
        const offset = algebra.mul(
          number(stride),
          algebra.sub(trip, number(1)),
        );
        last = down ? algebra.sub(start, offset) : algebra.add(start, offset);
      } else {
        const bound = resolve(sweep, counted.bound, before, region);
        const closed = counted.op === "<=" || counted.op === ">=";
        if (stride === 1) {
          // The counter starts at an integer and takes them all.
          const rounding = down === closed ? "ceil" : "floor";
          const whole = isInt(bound) ? bound : apply(rounding, bound);
          last = closed
            ? whole
            : down
              ? algebra.add(whole, number(1))
              : algebra.sub(whole, number(1));
        } else {
          const at = tripCount(
            { ...counted, start, bound },
            subject.integers,
            false,
          );
          const offset = algebra.mul(
            number(stride),
            algebra.sub(at, number(1)),
          );
          last = down ? algebra.sub(start, offset) : algebra.add(start, offset);
        }
      }
      return {
        init: [let_(s.origin, i, last)],
        test: compare(down ? "<=" : ">=", read(i), start),
        update: [
          assign(
            s.origin,
            i,
            apply(down ? "add" : "sub", read(i), number(stride)),
          ),
        ],
      };
    }
    const t = variable("t");
    return {
      init: [
        let_(
          s.origin,
          t,
          algebra.sub(resolve(sweep, read(trips!), after, region), number(1)),
        ),
      ],
      test: compare(">=", read(t), number(0)),
      update: [assign(s.origin, t, apply("sub", read(t), number(1)))],
    };
  }

  function isInt(e: ir.Expr): boolean {
    return (
      e.kind === "length" ||
      (e.kind === "const" && Number.isInteger(e.value)) ||
      (e.kind === "read" && subject.integers.has(e.variable)) ||
      (e.kind === "apply" &&
        ["add", "sub", "mul"].includes(e.rule) &&
        e.args.every(isInt))
    );
  }
}

function probeStmt(
  sweep: Sweep,
  s: ir.Stmt,
  region: Region,
  out: ir.Stmt[],
): void {
  const { activity, tree } = sweep.subject;
  const at = tree.before(s);
  if (s.kind === "let" || s.kind === "assign") {
    const { variable: v, origin } = s;
    if (isReference(v.type) || !activity.variable(v) || !s.value) return;
    out.push(probe(origin, v.name, read(adjointOf(sweep, v))));
  } else if (s.kind === "store") {
    if (isReference(s.value.type) || !activity.expr(s.target)) return;
    const slot = shadowSlot(sweep, s.target, at, region);
    out.push(probe(s.origin, placeName(s.target), slot));
  }
}

const placeName = (target: ir.ElementExpr | ir.FieldExpr): string =>
  target.kind === "field" ? target.name : "[]";

function readsVariable(block: ir.Block, v: ir.Variable): boolean {
  let found = false;
  visitBlock(block, {
    expr: (e) => {
      if (e.kind === "read" && e.variable === v) found = true;
    },
  });
  return found;
}

// -------------------------------------------------------------------------------------------------- values

/** Where a value is kept after its statement: a partial that reads the operation's own result reads it there. */
export interface Kept {
  readonly variable?: ir.Variable;
  readonly target?: ir.ElementExpr | ir.FieldExpr;
  readonly after: Point;
}

/** Sends the adjoint `seed` of the expression `e`, evaluated at `at`, on to what it was made from. */
export function flow(
  sweep: Sweep,
  e: ir.Expr,
  seed: ir.Expr,
  origin: ir.Origin,
  at: Point,
  region: Region,
  out: ir.Stmt[],
  kept?: Kept,
): void {
  const { activity } = sweep.subject;
  if (!activity.expr(e)) return;
  switch (e.kind) {
    case "read": {
      if (isReference(e.variable.type)) throw ofEitherKind(e.variable, origin);
      const d = adjointOf(sweep, e.variable);
      const flag = sweep.arrived.get(e.variable);
      if (flag && !isRaised(flag, out))
        out.push(assign(origin, flag, truth(true)));
      out.push(assign(origin, d, added(read(d), seed)));
      return;
    }
    case "element":
    case "field": {
      const slot = shadowSlot(sweep, e, at, region);
      out.push(store(origin, slot, added(slot, seed)));
      return;
    }
    case "conditional": {
      const test = resolve(sweep, e.test, at, region);
      const yes: ir.Stmt[] = [];
      const no: ir.Stmt[] = [];
      const once = simple(seed, origin, out, e, activity);
      flow(sweep, e.yes, once, origin, at, region, yes);
      flow(sweep, e.no, once, origin, at, region, no);
      reverseMoved(sweep, sweep.moves.arm(e, true), region, yes);
      reverseMoved(sweep, sweep.moves.arm(e, false), region, no);
      if (yes.length > 0) out.push(if_(origin, test, yes, no));
      else if (no.length > 0) out.push(if_(origin, not(test), no));
      return;
    }
    case "apply": {
      if (e.rule === "mul" && sameExpr(e.args[0]!, e.args[1]!)) {
        // A square: 2 x, not x twice.
        const x = resolve(sweep, e.args[0]!, at, region);
        const twice = algebra.mul(algebra.mul(number(2), x), seed);
        flow(sweep, e.args[0]!, twice, origin, at, region, out);
        return;
      }
      const active = e.args.filter((arg) => activity.expr(arg)).length;
      const { singular } = ruleOf(e);
      const many = active > 1 || singular;
      const once =
        many && seed.kind !== "read" && seed.kind !== "const"
          ? named(seed, seedName(e), origin, out)
          : seed;
      for (const [i, arg] of e.args.entries()) {
        if (!activity.expr(arg)) continue;
        const partial = partialOf(e, i, {
          arg: (k) => resolve(sweep, e.args[k]!, at, region),
          out: () => resolveOut(sweep, e, at, region, kept),
        });
        const passed =
          singular && mayBeInfinite(partial)
            ? algebra.guard(once, partial)
            : algebra.mul(partial, once);
        flow(sweep, arg, passed, origin, at, region, out);
      }
      return;
    }
    case "logic":
      throw new Unsupported(`the value of an expression with ${e.op}`, origin);
    default:
      return;
  }
}

const isRaised = (flag: ir.Variable, out: readonly ir.Stmt[]): boolean => {
  const last = out.findLast((s) => s.kind === "assign" && s.variable === flag);
  return (
    last?.kind === "assign" && last.value.kind === "const" && !!last.value.value
  );
};

/** A number has an adjoint and a list has a shadow: one variable can't have both. */
const ofEitherKind = (v: ir.Variable, origin: ir.Origin): Unsupported =>
  new Unsupported(
    `'${v.name}', which holds a number at one time and an array or object at another,`,
    origin,
  );

/** Does an active number go into a variable that may hold arrays or objects? */
const mixes = (sweep: Sweep, e: ir.Expr): boolean =>
  e.kind === "conditional"
    ? mixes(sweep, e.yes) || mixes(sweep, e.no)
    : !isReference(e.type) && sweep.subject.activity.expr(e);

const seedName = (e: ir.ApplyExpr): string => `d${e.rule}`;

const simple = (
  seed: ir.Expr,
  origin: ir.Origin,
  out: ir.Stmt[],
  e: ir.ConditionalExpr,
  activity: { expr: (e: ir.Expr) => boolean },
): ir.Expr =>
  seed.kind === "read" ||
  seed.kind === "const" ||
  !(activity.expr(e.yes) && activity.expr(e.no))
    ? seed
    : named(seed, "dchosen", origin, out);

function resolveOut(
  sweep: Sweep,
  e: ir.ApplyExpr,
  at: Point,
  region: Region,
  kept: Kept | undefined,
): ir.Expr {
  // A Float32Array keeps a rounded value: there the operation is evaluated again.
  const rounds =
    kept?.target?.kind === "element" &&
    kept.target.array.type.kind === "typedArray" &&
    kept.target.array.type.name === "Float32Array";
  if (kept?.variable)
    return resolve(sweep, read(kept.variable), kept.after, region);
  if (kept?.target && !rounds && !sweep.barrier)
    return resolve(sweep, kept.target, kept.after, region);
  return resolve(sweep, e, at, region);
}

/** `a + b`, as an increment of `a`: `a + -b` is `a - b`. */
const added = (target: ir.Expr, by: ir.Expr): ir.Expr => {
  if (by.kind === "apply" && by.rule === "neg")
    return apply("sub", target, by.args[0]!);
  return apply("add", target, by);
};

/** Can the partial be infinite or NaN where the operation is defined? `2 * x` can't, `1 / x` can. */
export function mayBeInfinite(partial: ir.Expr): boolean {
  let singular = false;
  visitExpr(partial, (x) => {
    if (x.kind !== "apply") return;
    if (x.rule === "div" || x.rule.startsWith("log") || x.rule === "guard")
      singular = true;
    if (x.rule === "pow") {
      const exponent = x.args[1]!;
      if (!isConst(exponent) || Number(exponent.value) < 0) singular = true;
    }
  });
  return singular;
}

/** The place in shadow storage that belongs to a place: only its address is resolved, what it holds is the reverse sweep's own. */
function shadowSlot(
  sweep: Sweep,
  e: ir.ElementExpr | ir.FieldExpr,
  at: Point,
  region: Region,
): ir.ElementExpr | ir.FieldExpr {
  if (e.kind === "field")
    return { ...e, object: shadowOf(sweep, e.object, at, region) };
  return {
    ...e,
    array: shadowOf(sweep, e.array, at, region),
    index: resolve(sweep, e.index, at, region),
  };
}

/** The shadow of a place or reference: the same path from the shadows of its variables. */
export function shadowOf(
  sweep: Sweep,
  e: ir.Expr,
  at: Point,
  region: Region,
): ir.Expr {
  return resolve(sweep, shadowPath(sweep.subject, e), at, region);
}

/** The same path through shadows, in terms of the forward sweep. */
export function shadowPath(
  subject: Pick<Subject, "shadows">,
  e: ir.Expr,
): ir.Expr {
  switch (e.kind) {
    case "read": {
      const shadow = subject.shadows.get(e.variable);
      if (shadow === undefined)
        throw new Error(`no shadow of ${e.variable.name}`);
      return read(shadow);
    }
    case "element":
      return {
        ...e,
        type: writable(e.type),
        array: shadowPath(subject, e.array),
      };
    case "field":
      return {
        ...e,
        type: writable(e.type),
        object: shadowPath(subject, e.object),
      };
    case "conditional":
      return {
        ...e,
        type: writable(e.type),
        yes: shadowPath(subject, e.yes),
        no: shadowPath(subject, e.no),
      };
    default:
      throw new Error(`no shadow of a ${e.kind}`);
  }
}

/** The reverse of making an array or object: what flowed into its numbers flows on to what they were made from. */
function reverseMade(
  sweep: Sweep,
  v: ir.Variable,
  value: ir.Expr,
  origin: ir.Origin,
  at: Point,
  region: Region,
  out: ir.Stmt[],
): void {
  const { activity, shadows } = sweep.subject;
  if (mixes(sweep, value)) throw ofEitherKind(v, origin);
  // The shadow is made right before or right after its primal.
  const d = shadows.get(v);
  const made = [at.index + 1, at.index - 1].find((i) => {
    const s = at.block[i];
    return (s?.kind === "let" || s?.kind === "assign") && s.variable === d;
  });
  const after: Point = { block: at.block, index: (made ?? at.index) + 1 };
  const shadow = (): ir.Expr => shadowOf(sweep, read(v), after, region);
  switch (value.kind) {
    case "arrayLiteral":
      for (const [i, part] of value.elements.entries()) {
        if (isReference(part.type) || !activity.expr(part)) continue;
        flow(
          sweep,
          part,
          element(shadow(), number(i)),
          origin,
          at,
          region,
          out,
        );
      }
      return;
    case "objectLiteral":
      for (const part of value.fields) {
        if (isReference(part.value.type) || !activity.expr(part.value))
          continue;
        flow(
          sweep,
          part.value,
          field(shadow(), part.name),
          origin,
          at,
          region,
          out,
        );
      }
      return;
    case "allocate": {
      if (
        !value.fill ||
        isReference(value.fill.type) ||
        !activity.expr(value.fill)
      )
        return;
      eachElement(shadow(), origin, out, (slot, body) =>
        flow(sweep, value.fill!, slot, origin, at, region, body),
      );
      return;
    }
    case "copy": {
      if (!activity.expr(value.of)) return;
      if (!isFlat(value.type)) {
        if (value.shallow) return; // its elements are the very same objects, with the very same shadows
        throw new Unsupported("a deep copy", origin);
      }
      const source = shadowOf(sweep, value.of, at, region);
      eachElement(shadow(), origin, out, (slot, body, i) => {
        const to = element(source, read(i));
        body.push(store(origin, to, apply("add", to, slot)));
      });
      return;
    }
    default:
      return;
  }
}

const isFlat = (type: ir.Expr["type"]): boolean =>
  isFloatArray(type) ||
  (type.kind === "array" && type.element.kind === "number") ||
  (type.kind === "tuple" && type.elements.every((t) => t.kind === "number"));

function eachElement(
  array: ir.Expr,
  origin: ir.Origin,
  out: ir.Stmt[],
  body: (slot: ir.Expr, out: ir.Stmt[], i: ir.Variable) => void,
): void {
  const i = variable("i");
  const inner: ir.Stmt[] = [];
  body({ ...element(array, read(i)), type: numberType }, inner, i);
  if (inner.length === 0) return;
  out.push({
    kind: "loop",
    origin,
    label: { name: "each" },
    init: [let_(origin, i, number(0))],
    test: compare("<", read(i), length(array)),
    testAfter: false,
    update: [assign(origin, i, apply("add", read(i), number(1)))],
    body: inner,
  });
}

// -------------------------------------------------------------------------------------------------- calls

function reverseCall(
  sweep: Sweep,
  s: ir.CallStmt,
  region: Region,
  out: ir.Stmt[],
  origin: ir.Origin,
): void {
  const { subject } = sweep;
  const plan = subject.calls.get(s);
  if (plan === undefined || plan.reverse === "") return;
  const at = subject.tree.before(s);
  const after = subject.tree.after(s);
  const args = plan.args.map((arg) => resolve(sweep, arg, at, region));
  if (plan.record) args.push(resolve(sweep, read(plan.record), after, region));
  if (plan.result) args.push(read(adjointOf(sweep, plan.result)));
  const [only] = plan.scalars;
  if (plan.scalars.length === 1 && only) {
    const d = variable("darg");
    out.push({ kind: "call", origin, result: d, callee: plan.reverse, args });
    flow(sweep, only, read(d), origin, at, region, out);
  } else if (plan.scalars.length > 1) {
    const slots = slotsOf(sweep, region.root, plan.scalars.length, origin);
    out.push({
      kind: "call",
      origin,
      callee: plan.reverse,
      args: [...args, read(slots)],
    });
    for (const [i, arg] of plan.scalars.entries())
      flow(
        sweep,
        arg,
        element(read(slots), number(i)),
        origin,
        at,
        region,
        out,
      );
  } else {
    out.push({ kind: "call", origin, callee: plan.reverse, args });
  }
  // A result that is computed again in a loop starts from zero each time: its adjoint is declared there.
}

/** Where reverse halves leave the adjoints of number arguments, made once. */
function slotsOf(
  sweep: Sweep,
  root: Root,
  size: number,
  origin: ir.Origin,
): ir.Variable {
  let outermost = root;
  while (outermost.outer) outermost = outermost.outer;
  // A fused loop calls reverse halves before the reverse part begins.
  const place = sweep.subject.analyses.fusion
    ? outermost.preamble
    : outermost.opening;
  for (const s of place) {
    if (
      s.kind === "let" &&
      s.variable.name === "slots" &&
      s.value?.kind === "allocate" &&
      isConst(s.value.length) &&
      Number(s.value.length.value) >= size
    ) {
      return s.variable;
    }
  }
  // Room, and the adjoint of nothing.
  const { role: _, ...from } = origin;
  const slots = variable("slots", { kind: "typedArray", name: "Float64Array" });
  place.push(
    let_(from, slots, {
      kind: "allocate",
      type: slots.type,
      length: number(size),
    }),
  );
  return slots;
}
