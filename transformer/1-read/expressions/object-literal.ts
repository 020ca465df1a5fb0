/** `{ x: 1, y, ...p }`. */
import { ts } from "ts-morph";
import { field } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { Field, ObjectType, Type } from "../../ir/types.ts";
import { definedPart, membersOf } from "../../ir/types.ts";
import { inOrder } from "../order.ts";
import type { FunctionValue } from "../bindings.ts";
import { unwrapped } from "../symbols.ts";
import type { Reading, Want } from "../reading.ts";
import { tagged } from "../calls/tags.ts";
import { markFunctional, opened } from "../types/partial.ts";
import { fits } from "../types/compatible.ts";
import { dictionaryOf, newDictionary, put, putAll } from "./dictionary.ts";
import { foreignText } from "./foreign.ts";
import { stringConst } from "./literals.ts";
import { kept, temporary, value } from "./value.ts";
import { identifier } from "./identifier.ts";

export function objectLiteral(
  cx: Reading,
  node: ts.ObjectLiteralExpression,
  want: Want,
): ir.Expr {
  const byKey = recordByKey(cx, node, want);
  if (byKey !== undefined) return byKey;
  const isKept =
    isPartOfData(node) && node.properties.every((p) => mayBeTagged(cx, p));
  if (
    !isKept &&
    (!node.properties.every(isData) ||
      node.properties.some((p) => namesFunction(cx, p)))
  )
    return literalWithFunctions(cx, node) ?? foreignText(cx, node, "syntax");
  const expected = wantedRecord(cx, node, want);
  const values = inOrder(
    cx,
    node.properties.map((p) => (inner) => propertyValue(inner, p, expected)),
  );
  const fields = new Map<string, ir.Expr>();
  node.properties.forEach((p, i) => {
    const v = values[i]!;
    if (!ts.isSpreadAssignment(p)) {
      fields.set(nameOf(p)!, v);
      return;
    }
    const type = definedPart(v.type);
    if (type.kind !== "object") return;
    const from = kept(cx, v);
    for (const name of type.shape.fields.keys())
      fields.set(name, field({ ...from, type }, name));
  });
  return record(cx, fields, expected);
}

/** Is it kept with others, so that which of them it is, and what its functions are, is known only when the program runs? */
function isPartOfData(node: ts.Expression): boolean {
  let e: ts.Node = node;
  while (
    ts.isParenthesizedExpression(e.parent) ||
    ts.isAsExpression(e.parent) ||
    ts.isSatisfiesExpression(e.parent)
  )
    e = e.parent;
  const { parent } = e;
  if (ts.isArrayLiteralExpression(parent)) return true;
  if (ts.isPropertyAssignment(parent)) return isPartOfData(parent.parent);
  if (ts.isCallExpression(parent)) {
    const callee = unwrapped(parent.expression);
    return (
      ts.isPropertyAccessExpression(callee) &&
      /^(push|unshift|set)$/.test(callee.name.text)
    );
  }
  return false;
}

function mayBeTagged(cx: Reading, p: ts.ObjectLiteralElementLike): boolean {
  if (ts.isSpreadAssignment(p)) return true;
  if (!isNamed(p)) return false;
  const known = functionOf(cx, p);
  return known === undefined || tagged(cx, known) !== undefined;
}

const isNamed = (p: ts.ObjectLiteralElementLike): boolean =>
  ts.isShorthandPropertyAssignment(p) ||
  (ts.isPropertyAssignment(p) && nameOf(p) !== undefined);

