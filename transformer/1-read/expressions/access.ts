/** Reads of elements, properties and lengths. */
import { ts } from "ts-morph";
import { compare, field, number } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { Type } from "../../ir/types.ts";
import {
  definedPart,
  numberType,
  typeKey,
  undefinedType,
  unionOf,
  membersOf,
} from "../../ir/types.ts";
import { instanceOf } from "../types/partial.ts";
import { missing } from "./destructure.ts";
import { isUnknown } from "../types/compatible.ts";
import { constantOf, ofNamespace } from "../constants.ts";
import { inOrder } from "../order.ts";
import type { Reading } from "../reading.ts";
import { madeOf } from "../reading.ts";
import {
  constInitializer,
  isGlobal,
  isTopLevel,
  symbolOf,
  unwrapped,
} from "../symbols.ts";
import { refuse } from "../problems.ts";
import {
  dictionaryOf,
  entry,
  isOutside,
  isOwn,
  lookUp,
  sizeOf,
} from "./dictionary.ts";
import { stringConst } from "./literals.ts";
import { foreign, foreignText } from "./foreign.ts";
import { isDefined, choose } from "./logic.ts";
import {
  constantOfModule,
  functionTag,
  narrowed,
  ofModules,
} from "./identifier.ts";
import { isNumeric, isText } from "./numeric.ts";
import { isTextOpaque } from "../types/literal.ts";
import { fieldName } from "../classes/instance.ts";
import type { Making } from "../classes/making.ts";
import { readField } from "../classes/making.ts";
import { memberOf } from "../classes/constructors.ts";
import { askForClasses, ofEachClass } from "../classes/dispatch.ts";
import {
  accessorOf,
  classOf,
  hasNoMember,
  classDeclaration,
  isStatic,
} from "../classes/members.ts";
import { makingOf } from "./this.ts";
import { branch, kept, listValue, named, value } from "./value.ts";
import { fieldNamed, isExhaustive, namedFields } from "./named-field.ts";
import { element, isList, length } from "./list.ts";

export function elementAccess(
  cx: Reading,
  node: ts.ElementAccessExpression,
): ir.Expr {
  const key = literalKey(cx, node);
  if (key !== undefined) {
    const object = value(cx, node.expression);
    return optional(cx, node, object, (o) => property(cx, node, o, key));
  }
  if (node.questionDotToken !== undefined) {
    const array = listValue(cx, node.expression);
    return optional(cx, node, array, (a, inner) =>
      elementOf(inner, node, a, value(inner, node.argumentExpression)),
    );
  }
  const [array, index] = inOrder(cx, [
    (inner) => listValue(inner, node.expression),
    (inner) => value(inner, node.argumentExpression),
  ]) as [ir.Expr, ir.Expr];
  return narrowed(cx, node, elementOf(cx, node, array, index));
}

/** What lists keys gives text, and the author may have said which. */
function asSaid(cx: Reading, node: ts.Expression, index: ir.Expr): string[] {
  if (index.type.kind !== "string" || !ts.isElementAccessExpression(node))
    return [];
  const { checker, types } = cx.reader;
  const type = checker.getTypeAtLocation(node.argumentExpression);
  return isTextOpaque(types.declared(type)) ? [` as ${types.text(type)}`] : [];
}

export function elementOf(
  cx: Reading,
  node: ts.Expression,
  array: ir.Expr,
  index: ir.Expr,
): ir.Expr {
  if (isList(array.type) && isNumeric(index.type)) return element(array, index);
  // The branch is for lists: of a number there is no item.
  if (array.type.kind === "number") return number(NaN);
  if (isRecordByKey(array)) return atKey(cx, node, array, index);
  const name = index.kind === "const" ? String(index.value) : undefined;
  const names =
    name === undefined &&
    ts.isElementAccessExpression(node) &&
    !isOutside(array)
      ? namedFields(cx, node, array, index)
      : undefined;
  if (names !== undefined && ts.isElementAccessExpression(node)) {
    const object = kept(cx, array);
    const isAll = isExhaustive(cx, node);
    return fieldNamed(object, kept(cx, index, "key"), names, isAll);
  }
  if (name !== undefined && hasField(array.type, name))
    return field({ ...array, type: definedPart(array.type) }, name);
  const parts = [array, "[", index, ...asSaid(cx, node, index), "]"];
  const seen = typeAt(cx, node);
  const type = isUnknown(seen) ? (sameInAll(array.type) ?? seen) : seen;
  return foreign(node, "dynamic", type, parts, { pure: true });
}

