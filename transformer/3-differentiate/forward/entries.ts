/**
 * The public derivatives of forward mode: `Jvp`, the value and its change along tangents of the arguments; and
 * `Hvp`, the change of the gradient: forward mode over the generated gradient.
 */
import {
  assign,
  compare,
  element,
  if_,
  let_,
  number,
  ownText,
  read,
  variable,
} from "../../ir/build.ts";
import { groupType, newGroup } from "../../ir/helpers.ts";
import type * as ir from "../../ir/nodes.ts";
import type { Derived, Marked } from "../../ir/program.ts";
import { reachable } from "../../ir/reachable.ts";
import { showing } from "../../ir/stages.ts";
import {
  carries,
  isReference,
  opaque,
  tupleOf,
  type Type,
  typeText,
  undefinedType,
  unionOf,
} from "../../ir/types.ts";
import {
  expressionsOf,
  mapStmt,
  visitBlock,
  visitExpr,
} from "../../ir/walk.ts";
import { tidy } from "../../4-simplify/tidy.ts";
import { gradientText, labelOf } from "../entries/results.ts";
import { overlapGuards } from "../entries/arguments.ts";
import type { Selection } from "../entries/selection.ts";
import { copyAssignedParams } from "../normalise.ts";
import type { Forward } from "./context.ts";
import { asFunction, resultType } from "./source.ts";
import { tangentBody } from "./tangent.ts";

/** A public derivative, and what stands in its way. */
export interface ForwardEntry {
  readonly derived: Derived;
  readonly problems: readonly ir.Problem[];
}

export const forwardKeys = (marked: Marked): Record<"jvp" | "hvp", string> => ({
  jvp: `${marked.key}#Jvp`,
  hvp: `${marked.key}#Hvp`,
});

/** `lossJvp(args, tangents)`: `{ value, tangent }`. */
export function jvpEntry(
  forward: Forward,
  marked: Marked,
  primal: ir.Func,
  selection: Selection,
): ForwardEntry {
  const func = copyAssignedParams(primal);
  const written = writtenParams(forward, primal);
  const isVoid =
    func.result.kind === "void" || func.result.kind === "undefined";
  const made = tangentBody(
    forward,
    func,
    { active: selection.inputs, result: !isVoid },
    pair,
  );
  const { jvp: key } = forwardKeys(marked);
  showing(forward.observe, key)?.("tangentBody", { ...func, body: made.body });
  const opening = openingOf(func, selection, made.tangents, written);
  let { body } = made;
  if (isVoid) {
    const values = func.params.map((p) => read(p.variable));
    const tangents = func.params.map((p): ir.Expr => {
      const t = made.tangents.get(p.variable);
      return t && selection.inputs.includes(func.params.indexOf(p))
        ? read(t)
        : undefinedExpr;
    });
    const last: ir.ReturnStmt = {
      kind: "return",
      origin: func.origin,
      value: pair(listOf(func.params, values), listOf(func.params, tangents)),
    };
    body = [...withReturns(body, last), last];
  }
  const guards = overlapGuards(func, written);
  const derived = entry(marked, func, selection, {
    name: `${marked.base}Jvp`,
    key,
    doc: [
      `{@link ${marked.name}}, and its change along the tangents of its arguments: forward mode.`,
    ],
    resultText: isVoid
      ? `{ value: ${afterwardsText(func)}; tangent: ${tangentsText(func, selection)} }`
      : `{ value: ${func.resultText}; tangent: ${carries(func.result) ? tangentText(func.result, func.resultText) : "undefined"} }`,
    body: tidy([...opening.args, ...guards, ...opening.rest, ...body]),
  });
  return { derived, problems: problemsOf(forward, derived, made.problems) };
}

/** `lossHvp(args, tangents)`: the change of `lossGrad`. */
export function hvpEntry(
  forward: Forward,
  marked: Marked,
  func: ir.Func,
  selection: Selection,
  valueAndGrad: Derived,
): ForwardEntry {
  const gradient = gradientFunction(valueAndGrad);
  const made = tangentBody(
    forward,
    gradient,
    { active: selection.inputs, result: true },
    (_value, tangent) => tangent,
  );
  const { hvp: key } = forwardKeys(marked);
  const shown = { ...gradient, body: made.body };
  showing(forward.observe, key)?.("tangentBody", shown);
  const opening = openingOf(gradient, selection, made.tangents, new Set());
  const derived = entry(marked, gradient, selection, {
    name: `${marked.base}Hvp`,
    key,
    doc: [
      `The change of the gradient of {@link ${marked.name}} along the tangents of its arguments: its Hessian times a vector.`,
    ],
    resultText: gradientText(func, selection),
    body: tidy([...opening.args, ...opening.rest, ...made.body]),
  });
  const problems = [
    ...problemsOf(forward, derived, made.problems),
    ...rulesOf([valueAndGrad, ...reachable([valueAndGrad], forward.derived)]),
  ];
  return { derived, problems };
}

