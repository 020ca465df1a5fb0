/** Calls: by what is called. */
import { ts } from "ts-morph";
import type * as ir from "../../ir/nodes.ts";

import type { FunctionValue } from "../bindings.ts";
import { selfOf } from "../bindings.ts";
import { prototypeMethod } from "../classes/constructors.ts";
import { askForClasses, ofEachClass } from "../classes/dispatch.ts";
import { methodOf } from "../classes/members.ts";
import { ownMember } from "../expressions/access.ts";
import { makingOf } from "../expressions/this.ts";
import { branch, kept, listValue, named, value } from "../expressions/value.ts";
import { definedPart } from "../../ir/types.ts";
import type { Reading, Want } from "../reading.ts";
import { apart } from "../reading.ts";
import { isGlobal, symbolOf, unwrapped } from "../symbols.ts";
import { isOwn } from "../expressions/dictionary.ts";
import { missing } from "../expressions/destructure.ts";
import { choose, isDefined } from "../expressions/logic.ts";
import { readArguments, readGiven, spreadOf } from "./arguments.ts";
import { askedOfText, kindOf } from "./kinds.ts";
import { usesThis } from "./functions.ts";
import { mapMethod } from "./dictionaries.ts";
import { globalFunction } from "./globals.ts";
import { inlineBody } from "./inline.ts";
import { foreignCall, foreignMethod } from "./foreign-call.ts";
import { mathCall } from "./math.ts";
import { arrayMethod } from "./methods/dispatch.ts";
import { isList } from "../expressions/list.ts";

export function call(
  cx: Reading,
  node: ts.CallExpression,
  want: Want,
): ir.Expr {
  const callee = unwrapped(node.expression);
  if (node.questionDotToken === undefined) {
    const ofMath = mathName(cx, callee);
    if (ofMath !== undefined) return mathCall(cx, node, ofMath);
    const kind = kindOf(cx, node, callee);
    if (kind !== undefined) return kind;
    const handed = byHand(cx, node, callee, want);
    if (handed !== undefined) return handed;
    const known = cx.reader.lower.functionValue(cx, callee);
    if (known !== undefined) {
      const args = readArguments(cx, node, known);
      return cx.reader.lower.invoke(cx, known, args, node, want);
    }
    const global = globalFunction(cx, node, callee, want);
    if (global !== undefined) return global;
    if (ts.isCallExpression(callee)) {
      const made = callOfMade(cx, node, callee, want);
      if (made !== undefined) return made;
    }
  }
  if (ts.isPropertyAccessExpression(callee))
    return methodCall(cx, node, callee, want);
  return foreignCall(cx, node);
}

/** Somewhere the maker returns what is no function that we know. */
class NoFunction extends Error {}

/** `make(a)(x)`, where it depends on `a` which function is made: each is called where it is returned. */
function callOfMade(
  cx: Reading,
  node: ts.CallExpression,
  callee: ts.CallExpression,
  want: Want,
): ir.Expr | undefined {
  const { functionValue, invoke } = cx.reader.lower;
  const maker = functionValue(cx, callee.expression);
  if (
    maker?.kind !== "source" ||
    cx.inlining.includes(maker.node) ||
    callee.questionDotToken !== undefined
  )
    return undefined;
  const inner = apart(cx);
  try {
    const args = readArguments(inner, callee, maker);
    const given = inlineBody(inner, maker, args, callee, want, (at, e) => {
      const f = functionValue(at, e);
      if (f === undefined) throw new NoFunction();
      const { env, frame, jumps } = cx;
      const outside = { ...at, env, frame, jumps };
      return invoke(outside, f, readArguments(outside, node, f), node, want);
    });
    cx.out.push(...inner.out);
    return given;
  } catch (e) {
    if (e instanceof NoFunction) return undefined;
    throw e;
  }
}

/** `f.call(null, a)`, `f.apply(null, list)`, of a function without a `this` of its own. */
function byHand(
  cx: Reading,
  node: ts.CallExpression,
  callee: ts.Expression,
  want: Want,
): ir.Expr | undefined {
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const how = callee.name.text;
  if (how !== "call" && how !== "apply") return undefined;
  const known = cx.reader.lower.functionValue(cx, callee.expression);
  const [self, ...rest] = node.arguments;
  if (known === undefined || self === undefined) return undefined;
  const on = usesThis(known) ? withSelf(cx, known, self) : known;
  if (on === undefined) return undefined;
  const [first] = rest;
  if (how === "call" || first === undefined)
    return cx.reader.lower.invoke(
      cx,
      on,
      readGiven(cx, rest, known),
      node,
      want,
    );
  const literal = unwrapped(first);
  const args = ts.isArrayLiteralExpression(literal)
    ? readGiven(cx, literal.elements, known)
    : spreadOf(cx, first, value(cx, first));
  return cx.reader.lower.invoke(cx, on, args, node, want);
}

/** `Base.call(this, x)`: the function with this object for its own. */
function withSelf(
  cx: Reading,
  known: FunctionValue,
  node: ts.Expression,
): FunctionValue | undefined {
  if (known.kind !== "source" || known.self !== undefined) return undefined;
  const making = makingOf(cx, node);
  if (making !== undefined) return { ...known, self: making };
  const self = value(cx, node);
  return definedPart(self.type).kind === "object"
    ? { ...known, self: kept(cx, self) }
    : undefined;
}

