/**
 * Forward mode, IR to IR: a function that computes, beside each value that moves with the inputs, how it moves
 * (Griewank and Walther 2008, ch. 3.1). It accepts whatever the reverse mode makes, so that second derivatives
 * are the forward derivative of a generated adjoint.
 */
import { capital } from "../../ir/text.ts";
import { isOwn, let_, read, variable } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { Derived } from "../../ir/program.ts";
import {
  carries,
  isReference,
  recordOf,
  type Type,
  typeText,
} from "../../ir/types.ts";
import { mapStmt } from "../../ir/walk.ts";
import { analyseActivity } from "../../2-analyze/activity.ts";
import { analyseAliases } from "../../2-analyze/alias.ts";
import { showing } from "../../ir/stages.ts";
import { tidy } from "../../4-simplify/tidy.ts";
import { nameIntermediates } from "../intermediates.ts";
import { isFlat } from "../partials.ts";
import { analysable } from "./analysable.ts";
import type { Forward, TangentCallee, TangentRequest } from "./context.ts";
import { type Rewriting, tangentsOfBlock } from "./statements.ts";
import { type Scope, tangentType, tangentVariable } from "./tangents.ts";

/** The tangent version of a function, made once per request. */
export function tangentFunction(
  forward: Forward,
  request: TangentRequest,
): TangentCallee {
  const key = `${request.key}|${request.active.join()}|${request.result ? "r" : ""}#tangent`;
  const known = forward.callees.get(key);
  if (known) return known;
  const func = forward.functionOf(request.key);
  if (func === undefined) throw new Error(`no function ${request.key}`);
  const base = func.name.replace(/.*\./, "");
  const recordName = `${capital(base)}WithTangent`;
  const record: Type | undefined = request.result
    ? recordOf(
        { value: func.result, tangent: tangentType(func.result) },
        recordName,
      )
    : undefined;
  const callee: TangentCallee = { key, record };
  // Known before its body is looked at: it may call itself.
  forward.callees.set(key, callee);
  const made = tangentBody(forward, func, request, record && bothOf(record));
  forward.problems.set(key, made.problems);
  showing(forward.observe, key)?.("tangentBody", { ...func, body: made.body });
  const derived: Derived = {
    name: `${base}Tangent`,
    key,
    exported: false,
    isPublic: false,
    doc: [
      request.result
        ? `{@link ${base}}, and how its result changes along the tangents of its arguments.`
        : `{@link ${base}}, and how what it writes changes along the tangents of its arguments.`,
    ],
    params: [
      ...func.params.map(plainParam),
      ...request.active.map((i) => tangentParam(func, i, made.tangents)),
    ],
    resultText: record ? typeText(record) : func.resultText,
    ...(record ? { record: { name: recordName, type: record } } : {}),
    body: tidy(made.body),
    origin: func.origin,
  };
  forward.derived.set(key, derived);
  return callee;
}

const bothOf =
  (record: Type) =>
  (value: ir.Expr, tangent: ir.Expr): ir.Expr => ({
    kind: "objectLiteral",
    type: record,
    fields: [
      { name: "value", value },
      { name: "tangent", value: tangent },
    ],
  });

/** Internal functions take every argument in its place. */
const plainParam = (p: ir.Param): ir.Param =>
  p.optional || p.rest
    ? {
        ...p,
        optional: false,
        rest: false,
        annotation: p.optional ? `${p.annotation} | undefined` : p.annotation,
      }
    : p;

function tangentParam(
  func: ir.Func,
  i: number,
  tangents: ReadonlyMap<ir.Variable, ir.Variable>,
): ir.Param {
  const p = func.params[i]!;
  const v = tangents.get(p.variable)!;
  const annotation = isReference(v.type)
    ? plainParam(p).annotation
    : typeText(v.type);
  return {
    variable: v,
    optional: false,
    rest: false,
    annotation,
    fixed: false,
  };
}

export interface TangentBody {
  readonly body: ir.Block;
  /** The tangents of all variables, parameters included. */
  readonly tangents: ReadonlyMap<ir.Variable, ir.Variable>;
  readonly problems: readonly ir.Problem[];
}

