/**
 * The numbers within a value, each with the path that leads to it. A leaf is a place that differences can
 * step and that has an entry in the gradient: an integer array or a boolean has none.
 */
import { keysOf, partAt, setPart, type Key } from "./parts.ts";

export type { Key };

export interface Leaf {
  /** From the value that was searched to the number; empty for a number itself. */
  readonly path: readonly Key[];
  readonly value: number;
  /** It stands in a Float32Array. */
  readonly float32: boolean;
}

export const isFloatArray = (
  value: unknown,
): value is Float64Array | Float32Array =>
  value instanceof Float64Array || value instanceof Float32Array;

/** Every leaf of a value, in the order of its entries and fields. What is reachable twice is listed twice. */
export function leavesOf(value: unknown): Leaf[] {
  const leaves: Leaf[] = [];
  walk(value, [], new Set(), (leaf) => leaves.push(leaf));
  return leaves;
}

function walk(
  value: unknown,
  path: readonly Key[],
  above: ReadonlySet<object>,
  visit: (leaf: Leaf) => void,
): void {
  if (typeof value === "number") visit({ path, value, float32: false });
  if (typeof value !== "object" || value === null || above.has(value)) return;
  if (isFloatArray(value)) {
    const float32 = value instanceof Float32Array;
    value.forEach((x, i) => visit({ path: [...path, i], value: x, float32 }));
    return;
  }
  if (ArrayBuffer.isView(value)) return;
  const within = new Set(above).add(value);
  for (const key of keysOf(value)) {
    const inner = partAt(value, key);
    walk(inner, [...path, key], within, visit);
  }
}

/** What stands at the end of a path; `undefined` where the path leads nowhere. */
export function at(value: unknown, path: readonly Key[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== "object" || found === null) return undefined;
    found = partAt(found, key);
  }
  return found;
}

/** Puts a number at the end of a path (of one key at least). */
export function put(value: object, path: readonly Key[], x: number): void {
  setPart(at(value, path.slice(0, -1)) as object, path.at(-1)!, x);
}

/** A path as its reader would write it: `[3].weights[0]`. */
export const pathText = (path: readonly Key[]): string =>
  path
    .map((key) =>
      typeof key === "number"
        ? `[${key}]`
        : /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)
          ? `.${key}`
          : `[${JSON.stringify(key)}]`,
    )
    .join("");
