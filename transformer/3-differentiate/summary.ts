/** What a call may change and whether its result can differ from call to call: worked out once per function. */
import type * as ir from "../ir/nodes.ts";
import { isReference } from "../ir/types.ts";
import { visitBlock } from "../ir/walk.ts";
import type { AliasClass } from "../2-analyze/alias.ts";
import { analyseAliases } from "../2-analyze/alias.ts";
import type { Summary, SummaryOf } from "../2-analyze/effects.ts";
import { effectsTable } from "../2-analyze/effects.ts";

export interface Summaries {
  readonly of: (key: string) => Summary | undefined;
  readonly ofCall: SummaryOf;
}

/** @param primalOf the primal function behind a key (a forward half has the effects of its primal). */
export function summaries(
  primalOf: (key: string) => ir.Func | undefined,
): Summaries {
  const known = new Map<string, Summary | undefined>();
  const working = new Set<string>();

  function of(key: string): Summary | undefined {
    const func = primalOf(key);
    if (func === undefined) return undefined;
    if (known.has(func.key)) return known.get(func.key);
    if (working.has(func.key)) return undefined;
    working.add(func.key);
    const summary = summarise(func);
    working.delete(func.key);
    known.set(func.key, summary);
    return summary;
  }

  const ofCall: SummaryOf = (call) => of(call.callee);

  function summarise(func: ir.Func): Summary {
    const aliases = analyseAliases(func, [], ofCall);
    const effects = effectsTable(func, aliases, ofCall).ofBlock(func.body);
    const visible = new Set<AliasClass>();
    for (const p of func.params) {
      if (isReference(p.variable.type))
        for (const c of aliases.reachable(aliases.ofVariable(p.variable)))
          visible.add(c);
    }
    const writes = new Map(
      [...effects.heap].filter(([c]) => visible.has(c) || c.external),
    );
    let impure = false;
    const callees = new Set<string>();
    visitBlock(func.body, {
      stmt: (s) => {
        if (s.kind !== "call") return;
        callees.add(s.callee);
        if (of(s.callee)?.impure) impure = true;
      },
      expr: (e) => {
        if (e.kind === "foreign" && !e.pure) impure = true;
      },
    });
    return {
      params: func.params.map((p) => p.variable),
      aliases,
      writes,
      impure,
      recursive: reaches(func.key, callees),
    };
  }

  function reaches(target: string, from: ReadonlySet<string>): boolean {
    const seen = new Set<string>();
    const queue = [...from];
    for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
      const func = primalOf(key);
      if (func === undefined || seen.has(func.key)) continue;
      if (func.key === target) return true;
      seen.add(func.key);
      visitBlock(func.body, {
        stmt: (s) => {
          if (s.kind === "call") queue.push(s.callee);
        },
      });
    }
    return false;
  }

  return { of, ofCall };
}
