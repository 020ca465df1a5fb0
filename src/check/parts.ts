/** What stands in an array, an object or a `Map`, by its index, name or key. */
export type Key = string | number;

/** Places of an array, holes left out; fields of an object; keys of a map. */
export function keysOf(holder: object): Key[] {
  if (holder instanceof Map) return [...(holder as Map<Key, unknown>).keys()];
  return Array.isArray(holder)
    ? Object.keys(holder).map(Number)
    : Object.keys(holder);
}

export const partAt = (holder: object, key: Key): unknown =>
  holder instanceof Map
    ? (holder as Map<Key, unknown>).get(key)
    : (holder as Record<Key, unknown>)[key];

export function setPart(holder: object, key: Key, part: unknown): void {
  if (holder instanceof Map) (holder as Map<Key, unknown>).set(key, part);
  else (holder as Record<Key, unknown>)[key] = part;
}

export const hasPart = (holder: object, key: Key): boolean =>
  holder instanceof Map
    ? (holder as Map<Key, unknown>).has(key)
    : Object.hasOwn(holder, key);

/** One of the same kind with nothing in it. No constructor of the user's runs. */
export function emptyLike(holder: object): object {
  if (holder instanceof Map) return new Map<Key, unknown>();
  return Array.isArray(holder)
    ? new Array<unknown>(holder.length)
    : (Object.create(Object.getPrototypeOf(holder) as object | null) as object);
}
