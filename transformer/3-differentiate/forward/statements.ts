/**
 * The tangent statement beside each statement. It comes first, since the statement may overwrite what its
 * tangent reads; after it only where it needs the value and nothing that it reads is overwritten.
 */
import { reads } from "../../ir/walk.ts";
import {
  assign,
  field,
  let_,
  number,
  read,
  sameExpr,
  store,
  variable,
} from "../../ir/build.ts";
import {
  groupType,
  HELPER_MARK,
  helperCall,
  newGroup,
} from "../../ir/helpers.ts";
import type * as ir from "../../ir/nodes.ts";
import { carries, isReference, voidType } from "../../ir/types.ts";
import type { TangentCallee } from "./context.ts";
import {
  numberTangentOf,
  pathOf,
  type Place,
  readsOut,
  tangentOf,
  tangentOfMade,
} from "./expressions.ts";
import {
  groupOf,
  originOf,
  type Scope,
  tangentOfVariable,
  tangentType,
} from "./tangents.ts";

export interface Rewriting {
  readonly scope: Scope;
  /** The tangent version of a call's callee and its active arguments; undefined: the call moves nothing. */
  readonly callee: (
    call: ir.CallStmt,
  ) => { callee: TangentCallee; active: readonly number[] } | undefined;
  /** What a return returns; absent: the value alone. */
  readonly returned:
    ((value: ir.Expr, tangent: ir.Expr) => ir.Expr) | undefined;
}

export const tangentsOfBlock = (r: Rewriting, block: ir.Block): ir.Block =>
  block.flatMap((s) => tangentsOf(r, s));

function tangentsOf(r: Rewriting, s: ir.Stmt): readonly ir.Stmt[] {
  const { scope } = r;
  const origin = originOf(scope, s.origin);
  const before: ir.Stmt[] = [];
  const place: Place = { origin, before };
  switch (s.kind) {
    case "let":
      return ofLet(scope, s, place, before);
    case "assign":
      return ofAssign(scope, s, place, before);
    case "store": {
      const holder =
        s.target.kind === "element" ? s.target.array : s.target.object;
      if (!hasTangent(scope, holder)) return [s];
      const [value, kept] = keep(scope, s.value, s.origin, before);
      const t = tangentOfStored(scope, value, place, kept);
      const target = pathOf(scope, s.target, place) as ir.StoreStmt["target"];
      const own = { ...s, value: kept ?? value };
      // `a[i] += e` with an `e` that does not move leaves the tangent where it is.
      if (sameExpr(t, target)) return [...before, own];
      return [...before, store(origin, target, t), own];
    }
    case "push": {
      if (!hasTangent(scope, s.array)) return [s];
      const [value, kept] = keep(scope, s.value, s.origin, before);
      const t = tangentOfStored(scope, value, place, kept);
      const array = pathOf(scope, s.array, place);
      return [
        ...before,
        { ...s, origin, array, value: t },
        { ...s, value: kept ?? value },
      ];
    }
    case "resize":
      if (!hasTangent(scope, s.array)) return [s];
      return [{ ...s, origin, array: pathOf(scope, s.array, place) }, s];
    case "if":
      return [
        {
          ...s,
          then: tangentsOfBlock(r, s.then),
          otherwise: tangentsOfBlock(r, s.otherwise),
        },
      ];
    case "block":
      return [{ ...s, body: tangentsOfBlock(r, s.body) }];
    case "loop":
      return [ofLoop(r, s)];
    case "return": {
      if (r.returned === undefined || s.value === undefined) return [s];
      const t = tangentOf(scope, s.value, place);
      return [...before, { ...s, value: r.returned(s.value, t) }];
    }
    case "effect": {
      if (s.value.structural) return [...takenOut(scope, s.value, s, place), s];
      const added = addition(s.value);
      if (added === undefined || !hasTangent(scope, added.target)) return [s];
      const { target, source, done } = added;
      if (!hasTangent(scope, source)) return [s];
      const call = helperCall(
        "addInto",
        [pathOf(scope, target, place), pathOf(scope, source, place)],
        voidType,
        groupOf(scope, done).group,
      );
      return [...before, { ...s, origin, value: call }, s];
    }
    case "call":
      return ofCall(r, s, place, before);
    case "jump":
    case "throw":
      return [s];
  }
}

/** A key that is taken out of a dictionary is taken out of its tangent. */
function takenOut(
  scope: Scope,
  value: ir.ForeignExpr,
  s: ir.EffectStmt,
  place: Place,
): ir.Stmt[] {
  const from = value.parts.find((part) => typeof part !== "string");
  if (from === undefined || !hasTangent(scope, from)) return [];
  const tangent = pathOf(scope, from, place);
  const parts = value.parts.map((part) => (part === from ? tangent : part));
  return [{ ...s, value: { ...value, parts } }];
}

/** Is there a tangent beside the storage that a reference names? */
const hasTangent = (scope: Scope, e: ir.Expr): boolean =>
  isReference(e.type) &&
  carries(e.type) &&
  scope.activity.leads(scope.aliases.of(e));

const tangentOfStored = (
  scope: Scope,
  value: ir.Expr,
  place: Place,
  kept: ir.Expr | undefined,
): ir.Expr =>
  isReference(value.type) && hasTangent(scope, value)
    ? pathOf(scope, value, place)
    : tangentOf(scope, value, place, kept);

/** A value that its own tangent reads gets a name before both. */
function keep(
  scope: Scope,
  value: ir.Expr,
  origin: ir.Origin,
  before: ir.Stmt[],
): [value: ir.Expr, kept: ir.Expr | undefined] {
  if (isReference(value.type) || !readsOut(scope, value))
    return [value, undefined];
  const v = variable("value", value.type);
  before.push(let_(origin, v, value));
  return [value, read(v)];
}

