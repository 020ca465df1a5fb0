/**
 * A derived body for the eyes of the analyses alone: what helpers do is spelled out, as far as dependences go.
 * Statements that analyses are asked about later (calls, lets) stay the very same objects.
 */
import { assign, element, field, number, read, store, variable } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { carries, isFloatArray, isReference, type Shape, type Type } from "../../ir/types.ts";
import { visitBlock } from "../../ir/walk.ts";
import { addition } from "./statements.ts";

export function analysable(body: ir.Block): ir.Block {
  const groups = new Map<ir.Variable, ir.Variable>();
  const fields = fieldNames(body);
  const ofBlock = (block: ir.Block): ir.Block => block.flatMap(ofStmt);
  function ofStmt(s: ir.Stmt): readonly ir.Stmt[] {
    switch (s.kind) {
      case "if":
        return [{ ...s, then: ofBlock(s.then), otherwise: ofBlock(s.otherwise) }];
      case "loop":
      case "block":
        return [{ ...s, body: ofBlock(s.body) }];
      case "effect": {
        const added = addition(s.value);
        if (added === undefined) return [s];
        const out: ir.Stmt[] = [];
        addParts(added.target, added.source, added.target.type, s.origin, out);
        return out;
      }
      case "let":
      case "assign": {
        const { value } = s;
        const isGrouped =
          (value?.kind === "zeros" || value?.kind === "copy") &&
          value.group !== undefined;
        if (!isGrouped || !isReference(s.variable.type)) return [s];
        return [s, ...sharing(s.variable, value.group!, s.origin)];
      }
      default:
        return [s];
    }
  }

  /** Values of one group may share any of their parts. */
  function sharing(
    v: ir.Variable,
    group: ir.Variable,
    origin: ir.Origin,
  ): ir.Stmt[] {
    let all = groups.get(group);
    if (all === undefined)
      groups.set(group, (all = variable(group.name, v.type)));
    const self = read(all);
    return [
      assign(origin, all, read(v)),
      store(origin, { ...element(self, number(0)), type: v.type }, self),
      ...fields.map((name) =>
        store(origin, { ...field(self, name), type: v.type }, self),
      ),
    ];
  }
  return ofBlock(body);
}

/** The fields that a body looks into. */
function fieldNames(body: ir.Block): string[] {
  const names = new Set<string>();
  visitBlock(body, {
    expr: (e) => {
      if (e.kind === "field") names.add(e.name);
    },
  });
  return [...names];
}

function addParts(
  target: ir.Expr,
  source: ir.Expr,
  type: Type,
  origin: ir.Origin,
  out: ir.Stmt[],
  seen: ReadonlySet<Shape> = new Set(),
): void {
  const both = (
    to: ir.ElementExpr | ir.FieldExpr,
    from: ir.Expr,
    partType: Type,
    within: ReadonlySet<Shape>,
  ): void => {
    if (!carries(partType)) return;
    if (isReference(partType))
      addParts(to, from, partType, origin, out, within);
    else out.push(store(origin, to, from));
  };
  switch (type.kind) {
    case "typedArray":
      if (isFloatArray(type))
        both(
          { ...element(target, number(0)) },
          element(source, number(0)),
          { kind: "number" },
          seen,
        );
      return;
    case "array":
      both(
        element(target, number(0)),
        element(source, number(0)),
        type.element,
        seen,
      );
      return;
    case "tuple":
      type.elements.forEach((part, i) =>
        both(
          element(target, number(i)),
          element(source, number(i)),
          part,
          seen,
        ),
      );
      return;
    case "object": {
      if (seen.has(type.shape)) return;
      const within = new Set(seen).add(type.shape);
      for (const [name, part] of type.shape.fields)
        both(field(target, name), field(source, name), part.type, within);
      return;
    }
    case "union":
      for (const member of type.members)
        addParts(target, source, member, origin, out, seen);
      return;
    default:
      return;
  }
}
