/** Methods of arrays and typed arrays. What is not listed here is a call that we can't look into. */
import { ts } from "ts-morph";
import type * as ir from "../../../ir/nodes.ts";
import type { Type } from "../../../ir/types.ts";
import { definedPart } from "../../../ir/types.ts";
import { listType } from "../../expressions/list.ts";
import { kept } from "../../expressions/value.ts";
import type { Reading, Want } from "../../reading.ts";
import { concat } from "./concat.ts";
import { copyWithin, set, subarray } from "./typed.ts";
import { fill, reverse } from "./fill.ts";
import {
  every,
  filter,
  find,
  findIndex,
  findLast,
  findLastIndex,
  some,
} from "./search.ts";
import { forEach, map, reduce, reduceRight } from "./iterate.ts";
import { pop, push } from "./stack.ts";
import { slice } from "./slice.ts";
import { at, flat, flatMap, toReversed, with_ } from "./flat.ts";
import { sort, toSorted } from "./order.ts";
import { shift, splice, unshift } from "./splice.ts";

/** One method call: the receiver and the arguments may be repeated. */
export interface MethodCall {
  readonly node: ts.CallExpression;
  readonly receiver: ir.Expr;
  /** What kind of list it is; a view is what it is a view of. */
  readonly type: Type;
  readonly want: Want;
}

/** Gives nothing where this form of the call is not one we read. */
export type Method = (cx: Reading, call: MethodCall) => ir.Expr | undefined;

const methods: Readonly<Record<string, Method>> = {
  at,
  concat,
  copyWithin,
  every,
  fill,
  filter,
  find,
  findIndex,
  findLast,
  findLastIndex,
  flat,
  flatMap,
  forEach,
  map,
  pop,
  push,
  reduce,
  reduceRight,
  reverse,
  set,
  shift,
  slice,
  some,
  sort,
  splice,
  subarray,
  toReversed,
  toSorted,
  unshift,
  with: with_,
};

export function arrayMethod(
  cx: Reading,
  node: ts.CallExpression,
  name: string,
  receiver: ir.Expr,
  want: Want,
): ir.Expr | undefined {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method === undefined) return undefined;
  const defined = definedPart(receiver.type);
  const stable = kept(cx, receiver);
  return method(cx, {
    node,
    receiver: { ...stable, type: defined },
    type: listType(defined),
    want,
  });
}
