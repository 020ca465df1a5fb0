/** Names: local variables, constants of the module, and what lies outside of the function. */
import { ts } from "ts-morph";
import { field, number, read } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { Type } from "../../ir/types.ts";
import {
  booleanType,
  definedPart,
  isReference,
  nullType,
  numberType,
  someType,
  stringType,
  undefinedType,
  membersOf,
} from "../../ir/types.ts";
import { constantOf } from "../constants.ts";
import { scopeOf } from "../bindings.ts";
import { copiedTable, reachedBy } from "../copies.ts";
import { moduleValue } from "../modules/value.ts";
import type { Made, MadeObject } from "../modules/values.ts";
import { refuse } from "../problems.ts";
import type { Reader, Reading } from "../reading.ts";
import {
  bindingOf,
  constInitializer,
  isConst,
  isGlobal,
  isTopLevel,
  symbolOf,
  unwrapped,
} from "../symbols.ts";
import { fits, isSettled, isUnknown } from "../types/compatible.ts";
import { isNumericOpaque } from "../types/literal.ts";
import { classTagOf, isOfClass } from "../types/partial.ts";
import { tagged } from "../calls/tags.ts";
import { foreign, foreignText } from "./foreign.ts";

export function identifier(cx: Reading, node: ts.Identifier): ir.Expr {
  const binding = bindingOf(cx, node);
  if (binding?.kind === "variable")
    return narrowed(cx, node, read(binding.variable));
  if (binding?.kind === "cell")
    return narrowed(cx, node, field(read(binding.variable), binding.name));
  if (binding?.kind === "expr") return binding.expr;
  if (binding?.kind === "function")
    return tagged(cx, binding.value) ?? foreignText(cx, node, "functionValue");
  return outer(cx, node);
}

/** After `if (x !== undefined)`, a `number | undefined` is a number. */
export function narrowed(
  cx: Reading,
  node: ts.Expression,
  e: ir.Expr,
): ir.Expr {
  if (e.type.kind !== "union") return e;
  const { checker, types } = cx.reader;
  const seen = types.ofValue(checker.getTypeAtLocation(node));
  if (!isSettled(seen)) return e;
  const members = e.type.members.filter((m) => mayBeSeen(cx, m, seen));
  if (members.length === 0 || members.length === e.type.members.length)
    return e;
  const type: Type =
    members.length === 1 ? members[0]! : { kind: "union", members };
  return { ...e, type };
}

/** An instance that says of which class it is, where it is seen as one of a class; else any value that fits. */
function mayBeSeen(cx: Reading, member: Type, seen: Type): boolean {
  // In a generic class or function TypeScript sees a type parameter, where we know what stands for it.
  if (isReference(member) && someType(seen, isUnknown)) return true;
  if (member.kind !== "object" || classTagOf(member.shape) === undefined)
    return fits(member, seen);
  const { classes } = cx.reader.types;
  return membersOf(seen).some((s) => {
    if (s.kind !== "object") return false;
    const of = classes.get(s.shape);
    return of === undefined || isOfClass(member.shape, of);
  });
}

/** `x as number`: believed where the type says more than what we know. */
export function asserted(
  cx: Reading,
  node: ts.Expression,
  e: ir.Expr,
): ir.Expr {
  if (!isUnknown(e.type)) return narrowed(cx, node, e);
  const { checker, types } = cx.reader;
  const type = types.declared(checker.getTypeAtLocation(node));
  return isSettled(type) ? { ...e, type } : e;
}

/** `x!`: without `undefined` and `null`. */
export function defined(e: ir.Expr): ir.Expr {
  return e.type.kind === "union" ? { ...e, type: definedPart(e.type) } : e;
}

function outer(cx: Reading, node: ts.Identifier): ir.Expr {
  const { reader } = cx;
  if (isGlobal(reader, node)) return globalName(cx, node);
  const symbol = symbolOf(reader, node);
  const declaration = symbol?.valueDeclaration;
  const tag =
    declaration !== undefined && mayBeFunction(reader, node)
      ? functionTag(cx, node)
      : undefined;
  if (tag !== undefined) return tag;
  if (declaration === undefined || !isTopLevel(declaration))
    return ofModules(cx, node) ?? foreignText(cx, node, "local");
  if (
    !ts.isVariableDeclaration(declaration) &&
    !ts.isBindingElement(declaration)
  )
    return foreignText(cx, node, "outer");
  const constant = constantOf(reader, node);
  // Where the name is in scope it is kept; elsewhere its value serves.
  if (constant !== undefined)
    return number(
      constant,
      node.getSourceFile() === reader.file ? node.text : undefined,
    );
  if (node.getSourceFile() !== reader.file) {
    const known = ofModules(cx, node);
    if (known !== undefined) return known;
  }
  if (isConst(reader, declaration))
    return moduleConstant(cx, node, declaration);
  return moduleVariable(cx, node, declaration);
}

