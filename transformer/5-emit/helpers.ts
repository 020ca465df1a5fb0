/**
 * The text of the helpers that emitted code may call. Each is a function, hoisted, strictly typed under any
 * flags, and depends on nothing but the others. `$name$` stands for the name that a helper gets in the module.
 */
import type { HelperName } from "../ir/helpers.ts";

export interface Helper {
  readonly doc: string;
  readonly text: string;
}

/** All that there are: those that passes may ask for, and the emitter's own. */
export type AnyHelper =
  HelperName | "partsOf" | "Writable" | "mustInherit" | WithMaps;
type WithMaps = (typeof withMaps)[number];

/** A `Map` is met by the variant of its own; lines that start with `@` are in that alone. */
const withMaps = [
  "zerosLikeMaps",
  "copyOfMaps",
  "overlapsMaps",
  "partsOfMaps",
  "scaledMaps",
  "addIntoMaps",
] as const;

const texts: Readonly<Record<Exclude<AnyHelper, WithMaps>, Helper>> = {
  // Descriptors, so that no accessor of the user's runs; writable, since the primal may be frozen.
  zerosLike: {
    doc: "The shape of a value with zeros for its numbers. What is one object there is one here; fields named in `own` are the value's.",
    text: `function $zerosLike$<T>(of: unknown, group = new Map<object, object>(), own: string[] = [], hidden: string[] = []): T {
  if (typeof of === "number") return 0 as T;
  if (typeof of !== "object" || of === null) return of as T;
  const known = group.get(of);
  if (known !== undefined) return known as T;
  if (of instanceof Float64Array || of instanceof Float32Array) {
    const buffer = (group.get(of.buffer) ?? new ArrayBuffer(of.buffer.byteLength)) as ArrayBuffer;
    const zeros = of instanceof Float64Array
      ? new Float64Array(buffer, of.byteOffset, of.length)
      : new Float32Array(buffer, of.byteOffset, of.length);
    group.set(of.buffer, buffer).set(of, zeros);
    return zeros as T;
  }
  if (ArrayBuffer.isView(of)) return of as T;
  if (Array.isArray(of)) {
    const zeros: unknown[] = [];
    group.set(of, zeros);
    for (const part of of) zeros.push($zerosLike$(part, group, own, hidden));
    return zeros as T;
  }
@  if (of instanceof Map) {
@    const zeros = new Map<unknown, unknown>();
@    group.set(of, zeros);
@    for (const [key, part] of of as Map<unknown, unknown>) zeros.set(key, $zerosLike$(part, group, own, hidden));
@    return zeros as T;
@  }
  const zeros: object = Object.create(Object.getPrototypeOf(of) as object | null);
  group.set(of, zeros);
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(of))) {
    if ("value" in property) {
      property.writable = true;
      if (!own.includes(name)) property.value = $zerosLike$(property.value, group, own, hidden);
    }
    Object.defineProperty(zeros, name, property);
  }
  for (const name of hidden) {
    if (!(name in of) || Object.getOwnPropertyDescriptor(of, name) !== undefined) continue;
    const part = (of as Record<string, unknown>)[name];
    const value: unknown = own.includes(name) ? part : $zerosLike$(part, group, own, hidden);
    Object.defineProperty(zeros, name, { value, writable: true, enumerable: true, configurable: true });
  }
  return zeros as T;
}`,
  },
  copyOf: {
    doc: "A deep copy. What is one object there is one here; fields named in `own` are the value's.",
    text: `function $copyOf$<T>(of: unknown, group = new Map<object, object>(), own: string[] = [], hidden: string[] = []): T {
  if (typeof of !== "object" || of === null) return of as T;
  const known = group.get(of);
  if (known !== undefined) return known as T;
  if (ArrayBuffer.isView(of)) {
    const buffer = group.get(of.buffer) ?? of.buffer.slice(0);
    const View = of.constructor as new (buffer: object, start: number, length: number) => object;
    const copy = new View(buffer, of.byteOffset, (of as Float64Array).length);
    group.set(of.buffer, buffer).set(of, copy);
    return copy as T;
  }
  if (Array.isArray(of)) {
    const copy: unknown[] = [];
    group.set(of, copy);
    for (const part of of) copy.push($copyOf$(part, group, own, hidden));
    return copy as T;
  }
@  if (of instanceof Map) {
@    const copy = new Map<unknown, unknown>();
@    group.set(of, copy);
@    for (const [key, part] of of as Map<unknown, unknown>) copy.set(key, $copyOf$(part, group, own, hidden));
@    return copy as T;
@  }
  const copy: object = Object.create(Object.getPrototypeOf(of) as object | null);
  group.set(of, copy);
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(of))) {
    if ("value" in property) {
      property.writable = true;
      if (!own.includes(name)) property.value = $copyOf$(property.value, group, own, hidden);
    }
    Object.defineProperty(copy, name, property);
  }
  for (const name of hidden) {
    if (!(name in of) || Object.getOwnPropertyDescriptor(of, name) !== undefined) continue;
    const part = (of as Record<string, unknown>)[name];
    const value: unknown = own.includes(name) ? part : $copyOf$(part, group, own, hidden);
    Object.defineProperty(copy, name, { value, writable: true, enumerable: true, configurable: true });
  }
  return copy as T;
}`,
  },
  // Views are compared by the bytes that they cover, sorted, so that many rows of one buffer cost n log n.
  overlaps: {
    doc: "Do two values share storage, as a whole or in any part?",
    text: `function $overlaps$(a: unknown, b: unknown, hidden: string[] = []): boolean {
  const parts = $partsOf$(a, hidden);
  const views: { of: ArrayBufferView; first: boolean }[] = [];
  for (const part of parts) if (ArrayBuffer.isView(part)) views.push({ of: part, first: true });
  for (const part of $partsOf$(b, hidden)) {
    if (parts.has(part)) return true;
    if (ArrayBuffer.isView(part)) views.push({ of: part, first: false });
  }
  views.sort((v, w) => v.of.byteOffset - w.of.byteOffset);
  const ends = new Map<object, { first: number; second: number }>();
  for (const { of, first } of views) {
    const end = ends.get(of.buffer) ?? { first: 0, second: 0 };
    ends.set(of.buffer, end);
    if (of.byteLength > 0 && of.byteOffset < (first ? end.second : end.first)) return true;
    const own = of.byteOffset + of.byteLength;
    if (first) end.first = Math.max(end.first, own);
    else end.second = Math.max(end.second, own);
  }
  return false;
}`,
  },
  rowsOverlap: {
    doc: "Do two of the rows share storage, as a whole or in part?",
    text: `function $rowsOverlap$(rows: readonly ArrayBufferView[]): boolean {
  const ends = new Map<object, number>();
  for (const { buffer, byteOffset, byteLength } of [...rows].sort((v, w) => v.byteOffset - w.byteOffset)) {
    if (byteLength === 0) continue;
    if (byteOffset < (ends.get(buffer) ?? 0)) return true;
    ends.set(buffer, byteOffset + byteLength);
  }
  return false;
}`,
  },
  partsOf: {
    doc: "All objects, arrays and typed arrays that are reachable from a value.",
    text: `function $partsOf$(of: unknown, hidden: string[], parts = new Set<object>()): Set<object> {
  if (typeof of !== "object" || of === null || parts.has(of)) return parts;
  parts.add(of);
  if (ArrayBuffer.isView(of)) return parts;
  if (Array.isArray(of)) {
    for (const part of of) if (typeof part === "object") $partsOf$(part, hidden, parts);
    return parts;
  }
@  if (of instanceof Map) {
@    for (const part of of.values()) $partsOf$(part, hidden, parts);
@    return parts;
@  }
  for (const property of Object.values(Object.getOwnPropertyDescriptors(of))) {
    if ("value" in property) $partsOf$(property.value, hidden, parts);
  }
  for (const name of hidden) if (name in of) $partsOf$((of as Record<string, unknown>)[name], hidden, parts);
  return parts;
}`,
  },
  scaled: {
    doc: "A copy of a gradient with every number multiplied. What is one object there is one here.",
    text: `function $scaled$<T>(of: T, by: number, group = new Map<object, unknown>()): T {
  if (typeof of === "number") return (by === 0 ? 0 : of * by) as T;
  if (typeof of !== "object" || of === null) return of;
  const known = group.get(of);
  if (known !== undefined) return known as T;
  if (of instanceof Float64Array || of instanceof Float32Array) {
    const numbers = of.map((x) => $scaled$(x, by));
    group.set(of, numbers);
    return numbers as T;
  }
  if (ArrayBuffer.isView(of)) return of;
  if (Array.isArray(of)) {
    const list: unknown[] = [];
    group.set(of, list);
    for (const part of of as unknown[]) list.push($scaled$(part, by, group));
    return list as T;
  }
@  if (of instanceof Map) {
@    const map = new Map<unknown, unknown>();
@    group.set(of, map);
@    for (const [key, part] of of as Map<unknown, unknown>) map.set(key, $scaled$(part, by, group));
@    return map as T;
@  }
  const record = Object.create(Object.getPrototypeOf(of) as object | null) as Record<string, unknown>;
  group.set(of, record);
  for (const [name, part] of Object.entries(of)) record[name] = $scaled$(part, by, group);
  return record as T;
}`,
  },
  addInto: {
    doc: "Adds every number of `source` to its place in `target`, but for fields named in `own`. Each object is added once to the same place, and never to itself.",
    text: `function $addInto$(target: unknown, source: unknown, own: string[] = [], done = new Map<object, unknown>()): void {
  if (typeof source !== "object" || source === null || source === target || done.get(source) === target) return;
  done.set(source, target);
  if (Array.isArray(source) || source instanceof Float64Array || source instanceof Float32Array) {
    const from = source as ArrayLike<unknown>;
    const to = target as unknown[];
    for (let i = 0; i < from.length; i++) {
      const part = from[i];
      if (to[i] === undefined) continue;
      if (typeof part === "number") to[i] = (to[i] as number) + part;
      else $addInto$(to[i], part, own, done);
    }
@  } else if (source instanceof Map) {
@    const to = target as Map<unknown, unknown>;
@    for (const [key, part] of source as Map<unknown, unknown>) {
@      if (to.get(key) === undefined) continue;
@      if (typeof part === "number") to.set(key, (to.get(key) as number) + part);
@      else $addInto$(to.get(key), part, own, done);
@    }
  } else if (!ArrayBuffer.isView(source)) {
    const to = target as Record<string, unknown>;
    for (const [name, part] of Object.entries(source) as [string, unknown][]) {
      if (own.includes(name) || to[name] === undefined) continue;
      if (typeof part === "number") to[name] = (to[name] as number) + part;
      else $addInto$(to[name], part, own, done);
    }
  }
}`,
  },
  room: {
    doc: "A buffer that is kept in the workspace, if there is one, from call to call. It holds whatever was left in it.",
    text: `function $room$(workspace: Record<string, Float64Array> | undefined, name: string, size: number): Float64Array {
  const kept = workspace?.[name];
  if (kept?.length === size) return kept;
  const made = new Float64Array(size);
  if (workspace !== undefined) workspace[name] = made;
  return made;
}`,
  },
  clearedRoom: {
    doc: "A buffer of zeros that is kept in the workspace, if there is one, from call to call.",
    text: `function $clearedRoom$(workspace: Record<string, Float64Array> | undefined, name: string, size: number): Float64Array {
  return $room$(workspace, name, size).fill(0);
}`,
  },
  Writable: {
    doc: "The type of a shadow: the primal's, and what is `readonly` there can be written.",
    text: `type $Writable$<T> = T extends object
  ? T extends ((...args: never[]) => unknown) | { readonly BYTES_PER_ELEMENT: number }
    ? T
    : { -readonly [K in keyof T]: $Writable$<T[K]> }
  : T;`,
  },
  mustInherit: {
    doc: "Throws where an object, or a class below the one of the derivative, has a method of its own by one of the names.",
    text: `function $mustInherit$(object: unknown, from: object, names: string[]): void {
  for (let at = object; at !== from && at !== null && at !== undefined; at = Object.getPrototypeOf(at)) {
    const own = names.find((name) => Object.getOwnPropertyDescriptor(at, name) !== undefined);
    if (own !== undefined) throw new Error(\`'\${own}' is overridden here, and the derivative was made for the method that it overrides: mark the one that overrides as well.\`);
  }
}`,
  },
};

