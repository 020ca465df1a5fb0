/**
 * Makes every loop one that can be run backwards: by its own counter where the header says how often it runs,
 * else by a trip counter that the forward sweep keeps as an ordinary variable. Runs on the primal, after
 * `singleExit`.
 */
import { apply, assign, let_, number, read, variable } from "../ir/build.ts";
import type { DumpFacts } from "../ir/dump.ts";
import type * as ir from "../ir/nodes.ts";
import { mapStmt } from "../ir/walk.ts";
import type { Aliases } from "../2-analyze/alias.ts";
import type { EffectsTable } from "../2-analyze/effects.ts";
import { countedText } from "../2-analyze/facts.ts";
import { countedLoop } from "../2-analyze/loops.ts";
import type { Exits } from "./exits.ts";
import type { LoopPlan } from "./sweep.ts";

export interface CountedTrips {
  readonly body: ir.Block;
  readonly plans: ReadonlyMap<ir.Label, LoopPlan>;
}

export function countTrips(
  body: ir.Block,
  exits: Exits,
  effects: EffectsTable,
  aliases: Aliases,
  integers: ReadonlySet<ir.Variable>,
  useHeaders: boolean,
): CountedTrips {
  const plans = new Map<ir.Label, LoopPlan>();

  const ofBlock = (block: ir.Block): ir.Block =>
    block.flatMap((s): readonly ir.Stmt[] => {
      if (s.kind !== "loop") return [mapStmt(s, (e) => e, ofBlock)];
      // `while (false)` never runs; what would count its trips would be unreachable.
      if (!s.testAfter && s.test?.kind === "const" && s.test.value === false)
        return s.init;
      const counted = useHeaders
        ? countedLoop(s, effects, aliases, integers)
        : undefined;
      const inner = ofBlock(s.body);
      if (counted && !exits.record(s)) {
        plans.set(s.label, { counted });
        return [{ ...s, body: inner }];
      }
      const trips = variable("trips");
      const count = assign(
        s.origin,
        trips,
        apply("add", read(trips), number(1)),
      );
      const start = let_(s.origin, trips, number(0));
      if (counted) {
        plans.set(s.label, { counted, trips });
        return [start, { ...s, body: [count, ...inner] }];
      }
      plans.set(s.label, { trips });
      // Whatever the header changes is a value like any other: it moves to where values are saved.
      return [
        start,
        ...s.init,
        { ...s, init: [], update: [], body: [count, ...inner, ...s.update] },
      ];
    });
  return { body: ofBlock(body), plans };
}

/** How each loop is run backwards, for `explain`. */
export const tripFacts = (plans: CountedTrips["plans"]): DumpFacts => ({
  ofStmt: (s) => {
    const plan = s.kind === "loop" ? plans.get(s.label) : undefined;
    if (plan === undefined) return undefined;
    const { counted, trips } = plan;
    return [
      ...(counted ? [countedText(counted)] : []),
      ...(trips ? [`trips are counted in ${trips.name}`] : []),
    ].join("; ");
  },
});
