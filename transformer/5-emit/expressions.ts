/** Expressions as text: one line, every operand in parentheses. `format` takes care of the looks. */
import { sameExpr } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import { HELPER_MARK } from "../ir/helpers.ts";
import {
  definedPart,
  elementType,
  fieldType,
  numberType,
  opaque,
  typeKey,
  type Shape,
  type Type,
  mayMiss,
} from "../ir/types.ts";
import { isIdentifier } from "./identifiers.ts";
import { disguised } from "./marks.ts";
import {
  fitting,
  hasElements,
  hasField,
  isMap,
  isTested,
  opened,
} from "./missing.ts";
import { withTests, type Tested } from "./narrowing.ts";
import type { Names } from "./names.ts";
import {
  isFold,
  mathName,
  opensWithParen,
  operationText,
} from "./operators.ts";
import type { Compared } from "./usage.ts";
import { allocateText, copyText, zerosText } from "./allocations.ts";

/** What printing a function needs to know. */
export interface Context {
  readonly names: Names;
  /** How the function of a `call` is called. */
  readonly callee: (key: string) => string;
  /** How an emitted helper is called; asking for it makes it emitted. */
  readonly helper: (name: string) => string;
  readonly checkedIndex: boolean;
  readonly compared: Compared;
  readonly tested: Tested;
  /** The parameters of the function of a `call`. */
  readonly paramsOf: (key: string) => readonly ir.Param[];
  readonly typeText: (type: Type) => string;
  /** Classes whose instances are made with their prototype. */
  readonly leaving: ReadonlySet<Shape>;
  readonly lambda: (e: ir.LambdaExpr) => string;
}

export function expressionText(e: ir.Expr, c: Context): string {
  const text = (inner: ir.Expr): string => expressionText(inner, c);
  switch (e.kind) {
    case "const":
      return constText(e);
    case "read":
      return narrowed(c.names.variable(e.variable), e.variable.type, e, c);
    case "apply":
      if (e.rule === "guard") return guardText(e, c);
      return operationText(
        e.rule,
        (isFold(e.rule) ? foldedArgs(e) : e.args).map((arg) => numeric(arg, c)),
      );
    case "logic":
      return logicText(e, c);
    case "conditional":
      return conditionalText(e, c);
    case "element":
      return narrowed(
        elementText(e, c, c.checkedIndex),
        elementType(e.array.type, constIndex(e.index)),
        e,
        c,
      );
    case "field":
      return narrowed(fieldText(e, c), fieldType(e.object.type, e.name), e, c);
    case "length":
      return `(${opened(text(e.array), e.array, hasElements, c)}).length`;
    case "allocate":
      return allocateText(e, c);
    case "arrayLiteral":
      return e.type.kind === "typedArray"
        ? `${e.type.name}.of(${e.elements.map(text).join(", ")})`
        : `[${e.elements.map(text).join(", ")}]`;
    case "objectLiteral":
      return recordText(e, c);
    case "copy":
      return copyText(e, c);
    case "zeros":
      return zerosText(e, c);
    case "lambda":
      return c.lambda(e);
    case "foreign":
      return foreignText(e, c);
  }
}

/** An instance is a record of its fields here: its methods have been read. One that goes to the user is more. */
function recordText(e: ir.ObjectLiteralExpr, c: Context): string {
  if (isMap(e.type)) return `new ${c.typeText(e.type)}()`;
  const fields = e.fields.map((f) => propertyText(f, c));
  if (e.type.kind !== "object" || !e.type.shape.isClass)
    return `{ ${fields.join(", ")} }`;
  const { shape } = e.type;
  const isLeaving =
    shape.prototype !== undefined && c.leaving.has(shape.writableOf ?? shape);
  if (isLeaving) fields.unshift(`__proto__: ${shape.prototype}`);
  const text = `{ ${fields.join(", ")} }`;
  const type = c.typeText(e.type);
  // TypeScript takes `__proto__` for a property.
  if (isLeaving) return `(${text} as unknown as ${type})`;
  return shape.fieldsName === undefined ? `(${text} as ${type})` : text;
}

/** Is it written with its type? */
export const isInstance = (type: Type): boolean =>
  type.kind === "object" &&
  type.shape.isClass &&
  type.shape.fieldsName === undefined;

function conditionalText(e: ir.ConditionalExpr, c: Context): string {
  const inside = { ...c, tested: withTests(c.tested, e.test) };
  return `(${expressionText(e.test, c)}) ? (${expressionText(e.yes, inside)}) : (${expressionText(e.no, inside)})`;
}

function constText(e: ir.ConstExpr): string {
  if (e.text !== undefined) return e.text;
  const { value } = e;
  if (typeof value === "string") return JSON.stringify(value);
  if (Object.is(value, -0)) return "-0";
  return String(value);
}

/** A place, narrowed to the type that the reader saw there: where the compiler does not see it, the text says so. */
function narrowed(
  text: string,
  declared: Type,
  e: ir.Expr,
  c: Context,
): string {
  if (declared.kind !== "union" || typeKey(declared) === typeKey(e.type))
    return text;
  if (isTested(e, c)) return text;
  // An element may carry its `!` already.
  if (typeKey(definedPart(declared)) === typeKey(e.type))
    return text.endsWith("!") ? text : `${text}!`;
  return `(${text} as ${c.typeText(e.type)})`;
}

/** An expression for a place of some type. */
export const valueText = (e: ir.Expr, place: Type, c: Context): string =>
  fitting(expressionText(e, c), e, place, c);

/** An operand of arithmetic. */
const numeric = (e: ir.Expr, c: Context): string => valueText(e, numberType, c);

