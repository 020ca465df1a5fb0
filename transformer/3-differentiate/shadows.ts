/**
 * Shadows: beside each reference that leads to active storage stands its shadow, made where the primal is
 * made and moved when the primal is moved (Moses and Churavy 2020: shadow memory). The result is an ordinary
 * program that computes the primal and lays out the shadows; the reverse sweep adds to them.
 */
import {
  assign,
  compare,
  conditional,
  field,
  if_,
  let_,
  number,
  read,
  store,
  variable,
} from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import {
  carries,
  isReference,
  stringType,
  undefinedType,
  unionOf,
  writable,
} from "../ir/types.ts";
import { mapStmt } from "../ir/walk.ts";
import type { Activity } from "../2-analyze/activity.ts";
import type { AliasClass, Aliases } from "../2-analyze/alias.ts";
import { mayGrow } from "../2-analyze/growth.ts";
import { shadowPath } from "./reverse.ts";
import type { CallPlan } from "./sweep.ts";

/** How a call of an active function is made in the forward sweep, and undone in the reverse sweep. */
export interface PlannedCall {
  /** The forward half, which returns a record; absent: the primal itself is called. */
  readonly forward?: {
    readonly callee: string;
    readonly record: ir.Variable;
    readonly shadowArgs: readonly ir.Expr[];
    readonly hasValue: boolean;
    readonly hasShadow: boolean;
  };
  readonly plan: CallPlan;
}

export interface WithShadows {
  readonly body: ir.Block;
  readonly shadows: ReadonlyMap<ir.Variable, ir.Variable>;
  readonly calls: ReadonlyMap<ir.CallStmt, CallPlan>;
}

/** The variable of a shadow: it has the primal's type, and all of it can be written. */
export const shadowVariable = (v: ir.Variable): ir.Variable => ({
  ...variable(`d${v.name}`, writable(v.type)),
  isShadow: true,
});

