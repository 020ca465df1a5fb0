/** `for … of` over arrays, by index; `for … in` over the keys of an object. */
import { ts } from "ts-morph";
import {
  apply,
  assign,
  compare,
  let_,
  number,
  read,
  variable,
} from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import {
  arrayOf,
  definedPart,
  numberType,
  stringType,
  tupleOf,
} from "../../ir/types.ts";
import { newEnv } from "../bindings.ts";
import { declare, isConstant } from "../declare.ts";

import { declarePattern } from "../expressions/destructure.ts";
import { foreign } from "../expressions/foreign.ts";
import { placeOf, write } from "../expressions/place.ts";
import {
  kept,
  listValue,
  named,
  temporary,
  value,
} from "../expressions/value.ts";
import {
  dictionaryOf,
  fieldsOf,
  held,
  isOwn,
  keysOf,
} from "../expressions/dictionary.ts";
import { mustStay } from "./walked-map.ts";
import { listingOf } from "../calls/dictionaries.ts";
import { inOrder } from "../order.ts";
import { refuse } from "../problems.ts";
import type { Reading } from "../reading.ts";
import { apart, emit } from "../reading.ts";
import { symbolOf, unwrapped } from "../symbols.ts";
import { bodyOf } from "./block.ts";
import { element, isList, itemType, length } from "../expressions/list.ts";

export function forEachOf(
  cx: Reading,
  node: ts.ForOfStatement,
  labels: readonly string[],
): void {
  if (node.awaitModifier !== undefined) {
    refuse(cx, node, "AD1002", { what: "`for await`" });
    return;
  }
  const listing = listingOf(cx, node.expression);
  if (listing !== undefined) {
    overKeys(cx, node, labels, listing);
    return;
  }
  const pairs = listMethod(cx, node.expression);
  if (pairs !== undefined) {
    overList(cx, node, labels, pairs.list, pairs.how);
    return;
  }
  const list = listValue(cx, node.expression);
  if (isList(list.type)) {
    overList(cx, node, labels, list, "values");
    return;
  }
  // A string, a map, a set, an iterator: what it gives, collected before the loop.
  const { checker, types } = cx.reader;
  const { initializer } = node;
  const given = types.ofValue(
    checker.getTypeAtLocation(
      ts.isVariableDeclarationList(initializer)
        ? initializer.declarations[0]!.name
        : initializer,
    ),
  );
  const all = foreign(
    node.expression,
    "dynamic",
    arrayOf(given),
    ["Array.from(", list, ")"],
    {
      pure: false,
      mutates: false,
    },
  );
  overList(cx, node, labels, temporary(cx, all, "items"), "values");
}

export function forIn(
  cx: Reading,
  node: ts.ForInStatement,
  labels: readonly string[],
): void {
  const object = value(cx, node.expression);
  if (isOwn(object) || fieldsOf(object) !== undefined) {
    const stable = kept(cx, object);
    overKeys(cx, node, labels, { dictionary: stable, what: "keys" });
    return;
  }
  const keys = foreign(
    node.expression,
    "dynamic",
    arrayOf(stringType),
    ["Object.keys(", object, ")"],
    {
      pure: false,
      mutates: false,
    },
  );
  overList(cx, node, labels, temporary(cx, keys, "keys"), "values");
}

/** Over a dictionary: the keys are listed before the loop. */
function overKeys(
  cx: Reading,
  node: ts.ForInOrOfStatement,
  labels: readonly string[],
  { dictionary, what }: { dictionary: ir.Expr; what: How },
): void {
  const keys = keysOf(cx, node.expression, dictionary);
  const start = cx.out.length;
  loopOver(cx, node, labels, keys, "i", (inner, list, i) => {
    const key = named(inner, element(list, i));
    const value = held(dictionary, key);
    const pattern = ts.isVariableDeclarationList(node.initializer)
      ? node.initializer.declarations[0]!.name
      : undefined;
    if (what === "entries" && pattern !== undefined && isPair(pattern)) {
      const [first, second] = pattern.elements;
      if (first !== undefined && ts.isBindingElement(first))
        bindName(inner, first.name, key);
      if (second !== undefined && ts.isBindingElement(second))
        bindName(inner, second.name, value);
      return;
    }
    const type = tupleOf([key.type, value.type]);
    const item =
      what === "keys"
        ? key
        : what === "values"
          ? value
          : temporary(
              inner,
              { kind: "arrayLiteral", type, elements: [key, value] },
              "entry",
            );
    bindTarget(inner, node.initializer, item);
  });
  // `for…in` gives keys alone, and a record's are listed before the loop.
  if (what !== "keys" || dictionaryOf(dictionary.type)?.container === "map")
    mustStay(cx, node, cx.out.slice(start), dictionary);
}

/** The length is read again before each iteration, as the iterator of an array does. */
function overList(
  cx: Reading,
  node: ts.ForInOrOfStatement,
  labels: readonly string[],
  given: ir.Expr,
  how: How,
): void {
  const name = how === "values" ? "i" : indexName(node.initializer);
  loopOver(cx, node, labels, given, name, (inner, list, i) =>
    bindItem(inner, node.initializer, list, i, how),
  );
}

