/** What the language's own functions do, as far as code needs them that puts modules together. */
import type { Machine } from "./interpreter.ts";
import type { Made, MadeObject } from "./values.ts";
import {
  constant,
  itemsOf,
  newList,
  newObject,
  nothing,
  objectIn,
  unknown,
} from "./values.ts";

/** `undefined` for what is not known here: then all that it was given is given away. */
export function callGlobal(
  path: string,
  args: readonly Made[],
  machine: Machine,
): Made | undefined {
  const [first = nothing, second = nothing, third = nothing] = args;
  const ofMath = /^Math\.(\w+)$/.exec(path)?.[1];
  if (ofMath !== undefined) return computed(ofMath, args);
  switch (path) {
    case "Object.assign":
      return assign(first, args.slice(1), machine);
    case "Object.keys":
      return mapped(first, ([key]) => constant(key));
    case "Object.values":
      return mapped(first, ([, value]) => value);
    case "Object.entries":
      return mapped(first, ([key, value]) => newList([constant(key), value]));
    case "Object.create":
      return created(first);
    case "Object.freeze":
    case "Object.seal":
    case "Object.preventExtensions":
      return first;
    case "Object.setPrototypeOf": {
      const object = objectIn(first);
      if (object !== undefined) object.prototype = second;
      return first;
    }
    case "Object.getPrototypeOf":
      return objectIn(first)?.prototype ?? unknown;
    case "Object.defineProperty":
      define(first, second, third, machine);
      return first;
    case "Object.defineProperties": {
      const parts = objectIn(second);
      if (parts === undefined || parts.isOpen)
        machine.store(first, undefined, unknown);
      else
        for (const [key, value] of parts.properties)
          define(first, constant(key), value, machine);
      return first;
    }
    case "Array.isArray":
      return first.kind === "unknown"
        ? unknown
        : constant(first.kind === "object" && first.isList);
    case "Object.hasOwn":
    case "Object.prototype.hasOwnProperty.call":
      return callMethod(first, "hasOwnProperty", [second], machine);
    case "Symbol":
    case "Symbol.for":
      return unknown;
    case "isNaN":
    case "parseInt":
    case "parseFloat":
    case "Number":
    case "String":
      return unknown;
    default:
      return /^console\./.test(path) ? nothing : undefined;
  }
}

function computed(name: string, args: readonly Made[]): Made {
  const f = (Math as unknown as Record<string, unknown>)[name];
  const values = args.map((a) =>
    a.kind === "constant" && typeof a.value === "number" ? a.value : undefined,
  );
  return name !== "random" &&
    typeof f === "function" &&
    values.every((v) => v !== undefined)
    ? constant((f as (...xs: number[]) => number)(...(values as number[])))
    : unknown;
}

function assign(
  target: Made,
  sources: readonly Made[],
  machine: Machine,
): Made {
  for (const source of sources) {
    const from = objectIn(source);
    if (source.kind === "constant") continue;
    if (from === undefined || from.isOpen) {
      machine.store(target, undefined, unknown);
      continue;
    }
    for (const [key, value] of from.properties)
      if (source.kind !== "function" || key !== "prototype")
        machine.store(target, key, value);
  }
  return target;
}

function mapped(
  of: Made,
  part: (entry: readonly [string, Made]) => Made,
): Made {
  const object = objectIn(of);
  return object === undefined || object.isOpen
    ? unknown
    : newList([...object.properties].map(part));
}

function created(prototype: Made): MadeObject {
  const made = newObject();
  if (prototype.kind !== "constant") made.prototype = prototype;
  return made;
}

function define(
  target: Made,
  key: Made,
  descriptor: Made,
  machine: Machine,
): void {
  const name = key.kind === "constant" ? String(key.value) : undefined;
  const parts = objectIn(descriptor);
  const isAccessor =
    parts === undefined ||
    parts.isOpen ||
    parts.properties.has("get") ||
    parts.properties.has("set");
  const getter = parts?.properties.get("get");
  machine.store(
    target,
    name,
    !isAccessor
      ? (parts.properties.get("value") ?? nothing)
      : // `get: function () { return m.x; }`, as compilers of modules write their exports.
        getter?.kind === "function" && parts?.properties.has("set") === false
        ? { kind: "getter", of: getter }
        : unknown,
  );
}

