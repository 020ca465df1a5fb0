/**
 * Split calls: a callee becomes a forward half, which does what the primal does, lays out the shadows of what
 * it makes and returns what its reverse half needs; and a reverse half, which adds to the shadows it is given
 * and returns the adjoints of number arguments. A callee whose reverse half needs nothing of the forward run
 * has no forward half: the primal itself is called. One derivative per distinct request, shared by all calls.
 */
import { capital } from "../ir/text.ts";
import {
  element,
  field,
  let_,
  number,
  read,
  store,
  variable,
} from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import type { Derived } from "../ir/program.ts";
import type { Observe } from "../ir/stages.ts";
import { showing } from "../ir/stages.ts";
import type { Type } from "../ir/types.ts";
import {
  carries,
  float64ArrayType,
  isReference,
  typeText,
  writable,
} from "../ir/types.ts";
import type { AliasClass } from "../2-analyze/alias.ts";
import { anySlot } from "../2-analyze/effects.ts";
import {
  blocksOf,
  expressionsOf,
  mapBlock,
  mapExpr,
  visitExpr,
} from "../ir/walk.ts";
import { freeVariables } from "./free.ts";
import { tidy } from "../4-simplify/tidy.ts";
import type { PlanCall } from "./prepare.ts";
import { prepare, unlessRefused } from "./prepare.ts";
import { reverseSweeps, sweepsOf } from "./reverse.ts";
import { shadowVariable } from "./shadows.ts";
import type { PlannedCall } from "./shadows.ts";
import type { ForwardHalf, Summaries } from "./summary.ts";
import type { Analyses, Subject } from "./sweep.ts";
import { classChanges } from "./sweep.ts";

/** The halves of one function for one combination of active arguments. */
export interface Halves {
  readonly reverseKey: string;
  readonly forwardKey: string | undefined;
  readonly record: Type | undefined;
  /** Indices of primal parameters that the reverse half takes. */
  readonly primals: readonly number[];
  /** Indices of parameters whose shadows the reverse half takes. */
  readonly shadows: readonly number[];
  /** Those that the forward half takes. */
  readonly forwardShadows: readonly number[];
  /** Indices of active number parameters, whose adjoints it returns. */
  readonly scalars: readonly number[];
  readonly hasValue: boolean;
  readonly hasShadow: boolean;
}

export interface HalvesRequest {
  readonly key: string;
  readonly active: readonly number[];
  readonly result: boolean;
  readonly overlapping: readonly (readonly [number, number])[];
  readonly unstable: readonly number[];
  /** Plain arrays that a store may make longer. */
  readonly growing: readonly number[];
  /** Lists of arrays that are pairwise apart. */
  readonly apart: readonly number[];
}

export interface Deriver {
  readonly functions: ReadonlyMap<string, ir.Func>;
  readonly summaries: Summaries;
  readonly analyses: Analyses;
  readonly derived: Map<string, Derived>;
  readonly halves: Map<string, Halves>;
  readonly forwards: Map<string, ForwardHalf>;
  readonly problems: ir.Problem[];
  /** Of the function that is derived, by its inputs. */
  readonly starts: Map<string, Start>;
  /** Sees the function after each pass, for `explain`. */
  readonly observe?: Observe | undefined;
  /** Problems of halves, by key: they matter to every function that reaches the half. */
  readonly halfProblems: Map<string, readonly ir.Problem[]>;
  readonly saved: {
    func: string;
    name: string;
    loops: number;
    growable: boolean;
    origin: ir.Origin;
  }[];
}

/** What the entries of a function for the same parameters have in common. */
export interface Start {
  readonly shadows: ReadonlyMap<number, ir.Variable>;
  /** By the loop that is assumed to be fused. */
  readonly subjects: Map<ir.Label | undefined, Subject>;
}

const requestKey = (r: HalvesRequest): string =>
  `${r.key}|${r.active.join()}|${r.result ? "r" : ""}|${r.overlapping.map((p) => p.join("=")).join()}|${r.unstable.join()}|${r.growing.join()}|${r.apart.join()}`;