function loopOver(
  cx: Reading,
  node: ts.ForInOrOfStatement,
  labels: readonly string[],
  given: ir.Expr,
  name: string,
  bind: (inner: Reading, list: ir.Expr, i: ir.ReadExpr) => void,
): void {
  const { origin } = cx;
  const stable = kept(cx, given);
  const list = { ...stable, type: definedPart(stable.type) };
  const label: ir.Label = { name: labels.at(-1) ?? "loop" };
  const i = variable(name);
  cx.func.constants.add(i);
  const target = {
    node,
    userLabels: labels,
    breakTo: label,
    continueTo: { how: "continue", label } as const,
  };
  const inner: Reading = {
    ...apart(cx),
    env: newEnv(cx.env),
    jumps: [...cx.jumps, target],
  };
  bind(inner, list, read(i));
  inner.out.push(...bodyOf(inner, node.statement));
  emit(cx, {
    kind: "loop",
    origin,
    label,
    init: [let_(origin, i, number(0))],
    test: compare("<", read(i), length(list)),
    testAfter: false,
    update: [assign(origin, i, apply("add", read(i), number(1)))],
    body: inner.out,
  });
}

type How = "values" | "keys" | "entries";

/** `xs.entries()`, `xs.keys()`, `xs.values()` of a list. */
function listMethod(
  cx: Reading,
  node: ts.Expression,
): { readonly list: ir.Expr; readonly how: How } | undefined {
  const call = unwrapped(node);
  if (!ts.isCallExpression(call) || call.arguments.length > 0) return undefined;
  const callee = unwrapped(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const how = callee.name.text;
  if (how !== "values" && how !== "keys" && how !== "entries") return undefined;
  const inner = apart(cx);
  const list = listValue(inner, callee.expression);
  if (!isList(list.type)) return undefined;
  cx.out.push(...inner.out);
  return { list, how };
}

/** The author's name for the index. */
function indexName(target: ts.ForInitializer): string {
  if (!ts.isVariableDeclarationList(target)) return "i";
  const { name } = target.declarations[0]!;
  if (ts.isIdentifier(name)) return name.text;
  const first = ts.isArrayBindingPattern(name) ? name.elements[0] : undefined;
  return first !== undefined &&
    ts.isBindingElement(first) &&
    ts.isIdentifier(first.name)
    ? first.name.text
    : "i";
}

function bindItem(
  cx: Reading,
  target: ts.ForInitializer,
  list: ir.Expr,
  i: ir.ReadExpr,
  how: How,
): void {
  const pattern = ts.isVariableDeclarationList(target)
    ? target.declarations[0]!.name
    : undefined;
  if (how === "entries" && pattern !== undefined && isPair(pattern)) {
    const [key, item] = pattern.elements as unknown as (
      ts.BindingElement | undefined
    )[];
    if (key !== undefined && ts.isBindingElement(key))
      bindIndex(cx, key.name, i);
    if (item !== undefined) bindName(cx, item.name, element(list, i));
    return;
  }
  const item =
    how === "values"
      ? element(list, i)
      : how === "keys"
        ? i
        : temporary(
            cx,
            {
              kind: "arrayLiteral",
              type: tupleOf([numberType, itemType(list.type)]),
              elements: [i, element(list, i)],
            },
            "entry",
          );
  if (how === "keys" && pattern !== undefined) bindIndex(cx, pattern, i);
  else bindTarget(cx, target, item);
}

/** The variable of the loop's head, or the place that it assigns to. */
function bindTarget(
  cx: Reading,
  target: ts.ForInitializer,
  item: ir.Expr,
): void {
  if (ts.isVariableDeclarationList(target)) {
    bindName(cx, target.declarations[0]!.name, item);
    return;
  }
  const { steps, place } = placeOf(cx, target);
  write(cx, target, place(inOrder(cx, steps)), item);
}

/** `[i, x]`, without defaults and rest. */
const isPair = (name: ts.BindingName): name is ts.ArrayBindingPattern =>
  ts.isArrayBindingPattern(name) &&
  name.elements.length <= 2 &&
  name.elements.every(
    (e) =>
      ts.isOmittedExpression(e) ||
      (e.initializer === undefined && e.dotDotDotToken === undefined),
  ) &&
  (name.elements.length < 2 || ts.isBindingElement(name.elements[1]!));

function bindName(cx: Reading, name: ts.BindingName, item: ir.Expr): void {
  if (ts.isIdentifier(name)) declare(cx, name, item);
  else declarePattern(cx, name, item);
}

/** The counter itself, unless the body assigns to its name. */
function bindIndex(cx: Reading, name: ts.BindingName, i: ir.ReadExpr): void {
  const symbol =
    ts.isIdentifier(name) && isConstant(cx, name)
      ? symbolOf(cx.reader, name)
      : undefined;
  if (symbol === undefined) bindName(cx, name, i);
  else cx.env.bindings.set(symbol, { kind: "expr", expr: i });
}
