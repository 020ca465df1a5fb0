/**
 * The public derivatives of a marked function: `Grad`, `ValueAndGrad`, `Vjp`, `Adjoint`. Each places the same
 * two sweeps: where shadows come from, what seeds them and what is returned is all that differs.
 */
import { capital } from "../ir/text.ts";
import {
  compare,
  element,
  if_,
  length,
  let_,
  number,
  ownText,
  read,
  sameExpr,
  store,
  variable,
} from "../ir/build.ts";
import { groupType, helperCall, newGroup, overlapTest } from "../ir/helpers.ts";
import type * as ir from "../ir/nodes.ts";
import type { Derived, Marked } from "../ir/program.ts";
import type { Stage } from "../ir/stages.ts";
import { showing } from "../ir/stages.ts";
import type { Type } from "../ir/types.ts";
import {
  asDeclared,
  carries,
  carriesVisibly,
  float64ArrayType,
  isReference,
  opaque,
  stringType,
  tupleOf,
  undefinedType,
  voidType,
} from "../ir/types.ts";
import { tidy } from "../4-simplify/tidy.ts";
import { inWorkspace } from "./workspace.ts";
import type { Deriver } from "./halves.ts";
import { writtenParams } from "./summary.ts";
import { planCalls } from "./halves.ts";
import { prepare, unlessRefused } from "./prepare.ts";
import { shadowVariable } from "./shadows.ts";
import type { Sweeps } from "./reverse.ts";
import { reverseSweeps, sweepsOf } from "./reverse.ts";
import { hiddenFields } from "../ir/own.ts";
import { mapBlock, renamed, visitBlock, visitExpr } from "../ir/walk.ts";
import type { Subject } from "./sweep.ts";

/** Which parameters an entry differentiates. */
export interface Selection {
  /** Indices of the parameters that are inputs. */
  readonly inputs: readonly number[];
}

export const canCarry = (p: ir.Param): boolean =>
  !p.fixed && (p.self ? carries : carriesVisibly)(p.variable.type);

/** The parameters that a marked function's emitted names differentiate. */
export const selected = (
  func: ir.Func,
  wrt: readonly number[] | undefined,
): Selection => ({
  inputs: func.params.flatMap((p, i) =>
    canCarry(p) && (wrt === undefined || wrt.includes(i)) ? [i] : [],
  ),
});

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

