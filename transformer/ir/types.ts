/**
 * The types of IR values. They are our own: they start from TypeScript's types, but follow what flows in
 * at a call, so a generic function read for `Float64Array` has no type parameter left.
 */

export type TypedArrayName =
  | "Float64Array"
  | "Float32Array"
  | "Int8Array"
  | "Uint8Array"
  | "Uint8ClampedArray"
  | "Int16Array"
  | "Uint16Array"
  | "Int32Array"
  | "Uint32Array";

export type Type =
  | { readonly kind: "number" }
  | { readonly kind: "boolean" }
  | { readonly kind: "string" }
  | { readonly kind: "undefined" }
  | { readonly kind: "null" }
  | { readonly kind: "void" }
  | TypedArrayType
  | ArrayType
  | TupleType
  | DictionaryType
  | ObjectType
  | UnionType
  | OpaqueType;

/** `Float64Array` and the like: one storage of numbers, of fixed length. */
export interface TypedArrayType {
  readonly kind: "typedArray";
  readonly name: TypedArrayName;
}

/** `T[]`; to be printed as `readonly T[]` where a field was declared so, which makes no other type of it. */
export interface ArrayType {
  readonly kind: "array";
  readonly element: Type;
  readonly readonly?: true;
}

export interface TupleType {
  readonly kind: "tuple";
  readonly elements: readonly Type[];
  readonly readonly?: true;
}

/** `Map<K, V>`, or a record whose keys the type does not name: values by an inactive key, which may be missing. */
export interface DictionaryType {
  readonly kind: "dictionary";
  readonly container: "map" | "record";
  readonly key: Type;
  readonly value: Type;
}

/** A record, interface or class instance. Types may be recursive, so the fields stand behind a shape with identity. */
export interface ObjectType {
  readonly kind: "object";
  readonly shape: Shape;
}

export interface Shape {
  /** How the type is written in TypeScript (`Vec3`, `{ x: number }`), as seen from the module that is compiled. */
  readonly text: string;
  /** Filled once by whoever made the shape; complete before any pass runs. */
  readonly fields: Map<string, Field>;
  /** Set for instances of classes: copies and shadows keep the prototype. */
  readonly isClass: boolean;
  /** Of a shadow: the shape that it has without anything `readonly`. */
  readonly writableOf?: Shape;
  /** Types of what accessors show: no storage, but types from outside can't tell them from fields. */
  readonly shown?: readonly Type[];
  /** Of a class that the compiled module has a name for: `Vec3.prototype`. */
  readonly prototype?: string;
  /**
   * A name for an interface of the fields, where some are hidden: the author's type can't be that of what derived
   * code makes and writes.
   */
  readonly fieldsName?: string;
}

export interface Field {
  readonly type: Type;
  readonly optional: boolean;
  /** The author may not write it: a shadow of it is written all the same. */
  readonly readonly?: true;
  /** `private` and `protected` fields, and those whose names start with `#`: types from outside don't see them. */
  readonly hidden?: "private" | "#";
  /** Of `#x`, which is `$x` here: where in its class a pair of accessors can stand, and what they are typed. */
  readonly accessor?: {
    readonly name: string;
    readonly type: string;
    readonly at: number;
    readonly isReadonly: boolean;
  };
}

/** At least two members, none of them a union. `T | undefined` is how an optional value is typed. */
export interface UnionType {
  readonly kind: "union";
  readonly members: readonly Type[];
}

/** Anything that carries no derivative and that we need not understand: functions, maps, dates, enums, literals. */
export interface OpaqueType {
  readonly kind: "opaque";
  readonly text: string;
  /** Of a function that is kept as a tag: the tags that it may be. */
  readonly functions?: readonly string[];
}

export const numberType: Type = { kind: "number" };
export const booleanType: Type = { kind: "boolean" };
export const stringType: Type = { kind: "string" };
export const undefinedType: Type = { kind: "undefined" };
export const nullType: Type = { kind: "null" };
export const voidType: Type = { kind: "void" };
export const float64ArrayType: TypedArrayType = {
  kind: "typedArray",
  name: "Float64Array",
};
export const arrayOf = (element: Type): ArrayType => ({
  kind: "array",
  element,
});
export const tupleOf = (elements: readonly Type[]): TupleType => ({
  kind: "tuple",
  elements,
});
export const opaque = (text: string): OpaqueType => ({ kind: "opaque", text });

/** Builds a record type that is not recursive. */
export function recordOf(
  fields: Record<string, Type>,
  text: string,
): ObjectType {
  const entries = Object.entries(fields).map(
    ([name, type]) => [name, { type, optional: false }] as const,
  );
  return {
    kind: "object",
    shape: { text, fields: new Map(entries), isClass: false },
  };
}

/** Is the value a reference (something with identity that can be reached by two names)? */
export function isReference(type: Type): boolean {
  switch (type.kind) {
    case "typedArray":
    case "array":
    case "tuple":
    case "dictionary":
    case "object":
      return true;
    case "union":
      return type.members.some(isReference);
    case "number":
    case "boolean":
    case "string":
    case "undefined":
    case "null":
    case "void":
    case "opaque":
      return false;
  }
}