/** Of a table whose entries are all of one type: `factors[units]` of untyped code. */
function sameInAll(table: Type): Type | undefined {
  const t = definedPart(table);
  if (t.kind !== "object" || t.shape.isClass) return undefined;
  const [first, ...others] = [...t.shape.fields.values()].map((f) => f.type);
  return first !== undefined &&
    others.every((type) => typeKey(type) === typeKey(first))
    ? first
    : undefined;
}

/** A record whose keys its type does not name. */
export const isRecordByKey = (e: ir.Expr): boolean =>
  dictionaryOf(e.type)?.container === "record" && isOwn(e);

/** It may be missing where TypeScript says so. */
function atKey(
  cx: Reading,
  node: ts.Expression,
  record: ir.Expr,
  key: ir.Expr,
): ir.Expr {
  const seen = typeAt(cx, node);
  const mayMiss =
    seen.kind === "union" && seen.members.some((m) => m.kind === "undefined");
  return mayMiss ? lookUp(record, key) : entry(record, key);
}

export const typeAt = (cx: Reading, node: ts.Expression): Type =>
  cx.reader.types.ofValue(cx.reader.checker.getTypeAtLocation(node));

/** `o['x']` is `o.x`; so is `o[key]` with a `const key = 'x'`. */
export function literalKey(
  cx: Reading,
  node: ts.ElementAccessExpression,
): string | undefined {
  const key = unwrapped(node.argumentExpression);
  if (ts.isStringLiteralLike(key)) return key.text;
  if (!ts.isIdentifier(key)) return undefined;
  const symbol = symbolOf(cx.reader, key);
  const initializer = constInitializer(cx.reader, symbol?.valueDeclaration);
  const text = initializer === undefined ? undefined : unwrapped(initializer);
  return text !== undefined && ts.isStringLiteralLike(text)
    ? text.text
    : undefined;
}

export function propertyAccess(
  cx: Reading,
  node: ts.PropertyAccessExpression,
): ir.Expr {
  const constant = ofNamespace(cx.reader, node);
  // Where the name is in scope it is kept; elsewhere its value serves.
  if (constant !== undefined) {
    const isNamed =
      isGlobal(cx.reader, node.expression) ||
      node.getSourceFile() === cx.reader.file;
    return number(constant, isNamed ? node.getText() : undefined);
  }
  const tag = isMathFunction(cx, node) ? functionTag(cx, node) : undefined;
  if (tag !== undefined) return tag;
  const fixed =
    memberOfNamespace(cx, node) ??
    staticMember(cx, node) ??
    constantOfModules(cx, node);
  if (fixed !== undefined) return fixed;
  const making = makingOf(cx, node.expression);
  if (making !== undefined) return ownField(cx, making, node);
  const object = listValue(cx, node.expression);
  return optional(cx, node, object, (o) =>
    narrowed(cx, node, property(cx, node, o, node.name.text)),
  );
}

/** `Math.sin`, `lib.f`, `Vec.dot`: a function by a name that is no value's. */
function isMathFunction(
  cx: Reading,
  node: ts.PropertyAccessExpression,
): boolean {
  const target = unwrapped(node.expression);
  if (!ts.isIdentifier(target)) return false;
  if (isGlobal(cx.reader, target)) return target.text === "Math";
  const symbol = symbolOf(cx.reader, target);
  const spaces = ts.SymbolFlags.Module | ts.SymbolFlags.Class;
  return (
    symbol !== undefined &&
    (symbol.flags & spaces) !== 0 &&
    cx.reader.checker.getTypeAtLocation(node).getCallSignatures().length > 0
  );
}

