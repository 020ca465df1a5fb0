/**
 * Saved values. Outside of loops a saved value is a variable; inside loops whose trip counts are known when
 * the outermost is entered, an element of a typed array indexed by the loops' counters, or by a counter of its own
 * where inner trip counts vary; else an element of an array that grows, which the reverse sweep reads from its end.
 */
import {
  allocate,
  apply,
  assign,
  compare,
  conditional,
  element,
  length,
  let_,
  number,
  read,
  store,
  variable,
} from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import type { Type } from "../ir/types.ts";
import {
  arrayOf,
  float64ArrayType,
  isReference,
  numberType,
} from "../ir/types.ts";
import type { Counted } from "../2-analyze/loops.ts";
import { isInvariant } from "../2-analyze/loops.ts";
import * as algebra from "../ir/algebra.ts";
import { isKnownBefore, isReadable, tripCount } from "./known.ts";
import { countedNest } from "./nests.ts";
import type { Region, Root, Sweep } from "./sweep.ts";
import { push } from "./sweep.ts";

export interface SaveRequest {
  /** What is saved, as it stands in the forward sweep. */
  readonly value: ir.Expr;
  /** The reverse region that mirrors where it is saved. */
  readonly home: Region;
  /** The reverse sweep's name for it. */
  readonly copy: ir.Variable;
  readonly origin: ir.Origin;
  /** Saved in several places, only one of which is passed. */
  readonly scattered?: boolean;
  /** Places statements in the forward sweep. */
  readonly save: (stmts: readonly ir.Stmt[]) => void;
}

export function makeCache(sweep: Sweep, request: SaveRequest): void {
  const { value, home, copy, origin, save } = request;
  const { root } = home;
  const { tree } = sweep.subject;
  const loops = tree.loops(home.block, root.block);

  if (loops.length === 0) {
    if (home.block === root.block && !request.scattered)
      save([let_(origin, copy, value)]);
    else {
      root.preamble.push(let_(origin, copy));
      save([assign(origin, copy, value)]);
    }
    sweep.saved.push({ name: copy.name, loops: 0, growable: false, origin });
    return;
  }

  const dimensions = dimensionsOf(sweep, loops, root, origin);
  const stored = encode(value);
  if (dimensions) {
    const cache = cacheOf(copy, `${copy.name}At`, cacheType(value.type));
    const size = dimensions
      .map((d) => d.extent)
      .reduce((a, b) => algebra.mul(a, b));
    const index = dimensions
      .map((d) => d.index)
      .reduce((a, b, i) =>
        algebra.add(algebra.mul(a, dimensions[i]!.extent), b),
      );
    declareBefore(
      sweep,
      loops[0]!,
      root,
      cache,
      allocate(cache.type, size),
      origin,
    );
    save([store(origin, element(read(cache), index), stored)]);
    home.prefix.push(
      let_(origin, copy, decode(element(read(cache), index), value.type)),
    );
    sweep.saved.push({
      name: cache.name,
      cache,
      loops: loops.length,
      growable: false,
      origin,
    });
    return;
  }

  const nest = isReference(value.type)
    ? undefined
    : countedNest(sweep, loops, root, origin);
  if (nest && cacheType(value.type).kind === "typedArray") {
    const cache = cacheOf(copy, `${copy.name}s`, cacheType(value.type));
    const array = allocate(cache.type, nest.size);
    declareBefore(sweep, nest.anchor, nest.root, cache, array, origin);
    const at = runningCounter(sweep, home, loops.at(-1)!);
    const slot = element(read(cache), algebra.sub(at, number(1)));
    save([store(origin, slot, stored)]);
    home.prefix.push(
      let_(origin, copy, decode(element(read(cache), at), value.type)),
    );
    sweep.saved.push({
      name: cache.name,
      cache,
      loops: loops.length,
      growable: false,
      origin,
    });
    return;
  }

  const cache = cacheOf(
    copy,
    `${copy.name}s`,
    arrayOf(
      isReference(value.type) ||
        value.type.kind === "string" ||
        value.type.kind === "opaque" ||
        value.type.kind === "union"
        ? value.type
        : numberType,
    ),
  );
  const top = variable(`${copy.name}Top`);
  const empty: ir.ArrayLiteralExpr = {
    kind: "arrayLiteral",
    type: cache.type,
    elements: [],
  };
  declareGrowable(root, cache, empty, origin);
  root.opening.push(let_(origin, top, length(read(cache))));
  save([{ kind: "push", origin, array: read(cache), value: stored }]);
  home.prefix.push(
    assign(origin, top, apply("sub", read(top), number(1))),
    let_(origin, copy, decode(element(read(cache), read(top)), value.type)),
  );
  sweep.saved.push({
    name: cache.name,
    cache,
    loops: loops.length,
    growable: true,
    origin,
  });
}

