/** `structuredClone`: a copy that keeps identity and stays on the tape. */
import { Scalar, tracedArray, type Num } from "../../../src/tape/trace.ts";
import { viewOf } from "../../../src/tape/traced-array.ts";

export function clone(x: unknown, seen = new Map<object, unknown>()): unknown {
  if (typeof x !== "object" || x === null || x instanceof Scalar) return x;
  const known = seen.get(x);
  if (known !== undefined) return known;
  const view = viewOf(x);
  if (view) {
    const made = tracedArray(view.name, x as Iterable<Num>);
    seen.set(x, made);
    return made;
  }
  if (x instanceof Map) {
    const made = new Map<unknown, unknown>();
    seen.set(x, made);
    for (const [key, part] of x as Map<unknown, unknown>)
      made.set(key, clone(part, seen));
    return made;
  }
  const isPlain = Object.getPrototypeOf(x) === Object.prototype;
  if (!Array.isArray(x) && !isPlain) return structuredClone(x);
  const made: object = Array.isArray(x) ? new Array<unknown>(x.length) : {};
  seen.set(x, made);
  for (const [key, field] of Object.entries(x))
    (made as Record<string, unknown>)[key] = clone(field, seen);
  return made;
}
