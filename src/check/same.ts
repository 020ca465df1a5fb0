/** Comparison bit for bit, of whole values. */
import { pathText } from "./leaves.ts";
import { hasPart, keysOf, partAt, type Key } from "./parts.ts";

/** The first place where two values differ, as text (`[2].x is 3, not 4`); `undefined` if they are the same. */
export function firstDifference(
  found: unknown,
  wanted: unknown,
  options: { zerosAlike?: boolean } = {},
): string | undefined {
  return search(found, wanted, [], new Map(), options.zerosAlike === true);
}

function search(
  found: unknown,
  wanted: unknown,
  path: readonly Key[],
  seen: Map<object, unknown>,
  zerosAlike: boolean,
): string | undefined {
  if (Object.is(found, wanted)) return undefined;
  if (zerosAlike && found === 0 && wanted === 0) return undefined;
  const differ = `${pathText(path)} is ${show(found)}, not ${show(wanted)}`;
  if (!isObject(found) || !isObject(wanted)) {
    // A function of one evaluation of the module is another object than that of the other.
    if (typeof found === "function" && typeof wanted === "function")
      return undefined;
    return differ.trimStart();
  }
  if (seen.get(found) === wanted) return undefined;
  seen.set(found, wanted);
  if (kindOf(found) !== kindOf(wanted)) return differ.trimStart();
  if (ArrayBuffer.isView(wanted) || Array.isArray(wanted)) {
    const a = found as unknown as ArrayLike<unknown>;
    const b = wanted as unknown as ArrayLike<unknown>;
    if (a.length !== b.length)
      return `${pathText(path)}.length is ${a.length}, not ${b.length}`;
    for (let i = 0; i < b.length; i++) {
      const inner = search(a[i], b[i], [...path, i], seen, zerosAlike);
      if (inner !== undefined) return inner;
    }
    return undefined;
  }
  const keys = keysOf(wanted);
  const missing = keys.find((key) => !hasPart(found, key));
  if (missing !== undefined)
    return `${pathText([...path, missing])} is missing`;
  const extra = keysOf(found).find((key) => !hasPart(wanted, key));
  if (extra !== undefined) return `${pathText([...path, extra])} is too many`;
  for (const key of keys) {
    const a = partAt(found, key);
    const b = partAt(wanted, key);
    const inner = search(a, b, [...path, key], seen, zerosAlike);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null;

/** Classes are compared by name: the two values may come from two evaluations of one module. */
const kindOf = (value: object): string =>
  Array.isArray(value)
    ? "Array"
    : ((value.constructor as { name?: string } | undefined)?.name ?? "Object");

/** A value in a message: short, and never an exception. */
export function show(value: unknown): string {
  if (typeof value === "number")
    return Object.is(value, -0) ? "-0" : `${value}`;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (!isObject(value)) return String(value);
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    const items = Array.from(value as unknown as ArrayLike<unknown>);
    const shown = items.slice(0, 6).map((item) => show(item));
    return `${kindOf(value)} [${shown.join(", ")}${items.length > 6 ? ", …" : ""}]`;
  }
  return `a ${kindOf(value)}`;
}