/** A property of a value. */
export function property(
  cx: Reading,
  node: ts.Expression,
  object: ir.Expr,
  name: string,
): ir.Expr {
  if (name === "length" && isList(object.type)) return length(object);
  if (name === "length" && isText(object.type))
    return foreign(node, "dynamic", numberType, [object, ".length"], {
      pure: true,
    });
  if (isNoneOfList(cx, object.type, name)) return missing;
  const own = fieldName(name);
  if (hasField(object.type, own)) return field(object, own);
  if (object.type.kind === "number" && !(name in Number.prototype))
    return number(NaN);
  if (isRecordByKey(object)) return atKey(cx, node, object, stringConst(name));
  if (name === "size" && isOwn(object)) return sizeOf(cx, node, object);
  if (
    name === "constructor" &&
    membersOf(object.type).some((t) => t.kind === "object")
  )
    refuse(cx, node, "AD1016", { what: node.getText() });
  const inherited = memberOf(cx.reader, object, name);
  if (inherited.kind === "constant" && !(name in Object.prototype))
    return constantOfModule(inherited.value);
  const getter = ofEachClass(object, (o) => accessorOf(cx, o, name, "get"));
  if (getter === undefined && isAccessor(cx, node)) askForClasses(cx, object);
  if (getter !== undefined)
    return named(cx, cx.reader.lower.invoke(cx, getter, [], node, {}));
  if (isMissingIn(cx, object.type, name)) return missing;
  // What is not a field of its own may be an accessor, which can do anything.
  const pure =
    definedPart(object.type).kind === "opaque" ? false : !isAccessor(cx, node);
  return foreign(
    node,
    "dynamic",
    typeAt(cx, node),
    [object, memberText(name)],
    {
      pure,
      mutates: !pure,
    },
  );
}

/** Is there nothing by that name in an instance that is made here, nor in its class? */
function isMissingIn(cx: Reading, type: Type, name: string): boolean {
  const of = classOf(cx.reader, type);
  return (
    type.kind === "object" &&
    instanceOf(type.shape) !== undefined &&
    of !== undefined &&
    !(name in Object.prototype) &&
    hasNoMember(cx.reader, of, name)
  );
}

/** Has no list a property by that name, and is none given one anywhere? `value.klass`, to find out what it is. */
const isNoneOfList = (cx: Reading, type: Type, name: string): boolean =>
  type.kind !== "union" &&
  isList(type) &&
  !(name in Array.prototype) &&
  !(name in Float64Array.prototype) &&
  !cx.reader.modules.patches.isGiven(name);

export function hasField(type: Type, name: string): boolean {
  const t = definedPart(type);
  if (t.kind === "union")
    return t.members.length > 0 && t.members.every((m) => hasField(m, name));
  return t.kind === "object" && t.shape.fields.has(name);
}

function isAccessor(cx: Reading, node: ts.Expression): boolean {
  const symbol = symbolOf(
    cx.reader,
    ts.isPropertyAccessExpression(node) ? node.name : node,
  );
  return ((symbol?.flags ?? 0) & ts.SymbolFlags.Accessor) !== 0;
}

/** `o?.x`, and the rest of its chain: `undefined` where `o` is. */
function optional(
  cx: Reading,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  object: ir.Expr,
  access: (object: ir.Expr, cx: Reading) => ir.Expr,
): ir.Expr {
  if (node.questionDotToken === undefined) {
    // The rest of a chain whose start may have been left out: `a?.b.c`.
    const inChain =
      (node.flags & ts.NodeFlags.OptionalChain) !== 0 &&
      object.kind === "conditional";
    if (!inChain)
      return access({ ...object, type: definedPart(object.type) }, cx);
  }
  const missing: ir.Expr = {
    kind: "const",
    type: undefinedType,
    value: undefined,
  };
  const start =
    object.kind === "conditional" && isMissing(object.no) ? object : undefined;
  const inner = start?.yes ?? object;
  const present = branch(cx, (apart) =>
    access({ ...inner, type: definedPart(inner.type) }, apart),
  );
  const here = node.questionDotToken === undefined ? [] : [isDefined(inner)];
  const tests = [...(start === undefined ? [] : [start.test]), ...here];
  return choose(
    cx,
    tests.reduce((a, b) => compare("&&", a, b)),
    present,
    {
      expr: missing,
      statements: [],
    },
  );
}

const isMissing = (e: ir.Expr): boolean =>
  e.kind === "const" && e.value === undefined;

