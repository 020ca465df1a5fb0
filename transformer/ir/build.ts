/** Builders of IR nodes, and the questions that every pass asks of a node. */
import type * as ir from "./nodes.ts";
import type { DictionaryType, Type } from "./types.ts";
import {
  booleanType,
  elementType,
  fieldType,
  numberType,
  opaque,
  stringType,
} from "./types.ts";

export const number = (value: number, text?: string): ir.ConstExpr => ({
  kind: "const",
  type: numberType,
  value,
  ...(text === undefined ? {} : { text }),
});
export const variable = (
  name: string,
  type: Type = numberType,
): ir.Variable => ({ name, type });
export const read = (v: ir.Variable): ir.ReadExpr => ({
  kind: "read",
  type: v.type,
  variable: v,
});
export const apply = (rule: string, ...args: ir.Expr[]): ir.ApplyExpr => ({
  kind: "apply",
  type: numberType,
  rule,
  args,
});
export const compare = (
  op: ir.LogicExpr["op"],
  ...args: ir.Expr[]
): ir.LogicExpr => ({
  kind: "logic",
  type: booleanType,
  op,
  args,
});
/** What a comparison says of two numbers; undefined: the operator compares none. */
export function compareNumbers(
  op: string,
  x: number,
  y: number,
): boolean | undefined {
  switch (op) {
    case "<":
      return x < y;
    case "<=":
      return x <= y;
    case ">":
      return x > y;
    case ">=":
      return x >= y;
    case "===":
      return x === y;
    case "!==":
      return x !== y;
    default:
      return undefined;
  }
}

export const element = (array: ir.Expr, index: ir.Expr): ir.ElementExpr => ({
  kind: "element",
  type: elementType(
    array.type,
    index.kind === "const" && typeof index.value === "number"
      ? index.value
      : undefined,
  ),
  array,
  index,
});
export const field = (object: ir.Expr, name: string): ir.FieldExpr => ({
  kind: "field",
  type: fieldType(object.type, name),
  object,
  name,
});
export const length = (array: ir.Expr): ir.LengthExpr => ({
  kind: "length",
  type: numberType,
  array,
});
export const conditional = (
  test: ir.Expr,
  yes: ir.Expr,
  no: ir.Expr,
): ir.ConditionalExpr => ({
  kind: "conditional",
  type: yes.type,
  test,
  yes,
  no,
});
export const allocate = (
  type: Type,
  size: ir.Expr,
  fill?: ir.Expr,
): ir.AllocateExpr => ({
  kind: "allocate",
  type,
  length: size,
  ...(fill === undefined ? {} : { fill }),
});

export const let_ = (
  origin: ir.Origin,
  v: ir.Variable,
  value?: ir.Expr,
): ir.LetStmt => ({
  kind: "let",
  origin,
  variable: v,
  ...(value === undefined ? {} : { value }),
});
export const assign = (
  origin: ir.Origin,
  v: ir.Variable,
  value: ir.Expr,
): ir.AssignStmt => ({
  kind: "assign",
  origin,
  variable: v,
  value,
});
export const store = (
  origin: ir.Origin,
  target: ir.ElementExpr | ir.FieldExpr,
  value: ir.Expr,
): ir.StoreStmt => ({ kind: "store", origin, target, value });
/** The text that takes a key out of a dictionary. */
export const removal = (
  { container }: DictionaryType,
  { array, index }: ir.ElementExpr,
): ir.ForeignExpr["parts"] =>
  container === "map"
    ? [array, ".delete(", index, ")"]
    : ["Reflect.deleteProperty(", array, ", ", index, ")"];