/** How many iterations of the loop have begun, in the forward sweep; which of them is undone, in the reverse sweep. */
function runningCounter(
  sweep: Sweep,
  home: Region,
  loop: ir.LoopStmt,
): ir.Expr {
  let region = home;
  while (region.block !== loop.body || region.from > 0) region = region.parent!;
  const key = "running counter";
  let counter = region.values.get(key);
  if (counter === undefined) {
    const at = variable("at");
    const step = (rule: "add" | "sub"): ir.Stmt =>
      assign(loop.origin, at, apply(rule, read(at), number(1)));
    home.root.preamble.push(let_(loop.origin, at, number(0)));
    push(sweep.insertions.start, loop.body, step("add"));
    region.prefix.push(step("sub"));
    region.values.set(key, (counter = read(at)));
  }
  return counter;
}

function cacheType(type: Type): Type {
  if (type.kind === "number") return float64ArrayType;
  if (type.kind === "boolean")
    return { kind: "typedArray", name: "Uint8Array" };
  return arrayOf(type);
}

const encode = (e: ir.Expr): ir.Expr =>
  e.type.kind === "boolean" ? conditional(e, number(1), number(0)) : e;
const decode = (e: ir.Expr, type: Type): ir.Expr =>
  type.kind === "boolean" ? compare("===", e, number(1)) : { ...e, type };

/** A growing cache of a fused loop is made once, before the loop, and emptied in each iteration. */
function declareGrowable(
  root: Root,
  cache: ir.Variable,
  empty: ir.Expr,
  origin: ir.Origin,
): void {
  let outermost = root;
  while (outermost.outer) outermost = outermost.outer;
  outermost.preamble.push(let_(origin, cache, empty));
  if (outermost !== root)
    root.preamble.push({
      kind: "resize",
      origin,
      array: read(cache),
      length: number(0),
    });
}

interface Dimension {
  readonly extent: ir.Expr;
  readonly index: ir.Expr;
}

/** The extents of a nest whose trip counts are all known before it starts, or undefined. */
function dimensionsOf(
  sweep: Sweep,
  loops: readonly ir.LoopStmt[],
  root: Root,
  origin: ir.Origin,
): readonly Dimension[] | undefined {
  const { plans, effects, aliases } = sweep.subject;
  const outermost = loops[0]!;
  const found: { loop: ir.LoopStmt; counted: Counted }[] = [];
  for (const loop of loops) {
    const counted = plans.get(loop.label)?.counted;
    if (counted === undefined) return undefined;
    for (const e of [counted.start, counted.bound]) {
      if (
        !isInvariant(e, effects.of(outermost), aliases) ||
        !isKnownBefore(sweep, e, outermost)
      )
        return undefined;
      if (!isReadable(sweep, e)) return undefined;
    }
    found.push({ loop, counted });
  }
  return found.map(({ loop, counted }) => {
    const extent = tripCount(counted, sweep.subject.integers, true);
    return {
      extent: namedExtent(sweep, loop, outermost, root, extent, origin),
      index: iteration(counted),
    };
  });
}

/** A trip count that takes computing gets a name, once, in front of the nest. */
function namedExtent(
  sweep: Sweep,
  loop: ir.LoopStmt,
  outermost: ir.LoopStmt,
  root: Root,
  extent: ir.Expr,
  origin: ir.Origin,
): ir.Expr {
  if (extent.kind !== "apply") return extent;
  const key = outermost.label;
  const known = sweep.extents.get(key) ?? new Map<ir.Label, ir.Variable>();
  sweep.extents.set(key, known);
  let v = known.get(loop.label);
  if (v === undefined) {
    known.set(loop.label, (v = variable("trips")));
    declareBefore(sweep, outermost, root, v, extent, origin);
  }
  return read(v);
}

/** Which iteration the counter is in, from 0. */
function iteration(c: Counted): ir.Expr {
  const i = read(c.variable);
  const offset = c.step < 0 ? algebra.sub(c.start, i) : algebra.sub(i, c.start);
  const stride = Math.abs(c.step);
  return stride === 1 ? offset : algebra.div(offset, number(stride));
}

/** Declares a variable in the forward sweep before a loop, where the reverse sweep sees it too. */
function declareBefore(
  sweep: Sweep,
  loop: ir.LoopStmt,
  root: Root,
  v: ir.Variable,
  value: ir.Expr,
  origin: ir.Origin,
): void {
  const { tree, effects, aliases } = sweep.subject;
  const { block } = tree.before(loop);
  // Out of fused loops as far as what it reads allows: no allocation in a loop where the author has none.
  if (block === root.block && root.outer) {
    const owner = tree.owner(root.block);
    const size = value.kind === "allocate" ? value.length : value;
    if (
      owner?.kind === "loop" &&
      isInvariant(size, effects.of(owner), aliases) &&
      isKnownBefore(sweep, size, owner)
    ) {
      declareBefore(sweep, owner, root.outer, v, value, origin);
      return;
    }
  }
  if (block === root.block)
    push(sweep.insertions.before, loop, let_(origin, v, value));
  else {
    root.preamble.push(let_(origin, v));
    push(sweep.insertions.before, loop, assign(origin, v, value));
  }
}

/** What is kept of shadows leads to shadows. */
const cacheOf = (of: ir.Variable, name: string, type: Type): ir.Variable => ({
  ...variable(name, type),
  ...(of.isShadow === true ? { isShadow: true } : {}),
});
