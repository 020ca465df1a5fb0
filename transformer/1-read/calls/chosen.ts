/** Functions that are chosen when the program runs, out of some that are known while reading. */
import { ts } from "ts-morph";
import { compare, field, if_, number, throw_ } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { definedPart } from "../../ir/types.ts";
import type { FunctionValue } from "../bindings.ts";
import { methodOf } from "../classes/members.ts";
import { hasField } from "../expressions/access.ts";
import { dictionaryOf } from "../expressions/dictionary.ts";
import { stringConst } from "../expressions/literals.ts";
import { isList } from "../expressions/list.ts";
import { kept, listValue, value } from "../expressions/value.ts";
import type { Reading } from "../reading.ts";
import { apart, emit } from "../reading.ts";
import {
  constInitializer,
  isTopLevel,
  symbolOf,
  unwrapped,
} from "../symbols.ts";
import { memberName } from "../classes/members.ts";
import { bindingOf } from "../symbols.ts";
import { optionsOf } from "./tags.ts";

type Choice = FunctionValue & { kind: "choice" };

const isFunction = (cx: Reading, node: ts.Expression): boolean => {
  const { checker } = cx.reader;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(node));
  return (
    type.getCallSignatures().length > 0 ||
    (type.flags & ts.TypeFlags.Any) !== 0 ||
    (type.isUnion() &&
      type.types.every((t) => t.getCallSignatures().length > 0))
  );
};

/** `c ? f : g`, `table[key]`, `layer.activation`, a variable that holds one of several. */
export function chosen(
  cx: Reading,
  node: ts.Expression,
): FunctionValue | undefined {
  if (!isFunction(cx, node)) return undefined;
  const inner = apart(cx);
  const found = ts.isConditionalExpression(node)
    ? ofCondition(inner, node)
    : ts.isElementAccessExpression(node)
      ? (ofTable(inner, node) ?? ofTag(inner, node))
      : ts.isPropertyAccessExpression(node) || ts.isIdentifier(node)
        ? ofTag(inner, node)
        : undefined;
  if (found !== undefined) cx.out.push(...inner.out);
  return found;
}

function ofCondition(
  cx: Reading,
  node: ts.ConditionalExpression,
): Choice | undefined {
  const read = (e: ts.Expression): FunctionValue | undefined =>
    cx.reader.lower.functionValue(cx, e);
  const test = value(cx, node.condition);
  const yes = read(node.whenTrue);
  const no = yes && read(node.whenFalse);
  if (yes === undefined || no === undefined) return undefined;
  const stable = kept(cx, test, "which");
  return {
    kind: "choice",
    options: [
      { test: stable, value: yes },
      { test: compare("!", stable), value: no },
    ],
  };
}

/** What a place holds whose type lists the functions that it may be. */
function ofTag(cx: Reading, node: ts.Expression): FunctionValue | undefined {
  const e = placeHolding(cx, node);
  if (e === undefined) return undefined;
  const held = { ...e, type: definedPart(e.type) };
  if (optionsOf(cx.reader, held) === undefined) return undefined;
  const stable = kept(cx, held, "which");
  const options = optionsOf(cx.reader, stable)!;
  return options.length === 1 ? options[0]!.value : { kind: "choice", options };
}

/** Only what is there is looked at: a method, say, is no place. */
function placeHolding(cx: Reading, node: ts.Expression): ir.Expr | undefined {
  if (ts.isIdentifier(node)) {
    const binding = bindingOf(cx, node);
    return binding === undefined || binding.kind === "function"
      ? undefined
      : value(cx, node);
  }
  if (ts.isPropertyAccessExpression(node)) {
    if (isSpace(cx, node.expression) || isThisOrSuper(node.expression))
      return undefined;
    const object = listValue(cx, node.expression);
    return hasField(object.type, node.name.text)
      ? field({ ...object, type: definedPart(object.type) }, node.name.text)
      : undefined;
  }
  if (!ts.isElementAccessExpression(node)) return undefined;
  const list = listValue(cx, node.expression);
  return isList(list.type) || dictionaryOf(list.type) !== undefined
    ? value(cx, node)
    : undefined;
}

const isThisOrSuper = (node: ts.Expression): boolean =>
  node.kind === ts.SyntaxKind.SuperKeyword;

/** Names of modules and classes are no values to look into. */
function isSpace(cx: Reading, node: ts.Expression): boolean {
  const symbol = symbolOf(cx.reader, unwrapped(node));
  const spaces =
    ts.SymbolFlags.Module | ts.SymbolFlags.Class | ts.SymbolFlags.Enum;
  return symbol !== undefined && (symbol.flags & spaces) !== 0;
}