export function halvesOf(deriver: Deriver, request: HalvesRequest): Halves {
  const key = requestKey(request);
  const known = deriver.halves.get(key);
  if (known) return known;
  if (!(deriver.summaries.of(request.key)?.recursive ?? true))
    return derive(deriver, request, key, true)!;
  // Most recursions lay out no shadows on the way down: so it is tried first, for the sake of short frames.
  const before = new Set(deriver.halves.keys());
  const lean = derive(deriver, request, key, false);
  if (lean) return lean;
  for (const made of [...deriver.halves.keys()])
    if (!before.has(made)) deriver.halves.delete(made);
  return derive(deriver, request, key, true)!;
}

/** Undefined: the forward half needs the shadows that it was to do without. */
function derive(
  deriver: Deriver,
  request: HalvesRequest,
  key: string,
  takesShadows: boolean,
): Halves | undefined {
  const func = deriver.functions.get(request.key)!;
  const summary = deriver.summaries.of(request.key);
  const isActive = (i: number): boolean => request.active.includes(i);
  const base = func.name.replace(/.*\./, "");
  const shadows = func.params.flatMap((p, i) =>
    isActive(i) && isReference(p.variable.type) ? [i] : [],
  );
  const scalars = func.params.flatMap((p, i) =>
    isActive(i) && !isReference(p.variable.type) ? [i] : [],
  );
  const isShadowed = request.result && isReference(func.result);

  const paramShadows = new Map(
    shadows.map((i) => [
      func.params[i]!.variable,
      shadowVariable(func.params[i]!.variable),
    ]),
  );

  const recursive = summary?.recursive ?? true;
  const recordFields = new Map<string, { type: Type; optional: boolean }>();
  const record: Type = {
    kind: "object",
    shape: {
      text: `${capital(base)}Record`,
      fields: recordFields,
      isClass: false,
    },
  };
  if (recursive) {
    // Calls of itself are planned before it is known what the reverse half needs: it gets everything.
    deriver.halves.set(key, {
      reverseKey: `${key}#reverse`,
      forwardKey: `${key}#forward`,
      record,
      // In the record rather than once more on the stack: what a level of a deep recursion keeps there limits its depth.
      primals: [],
      shadows,
      forwardShadows: takesShadows ? shadows : [],
      scalars,
      hasValue: func.result.kind !== "void",
      hasShadow: isShadowed,
    });
    deriver.forwards.set(`${key}#forward`, {
      primal: func.key,
      shadows: takesShadows ? shadows : [],
    });
  }

  const show = showing(deriver.observe, `${key}#reverse`);
  const subject = prepare(
    func,
    {
      inputs: new Set(request.active),
      result: request.result,
      outputs: new Set(shadows),
      overlapping: request.overlapping,
      unstable: new Set(request.unstable),
      growing: new Set(request.growing),
      apart: new Set(request.apart),
    },
    deriver.analyses,
    paramShadows,
    deriver.summaries,
    planCalls(deriver, undefined),
    show,
  );
  for (const half of ["reverse", "forward"])
    deriver.halfProblems.set(`${key}#${half}`, subject.activity.problems);
  const dresult = variable(freshSeed(func));
  const seeded = request.result && !isReference(func.result);
  const sweeps = unlessRefused(subject.activity.problems, () =>
    reverseSweeps(
      { ...subject, analyses: { ...subject.analyses, fusion: false } },
      seeded ? read(dresult) : undefined,
    ),
  );
  for (const s of sweeps.saved) deriver.saved.push({ func: base, ...s });
  show?.("reverseSweeps", sweepsOf(func, sweeps), undefined, sweeps.notes);

  const adjoints = scalars.map((i) =>
    adjointVariable(
      sweeps.adjoints,
      func.params[i]!.variable,
      subject.func.params[i]!.variable,
    ),
  );
  const slots = variable("slots", float64ArrayType);
  const finish: ir.Stmt[] =
    scalars.length === 1
      ? [
          {
            kind: "return",
            origin: func.origin,
            value: adjoints[0] ? read(adjoints[0]) : number(0),
          },
        ]
      : adjoints.map((d, i) =>
          store(
            func.origin,
            element(read(slots), number(i)),
            d ? read(d) : number(0),
          ),
        );
  const reverse = tidy([...sweeps.reverse, ...finish]);

  // What the reverse half reads and does not declare comes as a parameter, or in the record.
  const params = new Map(subject.func.params.map((p, i) => [p.variable, i]));
  const shadowIndex = new Map(
    [...paramShadows].map(([v, d]) => [
      d,
      func.params.findIndex((p) => p.variable === v),
    ]),
  );
  const free = freeVariables(reverse).filter(
    (v) => v !== dresult && v !== slots,
  );
  const kept = free.filter(
    (v) => (recursive || !params.has(v)) && !shadowIndex.has(v),
  );
  const usedPrimals = recursive
    ? []
    : free.flatMap((v) => params.get(v) ?? []).sort((a, b) => a - b);
  const usedShadows = recursive
    ? shadows
    : free.flatMap((v) => shadowIndex.get(v) ?? []).sort((a, b) => a - b);
  const laysOut = freeVariables(sweeps.forward).some((v) => shadowIndex.has(v));
  const needsForward = kept.length > 0 || isShadowed || recursive || laysOut;

  const forwardShadows = takesShadows ? shadows : [];
  const recordVariable = variable("record", record);
  const names = new Map<ir.Variable, string>();
  for (const v of kept) {
    let name = v.name;
    for (
      let n = 1;
      recordFields.has(name) || name === "value" || name === "shadow";
      n++
    )
      name = `${v.name}${n}`;
    names.set(v, name);
    recordFields.set(name, { type: v.type, optional: false });
  }
  if (subject.value)
    recordFields.set("value", { type: func.result, optional: false });
  if (isShadowed)
    recordFields.set("shadow", {
      type: writable(func.result),
      optional: false,
    });
  const layOut: ir.Stmt[] = [];
  let resultShadow: ir.Expr | undefined;
  if (isShadowed && subject.value) {
    const v =
      subject.value.kind === "read" ? subject.value.variable : undefined;
    const d = v && subject.shadows.get(v);
    if (d) resultShadow = read(d);
    else {
      const zeros: ir.Variable = {
        ...variable("dvalue", writable(func.result)),
        isShadow: true,
      };
      layOut.push(
        let_(func.origin, zeros, {
          kind: "zeros",
          type: func.result,
          of: subject.value,
        }),
      );
      resultShadow = read(zeros);
    }
  }

  const origin = func.origin;
  if (needsForward) {
    const fields = [
      ...(subject.value ? [{ name: "value", value: subject.value }] : []),
      ...(resultShadow ? [{ name: "shadow", value: resultShadow }] : []),
      ...kept.map((v) => ({ name: names.get(v)!, value: read(v) })),
    ];
    // Returned as it is made: a deep recursion has no room for one local too many.
    const forward: ir.Block = tidy([
      ...sweeps.forward,
      ...layOut,
      {
        kind: "return",
        origin,
        value: { kind: "objectLiteral", type: record, fields },
      },
    ]);
    if (!takesShadows && freeVariables(forward).some((v) => shadowIndex.has(v)))
      return undefined;
    deriver.forwards.set(`${key}#forward`, {
      primal: func.key,
      shadows: forwardShadows,
    });
    deriver.derived.set(`${key}#forward`, {
      name: `${base}Forward`,
      key: `${key}#forward`,
      exported: false,
      isPublic: false,
      doc: [
        `Forward half of {@link ${base}}: does what it does, and returns what the reverse half needs.`,
      ],
      params: [
        ...subject.func.params.map(plainParam),
        ...forwardShadows.map((i) =>
          paramOf(
            paramShadows.get(func.params[i]!.variable)!,
            func.params[i]!.annotation,
          ),
        ),
      ],
      resultText: typeText(record),
      record: { name: `${capital(base)}Record`, type: record },
      body: forward,
      origin,
    });
  }
  const opened = needsForward
    ? kept.map((v) =>
        let_(origin, v, {
          ...field(read(recordVariable), names.get(v)!),
          type: v.type,
        }),
      )
    : [];
  const writesSlots = scalars.length > 1;
  deriver.derived.set(`${key}#reverse`, {
    name: `${base}Reverse`,
    key: `${key}#reverse`,
    exported: false,
    isPublic: false,
    doc: reverseDoc(
      base,
      scalars.map((i) => func.params[i]!.variable.name),
    ),
    params: [
      ...usedPrimals.map((i) => plainParam(subject.func.params[i]!)),
      ...usedShadows.map((i) =>
        paramOf(
          paramShadows.get(func.params[i]!.variable)!,
          func.params[i]!.annotation,
        ),
      ),
      ...(needsForward ? [paramOf(recordVariable, typeText(record))] : []),
      ...(seeded ? [paramOf(dresult, "number")] : []),
      ...(writesSlots ? [paramOf(slots, "Float64Array")] : []),
    ],
    resultText: scalars.length === 1 ? "number" : "void",
    body: readInPlace([...opened, ...reverse], recordVariable),
    origin,
  });
  const halves: Halves = {
    reverseKey: `${key}#reverse`,
    forwardKey: needsForward ? `${key}#forward` : undefined,
    record: needsForward ? record : undefined,
    primals: usedPrimals,
    shadows: usedShadows,
    forwardShadows,
    scalars,
    hasValue: subject.value !== undefined,
    hasShadow: isShadowed,
  };
  deriver.halves.set(key, halves);
  return halves;
}