/** `{ a: x, [key]: y, ...others }` where a record by any key is asked for. */
function recordByKey(
  cx: Reading,
  node: ts.ObjectLiteralExpression,
  want: Want,
): ir.Expr | undefined {
  const { checker, types } = cx.reader;
  // A table of functions is not filled later, as the type would allow: which they are is known.
  if (
    node.properties.length > 0 &&
    node.properties.every((p) => isFunctionEntry(cx, p))
  )
    return undefined;
  const contextual = checker.getContextualType(node);
  const type = [
    want.type,
    contextual && types.ofValue(contextual),
    types.ofValue(checker.getTypeAtLocation(node)),
  ]
    .map((t) => (t === undefined ? undefined : dictionaryOf(opened(t))))
    .find((t) => t?.container === "record");
  const entries = node.properties.filter(isEntry);
  if (type === undefined || entries.length < node.properties.length)
    return undefined;
  const steps = entries.flatMap((p): Step[] => {
    if (ts.isSpreadAssignment(p))
      return [(inner) => value(inner, p.expression)];
    const { name } = p;
    const v: Step = (inner) =>
      ts.isPropertyAssignment(p)
        ? value(inner, p.initializer, { type: type.value })
        : identifier(inner, p.name);
    return ts.isComputedPropertyName(name)
      ? [(inner) => value(inner, name.expression), v]
      : [() => stringConst(nameOf(p)!), v];
  });
  const parts = inOrder(cx, steps);
  const made = newDictionary(cx, type, want.name);
  let at = 0;
  for (const p of entries) {
    const first = parts[at++]!;
    if (!ts.isSpreadAssignment(p)) put(cx, made, first, parts[at++]!);
    else if (dictionaryOf(first.type) !== undefined)
      putAll(cx, p, made, kept(cx, first));
    else putFields(cx, made, first);
  }
  return made;
}

/** `f: (x) => …`, the name of a function, or a method. */
const isFunctionEntry = (
  cx: Reading,
  p: ts.ObjectLiteralElementLike,
): boolean =>
  nameOf(p) !== undefined &&
  (ts.isMethodDeclaration(p) || functionOf(cx, p) !== undefined);

type Step = (cx: Reading) => ir.Expr;
type Entry =
  ts.PropertyAssignment | ts.ShorthandPropertyAssignment | ts.SpreadAssignment;

const isEntry = (p: ts.ObjectLiteralElementLike): p is Entry =>
  ts.isSpreadAssignment(p) ||
  ts.isShorthandPropertyAssignment(p) ||
  (ts.isPropertyAssignment(p) &&
    (ts.isComputedPropertyName(p.name) || nameOf(p) !== undefined));

/** The fields of an object that is known, each at its key. */
function putFields(cx: Reading, made: ir.Expr, of: ir.Expr): void {
  const type = definedPart(of.type);
  if (type.kind !== "object") return;
  const from = kept(cx, of);
  for (const name of type.shape.fields.keys())
    put(cx, made, stringConst(name), field({ ...from, type }, name));
}

/** `{ x, step() { … }, get: () => x }`: the data; the functions are known by the object's type. */
function literalWithFunctions(
  cx: Reading,
  node: ts.ObjectLiteralExpression,
): ir.Expr | undefined {
  const functions = new Map<string, FunctionValue>();
  const data: ts.ObjectLiteralElementLike[] = [];
  for (const p of node.properties) {
    const name = nameOf(p);
    if (name !== undefined && ts.isMethodDeclaration(p)) continue;
    const known = name === undefined ? undefined : functionOf(cx, p);
    if (known !== undefined) functions.set(name!, known);
    else if (isData(p)) data.push(p);
    else return undefined;
  }
  const values = inOrder(
    cx,
    data.map((p) => (inner) => propertyValue(inner, p, undefined)),
  );
  const fields = new Map(data.map((p, i) => [nameOf(p) ?? "", values[i]!]));
  if (fields.has("")) return undefined;
  const type = cx.reader.types.ownRecord(
    new Map(
      [...fields].map(([name, e]) => [name, { type: e.type, optional: false }]),
    ),
  );
  markFunctional(type.shape);
  cx.reader.literals.set(type.shape, { node, env: cx.env, functions });
  return {
    kind: "objectLiteral",
    type,
    fields: [...fields].map(([name, v]) => ({ name, value: v })),
  };
}

/** `{ f }` and `{ f: g }`, where the name is that of a known function. */
function namesFunction(cx: Reading, p: ts.ObjectLiteralElementLike): boolean {
  if (ts.isPropertyAssignment(p))
    return ts.isIdentifier(p.initializer) && functionOf(cx, p) !== undefined;
  return functionOf(cx, p) !== undefined;
}

function functionOf(
  cx: Reading,
  p: ts.ObjectLiteralElementLike,
): FunctionValue | undefined {
  if (ts.isPropertyAssignment(p))
    return cx.reader.lower.functionValue(cx, p.initializer);
  return ts.isShorthandPropertyAssignment(p)
    ? cx.reader.lower.functionValue(cx, p.name)
    : undefined;
}