const base = (name: string): Helper =>
  texts[name.replace(/Maps$/, "") as keyof typeof texts];

const variant = (name: WithMaps): Helper => {
  const { doc, text } = base(name);
  return {
    doc,
    text: text
      .replace(/^@/gm, "")
      .replace(
        /\$(zerosLike|copyOf|overlaps|partsOf|scaled|addInto)\$/g,
        "$$$1Maps$$",
      ),
  };
};

export const helpers: Readonly<Record<AnyHelper, Helper>> = {
  ...(Object.fromEntries(
    Object.entries(texts).map(([name, { doc, text }]) => [
      name,
      { doc, text: text.replace(/^@.*\n/gm, "") },
    ]),
  ) as typeof texts),
  ...(Object.fromEntries(
    withMaps.map((name) => [name, variant(name)]),
  ) as Record<WithMaps, Helper>),
};

/** The helpers that a helper's text calls. */
export const calledBy = (name: AnyHelper): AnyHelper[] =>
  [...helpers[name].text.matchAll(/\$(\w+)\$/g)].map(
    ([, called]) => called as AnyHelper,
  );

export const helperText = (
  name: AnyHelper,
  nameOf: (name: AnyHelper) => string,
): string =>
  helpers[name].text.replace(/\$(\w+)\$/g, (_, called: AnyHelper) =>
    nameOf(called),
  );