export const isFloatArray = (type: Type): boolean =>
  type.kind === "typedArray" &&
  (type.name === "Float64Array" || type.name === "Float32Array");

const writableShapes = new WeakMap<Shape, Shape>();

/** The type of a shadow: the primal's, with nothing `readonly`. */
export function writable(type: Type): Type {
  switch (type.kind) {
    case "array": {
      const element = writable(type.element);
      return element === type.element && !type.readonly
        ? type
        : arrayOf(element);
    }
    case "tuple": {
      const elements = type.elements.map(writable);
      return elements.every((e, i) => e === type.elements[i]) && !type.readonly
        ? type
        : tupleOf(elements);
    }
    case "dictionary": {
      const value = writable(type.value);
      return value === type.value ? type : { ...type, value };
    }
    case "union": {
      const members = type.members.map(writable);
      return members.every((m, i) => m === type.members[i])
        ? type
        : unionOf(members);
    }
    case "object":
      return hasReadonly(type.shape, new Set())
        ? { kind: "object", shape: writableShape(type.shape) }
        : type;
    default:
      return type;
  }
}

function writableShape(shape: Shape): Shape {
  if (shape.writableOf !== undefined) return shape;
  let found = writableShapes.get(shape);
  if (found === undefined) {
    const fields = new Map<string, Field>();
    const text = `Writable<${shape.text}>`;
    found = { ...shape, text, fields, writableOf: shape };
    // Before its fields: the type may be recursive.
    writableShapes.set(shape, found);
    for (const [name, { type, optional }] of shape.fields)
      fields.set(name, { type: writable(type), optional });
  }
  return found;
}

function hasReadonly(shape: Shape, seen: Set<Shape>): boolean {
  if (seen.has(shape) || shape.writableOf !== undefined) return false;
  // The interface of its fields has no `readonly`.
  if (shape.fieldsName !== undefined) return false;
  seen.add(shape);
  const within = (type: Type): boolean => {
    switch (type.kind) {
      case "array":
        return type.readonly ?? within(type.element);
      case "tuple":
        return type.readonly ?? type.elements.some(within);
      case "dictionary":
        return within(type.value);
      case "union":
        return type.members.some(within);
      case "object":
        return hasReadonly(type.shape, seen);
      default:
        return false;
    }
  };
  return [...shape.fields.values()].some(
    (f) => carries(f.type) && (f.readonly ?? within(f.type)),
  );
}

/** Can a value of this type carry a derivative, seen with all its fields? */
export const carries = (type: Type): boolean => holdsNumbers(type, true);

/** The same rule as `Gradient<T>` in the run-time library: hidden fields don't count. */
export const carriesVisibly = (type: Type): boolean =>
  holdsNumbers(type, false);

function holdsNumbers(
  type: Type,
  withHidden: boolean,
  seen: ReadonlySet<Shape> = new Set(),
): boolean {
  const holds = (t: Type): boolean => holdsNumbers(t, withHidden, seen);
  switch (type.kind) {
    case "number":
      return true;
    case "typedArray":
      return isFloatArray(type);
    case "array":
      // What was made empty may be filled by another name, whose type says more.
      return isNever(type.element) || holds(type.element);
    case "tuple":
      return type.elements.some(holds);
    case "dictionary":
      return holds(type.value);
    case "union":
      return type.members.some(holds);
    case "object": {
      if (seen.has(type.shape)) return false;
      const within = new Set(seen).add(type.shape);
      const isHeld = [...type.shape.fields.values()].some(
        (field) =>
          (withHidden || field.hidden === undefined) &&
          holdsNumbers(field.type, withHidden, within),
      );
      const isShown = (t: Type): boolean => holdsNumbers(t, withHidden, within);
      return isHeld || (!withHidden && (type.shape.shown ?? []).some(isShown));
    }
    case "boolean":
    case "string":
    case "undefined":
    case "null":
    case "void":
    case "opaque":
      return false;
  }
}

const isNever = (type: Type): boolean =>
  type.kind === "union" && type.members.length === 0;

/** Does the test hold of the type, or of one in it: of elements, values, members and fields, each shape once? */
export function someType(
  type: Type,
  test: (type: Type) => boolean,
  seen = new Set<Shape>(),
): boolean {
  if (type.kind === "object") {
    if (seen.has(type.shape)) return false;
    seen.add(type.shape);
  }
  if (test(type)) return true;
  const within = (t: Type): boolean => someType(t, test, seen);
  switch (type.kind) {
    case "array":
      return within(type.element);
    case "tuple":
      return type.elements.some(within);
    case "dictionary":
      return within(type.value);
    case "union":
      return type.members.some(within);
    case "object":
      return [...type.shape.fields.values()].some((f) => within(f.type));
    default:
      return false;
  }
}

