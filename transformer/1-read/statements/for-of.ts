/** `for … of` over arrays, by index; `for … in` over the keys of an object. */
import { ts } from "ts-morph";
import {
  apply,
  assign,
  compare,
  element,
  length,
  let_,
  number,
  read,
  variable,
} from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { arrayOf, definedPart, stringType } from "../../ir/types.ts";
import { newEnv } from "../bindings.ts";
import { declare } from "../declare.ts";
import { isList } from "../expressions/access.ts";
import { declarePattern } from "../expressions/destructure.ts";
import { foreign } from "../expressions/foreign.ts";
import { placeOf, write } from "../expressions/place.ts";
import { isStable, temporary, value } from "../expressions/value.ts";
import { inOrder } from "../order.ts";
import { refuse } from "../problems.ts";
import type { Reading } from "../reading.ts";
import { apart, emit } from "../reading.ts";
import { bodyOf } from "./block.ts";

export function forEachOf(
  cx: Reading,
  node: ts.ForOfStatement,
  labels: readonly string[],
): void {
  if (node.awaitModifier !== undefined) {
    refuse(cx, node, "AD1002", { what: "`for await`" });
    return;
  }
  const list = value(cx, node.expression);
  if (isList(list.type)) {
    overList(cx, node, labels, list);
    return;
  }
  // A string, a map, a set, an iterator: what it gives, collected before the loop.
  const { checker, types } = cx.reader;
  const given = types.ofValue(checker.getTypeAtLocation(node.initializer));
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
  overList(cx, node, labels, temporary(cx, all, "items"));
}

export function forIn(
  cx: Reading,
  node: ts.ForInStatement,
  labels: readonly string[],
): void {
  const object = value(cx, node.expression);
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
  overList(cx, node, labels, temporary(cx, keys, "keys"));
}

/** The length is read again before each iteration, as the iterator of an array does. */
function overList(
  cx: Reading,
  node: ts.ForInOrOfStatement,
  labels: readonly string[],
  given: ir.Expr,
): void {
  const { origin } = cx;
  const stable = isStable(cx, given) ? given : temporary(cx, given);
  const list = { ...stable, type: definedPart(stable.type) };
  const label: ir.Label = { name: labels.at(-1) ?? "loop" };
  const i = variable("i");
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
  bindItem(inner, node.initializer, element(list, read(i)));
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

function bindItem(cx: Reading, target: ts.ForInitializer, item: ir.Expr): void {
  if (ts.isVariableDeclarationList(target)) {
    const { name } = target.declarations[0]!;
    if (ts.isIdentifier(name)) declare(cx, name, item);
    else declarePattern(cx, name, item);
    return;
  }
  const { steps, place } = placeOf(cx, target);
  write(cx, target, place(inOrder(cx, steps)), item);
}