export function callMethod(
  of: Made,
  name: string,
  args: readonly Made[],
  machine: Machine,
): Made | undefined {
  const [first = nothing, ...others] = args;
  if (of.kind === "function") {
    if (name === "call") return machine.call(of, first, others);
    if (name === "apply") {
      const list =
        others[0] === undefined || others[0].kind === "constant"
          ? []
          : itemsOf(others[0]);
      return list === undefined ? undefined : machine.call(of, first, list);
    }
    return undefined;
  }
  if (name === "hasOwnProperty") {
    const object = objectIn(of);
    return object === undefined || object.isOpen || first.kind !== "constant"
      ? unknown
      : constant(object.properties.has(String(first.value)));
  }
  if (of.kind === "constant" && typeof of.value === "string")
    return ofText(of.value, name, args);
  const items = itemsOf(of);
  if (items === undefined) return undefined;
  switch (name) {
    case "forEach":
      items.forEach((item, i) =>
        machine.call(first, nothing, [item, constant(i), of]),
      );
      return nothing;
    case "map":
      return newList(
        items.map((item, i) =>
          machine.call(first, nothing, [item, constant(i), of]),
        ),
      );
    case "reduce":
      return others.length === 0
        ? undefined
        : items.reduce(
            (sum, item, i) =>
              machine.call(first, nothing, [sum, item, constant(i), of]),
            others[0]!,
          );
    case "push": {
      const list = objectIn(of)!;
      args.forEach((item) =>
        machine.store(of, String(list.properties.size), item),
      );
      return constant(list.properties.size);
    }
    case "pop":
    case "shift": {
      const i = name === "pop" ? items.length - 1 : 0;
      if (items.length === 0) return nothing;
      if (!machine.isCertain()) return undefined;
      rewrite(of, items.toSpliced(i, 1));
      return items[i];
    }
    case "unshift":
      if (!machine.isCertain()) return undefined;
      rewrite(of, [...args, ...items]);
      return constant(items.length + args.length);
    case "includes":
    case "indexOf": {
      const values = items.map((item) =>
        item.kind === "constant" ? item.value : unknown,
      );
      if (first.kind !== "constant" || values.includes(unknown)) return unknown;
      const at = values.indexOf(first.value);
      return constant(name === "includes" ? at >= 0 : at);
    }
    case "reverse":
      if (!machine.isCertain()) return undefined;
      rewrite(of, items.toReversed());
      return of;
    case "slice": {
      const [from, to] = args.map((a) =>
        a.kind === "constant" ? Number(a.value) : NaN,
      );
      return Number.isNaN(from) || Number.isNaN(to)
        ? unknown
        : newList(items.slice(from, to));
    }
    case "concat": {
      const lists = args.map((a) => itemsOf(a));
      return lists.every((l) => l !== undefined)
        ? newList([...items, ...lists.flat()])
        : unknown;
    }
    case "join": {
      const values = items.map((item) =>
        item.kind === "constant" ? item.value : undefined,
      );
      return first.kind === "constant" && !values.includes(undefined)
        ? constant(
            values.join(first.value === undefined ? "," : String(first.value)),
          )
        : unknown;
    }
    default:
      return undefined;
  }
}

function rewrite(list: Made, items: readonly Made[]): void {
  const { properties } = objectIn(list)!;
  properties.clear();
  items.forEach((item, i) => properties.set(String(i), item));
}

function ofText(
  text: string,
  name: string,
  args: readonly Made[],
): Made | undefined {
  const values = args.map((a) => (a.kind === "constant" ? a.value : unknown));
  if (values.includes(unknown)) return unknown;
  switch (name) {
    case "split":
      return newList(text.split(String(values[0])).map(constant));
    case "toUpperCase":
      return constant(text.toUpperCase());
    case "toLowerCase":
      return constant(text.toLowerCase());
    case "charAt":
      return constant(text.charAt(Number(values[0])));
    case "slice":
    case "substr":
    case "substring": {
      const [from, to] = values as [number, number | undefined];
      return constant(
        name === "slice"
          ? text.slice(from, to)
          : name === "substring"
            ? text.substring(from, to)
            : text.slice(from, to === undefined ? undefined : from + to),
      );
    }
    case "concat":
      return constant(text + values.join(""));
    default:
      return unknown;
  }
}
