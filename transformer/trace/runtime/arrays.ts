/**
 * Methods of arrays and typed arrays. Elements and accumulators may be followed numbers and pass through;
 * indices are plain; what a predicate or a comparison returns decides, and is plain.
 */
import { Scalar, value } from "../../../src/tape/trace.ts";
import { viewOf } from "../../../src/tape/traced-array.ts";

type Arguments = readonly unknown[];
type Adjust = (
  args: Arguments,
  callable: (f: unknown) => AnyFunction,
) => unknown[];
export type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

const raw: Adjust = (args) => [...args];
const indices: Adjust = (args) => args.map((arg) => value(arg));
const callback: Adjust = ([f, ...rest], callable) => [
  typeof f === "function" ? callable(f) : f,
  ...rest,
];
/** The callback's result is a verdict or an order. */
const decision: Adjust = ([f, ...rest], callable) => {
  if (typeof f !== "function") return [f, ...rest];
  const called = callable(f);
  const plain: AnyFunction = function (...args) {
    return value(Reflect.apply(called, this, args));
  };
  return [plain, ...rest];
};
const first: Adjust = ([x, ...rest]) => [x, ...rest.map((arg) => value(arg))];
/** How many are given matters: `splice(i)` takes all of the rest, `splice(i, undefined)` nothing. */
const leading =
  (count: number): Adjust =>
  (args) =>
    args.map((arg, k) => (k < count ? value(arg) : arg));

/** How the arguments of a method are passed on, by its name. */
export const adjustments: Readonly<Record<string, Adjust>> = {
  push: raw,
  unshift: raw,
  concat: raw,
  at: indices,
  slice: indices,
  subarray: indices,
  copyWithin: indices,
  flat: indices,
  forEach: callback,
  map: callback,
  flatMap: callback,
  reduce: callback,
  reduceRight: callback,
  filter: decision,
  some: decision,
  every: decision,
  find: decision,
  findIndex: decision,
  findLast: decision,
  findLastIndex: decision,
  sort: decision,
  toSorted: decision,
  fill: first,
  with: leading(1),
  splice: leading(2),
  toSpliced: leading(2),
  set: first,
};

/** A typed array of integers stores plain numbers: also what a callback of `map` returns. */
export const integerAdjustments: Readonly<Record<string, Adjust>> = {
  ...adjustments,
  map: decision,
  fill: indices,
  with: indices,
  set: ([from, ...rest]) => [plainItems(from), ...rest.map((r) => value(r))],
};

/** Searches compare numbers, not the objects that stand for them. */
export function search(
  list: readonly unknown[],
  method: "includes" | "indexOf" | "lastIndexOf",
  args: Arguments,
): unknown {
  // `map` keeps holes, which `indexOf` skips.
  const plain = list.map((item) => value(item));
  return Reflect.apply(
    plain[method] as AnyFunction,
    plain,
    indices(args, never),
  );
}

const never = (): AnyFunction => {
  throw new Error("indices have no callback");
};

/** The items of an iterable or array-like, as plain numbers; anything else as it is. */
export function plainItems(from: unknown): unknown {
  if (from instanceof Scalar) return value(from);
  if (typeof from !== "object" || from === null) return from;
  if (from instanceof ArrayBuffer) return from;
  if (ArrayBuffer.isView(from) && !viewOf(from)) return from;
  return Array.from(from as ArrayLike<unknown>, (item) => value(item));
}
