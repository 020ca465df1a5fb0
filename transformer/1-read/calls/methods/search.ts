/** `filter`, `find`, `findIndex`, `some`, `every`: loops that the callback's answers steer. */
import {
  apply,
  assign,
  compare,
  if_,
  let_,
  number,
  read,
} from "../../../ir/build.ts";
import type * as ir from "../../../ir/nodes.ts";
import {
  arrayOf,
  booleanType,
  numberType,
  undefinedType,
  unionOf,
} from "../../../ir/types.ts";
import { countedLoop } from "../../expressions/copy-loop.ts";
import { missing } from "../../expressions/destructure.ts";
import { booleanConst } from "../../expressions/literals.ts";
import { temporary } from "../../expressions/value.ts";
import type { Reading } from "../../reading.ts";
import { emit } from "../../reading.ts";
import { copyOf } from "../array-from.ts";
import type { Method, MethodCall } from "./dispatch.ts";
import { callbackOf, callWith } from "./iterate.ts";
import { element, itemType, length } from "../../expressions/list.ts";

export const filter: Method = (cx, call) => {
  const f = callbackOf(cx, call.node);
  const { receiver, want } = call;
  if (f === undefined) return undefined;
  const isTyped = call.type.kind === "typedArray";
  const type = arrayOf(itemType(receiver.type));
  const kept = temporary(
    cx,
    { kind: "arrayLiteral", type, elements: [] },
    isTyped ? "kept" : (want.name ?? "kept"),
  );
  const { origin } = cx;
  countedLoop(cx, length(receiver), (inner, i) => {
    const item = temporary(inner, element(receiver, i), "item");
    const test = callWith(inner, f, call, item, i, receiver);
    emit(
      inner,
      if_(origin, test, [{ kind: "push", origin, array: kept, value: item }]),
    );
  });
  // How many there are is known only now.
  return call.type.kind === "typedArray"
    ? copyOf(cx, kept, want, call.type)
    : kept;
};

/** Which item is looked at as the i-th. */
type Order = (call: MethodCall) => ((i: ir.Expr) => ir.Expr) | undefined;
const fromStart: Order = () => undefined;
const fromEnd: Order =
  ({ receiver }) =>
  (i) =>
    apply("sub", apply("sub", length(receiver), number(1)), i);

const finding =
  (order: Order): Method =>
  (cx, call) => {
    const type = unionOf([itemType(call.receiver.type), undefinedType]);
    return search(
      cx,
      call,
      { name: "found", type },
      missing,
      false,
      (item) => item,
      order(call),
    );
  };
export const find = finding(fromStart);
export const findLast = finding(fromEnd);

const findingIndex =
  (order: Order): Method =>
  (cx, call) =>
    search(
      cx,
      call,
      { name: "at", type: numberType },
      number(-1),
      false,
      (_item, i) => i,
      order(call),
    );
export const findIndex = findingIndex(fromStart);
export const findLastIndex = findingIndex(fromEnd);

export const some: Method = (cx, call) =>
  search(
    cx,
    call,
    { name: "found", type: booleanType },
    booleanConst(false),
    false,
    () => booleanConst(true),
  );

export const every: Method = (cx, call) =>
  search(
    cx,
    call,
    { name: "all", type: booleanType },
    booleanConst(true),
    true,
    () => booleanConst(false),
  );

function search(
  cx: Reading,
  call: MethodCall,
  variable: { name: string; type: ir.Variable["type"] },
  start: ir.Expr,
  negated: boolean,
  answer: (item: ir.Expr, i: ir.Expr) => ir.Expr,
  /** The index of what is looked at in turn. */
  place: (i: ir.Expr) => ir.Expr = (i) => i,
): ir.Expr | undefined {
  const f = callbackOf(cx, call.node);
  if (f === undefined) return undefined;
  const { receiver, want } = call;
  const { origin } = cx;
  const result: ir.Variable = { ...variable, name: want.name ?? variable.name };
  emit(cx, let_(origin, result, start));
  const label: ir.Label = { name: "search" };
  countedLoop(
    cx,
    length(receiver),
    (inner, turn) => {
      const at = place(turn);
      const i = at === turn ? turn : temporary(inner, at, "i");
      const item = element(receiver, i);
      const holds = callWith(inner, f, call, item, i, receiver);
      const test = negated ? compare("!", holds) : holds;
      const found: ir.Stmt[] = [
        assign(origin, result, answer(item, i)),
        { kind: "jump", origin, how: "break", target: label },
      ];
      emit(inner, if_(origin, test, found));
    },
    { label },
  );
  cx.func.temporaries.add(result);
  return read(result);
}
