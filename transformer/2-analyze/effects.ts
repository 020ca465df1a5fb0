/** What a statement may change: variables, and slots of alias classes. Computed once per statement, nested ones included. */
import type * as ir from "../ir/nodes.ts";
import { isReference } from "../ir/types.ts";
import { blocksOf, expressionsOf, visitExpr } from "../ir/walk.ts";
import type { AliasClass, Aliases } from "./alias.ts";
import { slotOf } from "./alias.ts";
import { growingClasses, mayGrow } from "./growth.ts";
import type { Outside } from "./outside.ts";

/** Every slot of a class. */
export const anySlot = "*";

export interface Effects {
  readonly variables: ReadonlySet<ir.Variable>;
  readonly heap: ReadonlyMap<AliasClass, ReadonlySet<string>>;
}

/** What a callee does, in terms of its own alias classes. */
export interface Summary {
  readonly params: readonly ir.Variable[];
  readonly aliases: Aliases;
  /** Slots of classes that a caller can see and the callee writes. */
  readonly writes: ReadonlyMap<AliasClass, ReadonlySet<string>>;
  /** Calls code whose effects or result may differ from call to call. */
  readonly impure: boolean;
  /** What goes out of our sight and comes back; worked out when it is asked for. */
  readonly outside: () => Outside;
  /** The call is of a forward half: it returns the value and its shadow in a record, and takes shadows of these parameters too. */
  readonly shadows?: readonly number[];
  /** Reaches itself again. */
  readonly recursive: boolean;
}

/** The summary of a call's callee; undefined while that is being worked out (recursion). */
export type SummaryOf = (call: ir.CallStmt) => Summary | undefined;

export interface EffectsTable {
  readonly of: (s: ir.Stmt) => Effects;
  readonly ofBlock: (b: ir.Block) => Effects;
  /** The statements of a block that may change a variable, by their places, in order. */
  readonly writers: (b: ir.Block, v: ir.Variable) => readonly number[];
}

export function effectsTable(
  func: ir.Func,
  aliases: Aliases,
  summaryOf: SummaryOf,
  growingParams: ReadonlySet<ir.Variable> = new Set(),
): EffectsTable {
  const table = new Map<ir.Stmt, Effects>();

  const growing = growingClasses(func, aliases, growingParams);
  const outside = new Set<AliasClass>();
  for (const p of func.params) {
    if (isReference(p.variable.type))
      for (const c of aliases.reachable(aliases.ofVariable(p.variable)))
        outside.add(c);
  }

  function of(s: ir.Stmt): Effects {
    let known = table.get(s);
    if (known === undefined) table.set(s, (known = compute(s)));
    return known;
  }

  function compute(s: ir.Stmt): Effects {
    const variables = new Set<ir.Variable>();
    const heap = new Map<AliasClass, Set<string>>();
    const write = (c: AliasClass, slot: string): void => {
      const slots = heap.get(c) ?? new Set();
      heap.set(c, slots.add(slot));
    };
    const writeAll = (c: AliasClass): void => {
      for (const r of aliases.reachable(c)) write(r, anySlot);
    };

    for (const e of expressionsOf(s)) {
      visitExpr(e, (x) => {
        if (x.kind !== "foreign") return;
        for (const v of x.assigns) variables.add(v);
        if (!x.mutates) return;
        for (const part of x.parts)
          if (typeof part !== "string" && isReference(part.type))
            writeAll(aliases.of(part));
        // Unknown code may hold what was passed in from outside.
        for (const c of outside) write(c, anySlot);
        for (const v of aliases.variables()) {
          if (isReference(v.type))
            for (const c of aliases.reachable(aliases.ofVariable(v)))
              if (c.external) write(c, anySlot);
        }
      });
    }
    switch (s.kind) {
      case "let":
      case "assign":
        variables.add(s.variable);
        break;
      case "store": {
        const c = aliases.of(
          s.target.kind === "element" ? s.target.array : s.target.object,
        );
        write(c, slotOf(s.target));
        if (mayGrow(s, c, growing)) write(c, "length");
        break;
      }
      case "push":
        write(aliases.of(s.array), "length");
        write(aliases.of(s.array), "[]");
        break;
      case "resize":
        write(aliases.of(s.array), "length");
        write(aliases.of(s.array), "[]");
        break;
      case "call": {
        if (s.result) variables.add(s.result);
        const summary = summaryOf(s);
        // A call of itself writes what the rest of the function writes: its arguments share our classes.
        if (summary === undefined && s.callee === func.key) break;
        if (summary === undefined) {
          for (const arg of s.args)
            if (isReference(arg.type)) writeAll(aliases.of(arg));
          break;
        }
        const ours = aliases.atCall(s);
        for (const [theirs, slots] of summary.writes) {
          const c = ours.get(theirs);
          if (!c) continue;
          for (const slot of slots) write(c, slot);
          if (slots.has("[]") && growing.has(c)) write(c, "length");
        }
        // What is moved in the primal is moved in the shadow. Numbers there are the reverse sweep's own.
        const ofShadows = aliases.shadowsAtCall(s);
        for (const [theirs, slots] of summary.writes) {
          const c = ofShadows.get(theirs);
          for (const slot of slots)
            if (c && theirs.content.has(slot)) write(c, slot);
        }
        break;
      }
      default:
        break;
    }
    for (const block of blocksOf(s)) merge(variables, heap, ofBlock(block));
    return { variables, heap };
  }

  function ofBlock(block: ir.Block): Effects {
    const variables = new Set<ir.Variable>();
    const heap = new Map<AliasClass, Set<string>>();
    for (const s of block) merge(variables, heap, of(s));
    return { variables, heap };
  }

  const written = new Map<ir.Block, Map<ir.Variable, number[]>>();
  function writers(block: ir.Block, v: ir.Variable): readonly number[] {
    let byVariable = written.get(block);
    if (byVariable === undefined) {
      byVariable = new Map();
      for (const [i, s] of block.entries())
        for (const w of of(s).variables) {
          const list = byVariable.get(w);
          if (list) list.push(i);
          else byVariable.set(w, [i]);
        }
      written.set(block, byVariable);
    }
    return byVariable.get(v) ?? [];
  }

  return { of, ofBlock, writers };
}

/** Where, in a list of places in order, those that are not before one begin. */
export function firstFrom(places: readonly number[], from: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]! >= from) high = middle;
    else low = middle + 1;
  }
  return low;
}

function merge(
  variables: Set<ir.Variable>,
  heap: Map<AliasClass, Set<string>>,
  more: Effects,
): void {
  for (const v of more.variables) variables.add(v);
  for (const [c, slots] of more.heap) {
    const mine = heap.get(c) ?? new Set();
    for (const slot of slots) mine.add(slot);
    heap.set(c, mine);
  }
}

export function touches(
  effects: Effects,
  c: AliasClass,
  slot: string,
): boolean {
  const slots = effects.heap.get(c);
  return (
    slots !== undefined &&
    (slot === anySlot || slots.has(slot) || slots.has(anySlot))
  );
}
