/** Loops whose trip count is known when they are entered, and variables that only ever hold integers. */
import { isConst } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import { visitBlock, visitExpr } from "../ir/walk.ts";
import type { Aliases } from "./alias.ts";
import { slotOf } from "./alias.ts";
import type { Effects, EffectsTable } from "./effects.ts";
import { touches } from "./effects.ts";
import { changesInside } from "./looks-inside.ts";

/** `for (let i = start; i < bound; i += step)`, with all three fixed while it runs and `i` changed nowhere else. */
export interface Counted {
  readonly variable: ir.Variable;
  readonly start: ir.Expr;
  readonly op: "<" | "<=" | ">" | ">=";
  readonly bound: ir.Expr;
  /** A non-zero integer, of the sign that `op` asks for. */
  readonly step: number;
}

/** Does nothing in `effects` change the value of `e`? */
export function isInvariant(
  e: ir.Expr,
  effects: Effects,
  aliases: Aliases,
): boolean {
  let invariant = true;
  visitExpr(e, (x) => {
    if (x.kind === "read" && effects.variables.has(x.variable))
      invariant = false;
    if (x.kind === "foreign" && (!x.pure || changesInside(x, effects, aliases)))
      invariant = false;
    if (x.kind === "element" || x.kind === "field" || x.kind === "length") {
      const base = x.kind === "field" ? x.object : x.array;
      if (x.kind === "length" && base.type.kind === "typedArray") return;
      if (touches(effects, aliases.of(base), slotOf(x))) invariant = false;
    }
  });
  return invariant;
}

export function countedLoop(
  loop: ir.LoopStmt,
  effects: EffectsTable,
  aliases: Aliases,
  integers: ReadonlySet<ir.Variable>,
): Counted | undefined {
  if (loop.testAfter || loop.test === undefined || loop.update.length !== 1)
    return undefined;
  const update = loop.update[0]!;
  if (update.kind !== "assign") return undefined;
  const { variable, value } = update;
  const start = loop.init.find((l) => l.variable === variable)?.value;
  if (start === undefined || !isInteger(start, integers)) return undefined;
  if (
    value.kind !== "apply" ||
    value.args[0]?.kind !== "read" ||
    value.args[0].variable !== variable
  )
    return undefined;
  const amount = value.args[1];
  if (
    amount === undefined ||
    !isConst(amount) ||
    !Number.isInteger(amount.value)
  )
    return undefined;
  const step =
    value.rule === "add"
      ? Number(amount.value)
      : value.rule === "sub"
        ? -Number(amount.value)
        : 0;
  if (step === 0) return undefined;

  const body = effects.ofBlock(loop.body);
  if (body.variables.has(variable)) return undefined;
  const { test } = loop;
  if (test.kind !== "logic") return undefined;
  let [left, right] = test.args as [ir.Expr, ir.Expr];
  let op = test.op;
  if (right?.kind === "read" && right.variable === variable) {
    [left, right] = [right, left];
    op =
      (
        { "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as Record<
          string,
          ir.LogicExpr["op"]
        >
      )[op] ?? op;
  }
  if (
    left?.kind !== "read" ||
    left.variable !== variable ||
    right === undefined
  )
    return undefined;
  if (op !== "<" && op !== "<=" && op !== ">" && op !== ">=") return undefined;
  if ((op === "<" || op === "<=") !== step > 0) return undefined;
  if (!isInvariant(right, effects.of(loop), aliases)) {
    // The bound may be one of the loop's own constants: `for (let i = 0, n = xs.length; i < n; i++)`.
    const own = loop.init.find(
      (l) => right.kind === "read" && l.variable === right.variable,
    );
    if (
      !own?.value ||
      own.variable === variable ||
      body.variables.has(own.variable)
    )
      return undefined;
    if (!isInvariant(own.value, effects.of(loop), aliases)) return undefined;
    right = own.value;
  }
  return { variable, start, op, bound: right, step };
}

/** Is the value an integer in every run? */
export function isInteger(
  e: ir.Expr,
  integers: ReadonlySet<ir.Variable>,
): boolean {
  switch (e.kind) {
    case "const":
      return Number.isInteger(e.value);
    case "length":
      return true;
    case "read":
      return integers.has(e.variable);
    case "element":
      return (
        e.array.type.kind === "typedArray" &&
        !e.array.type.name.startsWith("Float")
      );
    case "conditional":
      return isInteger(e.yes, integers) && isInteger(e.no, integers);
    case "apply":
      switch (e.rule) {
        case "add":
        case "sub":
        case "mul":
        case "neg":
        case "mod":
        case "max":
        case "min":
          return e.args.every((arg) => isInteger(arg, integers));
        case "floor":
        case "ceil":
        case "round":
        case "trunc":
        case "sign":
        case "clz32":
        case "imul":
          return true;
        default:
          return e.rule.startsWith("bit") || e.rule.startsWith("shift");
      }
    default:
      return false;
  }
}

/** The variables that are only ever given integers (NaN and ±Infinity from `floor` and the like aside). */
export function integerVariables(func: ir.Func): ReadonlySet<ir.Variable> {
  const values = new Map<ir.Variable, ir.Expr[]>();
  const other = new Set<ir.Variable>(func.params.map((p) => p.variable));
  const given = (v: ir.Variable, e: ir.Expr): void => {
    values.set(v, [...(values.get(v) ?? []), e]);
  };
  visitBlock(func.body, {
    stmt(s) {
      if (s.kind === "let" && s.value) given(s.variable, s.value);
      if (s.kind === "assign") given(s.variable, s.value);
      if (s.kind === "call" && s.result) other.add(s.result);
    },
    expr(e) {
      if (e.kind === "foreign") for (const v of e.assigns) other.add(v);
    },
  });
  const integers = new Set(
    [...values.keys()].filter((v) => v.type.kind === "number" && !other.has(v)),
  );
  for (let shrunk = true; shrunk;) {
    shrunk = false;
    for (const v of integers) {
      if (!values.get(v)!.every((e) => isInteger(e, integers))) {
        integers.delete(v);
        shrunk = true;
      }
    }
  }
  return integers;
}