function ofLet(
  scope: Scope,
  s: ir.LetStmt,
  place: Place,
  before: ir.Stmt[],
): readonly ir.Stmt[] {
  const { variable: v, value } = s;
  // The copies in a group have tangents in a group of their own.
  if (v.type === groupType) {
    const { group } = groupOf(scope, v);
    return [s, let_(place.origin, group!, newGroup())];
  }
  if (!carries(v.type) || !scope.activity.variable(v)) return [s];
  const t = tangentOfVariable(scope, v);
  if (value === undefined) return [s, let_(place.origin, t)];
  if (isReference(v.type)) {
    const made = tangentOfMade(scope, v, value, place);
    return [...before, s, let_(place.origin, t, made)];
  }
  const made = numberTangentOf(scope, value, place, read(v));
  // What the tangent needs is named before; it may read the value itself.
  return [s, ...before, let_(place.origin, t, made)];
}

function ofAssign(
  scope: Scope,
  s: ir.AssignStmt,
  place: Place,
  before: ir.Stmt[],
): readonly ir.Stmt[] {
  const { variable: v, value } = s;
  if (!carries(v.type) || !scope.activity.variable(v)) return [s];
  const t = tangentOfVariable(scope, v);
  if (isReference(v.type)) {
    const made = tangentOfMade(scope, v, value, place);
    // A table from outside is given zeros once it has a name; a reference may be followed only before it moves.
    return value.kind === "foreign"
      ? [s, ...before, assign(place.origin, t, made)]
      : [...before, assign(place.origin, t, made), s];
  }
  if (!reads(value, v)) {
    const made = numberTangentOf(scope, value, place, read(v));
    return [s, ...before, assign(place.origin, t, made)];
  }
  const [own, kept] = keep(scope, value, s.origin, before);
  const made = numberTangentOf(scope, own, place, kept);
  const primal = { ...s, value: kept ?? own };
  if (made.kind === "read" && made.variable === t) return [...before, primal];
  return [...before, assign(place.origin, t, made), primal];
}

function ofLoop(r: Rewriting, s: ir.LoopStmt): ir.LoopStmt {
  const { scope } = r;
  const header = (origin: ir.Origin): Place => ({
    origin: originOf(scope, origin),
  });
  const init = s.init.flatMap((l) => ofLet(scope, l, header(l.origin), []));
  const update = s.update.flatMap((u): readonly ir.Stmt[] => {
    const place = header(u.origin);
    if (u.kind === "assign") {
      if (!carries(u.variable.type) || !scope.activity.variable(u.variable))
        return [u];
      const t = tangentOfVariable(scope, u.variable);
      const made = isReference(u.variable.type)
        ? tangentOfMade(scope, u.variable, u.value, place)
        : numberTangentOf(scope, u.value, place);
      return [assign(place.origin, t, made), u];
    }
    const holder =
      u.target.kind === "element" ? u.target.array : u.target.object;
    if (!hasTangent(scope, holder)) return [u];
    const target = pathOf(scope, u.target, place) as ir.StoreStmt["target"];
    const made = tangentOfStored(scope, u.value, place, undefined);
    return [store(place.origin, target, made), u];
  });
  return {
    ...s,
    init: init as ir.LetStmt[],
    update: update as (ir.AssignStmt | ir.StoreStmt)[],
    body: tangentsOfBlock(r, s.body),
  };
}

function ofCall(
  r: Rewriting,
  s: ir.CallStmt,
  place: Place,
  before: ir.Stmt[],
): readonly ir.Stmt[] {
  const { scope } = r;
  const asked = r.callee(s);
  if (asked === undefined) {
    const { result } = s;
    if (!result || !carries(result.type) || !scope.activity.variable(result))
      return [s];
    const t = tangentOfVariable(scope, result);
    const still: ir.Expr = isReference(result.type)
      ? { kind: "zeros", type: t.type, of: read(result) }
      : number(0);
    return [s, let_(place.origin, t, still)];
  }
  const { callee, active } = asked;
  const tangents = active.map((i) => {
    const arg = s.args[i]!;
    return isReference(arg.type)
      ? pathOf(scope, arg, place)
      : numberTangentOf(scope, arg, place);
  });
  const args = [...s.args, ...tangents];
  const { result } = s;
  if (callee.record === undefined || result === undefined) {
    const { result: unused, ...call } = s;
    void unused;
    const own = callee.record === undefined ? s : call;
    return [...before, { ...own, callee: callee.key, args }];
  }
  const both = variable(`${result.name}Both`, callee.record);
  const t = tangentOfVariable(scope, result);
  return [
    ...before,
    { ...s, result: both, callee: callee.key, args },
    let_(s.origin, result, {
      ...field(read(both), "value"),
      type: result.type,
    }),
    let_(place.origin, t, {
      ...field(read(both), "tangent"),
      type: tangentType(result.type),
    }),
  ];
}

/** What a call of the helper `addInto` adds to what. */
export function addition(e: ir.ForeignExpr):
  | {
      readonly target: ir.Expr;
      readonly source: ir.Expr;
      readonly done: ir.Variable | undefined;
    }
  | undefined {
  const [name] = e.parts;
  if (typeof name !== "string") return undefined;
  if (!name.startsWith(`${HELPER_MARK}addInto`)) return undefined;
  const [target, source, done] = e.parts.filter(
    (part) => typeof part !== "string",
  );
  return {
    target: target!,
    source: source!,
    done: done?.kind === "read" ? done.variable : undefined,
  };
}