/** @param returned what a return returns, of the value and its tangent; absent: the value alone. */
export function tangentBody(
  forward: Forward,
  func: ir.Func,
  request: Pick<TangentRequest, "active" | "result">,
  returned: Rewriting["returned"],
): TangentBody {
  const { summaries } = forward;
  const moving = variable("moving");
  const asked = {
    inputs: new Set([...request.active, func.params.length]),
    result: request.result,
    outputs: new Set(
      request.active.filter((i) => isReference(func.params[i]!.variable.type)),
    ),
  };
  const look = (body: ir.Block): Pick<Scope, "activity" | "aliases"> => {
    const escaping = request.result ? moving : undefined;
    const extra: ir.Param = {
      variable: moving,
      optional: false,
      rest: false,
      annotation: "number",
      fixed: false,
    };
    const seen = {
      ...func,
      params: [...func.params, extra],
      body: analysable(body, escaping),
    };
    const aliases = analyseAliases(seen, [], summaries.ofCall);
    const activity = analyseActivity(
      seen,
      aliases,
      asked,
      isFlat,
      summaries.ofCall,
    );
    return { activity, aliases };
  };
  const returning = nameReturned(func.body, request.result);
  const body = nameIntermediates(returning, look(returning).activity);
  const { activity, aliases } = look(body);
  const tangents = new Map<ir.Variable, ir.Variable>();
  for (const i of request.active) {
    const v = func.params[i]!.variable;
    tangents.set(v, tangentVariable(v));
  }
  const scope: Scope = {
    origin: func.origin,
    activity,
    aliases,
    tangents,
    groups: new Map(),
  };
  // A parameter that nobody gives a tangent, and into which something that moves is written.
  const still = func.params.flatMap(({ variable: v }): ir.Stmt[] => {
    if (tangents.has(v) || !carries(v.type) || !activity.variable(v)) return [];
    const t = tangentVariable(v);
    tangents.set(v, t);
    const zeros: ir.Expr = { kind: "zeros", type: t.type, of: read(v) };
    return [let_(func.origin, t, zeros)];
  });
  const rewriting: Rewriting = {
    scope,
    returned,
    callee: (call) => plan(forward, scope, call),
  };
  return {
    body: [...still, ...tangentsOfBlock(rewriting, body)],
    tangents,
    // Our own text carries what it carries: nobody is to be told.
    problems: activity.problems.filter((p) => !isOwn(p)),
  };
}

/** A returned number gets a name where it is more than one operation, as any intermediate does. */
function nameReturned(block: ir.Block, wanted: boolean): ir.Block {
  if (!wanted) return block;
  return block.flatMap((s): readonly ir.Stmt[] => {
    if (s.kind !== "return" || s.value === undefined)
      return [
        mapStmt(
          s,
          (e) => e,
          (b) => nameReturned(b, wanted),
        ),
      ];
    if (isReference(s.value.type) || isPlain(s.value)) return [s];
    const v = variable("value", s.value.type);
    return [let_(s.origin, v, s.value), { ...s, value: read(v) }];
  });
}

/** A sum of multiples: its tangent is as short as it is, and reads nothing twice. */
const isPlain = (e: ir.Expr): boolean =>
  e.kind === "apply"
    ? e.args.every(isPlain) &&
      (["add", "sub", "neg"].includes(e.rule) ||
        (e.rule === "mul" && e.args.some((arg) => arg.kind === "const")))
    : e.kind !== "conditional";

/** Which tangent version a call asks for; undefined: nothing that it gives or changes moves. */
function plan(
  forward: Forward,
  { activity, aliases }: Scope,
  call: ir.CallStmt,
): { callee: TangentCallee; active: readonly number[] } | undefined {
  const func = forward.functionOf(call.callee);
  const { result } = call;
  const resultMoves =
    result !== undefined && carries(result.type) && activity.variable(result);
  const moves = (arg: ir.Expr, i: number): boolean => {
    const param = func?.params[i];
    if (param?.fixed || !carries(param?.variable.type ?? arg.type))
      return false;
    return isReference(arg.type)
      ? activity.leads(aliases.of(arg))
      : activity.expr(arg);
  };
  const active = call.args.flatMap((arg, i) => (moves(arg, i) ? [i] : []));
  if (active.length === 0) return undefined;
  if (!resultMoves && !active.some((i) => isReference(call.args[i]!.type)))
    return undefined;
  const request = { key: call.callee, active, result: resultMoves };
  return { callee: tangentFunction(forward, request), active };
}
