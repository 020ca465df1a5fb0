/** Which function an expression is, where that is known while reading. */
import { ts } from "ts-morph";
import type { FunctionValue } from "../bindings.ts";
import { newEnv } from "../bindings.ts";
import { isSourceFunction } from "../modules/modules.ts";
import { moduleValue } from "../modules/value.ts";
import type { Reading } from "../reading.ts";
import { apart, madeOf } from "../reading.ts";
import type { Argument } from "../bindings.ts";
import { isStable, temporary } from "../expressions/value.ts";
import { nodesIn } from "../nodes.ts";
import { readArguments, readGiven } from "./arguments.ts";
import { chosen } from "./chosen.ts";
import { libraryFunction } from "./marks.ts";
import { inlineToFunction } from "./inline.ts";
import { classDeclaration, isStatic, memberName } from "../classes/members.ts";
import {
  bindingOf,
  constInitializer,
  isGlobal,
  isTopLevel,
  symbolOf,
  unwrapped,
} from "../symbols.ts";

export function functionValue(
  cx: Reading,
  expression: ts.Expression,
): FunctionValue | undefined {
  const node = unwrapped(expression);
  if (ts.isFunctionExpression(node) && node.name !== undefined)
    return namedExpression(cx, node, node.name);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node))
    return {
      kind: "source",
      node,
      name: node.name?.text ?? "function",
      env: cx.env,
    };
  const ofLibrary = libraryFunction(cx, node);
  if (ofLibrary !== undefined) return ofLibrary;
  if (ts.isIdentifier(node))
    return named(cx, node) ?? ofModule(cx, node) ?? chosen(cx, node);
  if (ts.isPropertyAccessExpression(node))
    return member(cx, node) ?? ofModule(cx, node) ?? chosen(cx, node);
  if (ts.isElementAccessExpression(node))
    return ofModule(cx, node) ?? chosen(cx, node);
  if (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.CommaToken
  )
    return afterComma(cx, node);
  if (ts.isCallExpression(node)) return bound(cx, node) ?? made(cx, node);
  return chosen(cx, node);
}

/** `f.bind(null, a, b)`. */
function bound(
  cx: Reading,
  node: ts.CallExpression,
): FunctionValue | undefined {
  const callee = unwrapped(node.expression);
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "bind")
    return undefined;
  const target = functionValue(cx, callee.expression);
  const [self, ...args] = node.arguments;
  if (target === undefined || self === undefined || usesThis(target))
    return undefined;
  const given = readGiven(cx, args, target).map((a): Argument => {
    if (a.kind !== "value" || isStable(cx, a.expr)) return a;
    return { kind: "value", expr: temporary(cx, a.expr) };
  });
  return given.every((a) => a.kind !== "spread")
    ? { kind: "bound", target, args: given }
    : undefined;
}

/** Has it a `this` of its own, which its call decides? */
export function usesThis(f: FunctionValue): boolean {
  if (f.kind === "math" || f.kind === "rule") return false;
  if (f.kind === "bound") return usesThis(f.target);
  if (f.kind === "choice") return f.options.some((o) => usesThis(o.value));
  if (f.self !== undefined) return true;
  return (
    !ts.isArrowFunction(f.node) &&
    [...nodesIn(f.node)].some((n) => n.kind === ts.SyntaxKind.ThisKeyword)
  );
}

/** `a = +a, (t) => …` */
function afterComma(
  cx: Reading,
  node: ts.BinaryExpression,
): FunctionValue | undefined {
  const inner = apart(cx);
  inner.reader.lower.effect(inner, node.left);
  const value = functionValue(inner, node.right);
  if (value !== undefined) cx.out.push(...inner.out);
  return value;
}

function named(cx: Reading, node: ts.Identifier): FunctionValue | undefined {
  const binding = bindingOf(cx, node);
  if (binding !== undefined)
    return binding.kind === "function" ? binding.value : undefined;
  return declared(cx, node, node.text);
}

