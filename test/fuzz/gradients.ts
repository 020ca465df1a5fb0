/** The gradient of a program as numbers, to compare with that of the same function written or compiled otherwise. */
import { copy } from "../../src/check/index.ts";
import { registeredOn } from "../../src/registered.ts";
import {
  directionLike,
  numbersAt,
  numbersFrom,
  placesOf,
} from "../differentiate/forward-directions.ts";

type Call = (...args: unknown[]) => unknown;

/** One entry a parameter; for any result, with a cotangent that depends on its shape alone. */
export function gradientOf(
  f: unknown,
  args: readonly unknown[],
): unknown[] | undefined {
  const derivatives = registeredOn(f);
  if (!derivatives?.vjp) return undefined;
  const { value, pullback } = (derivatives.vjp as Call)(
    ...(copy([...args]) as unknown[]),
  ) as { value: unknown; pullback: Call };
  const isVoid = (f as Call)(...(copy([...args]) as unknown[])) === undefined;
  const cotangent = isVoid
    ? (value as unknown[]).map((x) =>
        typeof x === "object" ? weightsLike(x) : undefined,
      )
    : weightsLike(value);
  const first = pullback(cotangent);
  return derivatives.single === true ? [first] : (first as unknown[]);
}

const weightsLike = (x: unknown): unknown =>
  directionLike([x], [0], numbersFrom(5))[0];

/** What differs; nothing where they agree. `order`: which entry of `a` each of `b` is. */
export function differenceOf(
  a: readonly unknown[],
  b: readonly unknown[],
  float32: boolean,
  order: readonly number[] = [...b.keys()],
): string | undefined {
  const sorted = order.map((i) => a[i]);
  const of = (list: readonly unknown[]): number[] =>
    numbersAt(placesOf(list, [...list.keys()]));
  const x = of(sorted);
  const y = of(b);
  if (x.length !== y.length) return `${y.length} entries for ${x.length}`;
  const largest = Math.max(1e-3, ...x.map(Math.abs).filter(Number.isFinite));
  const i = x.findIndex(
    (xi, k) =>
      !Object.is(xi, y[k]) &&
      !(Math.abs(xi - y[k]!) <= (float32 ? 1e-4 : 1e-9) * largest),
  );
  return i < 0 ? undefined : `number ${i} is ${y[i]} for ${x[i]}`;
}