/** `OPS[key]`, of a constant of the module, or of an object that was made here. */
function ofTable(
  cx: Reading,
  node: ts.ElementAccessExpression,
): FunctionValue | undefined {
  const options = optionsOfTable(cx, node.expression);
  if (options === undefined || options.length === 0) return undefined;
  const key = value(cx, node.argumentExpression);
  if (key.kind === "const") {
    return options.find(([k]) => k.value === key.value)?.[1];
  }
  const stable = kept(cx, key, "key");
  const chosen = options.map(([k, f]) => ({
    test: compare("===", stable, k),
    value: f,
  }));
  if (!isOneOf(cx, node.argumentExpression, options))
    mustBeThere(
      cx,
      node,
      chosen.map(({ test }) => test),
    );
  return { kind: "choice", options: chosen };
}

/** Does its type say that the key is one of the table's? */
function isOneOf(cx: Reading, key: ts.Expression, table: Table): boolean {
  const type = cx.reader.checker.getTypeAtLocation(key);
  return (type.isUnion() ? type.types : [type]).every(
    (t) => t.isLiteral() && table.some(([k]) => k.value === t.value),
  );
}

/** What is not there can't be called: the last of the functions is not meant by every other key. */
function mustBeThere(
  cx: Reading,
  node: ts.Expression,
  tests: readonly ir.Expr[],
): void {
  const message = `${node.getText()} is not a function`;
  const { origin } = cx;
  const isThere = tests.reduce((a, b) => compare("||", a, b));
  emit(
    cx,
    if_(origin, compare("!", isThere), [throw_(origin, "TypeError", message)]),
  );
}

type Table = readonly (readonly [ir.ConstExpr, FunctionValue])[];

function optionsOfTable(cx: Reading, node: ts.Expression): Table | undefined {
  const target = unwrapped(node);
  if (ts.isIdentifier(target) && bindingOf(cx, target) === undefined) {
    const symbol = symbolOf(cx.reader, target);
    const given = constInitializer(cx.reader, symbol?.valueDeclaration);
    const literal = given && unwrapped(given);
    if (!literal || !isTopLevel(symbol!.valueDeclaration!)) return undefined;
    if (cx.reader.assigned(literal.getSourceFile()).has(symbol!))
      return undefined;
    return ofLiteral(cx, literal);
  }
  const object = listValue(cx, target);
  const type = definedPart(object.type);
  const literal =
    type.kind === "object" ? cx.reader.literals.get(type.shape) : undefined;
  if (literal === undefined || isList(object.type)) return undefined;
  const stable = kept(cx, object);
  const found = literal.node.properties.map((p) => {
    const name = p.name && memberName(p.name);
    const f =
      name === undefined
        ? undefined
        : (methodOf(cx, { ...stable, type }, name) ??
          literal.functions.get(name));
    return f && ([stringConst(name!), f] as const);
  });
  return found.every((f) => f !== undefined) ? found : undefined;
}

/** Each part of a literal must be a function, for a key to lead to one. */
function ofLiteral(cx: Reading, literal: ts.Expression): Table | undefined {
  const read = (e: ts.Expression): FunctionValue | undefined =>
    cx.reader.lower.functionValue({ ...cx, env: { bindings: new Map() } }, e);
  const entries = ts.isArrayLiteralExpression(literal)
    ? literal.elements.map((e, i) => [number(i), read(e)] as const)
    : ts.isObjectLiteralExpression(literal)
      ? literal.properties.map((p) => {
          const name = p.name && memberName(p.name);
          return [
            stringConst(name ?? ""),
            name === undefined
              ? undefined
              : ts.isPropertyAssignment(p)
                ? read(p.initializer)
                : ts.isShorthandPropertyAssignment(p)
                  ? read(p.name)
                  : ts.isMethodDeclaration(p)
                    ? ({ kind: "source", node: p, name } as const)
                    : undefined,
          ] as const;
        })
      : [];
  // At the top of a module, a function has no names but the module's.
  const known = entries.flatMap(([key, f]) =>
    f === undefined ? [] : [[key as ir.ConstExpr, atTop(f)] as const],
  );
  return known.length === entries.length ? known : undefined;
}

function atTop(f: FunctionValue): FunctionValue {
  if (f.kind !== "source") return f;
  const { env: _, ...rest } = f;
  return rest;
}