/** `Math.exp` as a value; `lib.f` of a module imported whole. */
function member(
  cx: Reading,
  node: ts.PropertyAccessExpression,
): FunctionValue | undefined {
  const target = unwrapped(node.expression);
  if (ts.isPropertyAccessExpression(target)) {
    // `lib.parts.f`, of a module within a module.
    const inner =
      symbolOf(cx.reader, target.expression) &&
      symbolOf(cx.reader, target.name);
    return inner !== undefined && inner.flags & ts.SymbolFlags.Module
      ? declared(cx, node.name, node.getText())
      : undefined;
  }
  if (target.kind === ts.SyntaxKind.ThisKeyword && isStaticThis(target)) {
    const found = staticMethod(cx, node);
    const owner = classDeclaration(cx.reader, target);
    if (found && owner) madeOf(cx, owner, node.name.text);
    return found;
  }
  if (!ts.isIdentifier(target)) return undefined;
  if (target.text === "Math" && isGlobal(cx.reader, target))
    return typeof (Math as unknown as Record<string, unknown>)[
      node.name.text
    ] === "function"
      ? { kind: "math", name: node.name.text }
      : undefined;
  const owner = symbolOf(cx.reader, target);
  if (owner === undefined) return undefined;
  if (owner.flags & ts.SymbolFlags.Module)
    return declared(cx, node.name, node.getText());
  return staticMethod(cx, node) ?? ofModuleObject(cx, node, owner);
}

/** With a `this` of its own. */
const isFunction = (node: ts.Node): boolean =>
  ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node);

/** `this` of a static method: the class. */
function isStaticThis(node: ts.Node): boolean {
  let around = node.parent;
  while (!ts.isClassElement(around) && !isFunction(around)) {
    if (ts.isSourceFile(around)) return false;
    around = around.parent;
  }
  return ts.isClassElement(around) && isStatic(around);
}

/** `Vec3.dot`. */
function staticMethod(
  cx: Reading,
  node: ts.PropertyAccessExpression,
): FunctionValue | undefined {
  if (classDeclaration(cx.reader, node.expression) === undefined)
    return undefined;
  const method = symbolOf(cx.reader, node.name)?.declarations?.find(
    (d): d is ts.MethodDeclaration =>
      ts.isMethodDeclaration(d) && d.body !== undefined && isStatic(d),
  );
  const symbol = symbolOf(cx.reader, node.name);
  return method === undefined ||
    symbol === undefined ||
    cx.reader.assigned(method.getSourceFile()).has(symbol)
    ? undefined
    : { kind: "source", node: method, name: node.getText() };
}

/** `ops.square`, of a constant object of the module that nobody assigns to. */
function ofModuleObject(
  cx: Reading,
  node: ts.PropertyAccessExpression,
  owner: ts.Symbol,
): FunctionValue | undefined {
  const { reader } = cx;
  const initializer = constInitializer(cx.reader, owner.valueDeclaration);
  if (initializer === undefined || !isTopLevel(owner.valueDeclaration!))
    return undefined;
  const literal = unwrapped(initializer);
  if (!ts.isObjectLiteralExpression(literal)) return undefined;
  const member = literal.properties.find(
    (p) => p.name !== undefined && memberName(p.name) === node.name.text,
  );
  const symbol = symbolOf(reader, node.name);
  if (member === undefined || symbol === undefined) return undefined;
  if (reader.assigned(literal.getSourceFile()).has(symbol)) return undefined;
  const patched = reader.modules.patches.of(owner);
  if (patched.has(node.name.text) || patched.has("*")) return undefined;
  const name = node.getText();
  if (ts.isMethodDeclaration(member))
    return { kind: "source", node: member, name };
  if (!ts.isPropertyAssignment(member)) return undefined;
  const f = unwrapped(member.initializer);
  return ts.isArrowFunction(f) || ts.isFunctionExpression(f)
    ? { kind: "source", node: f, name }
    : undefined;
}

/** A function that the code of a module made or put where this says: `jStat.normal.pdf`. */
function ofModule(cx: Reading, node: ts.Expression): FunctionValue | undefined {
  const made = moduleValue(cx, node);
  if (made.kind === "global") {
    const name = /^Math\.(\w+)$/.exec(made.path)?.[1];
    return name !== undefined &&
      typeof (Math as unknown as Record<string, unknown>)[name] === "function"
      ? { kind: "math", name }
      : undefined;
  }
  if (!isSourceFunction(made)) return undefined;
  const { node: f, scope } = made;
  const base = { kind: "source", node: f, name: node.getText() } as const;
  return scope.parent === undefined ? base : { ...base, scope };
}

/** A function of some module's top level. */
function declared(
  cx: Reading,
  node: ts.Node,
  name: string,
): FunctionValue | undefined {
  const symbol = symbolOf(cx.reader, node);
  return symbol === undefined ? undefined : ofSymbol(cx, node, symbol, name);
}

