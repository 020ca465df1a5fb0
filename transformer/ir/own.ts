/**
 * Fields that a shadow or a copy takes over from the primal as they are. The helpers go by what a value is when
 * the program runs; a field of an enum (a number, but no derivative) or of a `Map` they must be told of.
 */
import { carries, type Shape, type Type } from "./types.ts";

/** Names of fields that zerosLike and addInto leave alone. */
export const inactiveFields = (type: Type): string[] =>
  fieldsWhere(type, (t) => !carries(t) && !isObviously(t));

/** Names of fields that copyOf leaves alone: what can't be copied. */
export const uncopiedFields = (type: Type): string[] =>
  fieldsWhere(type, isOpaque);

/**
 * Names are enough as long as a name means the same in every object below the value; one that does not is left
 * out, since to miss a derivative would be worse than to clear an inactive field of a shadow.
 */
function fieldsWhere(type: Type, isOwn: (type: Type) => boolean): string[] {
  const own = new Set<string>();
  const others = new Set<string>();
  const seen = new Set<Shape>();
  const visit = (t: Type): void => {
    switch (t.kind) {
      case "array":
        visit(t.element);
        break;
      case "tuple":
        t.elements.forEach(visit);
        break;
      case "union":
        t.members.forEach(visit);
        break;
      case "object":
        if (seen.has(t.shape)) return;
        seen.add(t.shape);
        for (const [name, field] of t.shape.fields) {
          if (isOwn(field.type)) own.add(name);
          else {
            others.add(name);
            visit(field.type);
          }
        }
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
  };
  visit(type);
  return [...own].filter((name) => !others.has(name));
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