function joint(
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
  const shadows = new Map(
    func.params.flatMap((p, i) =>
      isReference(p.variable.type) &&
      (selection.inputs.includes(i) || (written.has(i) && canCarry(p)))
        ? [[i, shadowVariable(p.variable)] as const]
        : [],
    ),
  );
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
    const subject = prepare(
      func,
      {
        inputs: new Set(selection.inputs),
        result: true,
        outputs,
        overlapping: [],
        unstable: new Set(),
        growing: new Set(),
      },
      analyses,
      paramShadows,
      deriver.summaries,
      planCalls(deriver, assumeFused),
      show,
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

interface Gradient {
  readonly params: readonly ir.Param[];
  /** Both sweeps, and what stands in front of them. */
  readonly sweeps: ir.Block;
  readonly value: ir.Expr;
  /** One for each parameter. */
  readonly entries: readonly ir.Expr[];
}

function gradientOf(
  deriver: Deriver,
  marked: Marked,
  func: ir.Func,
  selection: Selection,
  key: string,
): Gradient {
  const { subject, sweeps, shadows, written } = joint(
    deriver,
    func,
    selection,
    key,
    () => number(1),
  );
  for (const s of sweeps.saved) deriver.saved.push({ func: marked.name, ...s });
  const origin = func.origin;
  const params = subject.func.params;
  const guards = overlapGuards(func, written);
  // What the primal writes into is a copy: a gradient changes none of its arguments.
  const copies = new Map(
    [...written].map((i) => [
      params[i]!.variable,
      variable(params[i]!.variable.name, params[i]!.variable.type),
    ]),
  );
  const entryShadows = gradientShadows(params, shadows, copies);
  const entries = params.map((_, i) =>
    entryOf(func, i, selection, shadows, sweeps.adjoints),
  );
  const setup = [...guards, ...copyStatements(copies, origin), ...entryShadows];
  const sweep = substitute(
    [
      ...sweeps.forward,
      ...lengthGuards(func, shadows, written),
      ...sweeps.reverse,
    ],
    copies,
  );
  return {
    params,
    sweeps: [...setup, ...sweep],
    value: subject.value ?? number(0),
    entries,
  };
}

/** `valueAndGrad` and `grad` of a number-valued function. */
export function gradientEntries(
  deriver: Deriver,
  marked: Marked,
  func: ir.Func,
  selection: Selection,
): Derived[] {
  const keys = entryKeys(marked);
  const { params, sweeps, value, entries } = gradientOf(
    deriver,
    marked,
    func,
    selection,
    keys.valueAndGrad,
  );
  const { origin } = func;
  const gradText = gradientText(func, selection);
  const gradient = tupleExpr(params, entries);
  const name = (kind: string): string => `${marked.base}${kind}`;

  const body = tidy([
    ...sweeps,
    {
      kind: "return",
      origin,
      value: {
        kind: "objectLiteral",
        type: opaque("unknown"),
        fields: [
          { name: "value", value },
          { name: "grad", value: gradient },
        ],
      },
    },
  ]);
  const gradientBody = tidy([
    ...sweeps,
    { kind: "return", origin, value: gradient },
  ]);
  const common = {
    exported: marked.exported,
    isPublic: true,
    params,
    origin,
  };
  const valueAndGrad: Derived = {
    ...common,
    name: name("ValueAndGrad"),
    key: keys.valueAndGrad,
    doc: [
      `{@link ${marked.name}} and its gradient: ${describe(marked.name, params, selection)}.`,
    ],
    resultText: `{ value: number; grad: ${gradText} }`,
    body,
  };
  const isShort = statementCount(gradientBody) <= 24;
  const forwarded = params.map((p) => handedOn(p, func));
  const gradBody: ir.Block = isShort
    ? gradientBody
    : [
        {
          kind: "return",
          origin,
          value: ownText(
            [
              `${name("ValueAndGrad")}(`,
              ...commaSeparated(forwarded),
              ").grad",
            ],
            opaque("unknown"),
          ),
        },
      ];
  const grad: Derived = {
    ...common,
    ...(isShort ? {} : { params: forwarded }),
    name: name("Grad"),
    key: keys.grad,
    doc: [
      `The gradient of {@link ${marked.name}}: ${describe(marked.name, params, selection)}.`,
    ],
    resultText: gradText,
    body: gradBody,
  };
  return [grad, valueAndGrad];
}

export const entryKeys = (
  marked: Marked,
): Record<"grad" | "valueAndGrad" | "vjp" | "adjoint", string> => ({
  grad: `${marked.key}#Grad`,
  valueAndGrad: `${marked.key}#ValueAndGrad`,
  vjp: `${marked.key}#Vjp`,
  adjoint: `${marked.key}#Adjoint`,
});

/**
 * What `grad(loss, 0)` and `grad(loss, [0, 1])` of this module ask for: the entry of one parameter, or a tuple of
 * them, and nothing else is computed. Undefined where the entries must be selected from the whole gradient: where
 * another argument may be the same object, it says more than a derivative in which that one is a constant.
 */
export function narrowedEntry(
  deriver: Deriver,
  marked: Marked,
  func: ir.Func,
  whole: Selection,
  chosen: readonly number[],
): Derived | undefined {
  const { params } = func;
  const typeOf = (i: number): ir.Expr => read(params[i]!.variable);
  const others = whole.inputs.filter((j) => !chosen.includes(j));
  const isApart = chosen.every(
    (i) =>
      whole.inputs.includes(i) &&
      !params[i]!.rest &&
      others.every((j) => overlapTest(typeOf(i), typeOf(j)) === undefined),
  );
  if (others.length === 0 || !isApart) return undefined;
  const key = `${marked.key}#Grad${chosen.join("_")}`;
  const selection = { inputs: chosen };
  const made = gradientOf(deriver, marked, func, selection, key);
  const entries = chosen.map((i) => made.entries[i]!);
  const { origin } = func;
  const elements = tupleOf(entries.map((e) => e.type));
  const value: ir.Expr =
    entries.length === 1
      ? entries[0]!
      : { kind: "arrayLiteral", type: elements, elements: entries };
  const texts = chosen.map((i) => entryText(func, selection, i));
  const names = chosen.map((i) => labelOf(params[i]!));
  const wrt = chosen.map((i) => `\`${params[i]!.variable.name}\``).join(", ");
  return {
    name: `${names.join("")}Of${capital(marked.base)}`,
    key,
    exported: false,
    isPublic: false,
    doc: [`The derivative of {@link ${marked.name}} by ${wrt} alone.`],
    params: made.params,
    resultText:
      texts.length === 1
        ? texts[0]!
        : `[${texts.map((t, i) => `${names[i]!}: ${t}`).join(", ")}]`,
    body: tidy([...made.sweeps, { kind: "return", origin, value }]),
    origin,
  };
}

/** The allocation-free form: adds to shadows that it is given. */
export function adjointEntry(
  deriver: Deriver,
  marked: Marked,
  func: ir.Func,
  selection: Selection,
): Derived {
  const dresult = variable(
    func.params.some((p) => p.variable.name === "out") ? "dresult" : "dout",
    func.result,
  );
  const { subject, sweeps, shadows, written, moved } = joint(
    deriver,
    func,
    selection,
    entryKeys(marked).adjoint,
    () => (carries(func.result) ? read(dresult) : undefined),
    true,
  );
  const origin = func.origin;
  const params = subject.func.params;
  const hasResult =
    func.result.kind !== "void" && func.result.kind !== "undefined";
  const slots = variable("slots", float64ArrayType);
  const scalars = selection.inputs.filter(
    (i) => !isReference(params[i]!.variable.type),
  );

  const shadowParams: ir.Param[] = [];
  const opening: ir.Stmt[] = [];
  for (const [i, p] of params.entries()) {
    if (!isReference(p.variable.type)) continue;
    const d = shadows.get(i);
    const given = d ?? shadowVariable(p.variable);
    const annotation = d ? `${bare(p)} | undefined` : "undefined";
    shadowParams.push({
      variable: given,
      optional: false,
      rest: false,
      annotation,
      fixed: false,
    });
    if (d) {
      const missing: ir.Expr = {
        kind: "logic",
        type: { kind: "boolean" },
        op: "===",
        args: [read(d), undefinedExpr],
      };
      opening.push(
        if_(origin, missing, [
          {
            kind: "assign",
            origin,
            variable: d,
            value: { kind: "zeros", type: d.type, of: read(p.variable) },
          },
        ]),
      );
    }
  }
  const finish = scalars.map((i, k): ir.Stmt => {
    const d = sweeps.adjoints.get(params[i]!.variable);
    const slot = element(read(slots), number(k));
    return store(
      origin,
      slot,
      d
        ? {
            kind: "apply",
            type: { kind: "number" },
            rule: "add",
            args: [slot, read(d)],
          }
        : slot,
    );
  });
  const usedFinish = finish.filter(
    (s) => s.kind === "store" && s.value.kind === "apply",
  );
  const returned: ir.Stmt[] =
    hasResult && subject.value
      ? [{ kind: "return", origin, value: subject.value }]
      : [];
  const swept = tidy([
    ...overlapGuards(func, written),
    ...opening,
    ...[...moved].map(([i, working]) =>
      let_(origin, working, {
        kind: "zeros",
        type: working.type,
        of: read(params[i]!.variable),
      }),
    ),
    ...sweeps.forward,
    ...lengthGuards(
      func,
      new Map([...shadows].map(([i, d]) => [i, moved.get(i) ?? d])),
      written,
    ),
    // The cotangent of the final contents, in their structure.
    ...[...moved].map(([i, working]): ir.Stmt => {
      const add = helperCall("addInto", [read(working), read(shadows.get(i)!)]);
      return {
        kind: "effect",
        origin: { ...origin, role: "adjoint" },
        value: add,
      };
    }),
    ...sweeps.reverse,
    ...[...moved].map(([i, working]): ir.Stmt => ({
      kind: "effect",
      origin,
      value: replaceContents(read(shadows.get(i)!), read(working)),
    })),
    ...usedFinish,
    ...returned,
  ]);
  // Where references move, shadows of local arrays may outlive the call in those of arguments.
  const { body, workspace } = inWorkspace(
    swept,
    new Set(sweeps.saved.flatMap((s) => s.cache ?? [])),
    moved.size > 0 ? new Set() : new Set(subject.shadows.values()),
  );
  return {
    name: `${marked.base}Adjoint`,
    key: entryKeys(marked).adjoint,
    exported: marked.exported,
    isPublic: true,
    doc: [
      ...adjointDoc(marked, params, scalars, hasResult, written),
      ...(workspace
        ? [
            "`workspace`, an object of your own (`{}`) for calls one after the other, keeps its buffers from call to call.",
          ]
        : []),
    ],
    params: [
      ...params.map(inPlace),
      ...shadowParams,
      ...(hasResult
        ? [
            {
              variable: dresult,
              optional: false,
              rest: false,
              annotation: func.resultText,
              fixed: false,
            },
          ]
        : []),
      ...(scalars.length > 0
        ? [
            {
              variable: slots,
              optional: false,
              rest: false,
              annotation: "Float64Array",
              fixed: false,
            },
          ]
        : []),
      ...(workspace ? [workspace] : []),
    ],
    resultText: hasResult ? func.resultText : "void",
    body,
    origin,
  };
}

/** Value and pullback. The pullback runs both sweeps on arguments that it owns, so it can be called again. */
export function vjpEntry(
  deriver: Deriver,
  marked: Marked,
  func: ir.Func,
  selection: Selection,
  adjoint: Derived,
): Derived {
  const { origin } = func;
  const params = func.params.map((p) => handedOn(p, func));
  const summary = deriver.summaries.of(func.key)!;
  const written = writtenParams(summary);
  const isVoid =
    func.result.kind === "void" || func.result.kind === "undefined";
  const references = params.flatMap((p, i) =>
    isReference(p.variable.type) ? [i] : [],
  );
  const group =
    references.length > 1 ? variable("group", groupType) : undefined;
  const owned = new Map(
    references.map((i) => [
      i,
      variable(params[i]!.variable.name, params[i]!.variable.type),
    ]),
  );
  const statements: ir.Stmt[] = overlapGuards({ ...func, params }, written);
  if (group) statements.push(let_(origin, group, newGroup()));
  for (const [i, copy] of owned) {
    statements.push(
      let_(origin, copy, {
        kind: "copy",
        type: copy.type,
        of: read(params[i]!.variable),
        ...(group ? { group } : {}),
      }),
    );
  }
  const argument = (i: number): ir.Expr =>
    read(owned.get(i) ?? params[i]!.variable);

  // The primal runs on the arguments, or on copies of those that it writes into.
  const runGroup =
    written.size > 1 ? variable("written", groupType) : undefined;
  // A copy of an object has no `#x`, which its methods would look for: it is a copy of the method that runs.
  const runsCopy =
    written.has(0) &&
    func.params[0]!.self === true &&
    hiddenFields(func.params[0]!.variable.type).length > 0;
  const runs = new Map(
    [...written].map((i) => [
      i,
      variable(
        params[i]!.variable.name,
        (runsCopy ? func.params : params)[i]!.variable.type,
      ),
    ]),
  );
  if (runGroup) statements.push(let_(origin, runGroup, newGroup()));
  for (const [i, v] of runs)
    statements.push(
      let_(origin, v, {
        kind: "copy",
        type: v.type,
        of: argument(i),
        ...(runGroup ? { group: runGroup } : {}),
      }),
    );
  const runArgs = params.map((p, i) => read(runs.get(i) ?? p.variable));
  const value = variable("value", func.result);
  if (runsCopy)
    statements.push({
      ...{ kind: "call", origin, callee: func.key, args: runArgs },
      ...(isVoid ? {} : { result: value }),
    });
  else statements.push(...primalCall(marked, func, runArgs, value));
  const returnedValue: ir.Expr = isVoid
    ? listExpr(
        params,
        params.map((p, i) => read(runs.get(i) ?? p.variable)),
      )
    : read(value);

  // The pullback.
  const cotangent = variable(
    isVoid
      ? "cotangents"
      : params.some((p) => p.variable.name === "out")
        ? "dresult"
        : "dout",
    func.result,
  );
  const scalars = selection.inputs.filter(
    (i) => !isReference(params[i]!.variable.type),
  );
  const shadowed = params.flatMap((p, i) =>
    isReference(p.variable.type) &&
    (selection.inputs.includes(i) || (written.has(i) && canCarry(p)))
      ? [i]
      : [],
  );
  const inner: ir.Stmt[] = [];
  const again = new Map(
    [...written].map((i) => [
      i,
      variable(params[i]!.variable.name, params[i]!.variable.type),
    ]),
  );
  const againGroup =
    written.size > 1 ? variable("written", groupType) : undefined;
  if (againGroup) inner.push(let_(origin, againGroup, newGroup()));
  for (const [i, v] of again)
    inner.push(
      let_(origin, v, {
        kind: "copy",
        type: v.type,
        of: argument(i),
        ...(againGroup ? { group: againGroup } : {}),
      }),
    );
  const shadowGroup =
    shadowed.length > 1 ? variable("shadows", groupType) : undefined;
  if (shadowGroup) inner.push(let_(origin, shadowGroup, newGroup()));
  const shadows = new Map(
    shadowed.map((i) => [i, shadowVariable(params[i]!.variable)]),
  );
  for (const [i, d] of shadows) {
    inner.push(
      let_(origin, d, {
        kind: "zeros",
        type: d.type,
        // A cotangent of what is written has the structure that it has at the end.
        of: runs.has(i) ? read(runs.get(i)!) : argument(i),
        ...(shadowGroup ? { group: shadowGroup } : {}),
      }),
    );
    if (isVoid) {
      const given = ownText([read(cotangent), `[${i}]`], d.type);
      const part = variable(`given`, d.type);
      inner.push(
        let_(origin, part, given),
        if_(
          origin,
          ownText([read(part), " !== undefined"], { kind: "boolean" }),
          [
            {
              kind: "effect",
              origin,
              value: helperCall("addInto", [read(d), read(part)]),
            },
          ],
        ),
      );
    }
  }
  const slots = variable("slots", float64ArrayType);
  if (scalars.length > 0)
    inner.push(
      let_(origin, slots, {
        kind: "allocate",
        type: float64ArrayType,
        length: number(scalars.length),
      }),
    );
  const adjointArgs: ir.Expr[] = [
    ...params.map((_, i) =>
      read(again.get(i) ?? owned.get(i) ?? params[i]!.variable),
    ),
    ...references.map((i): ir.Expr =>
      shadows.has(i)
        ? read(shadows.get(i)!)
        : { kind: "const", type: undefinedType, value: undefined },
    ),
    ...(isVoid ? [] : [read(cotangent)]),
    ...(scalars.length > 0 ? [read(slots)] : []),
  ];
  inner.push({
    kind: "effect",
    origin,
    value: ownText(
      [`${adjoint.name}(`, ...separate(adjointArgs), ")"],
      voidType,
      false,
    ),
  });
  const entries = params.map((p, i): ir.Expr => {
    if (!selection.inputs.includes(i)) return undefinedExpr;
    const e: ir.Expr = isReference(p.variable.type)
      ? read(shadows.get(i)!)
      : element(read(slots), number(scalars.indexOf(i)));
    return mayBeOmitted(func, func.params[i]!) && !isReference(p.variable.type)
      ? omitted(p, e)
      : e;
  });
  inner.push({ kind: "return", origin, value: tupleExpr(params, entries) });

  const cotangentText = isVoid
    ? `[${params.map((p, i) => `${labelOf(p)}?: ${shadows.has(i) ? `${bare(p)} | undefined` : "undefined"}`).join(", ")}]`
    : func.resultText;
  const valueText = isVoid
    ? `[${params.map((p) => `${labelOf(p, "")}: ${inPlace(p).annotation}`).join(", ")}]`
    : func.resultText;
  const gradText = gradientText(func, selection);
  const body: ir.Block = [
    ...statements,
    {
      kind: "return",
      origin,
      value: {
        kind: "objectLiteral",
        type: opaque("unknown"),
        fields: [
          { name: "value", value: returnedValue },
          {
            name: "pullback",
            value: {
              kind: "lambda",
              type: opaque("unknown"),
              params: [
                {
                  variable: cotangent,
                  optional: false,
                  rest: false,
                  annotation: cotangentText,
                  fixed: false,
                },
              ],
              resultText: gradText,
              body: inner,
            },
          },
        ],
      },
    },
  ];
  return {
    name: `${marked.base}Vjp`,
    key: entryKeys(marked).vjp,
    exported: marked.exported,
    isPublic: true,
    doc: [
      `{@link ${marked.name}} and its pullback, from a cotangent of the ${isVoid ? "written arguments" : "result"} to ${describe(marked.name, params, selection)}.`,
      "The pullback owns what it reads, and can be called any number of times.",
    ],
    params,
    resultText: `{ value: ${valueText}; pullback(${isVoid ? "cotangents" : "cotangent"}: ${cotangentText}): ${gradText} }`,
    body,
    origin,
  };
}

/** The user's own function on these arguments. */
function primalCall(
  { name, method }: Marked,
  func: ir.Func,
  args: readonly ir.Expr[],
  value: ir.Variable,
): ir.Stmt[] {
  const { origin, params } = func;
  const isVoid =
    func.result.kind === "void" || func.result.kind === "undefined";
  const isMethod = method !== undefined && !method.isStatic;
  const given = params.map((p, i) => spread(p, args[i]!));
  const parts = isMethod
    ? [
        given[0]!,
        method.isHidden ? `["${method.name}"](` : `.${method.name}(`,
        ...separate(given.slice(1)),
        ")",
      ]
    : [`${name}(`, ...separate(given), ")"];
  const call = ownText(parts, isVoid ? voidType : func.result, false);
  return isVoid
    ? [{ kind: "effect", origin, value: call }]
    : [let_(origin, value, call)];
}

/**
 * Value and pullback of a number-valued function whose code has effects or draws: those must happen once, so
 * the gradient is computed with the value, and a pullback scales it.
 */
export function eagerVjpEntry(
  marked: Marked,
  func: ir.Func,
  selection: Selection,
): Derived {
  const { origin } = func;
  const params = func.params.map((p) => handedOn(p, func));
  const gradText = gradientText(func, selection);
  const both = variable("both", opaque("unknown"));
  const cotangent = variable("dout");
  const call = ownText(
    [`${marked.base}ValueAndGrad(`, ...commaSeparated(params), ")"],
    both.type,
    false,
  );
  const gradient = ownText([read(both), ".grad"], opaque("unknown"));
  const scaled = helperCall("scaled", [gradient, read(cotangent)]);
  const result = variable("grad", scaled.type);
  const pullback: ir.LambdaExpr = {
    kind: "lambda",
    type: opaque("unknown"),
    params: [
      {
        ...{ variable: cotangent, annotation: "number" },
        ...{ optional: false, rest: false, fixed: false },
      },
    ],
    resultText: gradText,
    body: [
      let_(origin, result, { ...scaled, type: opaque(gradText) }),
      { kind: "return", origin, value: read(result) },
    ],
  };
  return {
    name: `${marked.base}Vjp`,
    key: entryKeys(marked).vjp,
    exported: marked.exported,
    isPublic: true,
    doc: [
      `{@link ${marked.name}} and its pullback, from a cotangent of the result to ${describe(marked.name, params, selection)}.`,
      "Its code has effects, which happen once: the gradient is computed with the value, and the pullback scales it.",
    ],
    params,
    resultText: `{ value: number; pullback(cotangent: number): ${gradText} }`,
    body: [
      let_(origin, both, call),
      {
        kind: "return",
        origin,
        value: {
          kind: "objectLiteral",
          type: opaque("unknown"),
          fields: [
            {
              name: "value",
              value: ownText([read(both), ".value"], opaque("number")),
            },
            { name: "pullback", value: pullback },
          ],
        },
      },
    ],
    origin,
  };
}

// ------------------------------------------------------------------------------------------------- pieces

const undefinedExpr: ir.Expr = {
  kind: "const",
  type: undefinedType,
  value: undefined,
};

const separate = (args: readonly ir.Expr[]): (string | ir.Expr)[] =>
  args.flatMap((arg, i) => (i === 0 ? [arg] : [", ", arg]));
const commaSeparated = (params: readonly ir.Param[]): (string | ir.Expr)[] =>
  separate(params.map((p) => spread(p, read(p.variable))));
/** A parameter that is handed on as it is, by its author's type. */
const handedOn = (p: ir.Param, { typeParams }: ir.Func): ir.Param => {
  const { name, type } = p.variable;
  if (!isReference(type)) return p;
  const isGeneric = typeParams !== undefined && type.kind !== "object";
  const declared = isGeneric ? asText(p.annotation, type) : asDeclared(type);
  return { ...p, variable: variable(name, declared) };
};

/** A list whose type names type parameters: what holds it is not taken apart. */
const asText = (text: string, type: Type): Type => ({
  kind: "object",
  shape: {
    text,
    fields: new Map([["", { type: asDeclared(type), optional: false }]]),
    isClass: false,
  },
});

const spread = (p: ir.Param, e: ir.Expr): ir.Expr =>
  p.rest ? ownText(["...", e], e.type) : e;

/** A type annotation without the author's optionality. */
const bare = (p: ir.Param): string => p.annotation;
const inPlace = (p: ir.Param): ir.Param => {
  if (p.rest) return { ...p, rest: false };
  return p.optional
    ? { ...p, optional: false, annotation: `${p.annotation} | undefined` }
    : p;
};

/** An argument that an element store made longer has outgrown its shadow: better an error than a derivative that misses a part. */
function lengthGuards(
  func: ir.Func,
  shadows: ReadonlyMap<number, ir.Variable>,
  written: ReadonlySet<number>,
): ir.Stmt[] {
  return [...written].flatMap((i): ir.Stmt[] => {
    const { variable: v } = func.params[i]!;
    const d = shadows.get(i);
    if (d === undefined || v.type.kind !== "array") return [];
    let stores = false;
    visitBlock(func.body, {
      stmt: (s) => {
        if (s.kind === "call") stores = true;
        if (s.kind !== "store" || s.target.kind !== "element") return;
        if (s.target.array.type.kind === "array" && !reads(s.value, s.target))
          stores ||= !isLoopCounter(func.body, s.target.index);
      },
    });
    if (!stores) return [];
    const grew = compare("!==", length(read(v)), length(read(d)));
    const message = `${func.name}: \`${v.name}\` was made longer by storing past its end, which its derivative can't follow. Use \`push\`, or make it long enough first.`;
    return [if_(func.origin, grew, [throwError(func, message)])];
  });
}

const newError = (message: string): ir.ForeignExpr =>
  ownText(
    ["new Error(", { kind: "const", type: stringType, value: message }, ")"],
    opaque("Error"),
  );

const throwError = (func: ir.Func, message: string): ir.ThrowStmt => ({
  kind: "throw",
  origin: func.origin,
  value: newError(message),
});

function reads(e: ir.Expr, target: ir.Expr): boolean {
  let found = false;
  visitExpr(e, (x) => {
    if (sameExpr(x, target)) found = true;
  });
  return found;
}

/** Is the index the counter of a loop that runs to some length? (Then it stays within, as people write it.) */
function isLoopCounter(body: ir.Block, index: ir.Expr): boolean {
  let found = false;
  visitBlock(body, {
    stmt: (s) => {
      if (s.kind !== "loop" || index.kind !== "read") return;
      const counts = s.init.some((l) => l.variable === index.variable);
      const test = s.test?.kind === "logic" ? s.test.args[1] : undefined;
      if (counts && (test?.kind === "length" || test?.kind === "read"))
        found = true;
    },
  });
  return found;
}

/** Puts what one array or object holds into another. */
const replaceContents = (target: ir.Expr, source: ir.Expr): ir.ForeignExpr =>
  target.type.kind === "array"
    ? ownText(
        [target, ".splice(0, ", target, ".length, ...", source, ")"],
        voidType,
        false,
      )
    : ownText(["Object.assign(", target, ", ", source, ")"], voidType, false);

/** Throws where arguments that must be apart share storage. */
export function overlapGuards(
  func: ir.Func,
  written: ReadonlySet<number>,
): ir.Stmt[] {
  const guards: ir.Stmt[] = [];
  for (const i of written) {
    for (const [j, other] of func.params.entries()) {
      if (j === i || (written.has(j) && j < i)) continue;
      const p = func.params[i]!;
      const test = overlapTest(read(p.variable), read(other.variable));
      if (test === undefined) continue;
      const message = `${func.name}: the arguments \`${p.variable.name}\` and \`${other.variable.name}\` share storage, and \`${p.variable.name}\` is written. Its derivative is made for arguments that are apart: pass a copy of one.`;
      guards.push(
        if_(func.origin, test, [
          {
            kind: "throw",
            origin: func.origin,
            value: newError(message),
          },
        ]),
      );
    }
  }
  return guards;
}

function copyStatements(
  copies: ReadonlyMap<ir.Variable, ir.Variable>,
  origin: ir.Origin,
): ir.Stmt[] {
  return [...copies].map(([v, copy]) =>
    let_(origin, copy, { kind: "copy", type: copy.type, of: read(v) }),
  );
}

/** Fresh shadows of the parameters; arguments that share parts share their shadows. */
function gradientShadows(
  params: readonly ir.Param[],
  shadows: ReadonlyMap<number, ir.Variable>,
  copies: ReadonlyMap<ir.Variable, ir.Variable>,
): ir.Stmt[] {
  const statements: ir.Stmt[] = [];
  const list = [...shadows];
  const at = { file: "", line: 0, column: 0, start: 0, end: 0, text: "" };
  const mayShare = (a: Type, b: Type): boolean =>
    overlapTest(read(variable("a", a)), read(variable("b", b))) !== undefined;
  const sharing = new Set(
    list.flatMap(([i]) =>
      list.some(
        ([j]) =>
          j !== i &&
          mayShare(params[i]!.variable.type, params[j]!.variable.type),
      )
        ? [i]
        : [],
    ),
  );
  const group = sharing.size > 0 ? variable("shadows", groupType) : undefined;
  if (group) statements.push(let_(at, group, newGroup()));
  for (const [i, d] of list) {
    const source = copies.get(params[i]!.variable) ?? params[i]!.variable;
    statements.push(
      let_(at, d, {
        kind: "zeros",
        type: d.type,
        of: read(source),
        ...(group && sharing.has(i) ? { group } : {}),
      }),
    );
  }
  return statements;
}

function entryOf(
  func: ir.Func,
  i: number,
  selection: Selection,
  shadows: ReadonlyMap<number, ir.Variable>,
  adjoints: ReadonlyMap<ir.Variable, ir.Variable>,
): ir.Expr {
  const p = func.params[i]!;
  if (!selection.inputs.includes(i)) return undefinedExpr;
  if (isReference(p.variable.type)) return read(shadows.get(i)!);
  const d = adjoints.get(p.variable);
  const e = d ? read(d) : number(0);
  return mayBeOmitted(func, p) ? omitted(p, e) : e;
}

/** An omitted optional argument has no derivative. */
const omitted = (p: ir.Param, e: ir.Expr): ir.Expr => ({
  kind: "conditional",
  type: e.type,
  test: {
    kind: "logic",
    type: { kind: "boolean" },
    op: "===",
    args: [read(p.variable), undefinedExpr],
  },
  yes: undefinedExpr,
  no: e,
});

/** One entry per parameter; of one parameter its bare entry; of a rest parameter one per argument. */
function tupleExpr(
  params: readonly ir.Param[],
  entries: readonly ir.Expr[],
): ir.Expr {
  if (params.at(-1)?.rest) return listExpr(params, entries);
  if (entries.length === 1) return entries[0]!;
  return {
    kind: "arrayLiteral",
    type: tupleOf(entries.map((e) => e.type)),
    elements: entries,
  };
}

/** Is there no derivative where the argument is left out? A default stands for it, and has one. */
function mayBeOmitted(func: ir.Func, p: ir.Param): boolean {
  if (!p.optional) return false;
  const hasDefault = func.body.some((s) => {
    if (s.kind !== "let" || s.value?.kind !== "conditional") return false;
    const { test, no } = s.value;
    const isTest = test.kind === "logic" && test.op === "===";
    const reads = (e: ir.Expr | undefined): boolean =>
      e?.kind === "read" && e.variable === p.variable;
    return isTest && reads(test.args[0]) && reads(no);
  });
  return !hasDefault;
}

export const isKeyword = (name: string): boolean =>
  ["do", "delete", "default", "debugger"].includes(name);

/** As a tuple, whatever their number. */
function listExpr(
  params: readonly ir.Param[],
  entries: readonly ir.Expr[],
): ir.Expr {
  if (!params.at(-1)?.rest) {
    const type = tupleOf(entries.map((e) => e.type));
    return { kind: "arrayLiteral", type, elements: entries };
  }
  const parts = entries.flatMap((e, i) => {
    const spread = i === entries.length - 1 ? "..." : "";
    return [`${i === 0 ? "" : ", "}${spread}`, e];
  });
  return ownText(["[", ...parts, "]"], opaque("unknown"));
}

export const labelOf = (p: ir.Param, prefix = "d"): string => {
  const label = `${prefix}${p.variable.name}`;
  // `do`, `delete`: no label of a tuple may be a keyword.
  return isKeyword(label) ? `${label}_` : label;
};

function entryText(func: ir.Func, selection: Selection, i: number): string {
  const p = func.params[i]!;
  if (!selection.inputs.includes(i)) return "undefined";
  if (p.rest) return bare(p);
  const base = p.variable.type.kind === "number" ? "number" : p.annotation;
  return mayBeOmitted(func, p) && !base.includes("undefined")
    ? `${base} | undefined`
    : base;
}

export function gradientText(func: ir.Func, selection: Selection): string {
  const one = (_: ir.Param, i: number): string => entryText(func, selection, i);
  const { params } = func;
  if (params.length === 1 && !params[0]!.rest) return one(params[0]!, 0);
  return `[${params.map((p, i) => (p.rest ? `...${labelOf(p)}: ${one(p, i)}` : `${labelOf(p)}: ${one(p, i)}`)).join(", ")}]`;
}

function describe(
  name: string,
  params: readonly ir.Param[],
  selection: Selection,
): string {
  const entries = params.map((p, i) =>
    selection.inputs.includes(i) ? `∂${name}/∂${p.variable.name}` : "undefined",
  );
  return params.length === 1
    ? `\`${entries[0] ?? ""}\``
    : `\`[${entries.join(", ")}]\``;
}

function adjointDoc(
  marked: Marked,
  params: readonly ir.Param[],
  scalars: readonly number[],
  hasResult: boolean,
  written: ReadonlySet<number>,
): string[] {
  const names = (indices: Iterable<number>): string =>
    [...indices].map((i) => `\`${params[i]!.variable.name}\``).join(", ");
  const doc = [
    `ADDS the adjoints of {@link ${marked.name}} to the shadows${scalars.length > 0 ? " and slots" : ""} it is given${hasResult ? ", and returns its value" : ""}; clear them first where that is not wanted.`,
  ];
  if (scalars.length > 0)
    doc.push(`\`slots\` has one slot each for ${names(scalars)}.`);
  if (written.size > 0)
    doc.push(
      `The shadow of ${names(written)} holds the cotangent of its final contents on entry, of its initial contents on return.`,
    );
  return doc;
}

/** Puts other variables in the place of some. */
function substitute(
  block: ir.Block,
  by: ReadonlyMap<ir.Variable, ir.Variable>,
): ir.Block {
  if (by.size === 0) return block;
  return mapBlock(
    block,
    (e) => renamed(e, by),
    (s) => s,
  );
}

function statementCount(block: ir.Block): number {
  let n = 0;
  visitBlock(block, { stmt: () => n++ });
  return n;
}
