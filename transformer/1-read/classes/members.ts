/** What objects can do: methods and accessors of classes, and functions in object literals. */
import { ts } from "ts-morph";
import type * as ir from "../../ir/nodes.ts";
import type { Type } from "../../ir/types.ts";
import { definedPart } from "../../ir/types.ts";
import type { Env, FunctionValue } from "../bindings.ts";
import { newEnv } from "../bindings.ts";
import type { Reader, Reading } from "../reading.ts";
import { madeOf } from "../reading.ts";
import { symbolOf, unwrapped } from "../symbols.ts";
import { makerOf, memberOf, prototypeMethod } from "./constructors.ts";
import { classTagOf } from "../types/partial.ts";

type Source = FunctionValue & { kind: "source" };

/** The class of a value, where its type is one. */
export function classOf(
  reader: Reader,
  type: Type,
): ts.ClassLikeDeclaration | undefined {
  const t = definedPart(type);
  return t.kind === "object" ? reader.types.classes.get(t.shape) : undefined;
}

/** The class that a class extends; `unknown` if it extends something that is not there to be read. */
export function parentOf(
  reader: Reader,
  node: ts.ClassLikeDeclaration,
): ts.ClassLikeDeclaration | "unknown" | undefined {
  const clause = node.heritageClauses?.find(
    (h) => h.token === ts.SyntaxKind.ExtendsKeyword,
  );
  const parent = clause?.types[0]?.expression;
  if (parent === undefined) return undefined;
  return classDeclaration(reader, parent) ?? "unknown";
}

/** The class that a name stands for, if its text is there. */
export function classDeclaration(
  reader: Reader,
  node: ts.Expression,
): ts.ClassLikeDeclaration | undefined {
  const e = unwrapped(node);
  const name = ts.isPropertyAccessExpression(e) ? e.name : e;
  const declaration = symbolOf(reader, name)?.valueDeclaration;
  if (
    declaration !== undefined &&
    ts.isClassLike(declaration) &&
    !declaration.getSourceFile().isDeclarationFile
  )
    return declaration;
  // Of a parameter or a variable there may be none, and an import may lead to code that exports it by hand.
  const made = reader.modules.valueOf(e, undefined);
  return made.kind === "function" && ts.isClassLike(made.node)
    ? made.node
    : undefined;
}

type Wanted = (member: ts.ClassElement) => boolean;

/** A class and those above it, as far as they are known. */
export function classesFrom(
  reader: Reader,
  node: ts.ClassLikeDeclaration,
): ts.ClassLikeDeclaration[] {
  const chain: ts.ClassLikeDeclaration[] = [];
  for (
    let c: ts.ClassLikeDeclaration | "unknown" | undefined = node;
    c !== undefined && c !== "unknown" && !chain.includes(c);
    c = parentOf(reader, c)
  )
    chain.push(c);
  return chain;
}

