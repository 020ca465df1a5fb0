/** Which variables a statement speaks of, worked out once a statement: nodes are immutable. */
import type * as ir from "./nodes.ts";
import { blocksOf, expressionsOf, visitExpr } from "./walk.ts";

const known = new WeakMap<ir.Stmt, ReadonlySet<ir.Variable>>();

/** Those that it declares, assigns or reads, in the statements inside it too. */
export function mentionsOf(s: ir.Stmt): ReadonlySet<ir.Variable> {
  const before = known.get(s);
  if (before) return before;
  const found = new Set<ir.Variable>();
  if (s.kind === "let" || s.kind === "assign") found.add(s.variable);
  if (s.kind === "call" && s.result) found.add(s.result);
  for (const e of expressionsOf(s)) addMentions(e, found);
  for (const block of blocksOf(s))
    for (const inner of block) mentionsOf(inner).forEach((v) => found.add(v));
  known.set(s, found);
  return found;
}

const addMentions = (e: ir.Expr, found: Set<ir.Variable>): void => {
  visitExpr(e, (x) => {
    if (x.kind === "read") found.add(x.variable);
    if (x.kind === "foreign") x.assigns.forEach((v) => found.add(v));
  });
};

export function mentionsExpr(e: ir.Expr, v: ir.Variable): boolean {
  const found = new Set<ir.Variable>();
  addMentions(e, found);
  return found.has(v);
}

/** The places of a block at which each variable is mentioned, in order. */
export class Places {
  readonly #of = new Map<ir.Variable, number[]>();

  constructor(block: ir.Block) {
    block.forEach((s, i) => {
      for (const v of mentionsOf(s)) this.#listOf(v).push(i);
    });
  }

  #listOf(v: ir.Variable): number[] {
    let list = this.#of.get(v);
    if (list === undefined) this.#of.set(v, (list = []));
    return list;
  }

  /** A statement that has come to mention it. */
  add(v: ir.Variable, place: number): void {
    const list = this.#listOf(v);
    const at = firstAfter(list, place - 1);
    if (list[at] !== place) list.splice(at, 0, place);
  }

  /** The places behind one, the nearest first. */
  *after(v: ir.Variable, place: number): Generator<number> {
    const list = this.#of.get(v) ?? [];
    for (let k = firstAfter(list, place); k < list.length; k++) yield list[k]!;
  }
}

/** The index of the first that is larger. */
function firstAfter(list: readonly number[], place: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! > place) high = middle;
    else low = middle + 1;
  }
  return low;
}