/** The gradient alone, of a function that returns the value with it. */
function gradientFunction(valueAndGrad: Derived): ir.Func {
  const gradientOf = (e: ir.Expr): ir.Expr =>
    e.kind === "objectLiteral"
      ? (e.fields.find((f) => f.name === "grad")?.value ?? e)
      : e;
  const ofBlock = (block: ir.Block): ir.Block =>
    block.map((s) =>
      s.kind === "return" && s.value
        ? { ...s, value: gradientOf(s.value) }
        : mapStmt(s, (e) => e, ofBlock),
    );
  const func = asFunction(valueAndGrad);
  const body = ofBlock(func.body);
  return { ...func, body, result: resultType(body) };
}

// ------------------------------------------------------------------------------------------------- the frame

const undefinedExpr: ir.Expr = {
  kind: "const",
  type: undefinedType,
  value: undefined,
};

const pair = (value: ir.Expr, tangent: ir.Expr): ir.Expr => ({
  kind: "objectLiteral",
  type: opaque("unknown"),
  fields: [
    { name: "value", value },
    { name: "tangent", value: tangent },
  ],
});

/** Rules of the user's: what a second derivative would ask of their partials is not known. */
function rulesOf(derived: readonly Derived[]): ir.Problem[] {
  const problems: ir.Problem[] = [];
  for (const { body } of derived)
    visitBlock(body, {
      stmt: (s) => {
        const { file, start, end } = s.origin;
        const what = "a second derivative of a rule that `defineRule` made";
        const isRuled = expressionsOf(s).some(holdsRule);
        if (isRuled)
          problems.push({ code: "AD1003", args: { what }, file, start, end });
      },
    });
  return problems;
}

function holdsRule(e: ir.Expr): boolean {
  let found = false;
  visitExpr(e, (x) => {
    if (x.kind === "apply" && x.rule === "ruled") found = true;
  });
  return found;
}

/** What can be reached from here, and all the problems on the way. */
function problemsOf(
  forward: Forward,
  derived: Derived,
  own: readonly ir.Problem[],
): ir.Problem[] {
  const internal = reachable([derived], forward.derived);
  return [
    ...own,
    ...internal.flatMap((d) => forward.problems.get(d.key) ?? []),
  ];
}

/** Parameters, by index, whose contents the function may change. */
function writtenParams(forward: Forward, func: ir.Func): ReadonlySet<number> {
  const summary = forward.summaries.of(func.key);
  return new Set(
    func.params.flatMap(({ variable: v }, i) =>
      isReference(v.type) &&
      (summary === undefined ||
        [...summary.aliases.reachable(summary.aliases.ofVariable(v))].some(
          (c) => summary.writes.has(c),
        ))
        ? [i]
        : [],
    ),
  );
}

interface Frame {
  readonly args: ir.Variable;
  readonly tangents: ir.Variable;
}
const frames = new WeakMap<ir.Func, Frame>();

/** The two tuples that every entry takes. */
function frameOf(func: ir.Func): Frame {
  let frame = frames.get(func);
  if (frame === undefined) {
    const types = func.params.map((p) => p.variable.type);
    const given = types.map((type) => unionOf([type, undefinedType]));
    const args = variable("args", tupleOf(types));
    const tangents = variable("tangents", tupleOf(given));
    frames.set(func, (frame = { args, tangents }));
  }
  return frame;
}

/** Takes arguments and tangents out of their tuples; owns copies of what is written into. */
function openingOf(
  func: ir.Func,
  selection: Selection,
  tangents: ReadonlyMap<ir.Variable, ir.Variable>,
  written: ReadonlySet<number>,
): { args: ir.Stmt[]; rest: ir.Stmt[] } {
  const { origin } = func;
  const frame = frameOf(func);
  const args: ir.Stmt[] = [];
  const rest: ir.Stmt[] = [];
  const copies = written.size > 1;
  const groups = {
    args: variable("copies", groupType),
    tangents: variable("tangentCopies", groupType),
  };
  if (copies)
    rest.push(
      let_(origin, groups.args, newGroup()),
      let_(origin, groups.tangents, newGroup()),
    );
  const grouped = (group: ir.Variable): { group?: ir.Variable } =>
    copies ? { group } : {};
  for (const [i, p] of func.params.entries()) {
    const v = p.variable;
    const at: ir.Expr = p.rest
      ? restOf(frame.args, i, v.type, p.annotation)
      : { ...element(read(frame.args), number(i)), type: v.type };
    args.push(let_(origin, v, at));
    if (written.has(i))
      rest.push(
        assign(origin, v, {
          kind: "copy",
          type: v.type,
          of: read(v),
          ...grouped(groups.args),
        }),
      );
  }
  for (const i of selection.inputs) {
    const p = func.params[i]!;
    const v = p.variable;
    const t = tangents.get(v)!;
    if (p.rest) {
      rest.push(let_(origin, t, restTangents(frame.tangents, i, v)));
      continue;
    }
    const given = element(read(frame.tangents), number(i));
    const isMissing = compare("===", given, undefinedExpr);
    if (!isReference(t.type)) {
      const moved: ir.Expr = { ...given, type: t.type };
      const chosen: ir.Expr = {
        kind: "conditional",
        type: t.type,
        test: isMissing,
        yes: number(0),
        no: moved,
      };
      rest.push(let_(origin, t, chosen));
      continue;
    }
    const plain: ir.Expr = { ...given, type: t.type };
    // `readonly` by whatever name: a tangent is handed on to where its like is written.
    const typeName = typeText(t.type);
    const own: ir.Expr =
      written.has(i) || typeName === p.annotation
        ? plain
        : ownText([plain, ` as ${typeName}`], t.type);
    const zeros: ir.Expr = { kind: "zeros", type: t.type, of: read(v) };
    const copied: ir.Expr = written.has(i)
      ? { kind: "copy", type: t.type, of: own, ...grouped(groups.tangents) }
      : own;
    rest.push(
      let_(origin, t),
      if_(
        origin,
        isMissing,
        [assign(origin, t, zeros)],
        [assign(origin, t, copied)],
      ),
    );
  }
  return { args, rest };
}