/** `throw new TypeError("…")`. */
export const throw_ = (
  origin: ir.Origin,
  error: "Error" | "RangeError" | "TypeError",
  message: string,
): ir.ThrowStmt => ({
  kind: "throw",
  origin,
  // The message is a value of its own: in the text, its words would count as names that are taken.
  value: ownText(
    [`new ${error}(`, { kind: "const", type: stringType, value: message }, ")"],
    opaque(error),
  ),
});
export const if_ = (
  origin: ir.Origin,
  test: ir.Expr,
  then: ir.Block,
  otherwise: ir.Block = [],
): ir.IfStmt => ({
  kind: "if",
  origin,
  test,
  then,
  otherwise,
});

export const isConst = (e: ir.Expr, value?: number): e is ir.ConstExpr =>
  e.kind === "const" &&
  typeof e.value === "number" &&
  (value === undefined || Object.is(e.value, value));

/** Structural equality of expressions; variables by identity. */
export function sameExpr(a: ir.Expr, b: ir.Expr): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case "const":
      return (
        b.kind === "const" &&
        Object.is(a.value, b.value) &&
        a.type.kind === b.type.kind
      );
    case "read":
      return b.kind === "read" && a.variable === b.variable;
    case "apply":
      return (
        b.kind === "apply" &&
        a.rule === b.rule &&
        sameAll(a.args, b.args) &&
        String(a.constant) === String(b.constant)
      );
    case "logic":
      return b.kind === "logic" && a.op === b.op && sameAll(a.args, b.args);
    case "conditional":
      return (
        b.kind === "conditional" &&
        sameExpr(a.test, b.test) &&
        sameExpr(a.yes, b.yes) &&
        sameExpr(a.no, b.no)
      );
    case "element":
      return (
        b.kind === "element" &&
        sameExpr(a.array, b.array) &&
        sameExpr(a.index, b.index)
      );
    case "field":
      return (
        b.kind === "field" && a.name === b.name && sameExpr(a.object, b.object)
      );
    case "length":
      return b.kind === "length" && sameExpr(a.array, b.array);
    case "foreign":
      return (
        b.kind === "foreign" &&
        a.pure &&
        b.pure &&
        a.parts.length === b.parts.length &&
        a.parts.every((part, i) => {
          const other = b.parts[i]!;
          return typeof part === "string" || typeof other === "string"
            ? part === other
            : sameExpr(part, other);
        })
      );
    // Things with identity are never the same thing twice.
    case "allocate":
    case "arrayLiteral":
    case "objectLiteral":
    case "copy":
    case "zeros":
    case "lambda":
      return false;
  }
}

const sameAll = (a: readonly ir.Expr[], b: readonly ir.Expr[]): boolean =>
  a.length === b.length && a.every((e, i) => sameExpr(e, b[i]!));

/** The place a statement writes, as an expression: the variable of a let or assign, the target of a store. */
export function targetOf(
  s: ir.LetStmt | ir.AssignStmt | ir.StoreStmt,
): ir.Expr {
  return s.kind === "store" ? s.target : read(s.variable);
}

/** Is the statement `target = target + e` (or `- e`)? Gives `e` and the sign. */
export function increment(
  s: ir.AssignStmt | ir.StoreStmt,
): { by: ir.Expr; sign: 1 | -1 } | undefined {
  const { value } = s;
  if (value.kind !== "apply" || (value.rule !== "add" && value.rule !== "sub"))
    return undefined;
  const target = targetOf(s);
  const [left, right] = value.args as [ir.Expr, ir.Expr];
  if (sameExpr(left, target))
    return { by: right, sign: value.rule === "add" ? 1 : -1 };
  return undefined;
}

/** Text that the compiler itself puts around values: it carries what they carry, and is never reported. */
export const ownText = (
  parts: ir.ForeignExpr["parts"],
  type: Type,
  pure = true,
): ir.ForeignExpr => ({
  kind: "foreign",
  type,
  parts,
  pure,
  mutates: false,
  assigns: [],
  problem: { code: OWN_TEXT, args: {}, file: "", start: 0, end: 0 },
});
const OWN_TEXT = "AD9000";

export const isOwn = (problem: ir.Problem): boolean =>
  problem.code === OWN_TEXT;
