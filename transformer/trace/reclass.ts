/** Instances of a module's classes, as instances of the same classes of another evaluation of it. */

/** From the prototypes of one evaluation to those of the other, by the names under which they are exported. */
export function prototypesBetween(
  from: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
  to: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
): Map<object, object> {
  const pairs = new Map<object, object>();
  for (const [file, exports] of from)
    for (const [name, value] of Object.entries(exports)) {
      const other = to.get(file)?.[name];
      if (typeof value !== "function" || typeof other !== "function") continue;
      const prototype = value.prototype as object | undefined;
      if (prototype && other.prototype)
        pairs.set(prototype, other.prototype as object);
    }
  return pairs;
}

/** In place: the values are a copy made for this. */
export function reclass(
  value: unknown,
  prototypes: ReadonlyMap<object, object>,
  seen = new Set<object>(),
): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  if (ArrayBuffer.isView(value)) return;
  seen.add(value);
  const to = prototypes.get(Object.getPrototypeOf(value) as object);
  if (to) Object.setPrototypeOf(value, to);
  for (const inner of Object.values(value)) reclass(inner, prototypes, seen);
}