function ofSymbol(
  cx: Reading,
  node: ts.Node,
  symbol: ts.Symbol,
  name: string,
): FunctionValue | undefined {
  const declarations = symbol.declarations ?? [];
  // Of overloads, the one with a body.
  const body = declarations.find(
    (d) => ts.isFunctionDeclaration(d) && d.body !== undefined,
  );
  if (body !== undefined && isTopLevel(body))
    return { kind: "source", node: body as ts.FunctionDeclaration, name };
  const ofMath = takenFromMath(cx, symbol);
  if (ofMath !== undefined) return ofMath;
  const given = givenTo(cx, symbol);
  if (given === undefined) return undefined;
  const value = unwrapped(given);
  if (ts.isArrowFunction(value) || ts.isFunctionExpression(value))
    return { kind: "source", node: value, name };
  // `const act = relu`; never a name for itself.
  return (ts.isIdentifier(value) && value !== node) ||
    ts.isPropertyAccessExpression(value)
    ? functionValue({ ...cx, env: newEnv() }, value)
    : undefined;
}

/** `const { sqrt, atan2: angle } = Math;` */
function takenFromMath(
  cx: Reading,
  symbol: ts.Symbol,
): FunctionValue | undefined {
  const part = symbol.valueDeclaration;
  if (
    part === undefined ||
    !ts.isBindingElement(part) ||
    !ts.isObjectBindingPattern(part.parent) ||
    part.initializer !== undefined
  )
    return undefined;
  const declaration = part.parent.parent;
  const from =
    ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrapped(declaration.initializer)
      : undefined;
  const isMath =
    from !== undefined &&
    ts.isIdentifier(from) &&
    from.text === "Math" &&
    isGlobal(cx.reader, from) &&
    (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  const name = (part.propertyName ?? part.name).getText();
  return isMath &&
    typeof (Math as unknown as Record<string, unknown>)[name] === "function"
    ? { kind: "math", name }
    : undefined;
}

/** What a name of a module's top level is given, once: by its declaration, an export, or as a part of an exported object. */
function givenTo(cx: Reading, symbol: ts.Symbol): ts.Expression | undefined {
  const { reader } = cx;
  const initializer = constInitializer(reader, symbol.valueDeclaration);
  if (initializer !== undefined)
    return isTopLevel(symbol.valueDeclaration!) ? initializer : undefined;
  const given = (symbol.declarations ?? []).flatMap((d) => {
    if (ts.isExportAssignment(d)) return [d.expression];
    if (ts.isPropertyAssignment(d) && isExported(d)) return [d.initializer];
    if (ts.isShorthandPropertyAssignment(d) && isExported(d)) return [d.name];
    const assignment = ts.isBinaryExpression(d) ? d : d.parent;
    return ts.isBinaryExpression(assignment) &&
      isAtTop(assignment) &&
      assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      !ts.isVoidExpression(lastOf(assignment))
      ? [lastOf(assignment)]
      : [];
  });
  return given.length === 1 ? given[0] : undefined;
}

/** `exports.a = exports.b = f` */
function lastOf(assignment: ts.BinaryExpression): ts.Expression {
  const { right } = assignment;
  return ts.isBinaryExpression(right) &&
    right.operatorToken.kind === ts.SyntaxKind.EqualsToken
    ? lastOf(right)
    : right;
}

/** A part of the object in `module.exports = { … }`. */
const isExported = (part: ts.ObjectLiteralElementLike): boolean =>
  ts.isBinaryExpression(part.parent.parent) && isAtTop(part.parent.parent);

/** A statement of the module itself, run once. */
function isAtTop(assignment: ts.BinaryExpression): boolean {
  let n: ts.Node = assignment.parent;
  while (ts.isBinaryExpression(n)) n = n.parent;
  return ts.isExpressionStatement(n) && ts.isSourceFile(n.parent);
}

/** `function again() { … again() … }` as a value knows its own name. */
function namedExpression(
  cx: Reading,
  node: ts.FunctionExpression,
  name: ts.Identifier,
): FunctionValue {
  const env = newEnv(cx.env);
  const value = { kind: "source", node, name: name.text, env } as const;
  const symbol = symbolOf(cx.reader, name);
  if (symbol !== undefined)
    env.bindings.set(symbol, { kind: "function", value });
  return value;
}

/** `make(x)`, where `make` is known and gives a function. */
function made(cx: Reading, node: ts.CallExpression): FunctionValue | undefined {
  const { checker } = cx.reader;
  const signatures = checker.getTypeAtLocation(node).getCallSignatures();
  if (signatures.length === 0 || node.questionDotToken !== undefined)
    return undefined;
  const callee = functionValue(cx, node.expression);
  if (callee?.kind !== "source") return undefined;
  const inner = apart(cx);
  const args = readArguments(inner, node, callee);
  const value = inlineToFunction(inner, callee, args, node);
  if (value !== undefined) cx.out.push(...inner.out);
  return value;
}
