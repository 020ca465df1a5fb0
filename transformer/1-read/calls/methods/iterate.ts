/** `map`, `forEach`, `reduce`, `reduceRight`: loops over the array, the callback's body in them. */
import { ts } from "ts-morph";
import {
  allocate,
  apply,
  assign,
  compare,
  let_,
  number,
  read,
  store,
  variable,
} from "../../../ir/build.ts";
import type * as ir from "../../../ir/nodes.ts";

import type { FunctionValue } from "../../bindings.ts";
import { countedLoop } from "../../expressions/copy-loop.ts";
import { missing } from "../../expressions/destructure.ts";
import { named, temporary, value } from "../../expressions/value.ts";
import type { Reading, Want } from "../../reading.ts";
import { apart, emit } from "../../reading.ts";
import { mayHaveHoles, pastHoles } from "../../expressions/holes.ts";
import { refuse } from "../../problems.ts";
import { fits, join } from "../../types/compatible.ts";
import { generated } from "../array-from.ts";
import type { Method, MethodCall } from "./dispatch.ts";
import { element, itemType, length } from "../../expressions/list.ts";

export const callbackOf = (
  cx: Reading,
  node: ts.CallExpression,
): FunctionValue | undefined =>
  node.arguments[0] === undefined
    ? undefined
    : cx.reader.lower.functionValue(cx, node.arguments[0]);

/** The callback's value for one item. */
export const callWith = (
  cx: Reading,
  f: FunctionValue,
  call: MethodCall,
  ...args: readonly ir.Expr[]
): ir.Expr =>
  cx.reader.lower.invoke(
    cx,
    f,
    args.map((expr) => ({ kind: "value", expr })),
    call.node.arguments[0]!,
    {},
  );

/** The callback's own name for the index. */
export function indexName(f: FunctionValue): string {
  const name = f.kind === "source" ? f.node.parameters[1]?.name : undefined;
  return name !== undefined && ts.isIdentifier(name) ? name.text : "i";
}

export const forEach: Method = (cx, call) => {
  const f = callbackOf(cx, call.node);
  if (f === undefined) return undefined;
  const { receiver } = call;
  const body = (inner: Reading, i: ir.Expr): void => {
    const v = callWith(inner, f, call, element(receiver, i), i, receiver);
    if (v.kind === "foreign" && !v.pure)
      emit(inner, { kind: "effect", origin: inner.origin, value: v });
  };
  const past = pastHoles(cx, call.node, receiver, body);
  countedLoop(cx, length(receiver), past, { name: indexName(f) });
  return missing;
};

export const map: Method = (cx, call) => {
  const f = callbackOf(cx, call.node);
  if (f === undefined) return undefined;
  const { receiver, type, want } = call;
  const asked = want.type?.kind === "array" ? want.type.element : undefined;
  const item = (inner: Reading, i: ir.Expr): ir.Expr =>
    inner.reader.lower.invoke(
      inner,
      f,
      [element(receiver, i), i, receiver].map((expr) => ({
        kind: "value",
        expr,
      })),
      call.node.arguments[0]!,
      { type: asked },
    );
  if (type.kind !== "typedArray")
    return generated(cx, length(receiver), want, item);
  const result = temporary(
    cx,
    allocate(type, length(receiver)),
    want.name ?? "mapped",
  );
  countedLoop(cx, length(receiver), (inner, i) => {
    const v = named(inner, item(inner, i));
    emit(inner, store(inner.origin, element(read(result.variable), i), v));
  });
  return result;
};

export const reduce: Method = (cx, call) => fold(cx, call, false);
export const reduceRight: Method = (cx, call) => fold(cx, call, true);

function fold(
  cx: Reading,
  call: MethodCall,
  backwards: boolean,
): ir.Expr | undefined {
  const f = callbackOf(cx, call.node);
  if (f === undefined) return undefined;
  const { receiver, node, want } = call;
  const given = node.arguments[1];
  const size = length(receiver);
  const last = apply("sub", size, number(1));
  const start =
    given === undefined
      ? element(receiver, backwards ? last : number(0))
      : value(cx, given, { type: want.type });
  const { origin } = cx;
  const result = {
    name: namedResult(want, f),
    type: given === undefined ? itemType(receiver.type) : start.type,
  };
  const one =
    (accumulated: ir.Variable) =>
    (inner: Reading, i: ir.Expr): void => {
      const v = named(
        inner,
        callWith(
          inner,
          f,
          call,
          read(accumulated),
          element(receiver, i),
          i,
          receiver,
        ),
      );
      result.type = fits(v.type, result.type)
        ? result.type
        : join(result.type, v.type);
      emit(inner, assign(origin, accumulated, v));
    };
  const first = given === undefined ? 1 : 0;
  if (first === 1 && mayHaveHoles(cx, receiver))
    refuse(cx, node, "AD1003", {
      what: `${node.getText()}, of a list that may have holes, without a start`,
    });
  const inner = apart(cx);
  const step = pastHoles(cx, node, receiver, one(result));
  if (backwards)
    backwardLoop(
      inner,
      first === 1 ? apply("sub", size, number(2)) : last,
      step,
    );
  else countedLoop(inner, size, step, { from: number(first) });
  emit(cx, let_(origin, result, start));
  cx.out.push(...inner.out);
  cx.func.temporaries.add(result);
  return read(result);
}

/** The name of the variable that is declared, else the callback's own for what it accumulates. */
const namedResult = ({ name }: Want, f: FunctionValue): string =>
  name === undefined || name === "result" ? accumulatorName(f) : name;

function accumulatorName(f: FunctionValue): string {
  const name =
    f.kind === "source" ? f.node.parameters[0]?.name.getText() : undefined;
  return name !== undefined && /^[\w$]+$/.test(name) ? name : "total";
}

function backwardLoop(
  cx: Reading,
  from: ir.Expr,
  body: (cx: Reading, i: ir.ReadExpr) => void,
): void {
  const { origin } = cx;
  const i = variable("i");
  const inner = apart(cx);
  body(inner, read(i));
  emit(cx, {
    kind: "loop",
    origin,
    label: { name: "loop" },
    init: [let_(origin, i, from)],
    test: compare(">=", read(i), number(0)),
    testAfter: false,
    update: [assign(origin, i, apply("sub", read(i), number(1)))],
    body: inner.out,
  });
}
