/** What a call may change and whether its result can differ from call to call: worked out once per function. */
import type * as ir from "../ir/nodes.ts";
import { isReference } from "../ir/types.ts";
import { visitBlock } from "../ir/walk.ts";
import type { AliasClass, Aliases } from "../2-analyze/alias.ts";
import type { Activity, RelevantTo } from "../2-analyze/activity.ts";
import { analyseActivity } from "../2-analyze/activity.ts";
import { analyseAliases } from "../2-analyze/alias.ts";
import type { Summary, SummaryOf } from "../2-analyze/effects.ts";
import { effectsTable } from "../2-analyze/effects.ts";
import type { Outside } from "../2-analyze/outside.ts";
import { holesOf, mayKeep, readsState } from "../2-analyze/outside.ts";
import { isFlat } from "./partials.ts";

export interface Summaries {
  readonly of: (key: string) => Summary | undefined;
  readonly ofCall: SummaryOf;
  /** Parameters whose values flow into the result or what is written; a counter that only decides when a recursion ends does not. */
  readonly relevant: (key: string) => ReadonlySet<number>;
}

/** A forward half does what its primal does, to storage and to its shadow. */
export interface ForwardHalf {
  /** The key of its primal. */
  readonly primal: string;
  /** The parameters whose shadows it takes, in that order, after all that the primal takes. */
  readonly shadows: readonly number[];
}

export function summaries(
  functionOf: (key: string) => ir.Func | undefined,
  forwards: ReadonlyMap<string, ForwardHalf> = new Map(),
): Summaries {
  const primalOf = (key: string): ir.Func | undefined =>
    functionOf(forwards.get(key)?.primal ?? key);
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

  const ofCall: SummaryOf = (call) => {
    const summary = of(call.callee);
    const half = forwards.get(call.callee);
    return summary && half ? { ...summary, shadows: half.shadows } : summary;
  };

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
        if (e.kind === "foreign" && !e.pure && !e.structural) impure = true;
      },
    });
    const recursive = reaches(func.key, callees);
    let outside: Outside | undefined;
    return {
      params: func.params.map((p) => p.variable),
      aliases,
      writes,
      impure,
      outside: () =>
        (outside ??= recursive
          ? anythingOutside(func, callees)
          : activityOfAll(func, aliases, (call) => relevant(call.callee))
              .outside),
      recursive,
    };
  }

  /** Of a function that calls itself: what stands in it, whatever flows. */
  function anythingOutside(
    func: ir.Func,
    callees: ReadonlySet<string>,
  ): Outside {
    const group = [...callees].flatMap((key) => [...reachableFrom(key)]);
    let keeps = false;
    let reads = false;
    let writesTables = false;
    let readsTables = false;
    for (const key of new Set([func.key, ...group])) {
      const written = of(key)?.writes.keys() ?? [];
      writesTables ||= [...written].some((c) => c.external);
      visitBlock(primalOf(key)!.body, {
        expr: (e) => {
          if (e.kind !== "foreign") return;
          keeps ||= mayKeep(e) && holesOf(e).length > 0;
          reads ||= readsState(e);
          readsTables ||= isReference(e.type);
        },
      });
    }
    return {
      ...{ keeps, readsState: reads },
      ...{ writesTables, readsTables },
    };
  }

  function reaches(target: string, from: ReadonlySet<string>): boolean {
    for (const key of from) if (reachableFrom(key).has(target)) return true;
    return false;
  }

  const relevance = new Map<string, ReadonlySet<number>>();

  /** A least fixed point over all that the function reaches: it starts from nothing, so recursion adds nothing by itself. */
  function relevant(key: string): ReadonlySet<number> {
    const func = primalOf(key);
    if (func === undefined) return new Set();
    const known = relevance.get(func.key);
    if (known) return known;
    const group = [...reachableFrom(func.key)];
    const found = new Map<string, ReadonlySet<number>>();
    const ofCallee = (call: ir.CallStmt): ReadonlySet<number> => {
      const callee = primalOf(call.callee)?.key ?? "";
      return relevance.get(callee) ?? found.get(callee) ?? new Set();
    };
    for (let changed = true; changed;) {
      changed = false;
      for (const k of group) {
        const f = primalOf(k)!;
        const next = usefulParams(f, ofCallee);
        if (next.size !== (found.get(k)?.size ?? 0)) changed = true;
        found.set(k, next);
      }
    }
    for (const [k, set] of found) relevance.set(k, set);
    return relevance.get(func.key)!;
  }

  function usefulParams(
    func: ir.Func,
    ofCallee: (call: ir.CallStmt) => ReadonlySet<number>,
  ): ReadonlySet<number> {
    const aliases = analyseAliases(func, [], ofCall);
    const activity = activityOfAll(func, aliases, ofCallee);
    // What is refused comes back by a way that nobody sees: it must be looked at, and said.
    if (activity.problems.length > 0) return new Set(func.params.keys());
    return new Set(
      [...func.params.keys()].filter((i) => {
        const v = func.params[i]!.variable;
        return isReference(v.type) || activity.usefulVariable(v);
      }),
    );
  }

  /** With every parameter an input, and all that is written an output. */
  function activityOfAll(
    func: ir.Func,
    aliases: Aliases,
    ofCallee: RelevantTo,
  ): Activity {
    const all = new Set(func.params.keys());
    const request = { inputs: all, result: true, outputs: all };
    return analyseActivity(func, aliases, request, isFlat, ofCall, ofCallee);
  }

  function reachableFrom(key: string): Set<string> {
    const seen = new Set<string>();
    const queue = [key];
    for (let k = queue.pop(); k !== undefined; k = queue.pop()) {
      const func = primalOf(k);
      if (func === undefined || seen.has(func.key)) continue;
      seen.add(func.key);
      visitBlock(func.body, {
        stmt: (s) => {
          if (s.kind === "call") queue.push(s.callee);
        },
      });
    }
    return seen;
  }

  return { of, ofCall, relevant };
}

/** The parameters, by index, whose contents a call may change. */
export function writtenParams(summary: Summary): ReadonlySet<number> {
  const { aliases, params, writes } = summary;
  return new Set(
    params.flatMap((v, i) =>
      isReference(v.type) &&
      [...aliases.reachable(aliases.ofVariable(v))].some((c) => writes.has(c))
        ? [i]
        : [],
    ),
  );
}
