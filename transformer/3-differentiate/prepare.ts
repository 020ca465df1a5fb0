/** Brings a function into the form that is differentiated, and runs the analyses on it. */
import type * as ir from "../ir/nodes.ts";
import type { Show } from "../ir/stages.ts";
import type { ActivityRequest } from "../2-analyze/activity.ts";
import { analyseActivity } from "../2-analyze/activity.ts";
import type { Aliases } from "../2-analyze/alias.ts";
import { analyseAliases } from "../2-analyze/alias.ts";
import type { EffectsTable, SummaryOf } from "../2-analyze/effects.ts";
import { effectsTable } from "../2-analyze/effects.ts";
import { growingClasses } from "../2-analyze/growth.ts";
import {
  activityFacts,
  aliasFacts,
  effectFacts,
  integerFacts,
} from "../2-analyze/facts.ts";
import { integerVariables } from "../2-analyze/loops.ts";
import { listsOfApartRows } from "../2-analyze/rows.ts";
import { isReference } from "../ir/types.ts";
import { visitBlock } from "../ir/walk.ts";
import { buildTree } from "../2-analyze/tree.ts";
import type { SingleExit } from "./exits.ts";
import { singleExit } from "./exits.ts";
import { nameIntermediates } from "./intermediates.ts";
import { copyAssignedParams, sinkDeclarations } from "./normalise.ts";
import { sinkIntoBranches } from "./sink-branches.ts";
import { isFlat } from "./partials.ts";
import { shadowPath } from "./reverse.ts";
import type { PlannedCall } from "./shadows.ts";
import type { Summaries } from "./summary.ts";
import { addShadows } from "./shadows.ts";
import type { Analyses, Subject, Sweep } from "./sweep.ts";
import { countTrips, tripFacts } from "./trips.ts";

/** What is asked of a function's derivative. */
export interface Request extends ActivityRequest {
  /** Pairs of parameters whose storage may overlap. */
  readonly overlapping: readonly (readonly [number, number])[];
  /** Parameters whose contents may change between the forward and the reverse half. */
  readonly unstable: ReadonlySet<number>;
  /** Parameters, plain arrays, that a store may make longer. */
  readonly growing: ReadonlySet<number>;
  /** Parameters, lists of arrays, whose rows are pairwise apart. */
  readonly apart: ReadonlySet<number>;
}

export type PlanCall = (
  call: ir.CallStmt,
  caller: CallerView,
  shadowOf: (e: ir.Expr) => ir.Expr,
) => PlannedCall | undefined;

/** What planning a call may ask about the function it stands in. */
export interface CallerView {
  readonly subject: Subject;
  readonly sweep: Sweep;
}

