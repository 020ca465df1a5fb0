/** Names and types of tangents. */
import { variable } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { carries, isReference, numberType, type Type } from "../../ir/types.ts";
import type { Activity } from "../../2-analyze/activity.ts";
import type { Aliases } from "../../2-analyze/alias.ts";

/** One function while it is differentiated. */
export interface Scope {
  readonly origin: ir.Origin;
  readonly activity: Activity;
  readonly aliases: Aliases;
  /** The tangent of each variable that has one. */
  readonly tangents: Map<ir.Variable, ir.Variable>;
  /** The group of the tangents of what is copied in a group. */
  readonly groups: Map<ir.Variable, ir.Variable>;
}

/** Of a tangent: what stands for no statement of the source gets no comment. */
export const originOf = (scope: Scope, of: ir.Origin): ir.Origin => {
  const isFunction =
    of.start === scope.origin.start && of.end === scope.origin.end;
  return of.text === "" || isFunction ? of : { ...of, role: "tangent" };
};

/** A missing number has the tangent 0: so the tangent of a number is always a number. */
export const tangentType = (type: Type): Type =>
  carries(type) && !isReference(type) ? numberType : type;

/** `xDot`, for ẋ. */
export const tangentVariable = (v: ir.Variable): ir.Variable =>
  variable(`${v.name}Dot`, tangentType(v.type));

export function tangentOfVariable(scope: Scope, v: ir.Variable): ir.Variable {
  let t = scope.tangents.get(v);
  if (t === undefined) scope.tangents.set(v, (t = tangentVariable(v)));
  return t;
}

export function groupOf(
  scope: Scope,
  group: ir.Variable | undefined,
): { readonly group?: ir.Variable } {
  if (group === undefined) return {};
  let t = scope.groups.get(group);
  if (t === undefined)
    scope.groups.set(group, (t = variable(`${group.name}Dot`, group.type)));
  return { group: t };
}