export function addShadows(
  body: ir.Block,
  activity: Activity,
  aliases: Aliases,
  growing: ReadonlySet<AliasClass>,
  paramShadows: ReadonlyMap<ir.Variable, ir.Variable>,
  planCall: (
    call: ir.CallStmt,
    shadowOf: (e: ir.Expr) => ir.Expr,
  ) => PlannedCall | undefined,
): WithShadows {
  const shadows = new Map<ir.Variable, ir.Variable>(paramShadows);
  const calls = new Map<ir.CallStmt, CallPlan>();

  const shadowOf = (v: ir.Variable): ir.Variable => {
    let d = shadows.get(v);
    if (d === undefined) shadows.set(v, (d = shadowVariable(v)));
    return d;
  };
  const isActive = (e: ir.Expr): boolean =>
    isReference(e.type) && carries(e.type) && activity.leads(aliases.of(e));

  const isGiven = (place: ir.Expr): boolean =>
    [...paramShadows.keys()].some((v) =>
      aliases.reachable(aliases.ofVariable(v)).has(aliases.of(place)),
    );

  /** The shadow of a value; statements that it needs go to `before`. */
  function shadow(e: ir.Expr, s: ir.Stmt, before: ir.Stmt[]): ir.Expr {
    if (!isReference(e.type)) return ofPlain(e);
    if (!carries(e.type)) return e;
    const type = writable(e.type);
    switch (e.kind) {
      case "read":
        return read(shadowOf(e.variable));
      case "element":
      case "field":
        return shadowPath({ shadows: touch(e) }, e);
      case "conditional":
        return {
          ...e,
          type,
          yes: shadow(e.yes, s, before),
          no: shadow(e.no, s, before),
        };
      case "allocate":
        if (e.type.kind === "array" && !isReference(e.type.element))
          return { ...e, type, fill: number(0) };
        return e.fill
          ? { ...e, type, fill: shadow(e.fill, s, before) }
          : { ...e, type };
      case "arrayLiteral":
        return {
          ...e,
          type,
          elements: e.elements.map((x) => shadow(x, s, before)),
        };
      case "objectLiteral":
        return {
          ...e,
          type,
          fields: e.fields.map((f) => ({
            ...f,
            value: shadow(f.value, s, before),
          })),
        };
      case "copy":
        if (e.shallow && !isNumbers(e.type))
          return { ...e, type, of: shadow(e.of, s, before) };
        return { kind: "zeros", type, of: e.of };
      case "zeros":
        return e;
      default: {
        // Storage from outside: a table, say. It gets a shadow that nobody asks for.
        const d = { ...variable("dtable", type), isShadow: true } as const;
        before.push(let_(s.origin, d, { kind: "zeros", type, of: e }));
        return read(d);
      }
    }
  }

  /** What is no reference: a number starts at 0, and what may be missing is missing where its primal is. */
  function ofPlain(e: ir.Expr): ir.Expr {
    if (e.type.kind === "number") return number(0);
    const mayBeNumber =
      e.type.kind === "union" &&
      e.type.members.some((m) => m.kind === "number");
    if (!mayBeNumber) return e;
    const kind: ir.Expr = {
      kind: "logic",
      type: stringType,
      op: "typeof",
      args: [e],
    };
    const text = { kind: "const", type: stringType, value: "number" } as const;
    return {
      ...conditional(compare("===", kind, text), number(0), e),
      type: e.type,
    };
  }

  /** Makes sure that all variables on a path have shadows. */
  function touch(e: ir.Expr): Map<ir.Variable, ir.Variable> {
    if (e.kind === "read") shadowOf(e.variable);
    if (e.kind === "element") touch(e.array);
    if (e.kind === "field") touch(e.object);
    if (e.kind === "conditional") {
      touch(e.yes);
      touch(e.no);
    }
    return shadows;
  }

  const ofBlock = (block: ir.Block): ir.Block => block.flatMap(ofStmt);

  function ofStmt(s: ir.Stmt): readonly ir.Stmt[] {
    switch (s.kind) {
      case "let": {
        if (!isReference(s.variable.type) || !activity.variable(s.variable))
          return [s];
        const d = shadowOf(s.variable);
        if (s.value === undefined) return [s, let_(s.origin, d)];
        if (s.value.kind === "foreign")
          return [
            s,
            let_(s.origin, d, {
              kind: "zeros",
              type: d.type,
              of: read(s.variable),
            }),
          ];
        const before: ir.Stmt[] = [];
        const value = shadow(s.value, s, before);
        return [...before, s, let_(s.origin, d, value)];
      }
      case "assign": {
        if (!isReference(s.variable.type) || !activity.variable(s.variable))
          return [s];
        // The shadow first: `node = node.next` reads the old node.
        const before: ir.Stmt[] = [];
        const value = shadow(s.value, s, before);
        return [...before, assign(s.origin, shadowOf(s.variable), value), s];
      }
      case "store": {
        const place =
          s.target.kind === "element" ? s.target.array : s.target.object;
        if (isReference(s.value.type)) {
          if (!isActive(s.value) || !isActive(place)) return [s];
          const before: ir.Stmt[] = [];
          const value = shadow(s.value, s, before);
          touch(place);
          return [
            ...before,
            store(
              s.origin,
              shadowPath({ shadows }, s.target) as
                ir.ElementExpr | ir.FieldExpr,
              value,
            ),
            s,
          ];
        }
        if (isActive(place) && place.type.kind === "dictionary") {
          touch(place);
          const slot = shadowPath({ shadows }, s.target) as ir.ElementExpr;
          const clear = store(s.origin, slot, number(0));
          return [isGiven(place) ? ifMissing(slot, clear) : clear, s];
        }
        if (isActive(place) && isOptional(s.target)) {
          touch(place);
          // The field may not be there yet, and then its shadow is not either.
          const slot = shadowPath({ shadows }, s.target);
          return [store(s.origin, slot as ir.FieldExpr, number(0)), s];
        }
        if (isActive(place) && mayGrow(s, aliases.of(place), growing)) {
          touch(place);
          return [
            store(
              s.origin,
              shadowPath({ shadows }, s.target) as
                ir.ElementExpr | ir.FieldExpr,
              number(0),
            ),
            s,
          ];
        }
        return [s];
      }
      case "push": {
        if (!isActive(s.array)) return [s];
        const before: ir.Stmt[] = [];
        const value = shadow(s.value, s, before);
        touch(s.array);
        return [
          ...before,
          { ...s, array: shadowPath({ shadows }, s.array), value },
          s,
        ];
      }
      case "resize":
        if (!isActive(s.array)) return [s];
        touch(s.array);
        return [{ ...s, array: shadowPath({ shadows }, s.array) }, s];
      case "call": {
        const before: ir.Stmt[] = [];
        const planned = planCall(s, (e) => shadow(e, s, before));
        if (planned === undefined) {
          const { result } = s;
          if (
            !result ||
            !isReference(result.type) ||
            !activity.variable(result)
          )
            return [s];
          return [
            s,
            let_(s.origin, shadowOf(result), {
              kind: "zeros",
              type: result.type,
              of: read(result),
            }),
          ];
        }
        const { forward, plan } = planned;
        if (forward === undefined) {
          calls.set(s, plan);
          return [...before, s];
        }
        const call: ir.CallStmt = {
          kind: "call",
          origin: s.origin,
          result: forward.record,
          callee: forward.callee,
          args: [...s.args, ...forward.shadowArgs],
        };
        calls.set(call, plan);
        const out: ir.Stmt[] = [...before, call];
        if (s.result && forward.hasValue)
          out.push(
            let_(s.origin, s.result, {
              ...field(read(forward.record), "value"),
              type: s.result.type,
            }),
          );
        if (s.result && forward.hasShadow) {
          out.push(
            let_(s.origin, shadowOf(s.result), {
              ...field(read(forward.record), "shadow"),
              type: s.result.type,
            }),
          );
        }
        return out;
      }
      default:
        return [mapStmt(s, (e) => e, ofBlock)];
    }
  }

  return { body: ofBlock(body), shadows, calls };
}

/** A key that is new gets an adjoint; one that a caller's dictionary has may hold a cotangent. */
function ifMissing(slot: ir.ElementExpr, clear: ir.Stmt): ir.Stmt {
  const held = { ...slot, type: unionOf([slot.type, undefinedType]) };
  const missing: ir.Expr = {
    kind: "const",
    type: undefinedType,
    value: undefined,
  };
  return if_(clear.origin, compare("===", held, missing), [clear]);
}

const isOptional = (target: ir.ElementExpr | ir.FieldExpr): boolean =>
  target.kind === "field" &&
  target.object.type.kind === "object" &&
  target.object.type.shape.fields.get(target.name)?.optional === true;

const isNumbers = (type: ir.Expr["type"]): boolean =>
  type.kind === "typedArray" ||
  (type.kind === "array" && !isReference(type.element)) ||
  (type.kind === "tuple" && !type.elements.some(isReference));
