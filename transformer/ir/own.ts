/**
 * Fields that a shadow or a copy takes over from the primal as they are. The helpers go by what a value is when
 * the program runs; a field of an enum (a number, but no derivative) or of a `Map` they must be told of.
 */
import { carries, type Field, type Shape, type Type } from "./types.ts";

/** Names of fields that zerosLike and addInto leave alone. */
export const inactiveFields = (type: Type): string[] =>
  fieldsWhere(type, (t) => !carries(t) && !isObviously(t));

/** Names of fields that copyOf leaves alone: what can't be copied. */
export const uncopiedFields = (type: Type): string[] =>
  fieldsWhere(type, isOpaque);

/** Names of fields that a class has as `#x`, and gives as `$x`: no list of its properties has them. */
export function hiddenFields(type: Type): string[] {
  const names = new Set<string>();
  visitFields(type, (name, field) => {
    if (field.hidden === "#") names.add(name);
    return true;
  });
  return [...names];
}

/**
 * Names are enough as long as a name means the same in every object below the value; one that does not is left
 * out, since to miss a derivative would be worse than to clear an inactive field of a shadow.
 */
function fieldsWhere(type: Type, isOwn: (type: Type) => boolean): string[] {
  const own = new Set<string>();
  const others = new Set<string>();
  visitFields(type, (name, field) => {
    if (isOwn(field.type)) own.add(name);
    else others.add(name);
    return !isOwn(field.type);
  });
  return [...own].filter((name) => !others.has(name));
}

/** Visits the fields of all objects in a type; those in a field's own type where the visitor says so. */
function visitFields(
  type: Type,
  visit: (name: string, field: Field) => boolean,
  seen = new Set<Shape>(),
): void {
  const inside = (t: Type): void => visitFields(t, visit, seen);
  switch (type.kind) {
    case "array":
      inside(type.element);
      break;
    case "tuple":
      type.elements.forEach(inside);
      break;
    case "dictionary":
      inside(type.value);
      break;
    case "union":
      type.members.forEach(inside);
      break;
    case "object":
      if (seen.has(type.shape)) return;
      seen.add(type.shape);
      for (const [name, field] of type.shape.fields)
        if (visit(name, field)) inside(field.type);
      break;
    case "number":
    case "boolean":
    case "string":
    case "undefined":
    case "null":
    case "void":
    case "typedArray":
    case "opaque":
      break;
  }
}

/** The helpers see by themselves that it carries nothing. */
const isObviously = (type: Type): boolean =>
  type.kind === "union"
    ? type.members.every(isObviously)
    : obvious.has(type.kind);
const obvious = new Set<Type["kind"]>([
  "boolean",
  "string",
  "undefined",
  "null",
  "void",
  "typedArray",
]);

const isOpaque = (type: Type): boolean => {
  if (type.kind === "array") return isOpaque(type.element);
  return type.kind === "union"
    ? type.members.some(isOpaque)
    : type.kind === "opaque";
};