export function prepare(
  original: ir.Func,
  request: Request,
  analyses: Analyses,
  paramShadows: ReadonlyMap<ir.Variable, ir.Variable>,
  summaries: Summaries,
  planCall: PlanCall,
  show?: Show,
): Subject {
  const summaryOf = summaries.ofCall;
  const func = copyAssignedParams(original);
  show?.("copyAssignedParams", func);
  const single: SingleExit = singleExit(func);
  const stage = (body: ir.Block): ir.Func =>
    withReturn(func, body, single.value);
  show?.("singleExit", stage(single.body));
  const inLoops = sinkDeclarations(single.body, single.value);
  show?.("sinkDeclarations", stage(inLoops));
  const sunk = sinkIntoBranches(inLoops, single.value);
  show?.("sinkIntoBranches", stage(sunk));

  const counted = (() => {
    const { aliases, effects } = look(
      func,
      sunk,
      single.value,
      request,
      summaryOf,
    );
    const integers = integerVariables({ ...func, body: sunk });
    show?.("loops", stage(sunk), integerFacts(integers));
    return countTrips(
      sunk,
      single.exits,
      effects,
      aliases,
      integers,
      analyses.counting,
    );
  })();

  const activityOf = (
    body: ir.Block,
    aliases: Aliases,
  ): ReturnType<typeof analyseActivity> =>
    analyseActivity(stage(body), aliases, request, isFlat, summaryOf, (call) =>
      summaries.relevant(call.callee),
    );

  show?.("countTrips", stage(counted.body), tripFacts(counted.plans));
  const first = look(func, counted.body, single.value, request, summaryOf);
  const named = nameIntermediates(
    counted.body,
    activityOf(counted.body, first.aliases),
  );
  const plain = look(func, named, single.value, request, summaryOf);
  const activity = activityOf(named, plain.aliases);
  show?.("nameIntermediates", stage(named));
  show?.("alias", stage(named), aliasFacts(plain.aliases));
  show?.("effects", stage(named), effectFacts(plain.effects, plain.aliases));
  show?.("activity", stage(named), activityFacts(activity));
  const given = new Set(
    [...request.apart].map((i) => func.params[i]!.variable),
  );
  const unstable = new Set(
    [...request.unstable].map((i) => func.params[i]!.variable),
  );

  const view: Subject = {
    func,
    body: named,
    value: single.value,
    valueOrigin: single.valueOrigin,
    exits: single.exits,
    plans: counted.plans,
    shadows: new Map(),
    calls: new Map(),
    activity,
    aliases: plain.aliases,
    effects: plain.effects,
    tree: buildTree(named),
    integers: integerVariables({ ...func, body: named }),
    apart: analyses.dependence
      ? listsOfApartRows(
          { ...func, body: named },
          plain.aliases,
          plain.effects,
          given,
        )
      : new Set(),
    unstable,
    growing: growingClasses(
      { ...func, body: named },
      plain.aliases,
      growingParams(func, request),
    ),
    analyses,
  };
  const viewSweep = {
    subject: view,
    barrier: undefined,
    standsFor: new Map(),
  } as unknown as Sweep;
  const { body, shadows, calls } = unlessRefused(activity.problems, () =>
    addShadows(
      named,
      activity,
      plain.aliases,
      view.growing,
      paramShadows,
      (call, shadowOf) =>
        planCall(call, { subject: view, sweep: viewSweep }, shadowOf),
    ),
  );
  const { aliases, effects } = look(
    func,
    body,
    single.value,
    request,
    summaryOf,
  );
  nameShadowPlaces(body, shadows, aliases);
  show?.("addShadows", stage(body));
  return {
    ...view,
    body,
    shadows,
    calls,
    aliases,
    effects,
    tree: buildTree(body),
    integers: integerVariables({ ...func, body }),
    apart: analyses.dependence
      ? listsOfApartRows({ ...func, body }, aliases, effects, given)
      : new Set(),
  };
}

/** What is refused need not have a shadow for everything. */
export class Refused extends Error {
  readonly problems: readonly ir.Problem[];
  constructor(problems: readonly ir.Problem[]) {
    super("refused");
    this.problems = problems;
  }
}

export function unlessRefused<T>(
  problems: readonly ir.Problem[],
  work: () => T,
): T {
  try {
    return work();
  } catch (error) {
    if (problems.length === 0) throw error;
    throw new Refused(problems);
  }
}

/** Alias classes and effects of a stage of the body. */
function look(
  func: ir.Func,
  body: ir.Block,
  value: ir.Expr | undefined,
  request: Request,
  summaryOf: SummaryOf,
): { aliases: Aliases; effects: EffectsTable } {
  const stage = withReturn(func, body, value);
  const aliases = analyseAliases(stage, request.overlapping, (call) =>
    summaryOf(call),
  );
  return {
    aliases,
    effects: effectsTable(
      { ...func, body },
      aliases,
      summaryOf,
      growingParams(func, request),
    ),
  };
}

/** The reverse sweep goes wherever the primal goes, in shadows: those places have classes from the start too. */
function nameShadowPlaces(
  body: ir.Block,
  shadows: ReadonlyMap<ir.Variable, ir.Variable>,
  aliases: Aliases,
): void {
  const visit = (e: ir.Expr): void => {
    if (!isReference(e.type)) return;
    let root = e;
    while (root.kind === "element" || root.kind === "field")
      root = root.kind === "element" ? root.array : root.object;
    if (root.kind === "read" && shadows.has(root.variable))
      aliases.of(shadowPath({ shadows }, e));
  };
  visitBlock(body, { expr: visit });
}

const growingParams = (
  func: ir.Func,
  request: Request,
): ReadonlySet<ir.Variable> =>
  new Set([...request.growing].map((i) => func.params[i]!.variable));

const withReturn = (
  func: ir.Func,
  body: ir.Block,
  value: ir.Expr | undefined,
): ir.Func => ({
  ...func,
  body: value
    ? [...body, { kind: "return", origin: func.origin, value }]
    : body,
});