/** `Mode.Fast` of an enum, `lib.EPS` of a namespace or a module imported whole. */
function memberOfNamespace(
  cx: Reading,
  node: ts.PropertyAccessExpression,
): ir.Expr | undefined {
  const { reader } = cx;
  const target = unwrapped(node.expression);
  if (!ts.isIdentifier(target) || isGlobal(reader, target)) return undefined;
  const owner = symbolOf(reader, target);
  const spaces = ts.SymbolFlags.Enum | ts.SymbolFlags.Module;
  if (owner === undefined || !(owner.flags & spaces)) return undefined;
  const here = node.getSourceFile() === reader.file;
  const enumValue = reader.checker.getConstantValue(node);
  if (enumValue !== undefined) {
    const type = reader.types.declared(reader.checker.getTypeAtLocation(node));
    return {
      kind: "const",
      type,
      value: enumValue,
      ...(here ? { text: node.getText() } : {}),
    };
  }
  const symbol = symbolOf(reader, node.name);
  const declaration = symbol?.valueDeclaration;
  if (
    declaration === undefined ||
    !isTopLevel(declaration) ||
    !ts.isVariableDeclaration(declaration)
  )
    return undefined;
  const isConst =
    (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  const constant =
    isConst && declaration.initializer !== undefined
      ? constantOf(reader, declaration.initializer)
      : undefined;
  if (constant !== undefined)
    return number(constant, here ? node.getText() : undefined);
  return foreignText(cx, node, isConst ? "outer" : "moduleVariable", {
    pure: isConst,
  });
}

/** `base.AU`, of an object that a module's code made. */
const constantOfModules = (
  cx: Reading,
  node: ts.PropertyAccessExpression,
): ir.Expr | undefined =>
  isGlobal(cx.reader, node.expression) ? undefined : ofModules(cx, node);

/** The type of what may be missing. */
export const maybe = (type: Type): Type => unionOf([type, undefinedType]);

/** `.name`, or `["two words"]`. */
export const memberText = (name: string): string =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)
    ? `.${name}`
    : `[${JSON.stringify(name)}]`;

/** A field of the object that is being made, or what a getter makes of it. */
function ownField(
  cx: Reading,
  making: Making,
  node: ts.PropertyAccessExpression,
): ir.Expr {
  const getter = ownMember(cx, node.name);
  if (getter !== undefined && ts.isGetAccessorDeclaration(getter)) {
    const value = {
      kind: "source",
      node: getter,
      name: node.name.text,
      self: making,
    } as const;
    return named(cx, cx.reader.lower.invoke(cx, value, [], node, {}));
  }
  if (making.maker !== undefined && !making.fields.has(node.name.text)) {
    const inherited = memberOf(cx.reader, making, node.name.text);
    if (inherited.kind === "constant") return constantOfModule(inherited.value);
  }
  return readField(making, node.name.text);
}

/** The method or accessor that a name of `this` refers to. */
export const ownMember = (
  cx: Reading,
  name: ts.Node,
): ts.Declaration | undefined =>
  symbolOf(cx.reader, name)?.declarations?.find(
    (d) =>
      ts.isGetAccessorDeclaration(d) ||
      (ts.isMethodDeclaration(d) && d.body !== undefined),
  );

/** `C.count`: a constant if nothing can change it. */
function staticMember(
  cx: Reading,
  node: ts.PropertyAccessExpression,
): ir.Expr | undefined {
  const { reader } = cx;
  const owner = classDeclaration(reader, node.expression);
  const declaration = symbolOf(reader, node.name)?.valueDeclaration;
  if (owner === undefined || declaration === undefined) return undefined;
  if (!ts.isPropertyDeclaration(declaration) || !isStatic(declaration))
    return undefined;
  const isReadonly =
    (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Readonly) !==
    0;
  const { initializer } = declaration;
  const constant =
    isReadonly && initializer !== undefined
      ? constantOf(reader, initializer)
      : undefined;
  const isThis = unwrapped(node.expression).kind === ts.SyntaxKind.ThisKeyword;
  if (isThis) madeOf(cx, owner, node.name.text);
  const name = isThis
    ? `${owner.name?.text ?? ""}.${node.name.text}`
    : node.getText();
  const here = node.getSourceFile() === reader.file;
  if (constant !== undefined) return number(constant, here ? name : undefined);
  if (isThis && here && owner.name !== undefined)
    return foreign(
      node,
      isReadonly ? "outer" : "moduleVariable",
      typeAt(cx, node),
      [name],
      { pure: isReadonly },
    );
  return foreignText(cx, node, isReadonly ? "outer" : "moduleVariable", {
    pure: isReadonly,
  });
}
