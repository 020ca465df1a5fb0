/** A marked function with both its sweeps: what its entries have in common. */
import type * as ir from "../../ir/nodes.ts";
import type { Stage } from "../../ir/stages.ts";
import { showing } from "../../ir/stages.ts";
import { isReference } from "../../ir/types.ts";
import { isList } from "../../2-analyze/rows.ts";
import type { Deriver, Start } from "../halves.ts";
import { writtenParams } from "../summary.ts";
import { planCalls } from "../halves.ts";
import { prepare, unlessRefused } from "../prepare.ts";
import { shadowVariable } from "../shadows.ts";
import type { Sweeps } from "../reverse.ts";
import { reverseSweeps, sweepsOf } from "../reverse.ts";
import type { Subject } from "../sweep.ts";
import type { Selection } from "./selection.ts";
import { canCarry } from "./selection.ts";

interface Joint {
  readonly subject: Subject;
  readonly sweeps: Sweeps;
  /** Shadow variables of reference parameters that are inputs, by index. */
  readonly shadows: ReadonlyMap<number, ir.Variable>;
  /** Parameters, by index, whose contents the primal may change. */
  readonly written: ReadonlySet<number>;
  /** Working shadows of parameters whose structure changes: they start in the structure of the arguments, whatever is in the given ones. */
  readonly moved: ReadonlyMap<number, ir.Variable>;
}

export function joint(
  deriver: Deriver,
  func: ir.Func,
  selection: Selection,
  key: string,
  seed: (subject: Subject) => ir.Expr | undefined,
  separate = false,
): Joint {
  const summary = deriver.summaries.of(func.key)!;
  // References that are stored into what a parameter holds change the structure of its shadow too.
  const moved = new Map(
    func.params.flatMap((p, i) => {
      if (!separate || !isReference(p.variable.type) || !canCarry(p)) return [];
      const own = summary.aliases.ofVariable(p.variable);
      const moves = [...summary.aliases.reachable(own)].some((c) =>
        [...(summary.writes.get(c) ?? [])].some(
          (slot) =>
            slot === "length" ||
            c.content.has(slot) ||
            (slot === "*" && c.content.size > 0),
        ),
      );
      return moves ? [[i, shadowVariable(p.variable)] as const] : [];
    }),
  );
  const written = writtenParams(summary);
  // What the sweeps start from is the same for each entry, but where shadows of its own take part.
  const start = (): Start => startOf(func, selection, written);
  const { shadows, subjects } =
    moved.size > 0 || deriver.observe !== undefined
      ? start()
      : remembered(deriver.starts, `${selection.inputs.join()}`, start);
  const paramShadows = new Map(
    [...shadows].map(([i, d]) => [func.params[i]!.variable, moved.get(i) ?? d]),
  );
  const outputs = new Set([...shadows.keys()]);
  const analyses =
    moved.size > 0 ? { ...deriver.analyses, fusion: false } : deriver.analyses;
  const attempt = (
    assumeFused: ir.Label | undefined,
  ): { subject: Subject; sweeps: Sweeps; stages: Stage[] } => {
    const stages: Stage[] = [];
    const observe =
      deriver.observe && ((s: Stage): void => void stages.push(s));
    const show = showing(observe, key);
    const subject = remembered(subjects, assumeFused, () =>
      prepare(
        func,
        {
          inputs: new Set(selection.inputs),
          result: true,
          outputs,
          overlapping: [],
          unstable: new Set(),
          growing: new Set(),
          apart: new Set(
            [...written].filter((i) => isList(func.params[i]!.variable.type)),
          ),
        },
        analyses,
        paramShadows,
        deriver.summaries,
        planCalls(deriver, assumeFused),
        show,
      ),
    );
    // Known before the sweeps, which may stumble over what is refused.
    deriver.problems.push(...subject.activity.problems);
    const sweeps = unlessRefused(subject.activity.problems, () =>
      reverseSweeps(subject, seed(subject)),
    );
    show?.("reverseSweeps", sweepsOf(func, sweeps), undefined, sweeps.notes);
    return { subject, sweeps, stages };
  };
  // Calls in a loop that will be fused need less kept: first as if it will be, then, if it was not, without.
  let { subject, sweeps, stages } = attempt(undefined);
  const lastLoop = subject.body.findLast((s) => s.kind === "loop");
  if (analyses.fusion && lastLoop?.kind === "loop" && subject.calls.size > 0) {
    const bold = attempt(lastLoop.label);
    if (bold.sweeps.fused.has(lastLoop.label))
      ({ subject, sweeps, stages } = bold);
  }
  stages.forEach((stage) => deriver.observe?.(stage));
  return { subject, sweeps, shadows, written, moved };
}

const startOf = (
  func: ir.Func,
  { inputs }: Selection,
  written: ReadonlySet<number>,
): Start => ({
  subjects: new Map(),
  shadows: new Map(
    func.params.flatMap((p, i) =>
      isReference(p.variable.type) &&
      (inputs.includes(i) || (written.has(i) && canCarry(p)))
        ? [[i, shadowVariable(p.variable)] as const]
        : [],
    ),
  ),
});

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  known.set(key, made);
  return made;
}