/** The type of `array[i]`. */
export function elementType(type: Type, index?: number): Type {
  switch (type.kind) {
    case "typedArray":
      return numberType;
    case "array":
      return type.element;
    case "tuple":
      return index === undefined
        ? unionOf(type.elements)
        : (type.elements[index] ?? undefinedType);
    case "dictionary":
      return type.container === "map"
        ? unionOf([type.value, undefinedType])
        : type.value;
    case "union":
      return unionOf(
        type.members
          .filter((m) => isReference(m))
          .map((m) => elementType(m, index)),
      );
    default:
      return opaque("unknown");
  }
}

/** The type of `object.name`. */
export function fieldType(type: Type, name: string): Type {
  switch (type.kind) {
    case "object": {
      const field = type.shape.fields.get(name);
      if (field === undefined) return opaque("unknown");
      return field.optional ? unionOf([field.type, undefinedType]) : field.type;
    }
    case "union":
      return unionOf(
        type.members
          .filter((m) => m.kind === "object")
          .map((m) => fieldType(m, name)),
      );
    default:
      return opaque("unknown");
  }
}

/** What a value of the type may be, one by one. */
export const membersOf = (type: Type): readonly Type[] =>
  type.kind === "union" ? type.members : [type];

const isGap = ({ kind }: Type): boolean =>
  kind === "undefined" || kind === "null";

/** Is it `T | undefined` or `T | null`? */
export const mayMiss = (type: Type): boolean =>
  type.kind === "union" && type.members.some(isGap);

export function unionOf(members: readonly Type[]): Type {
  const distinct = new Map<string, Type>();
  for (const member of members.flatMap(membersOf)) {
    distinct.set(typeKey(member), member);
  }
  const flat = withOneOfFunctions([...distinct.values()]);
  return flat.length === 1 ? flat[0]! : { kind: "union", members: flat };
}

/** Functions that are kept as tags: one type for all that it may be. */
function withOneOfFunctions(members: readonly Type[]): readonly Type[] {
  const tags = members.flatMap((m) =>
    m.kind === "opaque" ? (m.functions ?? []) : [],
  );
  const isTag = (m: Type): boolean => m.kind === "opaque" && !!m.functions;
  const first = members.find(isTag) as OpaqueType | undefined;
  if (first === undefined || tags.length === first.functions!.length)
    return members;
  return [
    ...members.filter((m) => !isTag(m)),
    { ...first, functions: [...new Set(tags)].sort() },
  ];
}

/** `T` of `T | undefined | null`. */
export function definedPart(type: Type): Type {
  if (type.kind !== "union") return type;
  return unionOf(type.members.filter((m) => !isGap(m)));
}

/** The type as its author names it, where a value of it is only handed on: without the interface of its fields. */
export function asDeclared(type: Type): Type {
  switch (type.kind) {
    case "array":
      return arrayOf(asDeclared(type.element));
    case "tuple":
      return tupleOf(type.elements.map(asDeclared));
    case "dictionary":
      return { ...type, value: asDeclared(type.value) };
    case "union":
      return { kind: "union", members: type.members.map(asDeclared) };
    case "object": {
      const { fieldsName, ...shape } = type.shape;
      return fieldsName === undefined ? type : { kind: "object", shape };
    }
    default:
      return type;
  }
}

const shapeNumbers = new WeakMap<Shape, number>();
let shapeCount = 0;

/** A key that is equal for equal types (shapes are compared by identity). Never printed. */
export function typeKey(type: Type): string {
  switch (type.kind) {
    case "typedArray":
      return type.name;
    case "array":
      return `${typeKey(type.element)}[]`;
    case "tuple":
      return `[${type.elements.map(typeKey).join(",")}]`;
    case "dictionary":
      return `${type.container}<${typeKey(type.key)},${typeKey(type.value)}>`;
    case "object": {
      if (!shapeNumbers.has(type.shape))
        shapeNumbers.set(type.shape, shapeCount++);
      return `${type.shape.text}#${shapeNumbers.get(type.shape)}`;
    }
    case "union":
      return type.members.map(typeKey).sort().join("|");
    case "opaque":
      return `<${type.text}${type.functions?.join("|") ?? ""}>`;
    case "number":
    case "boolean":
    case "string":
    case "undefined":
    case "null":
    case "void":
      return type.kind;
  }
}

/** The type as TypeScript text. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case "typedArray":
      return type.name;
    case "array": {
      const element = typeText(type.element);
      const list = /^[\w.$]+(\[\])*$/.test(element)
        ? `${element}[]`
        : `(${element})[]`;
      return type.readonly ? `readonly ${list}` : list;
    }
    case "tuple":
      return `${type.readonly ? "readonly " : ""}[${type.elements.map(typeText).join(", ")}]`;
    case "dictionary":
      return dictionaryText(type, typeText);
    case "object":
      return type.shape.text;
    case "union":
      return type.members.map(typeText).join(" | ") || "never";
    case "opaque":
      return type.text;
    case "number":
    case "boolean":
    case "string":
    case "undefined":
    case "null":
    case "void":
      return type.kind;
  }
}

/** A dictionary's type, its parts written by the given function. */
export const dictionaryText = (
  type: DictionaryType,
  text: (type: Type) => string,
): string =>
  `${type.container === "map" ? "Map" : "Record"}<${text(type.key)}, ${text(type.value)}>`;