/** The adjoint of a parameter: of the parameter itself, or of the local that stands for one that is assigned to. */
const adjointVariable = (
  adjoints: ReadonlyMap<ir.Variable, ir.Variable>,
  original: ir.Variable,
  own: ir.Variable,
): ir.Variable | undefined => adjoints.get(own) ?? adjoints.get(original);

/** A field of the record that is read once is read where it is needed: records never change. */
function readInPlace(block: ir.Block, record: ir.Variable): ir.Block {
  const fields = new Map<ir.Variable, ir.Expr>();
  for (const s of block) {
    if (s.kind !== "let" || s.value?.kind !== "field") continue;
    const { object } = s.value;
    if (object.kind === "read" && object.variable === record)
      fields.set(s.variable, s.value);
  }
  const uses = new Map<ir.Variable, number>();
  const inLoop = new Set<ir.Variable>();
  const count = (b: ir.Block, looped: boolean): void => {
    for (const s of b) {
      for (const e of expressionsOf(s)) {
        visitExpr(e, (x) => {
          if (x.kind !== "read") return;
          uses.set(x.variable, (uses.get(x.variable) ?? 0) + 1);
          if (looped) inLoop.add(x.variable);
        });
      }
      if (s.kind === "assign") inLoop.add(s.variable);
      for (const inner of blocksOf(s))
        count(inner, looped || s.kind === "loop");
    }
  };
  count(block, false);
  const once = new Map(
    [...fields].filter(([v]) => uses.get(v) === 1 && !inLoop.has(v)),
  );
  return mapBlock(
    block,
    (e) =>
      mapExpr(e, (x) => (x.kind === "read" ? (once.get(x.variable) ?? x) : x)),
    (s) => (s.kind === "let" && once.has(s.variable) ? [] : [s]),
  );
}