/** `Math.exp`, and `exp` where it is a name for it. */
function mathName(cx: Reading, callee: ts.Expression): string | undefined {
  if (
    !ts.isPropertyAccessExpression(callee) ||
    !ts.isIdentifier(callee.expression)
  )
    return undefined;
  const { expression, name } = callee;
  return expression.text === "Math" && isGlobal(cx.reader, expression)
    ? name.text
    : undefined;
}

function methodCall(
  cx: Reading,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  want: Want,
): ir.Expr {
  // `console.log`: text, not a value with a method.
  if (
    ts.isIdentifier(callee.expression) &&
    isGlobal(cx.reader, callee.expression) &&
    callee.expression.text !== "undefined"
  )
    return foreignCall(cx, node);
  const own = ownMethod(cx, callee);
  if (own !== undefined)
    return cx.reader.lower.invoke(
      cx,
      own,
      readArguments(cx, node, own),
      node,
      want,
    );
  // Apart, so that a method can still say of what type a new list is.
  const inner = apart(cx);
  const receiver = listValue(inner, callee.expression);
  const name = callee.name.text;
  const asked = askedOfText(node, name, receiver);
  if (asked !== undefined) {
    cx.out.push(...inner.out);
    return asked;
  }
  const called =
    node.questionDotToken !== undefined
      ? undefined
      : mayBeSkipped(node, callee, receiver)
        ? calledIfThere(inner, node, name, receiver, want)
        : calledOn(inner, node, name, receiver, want);
  cx.out.push(...inner.out);
  return called ?? foreignMethod(cx, node, callee, named(cx, receiver));
}

/** `o?.f()`, and `o?.f().g()`: left out where `o` is missing. */
const mayBeSkipped = (
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  receiver: ir.Expr,
): boolean =>
  callee.questionDotToken !== undefined ||
  ((node.flags & ts.NodeFlags.OptionalChain) !== 0 &&
    receiver.type.kind === "union" &&
    receiver.type.members.some((m) => m.kind === "undefined"));

function calledIfThere(
  cx: Reading,
  node: ts.CallExpression,
  name: string,
  receiver: ir.Expr,
  want: Want,
): ir.Expr | undefined {
  const inner = apart(cx);
  const stable = kept(inner, receiver);
  const there = { ...stable, type: definedPart(stable.type) };
  let isKnown = true;
  const present = branch(inner, (at) => {
    const called = calledOn(at, node, name, there, {});
    isKnown = called !== undefined;
    return called === undefined ? missing : named(at, called);
  });
  if (!isKnown) return undefined;
  cx.out.push(...inner.out);
  const absent = { expr: missing, statements: [] };
  return choose(cx, isDefined(stable), present, absent, want);
}

/** A method that is read, of a value that is there; nothing is left behind where it is not. */
function calledOn(
  cx: Reading,
  node: ts.CallExpression,
  name: string,
  receiver: ir.Expr,
  want: Want,
): ir.Expr | undefined {
  const attempt = { ...cx, out: [...cx.out] };
  const known = isList(receiver.type)
    ? arrayMethod(attempt, node, name, receiver, want)
    : isOwn(receiver)
      ? mapMethod(attempt, node, name, receiver)
      : undefined;
  if (known !== undefined) {
    cx.out.splice(0, cx.out.length, ...attempt.out);
    return known;
  }
  const method = ofEachClass(receiver, (o) => methodOf(cx, o, name));
  if (method === undefined) {
    if (isMethodOfText(cx, node)) askForClasses(cx, receiver);
    return undefined;
  }
  const self = kept(cx, receiver);
  const bound = ofEachClass({ ...self, type: definedPart(self.type) }, (o) =>
    methodOf(cx, o, name),
  )!;
  const args = readArguments(cx, node, bound);
  return cx.reader.lower.invoke(cx, bound, args, node, want);
}

/** Is what is called declared in code that is there to be read, so that instances made here may have it? */
const isMethodOfText = (cx: Reading, node: ts.CallExpression): boolean => {
  const { expression } = node;
  const symbol = ts.isPropertyAccessExpression(expression)
    ? symbolOf(cx.reader, expression.name)
    : undefined;
  return (
    symbol?.declarations?.some((d) => !d.getSourceFile().isDeclarationFile) ??
    false
  );
};

/** `this.f()` in a constructor, `super.f()` in a method. */
function ownMethod(
  cx: Reading,
  callee: ts.PropertyAccessExpression,
): FunctionValue | undefined {
  const isSuper = callee.expression.kind === ts.SyntaxKind.SuperKeyword;
  const making = makingOf(cx, callee.expression);
  if (!isSuper && making === undefined) return undefined;
  if (making?.maker !== undefined)
    return prototypeMethod(cx.reader, making, callee.name.text);
  const node = ownMember(cx, callee.name);
  if (node === undefined || !ts.isMethodDeclaration(node)) return undefined;
  const self = making ?? selfOf(cx.env);
  if (self === undefined) return undefined;
  const name = callee.name.text;
  return {
    kind: "source",
    node,
    name,
    self: self.kind === "value" ? self.expr : self,
  };
}
