/** Points and directions: values in the shape of an argument list, moved and multiplied. */
import { copy } from "../../src/check/index.ts";
import { isFloatArray } from "../../src/check/leaves.ts";
import { keysOf, partAt, setPart } from "../../src/check/parts.ts";

type Holder = Record<string | number, unknown>;

/** A number's place: who holds it, and under which key. */
export interface NumberPlace {
  readonly holder: Holder;
  readonly key: string | number;
}

/** The places of all numbers below the given entries of a list; what is shared is listed once. */
export function placesOf(
  list: readonly unknown[],
  entries: readonly number[],
): NumberPlace[] {
  const places: NumberPlace[] = [];
  const seen = new Set<object>();
  const visit = (holder: Holder, key: string | number): void => {
    const value = partAt(holder, key);
    if (typeof value === "number") places.push({ holder, key });
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (ArrayBuffer.isView(value) && !isFloatArray(value)) return;
    for (const inner of keysOf(value)) visit(value as Holder, inner);
  };
  for (const i of entries) visit(list as unknown as Holder, i);
  return places;
}

/** The numbers at the places that another list of the same shape has. */
export const numbersAt = (places: readonly NumberPlace[]): number[] =>
  places.map(({ holder, key }) => partAt(holder, key) as number);

/** A list like `args` with other numbers in it; `undefined` for entries that do not move. */
export function directionLike(
  args: readonly unknown[],
  entries: readonly number[],
  numbers: (k: number) => number,
): unknown[] {
  const made = copy([...args]);
  // Anything that is not to move stands still.
  placesOf(made, [...made.keys()]).forEach(({ holder, key }) => {
    setPart(holder, key, 0);
  });
  placesOf(made, entries).forEach(({ holder, key }, k) => {
    setPart(holder, key, numbers(k));
  });
  return made.map((value, i) => (entries.includes(i) ? value : undefined));
}

/** `args + h * direction`, of the entries given. */
export function moved(
  args: readonly unknown[],
  direction: readonly unknown[],
  entries: readonly number[],
  h: number,
): unknown[] {
  const point = copy([...args]);
  const steps = numbersAt(placesOf(direction, entries));
  placesOf(point, entries).forEach(({ holder, key }, k) => {
    setPart(holder, key, (partAt(holder, key) as number) + h * steps[k]!);
  });
  return point;
}

/** Numbers between -1 and 1, none of them small, the same ones in every run. */
export function numbersFrom(seed: number): (k: number) => number {
  return (k) => {
    const x = Math.sin((k + 1) * 12.9898 + seed * 78.233) * 43758.5453;
    const fraction = x - Math.floor(x);
    return fraction < 0.5 ? -0.25 - 1.5 * fraction : 1.5 * fraction - 0.5;
  };
}

export const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * b[i]!, 0);

/** The size of the terms that a dot product adds up: what its rounding is measured by. */
export const sizeOf = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + Math.abs(x * b[i]!), 0);
