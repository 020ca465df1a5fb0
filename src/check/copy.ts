/**
 * Deep copies that keep identity: what is reachable twice in the original is reachable twice in the copy,
 * two views of one buffer stay two views of one buffer, cycles end, and prototypes are kept. (That is what
 * `structuredClone` lacks: it makes class instances plain.) Functions, and whatever else has no contents of
 * its own to copy, stay themselves.
 */
export function copy<T>(value: T, seen = new Map<object, object>()): T {
  return copyAny(value, seen) as T;
}

function copyAny(value: unknown, seen: Map<object, object>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  if (value instanceof ArrayBuffer) return keep(seen, value, value.slice(0));
  if (ArrayBuffer.isView(value)) return copyView(value, seen);
  if (value instanceof Date) return keep(seen, value, new Date(value));
  if (value instanceof Map) {
    const result = keep(seen, value, new Map<unknown, unknown>());
    for (const [k, v] of value) result.set(copyAny(k, seen), copyAny(v, seen));
    return result;
  }
  if (value instanceof Set) {
    const result = keep(seen, value, new Set<unknown>());
    for (const v of value) result.add(copyAny(v, seen));
    return result;
  }
  if (Array.isArray(value)) {
    const result = keep(seen, value, new Array<unknown>(value.length));
    Object.setPrototypeOf(result, Object.getPrototypeOf(value) as object);
    return copyFields(value, result, seen);
  }
  const result = Object.create(Object.getPrototypeOf(value) as object | null);
  return copyFields(value, keep(seen, value, result as object), seen);
}

function keep<C extends object>(
  seen: Map<object, object>,
  original: object,
  made: C,
): C {
  seen.set(original, made);
  return made;
}

/** Own fields, as fields: a getter is copied as a getter, and no setter runs. */
function copyFields(
  from: object,
  to: object,
  seen: Map<object, object>,
): object {
  for (const key of Reflect.ownKeys(from)) {
    if (Array.isArray(to) && key === "length") continue;
    const field = Object.getOwnPropertyDescriptor(from, key)!;
    if ("value" in field) field.value = copyAny(field.value, seen);
    Object.defineProperty(to, key, field);
  }
  if (Object.isFrozen(from)) Object.freeze(to);
  else if (Object.isSealed(from)) Object.seal(to);
  return to;
}

function copyView(
  view: ArrayBufferView,
  seen: Map<object, object>,
): ArrayBufferView {
  const buffer = copyAny(view.buffer, seen) as ArrayBuffer;
  const Kind = view.constructor as new (
    buffer: ArrayBufferLike,
    offset: number,
    length: number,
  ) => ArrayBufferView;
  const length =
    view instanceof DataView
      ? view.byteLength
      : (view as unknown as ArrayLike<number>).length;
  return keep(seen, view, new Kind(buffer, view.byteOffset, length));
}