/** What is known of it since it is made by the code of a module: a constant, or a table that nobody writes. */
export function ofModules(
  cx: Reading,
  node: ts.Expression,
): ir.Expr | undefined {
  const made = moduleValue(cx, node);
  if (made.kind === "constant") return constantOfModule(made.value);
  return made.kind === "object" ? tableOf(cx, node, made) : undefined;
}

export function constantOfModule(
  value: (Made & { kind: "constant" })["value"],
): ir.Expr {
  if (typeof value === "number") return number(value);
  const type: Type =
    typeof value === "string"
      ? stringType
      : typeof value === "boolean"
        ? booleanType
        : value === null
          ? nullType
          : undefinedType;
  return { kind: "const", type, value };
}

function tableOf(
  cx: Reading,
  node: ts.Expression,
  made: MadeObject,
): ir.Expr | undefined {
  let root = unwrapped(node);
  const called = ts.isPropertyAccessExpression(root) ? root.name : root;
  while (ts.isPropertyAccessExpression(root)) root = unwrapped(root.expression);
  const table =
    ts.isIdentifier(root) && ts.isIdentifier(called)
      ? copiedTable(cx.reader, made, root, called.text)
      : undefined;
  return table === undefined
    ? undefined
    : foreign(node, "outer", table.type, [table.use], { pure: true });
}

/** A function of the module, as a value. */
export function functionTag(
  cx: Reading,
  node: ts.Expression,
): ir.ConstExpr | undefined {
  const known = cx.reader.lower.functionValue(cx, node);
  return known && tagged(cx, known);
}

const mayBeFunction = (reader: Reader, node: ts.Expression): boolean =>
  reader.checker.getTypeAtLocation(node).getCallSignatures().length > 0;

function globalName(cx: Reading, node: ts.Identifier): ir.Expr {
  switch (node.text) {
    case "undefined":
      return { kind: "const", type: undefinedType, value: undefined };
    case "NaN":
      return number(NaN);
    case "Infinity":
      return number(Infinity);
    default:
      return foreignText(cx, node, "global");
  }
}

/** A table of the module: data, reached by its name. */
function moduleConstant(
  cx: Reading,
  node: ts.Identifier,
  declaration: ts.Declaration,
): ir.Expr {
  const type = outerType(cx, node, declaration);
  const name = nameHere(cx, node);
  return foreign(node, "outer", type, [name], { pure: true });
}

/** It can change between one read and the next: read once, where the source reads it. */
function moduleVariable(
  cx: Reading,
  node: ts.Identifier,
  declaration: ts.Declaration,
): ir.Expr {
  const type = outerType(cx, node, declaration);
  return foreign(node, "moduleVariable", type, [nameHere(cx, node)], {
    pure: false,
  });
}

function nameHere(cx: Reading, node: ts.Identifier): string {
  const { reader } = cx;
  if (node.getSourceFile() === reader.file) return node.text;
  const symbol = symbolOf(reader, node);
  const name =
    symbol === undefined
      ? undefined
      : reachedBy(reader, symbol, node, scopeOf(cx.env));
  if (name === undefined) refuse(cx, node, "AD1012", { name: node.text });
  return name ?? node.text;
}

function outerType(
  cx: Reading,
  node: ts.Identifier,
  declaration: ts.Declaration,
): Type {
  const { checker, types } = cx.reader;
  const declared =
    ts.isVariableDeclaration(declaration) && declaration.type !== undefined;
  const type = checker.getTypeAtLocation(node);
  const seen = declared ? types.declared(type) : types.ofValue(type);
  const initializer = constInitializer(cx.reader, declaration);
  // `as const` makes number literals of a table's entries.
  if (initializer !== undefined && !declared) return widened(seen);
  return seen;
}

function widened(type: Type): Type {
  switch (type.kind) {
    case "opaque":
      return isNumericOpaque(type) ? numberType : type;
    case "array":
      return { ...type, element: widened(type.element) };
    case "tuple":
      return { ...type, elements: type.elements.map(widened) };
    default:
      return type;
  }
}