function record(
  cx: Reading,
  fields: ReadonlyMap<string, ir.Expr>,
  expected: Type | undefined,
): ir.Expr {
  const own = cx.reader.types.record(
    new Map(
      [...fields].map(([name, e]): [string, Field] => [
        name,
        { type: e.type, optional: false },
      ]),
    ),
  );
  const type =
    expected !== undefined && fitsRecord(fields, expected) ? expected : own;
  return {
    kind: "objectLiteral",
    type,
    fields: [...fields].map(([name, v]) => ({ name, value: v })),
  };
}

function fitsRecord(
  fields: ReadonlyMap<string, ir.Expr>,
  expected: Type,
): boolean {
  if (expected.kind !== "object") return false;
  const { shape } = expected;
  return (
    [...shape.fields].every(([name, f]) => {
      const given = fields.get(name);
      return given === undefined
        ? f.optional
        : fits(
            given.type,
            f.optional
              ? { kind: "union", members: [f.type, { kind: "undefined" }] }
              : f.type,
          );
    }) && [...fields.keys()].every((name) => shape.fields.has(name))
  );
}

function wantedRecord(
  cx: Reading,
  node: ts.ObjectLiteralExpression,
  want: Want,
): Type | undefined {
  const contextual = cx.reader.checker.getContextualType(node);
  const type =
    want.type ??
    (contextual === undefined
      ? undefined
      : cx.reader.types.ofValue(contextual));
  if (type === undefined) return undefined;
  const records = membersOf(definedPart(type)).filter(
    (m) => m.kind === "object" && !m.shape.isClass,
  );
  // Of a discriminated union, the member that has these fields.
  const names = node.properties.map(nameOf);
  return records.length === 1
    ? records[0]
    : records.find(
        (m) =>
          m.kind === "object" &&
          names.every((n) => n === undefined || m.shape.fields.has(n)) &&
          node.properties.every((p) => maySay(p, m)) &&
          [...m.shape.fields].every(
            ([n, f]) => f.optional || names.includes(n),
          ),
      );
}

/** A literal that another member of the union has tells it apart. */
function maySay(p: ts.ObjectLiteralElementLike, type: ObjectType): boolean {
  if (!ts.isPropertyAssignment(p) || !ts.isStringLiteral(p.initializer))
    return true;
  const field = type.shape.fields.get(nameOf(p) ?? "")?.type;
  return (
    field?.kind !== "opaque" ||
    !field.text.includes('"') ||
    field.text.includes(JSON.stringify(p.initializer.text))
  );
}

function propertyValue(
  cx: Reading,
  p: ts.ObjectLiteralElementLike,
  expected: Type | undefined,
): ir.Expr {
  const name = nameOf(p);
  const wantType =
    expected?.kind === "object" && name !== undefined
      ? expected.shape.fields.get(name)?.type
      : undefined;
  if (ts.isPropertyAssignment(p))
    return value(cx, p.initializer, { type: wantType });
  if (ts.isSpreadAssignment(p)) return value(cx, p.expression);
  return identifier(cx, (p as ts.ShorthandPropertyAssignment).name);
}

/** A value that is no function. (What a name stands for is seen when it is read.) */
function isData(p: ts.ObjectLiteralElementLike): boolean {
  if (ts.isSpreadAssignment(p)) return true;
  if (ts.isPropertyAssignment(p)) {
    const e = unwrapped(p.initializer);
    const isFunction = ts.isArrowFunction(e) || ts.isFunctionExpression(e);
    return !isFunction && nameOf(p) !== undefined;
  }
  return ts.isShorthandPropertyAssignment(p);
}

function nameOf(p: ts.ObjectLiteralElementLike): string | undefined {
  const { name } = p;
  if (name === undefined) return undefined;
  return ts.isIdentifier(name) ||
    ts.isStringLiteralLike(name) ||
    ts.isNumericLiteral(name)
    ? name.text
    : undefined;
}

/** `{ x, ...others }`: a record of what the pattern did not take. */
export function recordOfRest(
  cx: Reading,
  _node: ts.Node,
  whole: ir.Expr,
  taken: readonly string[],
): ir.Expr {
  const type = definedPart(whole.type);
  const fields = new Map<string, ir.Expr>();
  if (type.kind === "object")
    for (const name of type.shape.fields.keys())
      if (!taken.includes(name))
        fields.set(name, field({ ...whole, type }, name));
  return temporary(cx, record(cx, fields, undefined));
}