/** A derivative of zero wins over an infinite factor. */
function guardText(e: ir.ApplyExpr, c: Context): string {
  const [d, p] = e.args as [ir.Expr, ir.Expr];
  const product = `(${numeric(d, c)}) * (${numeric(p, c)})`;
  // TypeScript refuses to compare two literals, or a variable that it knows to be another number by now.
  const known = literalValue(d);
  if (known !== undefined) return known === 0 ? "0" : product;
  const isNarrowed =
    isLiteral(d) || c.compared.expressions.some((other) => sameExpr(other, d));
  return `${isNarrowed ? "+" : ""}(${numeric(d, c)}) === 0 ? 0 : ${product}`;
}

/** The number that a literal is, its sign included. */
function literalValue(e: ir.Expr): number | undefined {
  if (e.kind === "const")
    return typeof e.value === "number" ? e.value : undefined;
  if (e.kind !== "apply" || e.rule !== "neg") return undefined;
  const value = literalValue(e.args[0]!);
  return value === undefined ? undefined : -value;
}

/** Has the expression, as written, the type of a literal or of several? */
export const isLiteral = (e: ir.Expr): boolean =>
  e.kind === "conditional"
    ? isLiteral(e.yes) && isLiteral(e.no)
    : e.kind === "const" || literalValue(e) !== undefined;

/** `max(max(a, b), c)` → `a, b, c`. */
function foldedArgs(e: ir.ApplyExpr): readonly ir.Expr[] {
  const [first, ...rest] = e.args;
  if (
    first?.kind !== "apply" ||
    !isFold(first.rule) ||
    mathName(first.rule) !== mathName(e.rule)
  )
    return e.args;
  return [...foldedArgs(first), ...rest];
}

function logicText(e: ir.LogicExpr, c: Context): string {
  const [first, second] = e.args;
  const isShortCircuit = e.op === "&&" || e.op === "||";
  const later = isShortCircuit
    ? { ...c, tested: withTests(c.tested, first) }
    : c;
  const a = expressionText(first!, c);
  const b = second === undefined ? "" : expressionText(second, later);
  switch (e.op) {
    case "!":
      return `!(${a})`;
    case "typeof":
      return `typeof (${a})`;
    case "concat":
      return e.args.map((arg) => `(${expressionText(arg, c)})`).join(" + ");
    case "<":
      return `(${a}) ${disguised("<")} (${b})`;
    case ">":
      // `x < (y > (z ? 1 : 2) ? …` would be type arguments again, when the text is read.
      return opensWithParen(e.args[1]!)
        ? `(${b}) ${disguised("<")} (${a})`
        : `(${a}) > (${b})`;
    default:
      return `(${a}) ${e.op} (${b})`;
  }
}

/** `checked`: the flag is set, and the text is read (the target of a plain assignment is not). */
export function elementText(
  e: ir.ElementExpr,
  c: Context,
  checked: boolean,
): string {
  const array = opened(expressionText(e.array, c), e.array, hasElements, c);
  const index = expressionText(e.index, c);
  if (isMap(e.array.type)) return `(${array}).get(${index})`;
  const text = `(${array})[${index}]`;
  const isThere = isKnownElement(e) || mayMiss(e.type);
  return checked && !isThere ? `${text}!` : text;
}

const constIndex = (e: ir.Expr): number | undefined =>
  e.kind === "const" && typeof e.value === "number" ? e.value : undefined;

/** A tuple's element at a literal index: TypeScript knows that it is there. */
const isKnownElement = (e: ir.ElementExpr): boolean =>
  e.array.type.kind === "tuple" &&
  e.index.kind === "const" &&
  typeof e.index.value === "number" &&
  e.index.value < e.array.type.elements.length;

export function fieldText(e: ir.FieldExpr, c: Context): string {
  const object = opened(
    expressionText(e.object, c),
    e.object,
    hasField(e.name),
    c,
  );
  return isIdentifier(e.name)
    ? `(${object}).${e.name}`
    : `(${object})[${JSON.stringify(e.name)}]`;
}

export function propertyText(
  f: { readonly name: string; readonly value: ir.Expr },
  c: Context,
  place: Type = opaque("unknown"),
): string {
  const key = propertyKey(f.name);
  const value = valueText(f.value, place, c);
  if (f.value.kind === "lambda") return `${key}${value}`;
  return key === value ? key : `${key}: ${value}`;
}

/** `__proto__: v` would set the prototype. */
export function propertyKey(name: string): string {
  if (name === "__proto__") return `["__proto__"]`;
  return isIdentifier(name) ? name : JSON.stringify(name);
}

const helperName = new RegExp(`${HELPER_MARK}(\\w+)${HELPER_MARK}`, "g");

function foreignText(e: ir.ForeignExpr, c: Context): string {
  const text = e.parts
    .map((part) =>
      typeof part === "string"
        ? part.replace(helperName, (_, name: string) => c.helper(name))
        : holeText(expressionText(part, c)),
    )
    .join("");
  const shape = e.parts
    .map((part) => (typeof part === "string" ? part : "_"))
    .join("");
  const isThere =
    e.type.kind !== "union" &&
    e.type.kind !== "undefined" &&
    e.type.kind !== "void" &&
    e.type.kind !== "opaque";
  return isThere && mayGiveNothing.test(shape) ? `${text}!` : text;
}

/** Methods whose result may be missing by its type; the author wrote the `!`, and the reader knows that it is there. */
const mayGiveNothing = /\.(pop|shift|at|find|findLast|get)\([^()]*\)$/;

/** A spread argument is no expression. */
const holeText = (text: string): string =>
  text.startsWith("...") ? text : `(${text})`;
