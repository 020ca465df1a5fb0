/** Which functions are JavaScript's own (or the host's): their source can't be traced. */

/** Every function that can be reached from the global object: constructors, statics, methods, namespaces. */
export const builtins: ReadonlySet<unknown> = collect();

function collect(): Set<unknown> {
  const found = new Set<unknown>();
  const seen = new Set<unknown>();
  const visit = (holder: unknown, depth: number): void => {
    const isFunction = typeof holder === "function";
    if (!isFunction && (typeof holder !== "object" || holder === null)) return;
    if (isFunction) found.add(holder);
    if (depth === 0 || seen.has(holder)) return;
    seen.add(holder);
    for (const key of Reflect.ownKeys(holder)) {
      // Getters of the host are not called: some warn, some load what nobody asked for.
      const field = Object.getOwnPropertyDescriptor(holder, key);
      if (field && "value" in field) visit(field.value, depth - 1);
    }
  };
  const typedArray = Object.getPrototypeOf(Int8Array) as unknown;
  visit(typedArray, 2);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const field = Object.getOwnPropertyDescriptor(globalThis, name);
    if (field && "value" in field && field.value !== globalThis)
      visit(field.value, 2);
  }
  return found;
}

/** Names of built-in methods: only a call by one of these can reach a function that is not traced. */
export const builtinMethodNames: ReadonlySet<string> = new Set(
  [
    ...[Array, String, Number, Boolean, Map, Set, WeakMap, WeakSet, Date],
    ...[RegExp, Promise, Function, Object, Symbol, BigInt, Error],
    Object.getPrototypeOf(Int8Array) as { prototype: object },
  ]
    .flatMap(({ prototype }) => Object.getOwnPropertyNames(prototype))
    .concat(["subarray", "set", "toSorted", "toReversed", "toSpliced", "with"]),
);
