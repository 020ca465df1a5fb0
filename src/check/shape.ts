/** An entry has the shape and the type of its parameter. */
import { pathText } from "./leaves.ts";
import { keysOf, partAt, type Key } from "./parts.ts";
import { show } from "./same.ts";

/** The first place where an entry has another shape than its argument; `undefined` if there is none. */
export function misshapen(
  entry: unknown,
  arg: unknown,
  path: readonly Key[] = [],
  above: ReadonlySet<object> = new Set(),
): string | undefined {
  const wrong = (what: string): string =>
    `${pathText(path)} is ${show(entry)}, where the argument holds ${what}`.trimStart();
  if (typeof arg === "number")
    return typeof entry === "number" ? undefined : wrong("a number");
  // What carries no derivative may be left out of the entry, or stand there as it is.
  if (typeof arg !== "object" || arg === null || above.has(arg))
    return undefined;
  if (typeof entry !== "object" || entry === null) {
    return holdsNumber(arg) ? wrong(show(arg)) : undefined;
  }
  if (ArrayBuffer.isView(arg) || Array.isArray(arg)) {
    const length = (arg as ArrayLike<unknown>).length;
    if ((entry as ArrayLike<unknown>).length !== length)
      return wrong(`${length} entries`);
  }
  if (ArrayBuffer.isView(arg))
    return entry.constructor.name === arg.constructor.name
      ? undefined
      : wrong(show(arg));
  const within = new Set(above).add(arg);
  for (const key of keysOf(arg)) {
    const inner = misshapen(
      partAt(entry, key),
      partAt(arg, key),
      [...path, key],
      within,
    );
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function holdsNumber(value: unknown, above = new Set<object>()): boolean {
  if (typeof value === "number") return true;
  if (typeof value !== "object" || value === null || above.has(value))
    return false;
  if (ArrayBuffer.isView(value))
    return (
      (value instanceof Float64Array || value instanceof Float32Array) &&
      value.length > 0
    );
  above.add(value);
  return keysOf(value).some((key) => holdsNumber(partAt(value, key), above));
}