const freshSeed = (func: ir.Func): string =>
  func.params.some((p) => p.variable.name === "out") ? "dresult" : "dout";

const paramOf = (v: ir.Variable, annotation: string): ir.Param => ({
  variable: v,
  optional: false,
  rest: false,
  annotation,
  fixed: false,
});
/** Halves take every argument in its place. */
const plainParam = (p: ir.Param): ir.Param =>
  p.optional || p.rest
    ? {
        ...p,
        optional: false,
        rest: false,
        annotation: p.optional ? `${p.annotation} | undefined` : p.annotation,
      }
    : p;

function reverseDoc(base: string, scalars: readonly string[]): string[] {
  const adds = `Reverse half of {@link ${base}}: adds to the shadows`;
  if (scalars.length === 0) return [`${adds}.`];
  if (scalars.length === 1)
    return [`${adds}, returns the adjoint of \`${scalars[0]!}\`.`];
  return [
    `${adds}, and leaves the adjoints of ${scalars.map((s) => `\`${s}\``).join(", ")} in \`slots\`.`,
  ];
}

// ------------------------------------------------------------------------------------------ planning calls

/** @param assumeFused the loop whose body is taken to be fused: what it overwrites in later iterations is stable within one. */
export function planCalls(
  deriver: Deriver,
  assumeFused: ir.Label | undefined,
): PlanCall {
  return (call, { subject, sweep }, shadowOf): PlannedCall | undefined => {
    const { activity, aliases, tree } = subject;
    const callee = deriver.functions.get(call.callee)!;
    const summary = deriver.summaries.of(call.callee);
    const ours = aliases.atCall(call);
    const written: AliasClass[] = summary
      ? [...summary.writes.keys()].flatMap((c) => ours.get(c) ?? [])
      : call.args
          .filter((a) => isReference(a.type))
          .flatMap((a) => [...aliases.reachable(aliases.of(a))]);
    const writesActive = written.some((c) => activity.storage(c));
    const moves = [...(summary?.writes ?? [])].some(([theirs, slots]) => {
      const c = ours.get(theirs);
      return (
        c !== undefined &&
        activity.leads(c) &&
        [...slots].some((slot) => theirs.content.has(slot))
      );
    });
    const resultActive =
      call.result !== undefined && activity.variable(call.result);
    if (!writesActive && !resultActive && !moves) return undefined;

    const relevant = deriver.summaries.relevant(call.callee);
    const active = call.args.flatMap((arg, i) => {
      if (!relevant.has(i)) return [];
      const type = callee.params[i]?.variable.type ?? arg.type;
      if (!carries(type) || callee.params[i]?.fixed) return [];
      if (isReference(arg.type))
        return [...aliases.reachable(aliases.of(arg))].some((c) =>
          activity.storage(c),
        )
          ? [i]
          : [];
      return activity.expr(arg) ? [i] : [];
    });
    // Nothing flows back through a call without active arguments; what it makes is laid out with zeros.
    if (active.length === 0) return undefined;
    const references = call.args.flatMap((arg, i) =>
      isReference(arg.type) ? [i] : [],
    );
    const overlapping = references.flatMap((i) =>
      references
        .filter(
          (j) =>
            j > i &&
            intersects(
              aliases.reachable(aliases.of(call.args[i]!)),
              aliases.reachable(aliases.of(call.args[j]!)),
            ),
        )
        .map((j) => [i, j] as const),
    );
    const { heap } = subject.effects.of(call);
    const after = tree.after(call);
    const rootBlock =
      fusedBlock(subject.body, assumeFused, after.block, tree.within) ??
      subject.body;
    const root = {
      block: rootBlock,
      preamble: [],
      opening: [],
      ...(rootBlock === subject.body
        ? {}
        : { outer: { block: subject.body, preamble: [], opening: [] } }),
    };
    const unstable = references.filter((i) =>
      [...aliases.reachable(aliases.of(call.args[i]!))].some((c) =>
        classChanges(sweep, c, anySlot, after, root),
      ),
    );
    const halves = halvesOf(deriver, {
      key: call.callee,
      active,
      result: resultActive,
      overlapping,
      unstable,
      growing: references.filter((i) =>
        subject.growing.has(aliases.of(call.args[i]!)),
      ),
      // Of the caller's own: what it was given is only known to be apart where its entry looks.
      apart: references.filter((i) => {
        const arg = call.args[i]!;
        return (
          arg.kind === "read" &&
          subject.apart.has(arg.variable) &&
          tree.home(arg.variable) !== undefined &&
          overlapping.every((pair) => !pair.includes(i)) &&
          [...aliases.reachable(aliases.of(arg))].some((c) => heap.has(c))
        );
      }),
    });
    const record = halves.record
      ? variable(
          `${call.result?.name ?? callee.name.replace(/.*\./, "")}Record`,
          halves.record,
        )
      : undefined;
    const scalars = halves.scalars.map((i) => call.args[i]!);
    return {
      ...(halves.forwardKey && record
        ? {
            forward: {
              callee: halves.forwardKey,
              record,
              shadowArgs: halves.forwardShadows.map((i) =>
                shadowOf(call.args[i]!),
              ),
              hasValue: halves.hasValue,
              hasShadow: halves.hasShadow,
            },
          }
        : {}),
      plan: {
        reverse: isEmpty(deriver, halves) ? "" : halves.reverseKey,
        args: [
          ...halves.primals.map((i) => call.args[i]!),
          ...halves.shadows.map((i) => shadowOf(call.args[i]!)),
        ],
        ...(record && halves.forwardKey ? { record } : {}),
        scalars,
        ...(resultActive && call.result && !isReference(call.result.type)
          ? { result: call.result }
          : {}),
        writes: writesActive || moves,
      },
    };
  };
}

/** Is there nothing to do in reverse? (Of a recursion that is not known yet.) */
const isEmpty = (deriver: Deriver, halves: Halves): boolean =>
  deriver.derived.get(halves.reverseKey)?.body.length === 0;

const intersects = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean =>
  [...a].some((x) => b.has(x));

function fusedBlock(
  body: ir.Block,
  label: ir.Label | undefined,
  from: ir.Block,
  within: (a: ir.Block, b: ir.Block) => boolean,
): ir.Block | undefined {
  if (label === undefined) return undefined;
  for (const s of body)
    if (s.kind === "loop" && s.label === label && within(from, s.body))
      return s.body;
  return undefined;
}
