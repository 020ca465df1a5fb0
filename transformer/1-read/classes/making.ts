/**
 * An object while its constructor runs. What is assigned once, in the constructor's own statements, is an
 * expression; what is assigned in branches or loops, or more than once, is a variable. The object itself is
 * made at the end, as a literal of its fields.
 */
import { assign, let_, read, variable } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { undefinedType } from "../../ir/types.ts";
import type { MadeFunction } from "../modules/values.ts";
import { changesOf, disturbs, save } from "../order.ts";
import type { Reading } from "../reading.ts";
import { apart, emit } from "../reading.ts";
import { fits, join, nothing } from "../types/compatible.ts";

export interface Making {
  readonly kind: "made";
  readonly fields: Map<string, ir.Expr>;
  /** Fields that are variables, by name. */
  readonly variables: Map<string, { name: string; type: ir.Variable["type"] }>;
  /** The constructor function, where it is one. */
  readonly maker: MadeFunction | undefined;
  /** The statements that the constructor's own statements are read into now. */
  top: ir.Stmt[] | undefined;
}

/** Fields that turned out to need a variable: the constructor is read again. */
export class NeedsVariable extends Error {
  readonly making: Making;
  readonly field: string;
  constructor(making: Making, field: string) {
    super(field);
    this.making = making;
    this.field = field;
  }
}

export function newMaking(
  cx: Reading,
  names: ReadonlySet<string>,
  maker?: MadeFunction,
): Making {
  const making: Making = {
    kind: "made",
    fields: new Map(),
    variables: new Map(),
    maker,
    top: cx.out,
  };
  for (const name of names) {
    const v = variable(name, nothing);
    making.variables.set(name, v);
    emit(cx, let_(cx.origin, v));
    making.fields.set(name, read(v));
  }
  return making;
}

export const missingField: ir.ConstExpr = {
  kind: "const",
  type: undefinedType,
  value: undefined,
};

export function readField(making: Making, name: string): ir.Expr {
  const v = making.variables.get(name);
  if (v !== undefined) return read(v);
  return making.fields.get(name) ?? missingField;
}

export function writeField(
  cx: Reading,
  making: Making,
  name: string,
  value: ir.Expr,
): void {
  const v = making.variables.get(name);
  if (v !== undefined) {
    v.type = fits(value.type, v.type) ? v.type : join(v.type, value.type);
    emit(cx, assign(cx.origin, v, value));
    return;
  }
  if (cx.out !== making.top) throw new NeedsVariable(making, name);
  making.fields.set(name, value);
}

/** One of the constructor's own statements; fields that it would disturb are saved before it. */
export function step(
  cx: Reading,
  making: Making,
  run: (cx: Reading) => void,
): void {
  const before = new Map(making.fields);
  const inner = apart(cx);
  const outer = making.top;
  making.top = inner.out;
  run(inner);
  making.top = outer;
  const changes = changesOf(cx, inner.out);
  for (const [name, expr] of before)
    if (
      making.fields.get(name) === expr &&
      !making.variables.has(name) &&
      disturbs(changes, expr)
    )
      making.fields.set(name, save(cx, expr, name));
  cx.out.push(...inner.out);
}
