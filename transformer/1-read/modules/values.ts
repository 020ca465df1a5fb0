/**
 * What the code of a module makes when it runs: functions in objects, objects in objects, constants. Read from
 * the syntax; what is not understood is `unknown`, and so is all that it may have touched.
 */
import type { ts } from "ts-morph";

export type Made =
  | { readonly kind: "unknown" }
  | {
      readonly kind: "constant";
      readonly value: number | string | boolean | null | undefined;
    }
  | MadeFunction
  | MadeObject
  /** Of the language: `Math`, `Math.exp`, `Object.assign`. */
  | { readonly kind: "global"; readonly path: string }
  /** A property that is computed when it is read. */
  | { readonly kind: "getter"; readonly of: MadeFunction }
  /** `list.forEach`, `"a b".split`, `f.call`: a method of the language's, taken from a value. */
  | { readonly kind: "method"; readonly of: Made; readonly name: string };

export interface MadeObject {
  readonly kind: "object";
  readonly properties: Map<string, Made>;
  readonly isList: boolean;
  prototype?: Made | undefined;
  /** Something that we do not see may have written into it. */
  isOpen: boolean;
}

export interface MadeFunction {
  readonly kind: "function";
  readonly node: ts.FunctionLikeDeclaration | ts.ClassLikeDeclaration;
  readonly scope: Scope;
  /** `f.domain`, `F.prototype`, the static members of a class. */
  readonly object: MadeObject;
  /** Of an arrow function: the `this` around it. */
  readonly self?: Made | undefined;
}

/** One run of a function, or of a module. */
export interface Scope {
  /** Names the scope among those of its file; a module's own is 0. */
  readonly id: number;
  readonly file: ts.SourceFile;
  readonly cells: Map<ts.Symbol, Made>;
  readonly parent: Scope | undefined;
  readonly self: Made;
  readonly args?: MadeObject;
}

export const unknown: Made = { kind: "unknown" };
export const constant = (
  value: number | string | boolean | null | undefined,
): Made => ({ kind: "constant", value });
export const nothing = constant(undefined);

export const newObject = (
  properties: Iterable<readonly [string, Made]> = [],
  isList = false,
): MadeObject => ({
  kind: "object",
  properties: new Map(properties),
  isList,
  isOpen: false,
});

export const newList = (items: readonly Made[]): MadeObject =>
  newObject(
    items.map((item, i) => [String(i), item] as const),
    true,
  );

/** The items of a list that is known whole. */
export function itemsOf(value: Made): readonly Made[] | undefined {
  if (value.kind !== "object" || !value.isList || value.isOpen)
    return undefined;
  const items = [...value.properties.entries()];
  return items.every(([key], i) => key === String(i))
    ? items.map(([, item]) => item)
    : undefined;
}

export const objectIn = (value: Made): MadeObject | undefined =>
  value.kind === "object"
    ? value
    : value.kind === "function"
      ? value.object
      : undefined;

/** A property, of the value or of what it inherits from. */
export function propertyOf(value: Made, name: string): Made {
  if (value.kind === "global") return ofGlobal(value.path, name);
  if (value.kind === "constant" && typeof value.value === "string")
    return name === "length"
      ? constant(value.value.length)
      : { kind: "method", of: value, name };
  const object = objectIn(value);
  if (object === undefined || object.isOpen) return unknown;
  if (object.isList && name === "length")
    return constant(object.properties.size);
  const own = object.properties.get(name);
  if (own !== undefined) return own;
  if (value.kind === "function" && /^(call|apply|bind)$/.test(name))
    return { kind: "method", of: value, name };
  if (object.isList && name !== "length" && !/^\d+$/.test(name))
    return { kind: "method", of: value, name };
  if (name === "hasOwnProperty") return { kind: "method", of: value, name };
  return object.prototype === undefined
    ? nothing
    : propertyOf(object.prototype, name);
}

const spaces: Readonly<Record<string, object>> = { Math, Number };

function ofGlobal(path: string, name: string): Made {
  const space = spaces[path] as Record<string, unknown> | undefined;
  const value = space?.[name];
  return typeof value === "number"
    ? constant(value)
    : { kind: "global", path: `${path}.${name}` };
}

/** Known from now on is only that it is there: somebody may write into it, or into what it leads to. */
export function giveAway(value: Made): void {
  const object = objectIn(value);
  if (object === undefined || object.isOpen) return;
  object.isOpen = true;
  for (const part of object.properties.values()) giveAway(part);
}