const restOf = (
  tuple: ir.Variable,
  from: number,
  type: Type,
  annotation: string,
): ir.Expr => ownText([read(tuple), `.slice(${from}) as ${annotation}`], type);

/** One tangent for each argument, 0 where none is given. */
function restTangents(
  tuple: ir.Variable,
  from: number,
  args: ir.Variable,
): ir.Expr {
  const isNumbers =
    args.type.kind === "array" && args.type.element.kind === "number";
  return isNumbers
    ? ownText(
        [
          read(args),
          ".map((_, i) => ",
          read(tuple),
          `[${from === 0 ? "i" : `i + ${from}`}] as number | undefined ?? 0)`,
        ],
        args.type,
      )
    : ownText(
        [read(tuple), `.slice(${from}) as typeof `, read(args)],
        args.type,
      );
}

/** One element per parameter; a rest parameter's own follow. */
function listOf(
  params: readonly ir.Param[],
  elements: readonly ir.Expr[],
): ir.Expr {
  if (!params.at(-1)?.rest)
    return {
      kind: "arrayLiteral",
      type: tupleOf(elements.map((e) => e.type)),
      elements,
    };
  const parts = elements.flatMap((e, i) => [
    `${i === 0 ? "" : ", "}${i === elements.length - 1 ? "..." : ""}`,
    e,
  ]);
  return ownText(["[", ...parts, "]"], opaque("unknown"));
}

/** Gives a kernel that returns nothing something to return. */
const withReturns = (block: ir.Block, last: ir.ReturnStmt): ir.Block =>
  block.map((s) =>
    s.kind === "return"
      ? { ...last, origin: s.origin }
      : mapStmt(
          s,
          (e) => e,
          (b) => withReturns(b, last),
        ),
  );

function entry(
  marked: Marked,
  func: ir.Func,
  selection: Selection,
  made: Pick<Derived, "name" | "key" | "doc" | "resultText" | "body">,
): Derived {
  const { args, tangents } = frameOf(func);
  const param = (v: ir.Variable, annotation: string): ir.Param => ({
    variable: v,
    optional: false,
    rest: false,
    annotation,
    fixed: false,
  });
  return {
    ...made,
    exported: marked.exported,
    isPublic: true,
    params: [
      param(args, valuesText(func)),
      param(tangents, tangentsText(func, selection)),
    ],
    origin: func.origin,
  };
}

export function valuesText({ params }: Pick<ir.Func, "params">): string {
  const one = (p: ir.Param): string =>
    `${p.rest ? "..." : ""}${p.variable.name}${p.optional ? "?" : ""}: ${p.annotation}`;
  return `[${params.map(one).join(", ")}]`;
}

/** The arguments after the call: what was left out is there as `undefined`. */
export function afterwardsText({ params }: Pick<ir.Func, "params">): string {
  const one = (p: ir.Param): string =>
    `${p.rest ? "..." : ""}${p.variable.name}: ${p.annotation}${p.optional ? " | undefined" : ""}`;
  return `[${params.map(one).join(", ")}]`;
}

export function tangentsText(
  { params }: Pick<ir.Func, "params">,
  selection: Selection,
): string {
  const one = (p: ir.Param, i: number): string => {
    const label = `${p.rest ? "..." : ""}${labelOf(p)}`;
    const isInput = selection.inputs.includes(i);
    if (p.rest) {
      const element =
        p.variable.type.kind === "array" &&
        p.variable.type.element.kind === "number"
          ? "(number | undefined)[]"
          : p.annotation;
      return `${label}: ${isInput ? element : "undefined[]"}`;
    }
    const text = tangentText(p.variable.type, p.annotation);
    return `${label}${p.optional ? "?" : ""}: ${isInput ? `${text} | undefined` : "undefined"}`;
  };
  return `[${params.map(one).join(", ")}]`;
}

export const tangentText = (type: Type, text: string): string =>
  type.kind === "number" ? "number" : text;
