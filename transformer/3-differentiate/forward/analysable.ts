/**
 * A derived body for the eyes of the analyses alone: what helpers do is spelled out, as far as dependences go.
 * Statements that analyses are asked about later (calls, lets) stay the very same objects.
 */
import {
  assign,
  element,
  field,
  number,
  read,
  store,
  variable,
} from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import {
  carries,
  isReference,
  numberType,
  type Shape,
  type Type,
} from "../../ir/types.ts";
import { childrenOf, visitBlock } from "../../ir/walk.ts";
import { addition } from "./statements.ts";

/**
 * @param escaping a number that moves, where the result has a tangent: storage that is handed out may move later,
 * so it has a tangent from the start, one however often it is handed out.
 */
export function analysable(
  body: ir.Block,
  escaping: ir.Variable | undefined,
): ir.Block {
  const groups = new Map<ir.Variable, ir.Variable>();
  const fields = fieldNames(body);
  const ofBlock = (block: ir.Block): ir.Block => block.flatMap(ofStmt);
  function ofStmt(s: ir.Stmt): readonly ir.Stmt[] {
    switch (s.kind) {
      case "if":
        return [
          { ...s, then: ofBlock(s.then), otherwise: ofBlock(s.otherwise) },
        ];
      case "loop":
      case "block":
        return [{ ...s, body: ofBlock(s.body) }];
      case "return": {
        if (escaping === undefined || s.value === undefined) return [s];
        const out: ir.Stmt[] = [];
        handOut(s.value, read(escaping), s.origin, out);
        return [...out, s];
      }
      case "effect": {
        const added = addition(s.value);
        if (added === undefined) return [s];
        const out: ir.Stmt[] = [];
        eachNumber(
          [added.target, added.source],
          added.target.type,
          ([target, source]) =>
            out.push(
              store(s.origin, target as ir.StoreStmt["target"], source!),
            ),
        );
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

function handOut(
  e: ir.Expr,
  moving: ir.Expr,
  origin: ir.Origin,
  out: ir.Stmt[],
): void {
  const isLiteral = e.kind === "arrayLiteral" || e.kind === "objectLiteral";
  const isText = e.kind === "foreign";
  if (isLiteral || isText)
    for (const part of childrenOf(e)) handOut(part, moving, origin, out);
  else if (isReference(e.type) && isPath(e))
    eachNumber([e], e.type, ([place]) => {
      if (place?.kind === "element" || place?.kind === "field")
        out.push(store(origin, place, moving));
    });
}

const isPath = (e: ir.Expr): boolean =>
  e.kind === "read" ||
  e.kind === "element" ||
  e.kind === "field" ||
  e.kind === "conditional";

/** Visits the places of numbers in values of one type, as far as the type tells them apart. */
function eachNumber(
  values: readonly ir.Expr[],
  type: Type,
  visit: (places: readonly ir.Expr[]) => void,
  seen: ReadonlySet<Shape> = new Set(),
): void {
  if (!carries(type)) return;
  const parts = (
    part: (e: ir.Expr) => ir.Expr,
    partType: Type,
    within = seen,
  ): void => eachNumber(values.map(part), partType, visit, within);
  switch (type.kind) {
    case "number":
      visit(values);
      return;
    case "typedArray":
      parts((e) => element(e, number(0)), numberType);
      return;
    case "array":
      parts((e) => element(e, number(0)), type.element);
      return;
    case "tuple":
      type.elements.forEach((one, i) =>
        parts((e) => element(e, number(i)), one),
      );
      return;
    case "dictionary":
      parts((e) => element(e, number(0)), type.value);
      return;
    case "object": {
      if (seen.has(type.shape)) return;
      const within = new Set(seen).add(type.shape);
      for (const [name, one] of type.shape.fields)
        parts((e) => field(e, name), one.type, within);
      return;
    }
    case "union":
      for (const member of type.members)
        eachNumber(values, member, visit, seen);
      return;
    default:
      return;
  }
}