/** A member by its name, in the class or above it. */
export function findMember(
  reader: Reader,
  node: ts.ClassLikeDeclaration,
  name: string,
  wanted: Wanted,
): ts.ClassElement | undefined {
  for (const c of classesFrom(reader, node)) {
    if (isPatched(reader, c, name)) return undefined;
    const found = c.members.find(
      (m) =>
        m.name !== undefined &&
        memberName(m.name) === name &&
        !isStatic(m) &&
        wanted(m),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Is nothing known by that name in a class and those above it, and does nobody put it there? */
export function hasNoMember(
  reader: Reader,
  node: ts.ClassLikeDeclaration,
  name: string,
): boolean {
  for (
    let c: ts.ClassLikeDeclaration | "unknown" | undefined = node;
    c !== undefined;
    c = parentOf(reader, c)
  ) {
    if (c === "unknown" || isPatched(reader, c, name)) return false;
    const isThere = c.members.some(
      (m) =>
        m.name !== undefined &&
        !isStatic(m) &&
        [name, undefined].includes(memberName(m.name)),
    );
    if (isThere) return false;
  }
  return !isOverridden(reader, node, name);
}

/** Does somebody put something else under that name? `Vec.prototype.add = …` */
function isPatched(
  reader: Reader,
  node: ts.ClassLikeDeclaration,
  name: string,
): boolean {
  const symbol = node.name && reader.checker.getSymbolAtLocation(node.name);
  const patched = symbol && reader.modules.patches.of(symbol);
  return patched !== undefined && (patched.has(name) || patched.has("*"));
}

export const memberName = (name: ts.PropertyName): string | undefined =>
  ts.isIdentifier(name) ||
  ts.isStringLiteralLike(name) ||
  ts.isNumericLiteral(name) ||
  ts.isPrivateIdentifier(name)
    ? name.text
    : undefined;

export const isStatic = (m: ts.ClassElement): boolean =>
  ts.canHaveModifiers(m) &&
  (ts.getModifiers(m)?.some((x) => x.kind === ts.SyntaxKind.StaticKeyword) ??
    false);

/** Where a method's `this` is bound. */
export function envOfSelf(self: ir.Expr, parent?: Env): Env {
  return { ...newEnv(parent), self: { kind: "value", expr: self } };
}

/** `object.name(…)`: the function, with the object as its `this`. */
export function methodOf(
  cx: Reading,
  object: ir.Expr,
  name: string,
): Source | undefined {
  const { reader } = cx;
  const node = classOf(reader, object.type);
  if (makerOf(reader, object.type) !== undefined)
    return prototypeMethod(reader, object, name);
  if (node === undefined) return memberOfLiteral(reader, object, name);
  const member = findMember(
    reader,
    node,
    name,
    (m) =>
      (ts.isMethodDeclaration(m) && m.body !== undefined) ||
      ts.isPropertyDeclaration(m),
  );
  if (member === undefined || isDecidedBelow(reader, object, node, name))
    return undefined;
  madeOf(cx, node, name);
  if (ts.isMethodDeclaration(member) && member.body !== undefined)
    return { kind: "source", node: member, name, self: object };
  // `f = (x) => …` as a field: an arrow whose `this` is the object.
  if (!ts.isPropertyDeclaration(member) || member.initializer === undefined)
    return undefined;
  const f = unwrapped(member.initializer);
  return ts.isArrowFunction(f)
    ? { kind: "source", node: f, name, env: envOfSelf(object) }
    : undefined;
}

/** A function in an object literal whose evaluation was read. */
function memberOfLiteral(
  reader: Reader,
  object: ir.Expr,
  name: string,
): Source | undefined {
  const t = definedPart(object.type);
  const literal =
    t.kind === "object" ? reader.literals.get(t.shape) : undefined;
  if (literal === undefined) return undefined;
  for (const p of literal.node.properties) {
    if (p.name === undefined || memberName(p.name) !== name) continue;
    if (ts.isMethodDeclaration(p))
      return { kind: "source", node: p, name, env: literal.env, self: object };
    if (ts.isPropertyAssignment(p)) {
      const f = unwrapped(p.initializer);
      if (ts.isArrowFunction(f) || ts.isFunctionExpression(f))
        return { kind: "source", node: f, name, env: literal.env };
    }
    if (ts.isShorthandPropertyAssignment(p)) {
      const known = literal.functions.get(name);
      return known?.kind === "source" ? known : undefined;
    }
  }
  const known = literal.functions.get(name);
  return known?.kind === "source" ? known : undefined;
}

/** A getter (or setter) of the object's class. */
export function accessorOf(
  cx: Reading,
  object: ir.Expr,
  name: string,
  kind: "get" | "set",
): Source | undefined {
  const { reader } = cx;
  const node = classOf(reader, object.type);
  if (node === undefined) {
    const made = memberOf(reader, object, name);
    return kind === "get" && made.kind === "getter"
      ? {
          kind: "source",
          node: made.of.node as ts.FunctionLikeDeclaration,
          name,
          self: object,
        }
      : undefined;
  }
  const is =
    kind === "get" ? ts.isGetAccessorDeclaration : ts.isSetAccessorDeclaration;
  const member = findMember(reader, node, name, is);
  if (
    member === undefined ||
    !is(member) ||
    member.body === undefined ||
    isDecidedBelow(reader, object, node, name)
  )
    return undefined;
  madeOf(cx, node, name);
  return { kind: "source", node: member, name, self: object };
}

/** Of an instance that says of which class it is, no class below decides. */
function isDecidedBelow(
  reader: Reader,
  object: ir.Expr,
  node: ts.ClassLikeDeclaration,
  name: string,
): boolean {
  const type = definedPart(object.type);
  const isExact =
    type.kind === "object" && classTagOf(type.shape) !== undefined;
  return !isExact && isOverridden(reader, node, name);
}

/** Does some class of the program that extends this one have a member of that name? Then the object decides. */
function isOverridden(
  reader: Reader,
  node: ts.ClassLikeDeclaration,
  name: string,
): boolean {
  return reader
    .subclasses(node)
    .some((c) =>
      c.members.some(
        (m) =>
          m.name !== undefined && memberName(m.name) === name && !isStatic(m),
      ),
    );
}
