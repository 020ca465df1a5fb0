/** A type as it is written in emitted text. */
import type { Shape, Type } from "../ir/types.ts";

/** Final names of the interfaces that are emitted: what their shapes are called is but a wish. */
export type ShapeNames = ReadonlyMap<Shape, string>;

export function typeText(type: Type, names: ShapeNames): string {
  const text = (t: Type): string => typeText(t, names);
  switch (type.kind) {
    case "typedArray":
      return type.name;
    case "array": {
      const element = text(type.element);
      return /^[\w.$]+(\[\])*$/.test(element)
        ? `${element}[]`
        : `(${element})[]`;
    }
    case "tuple":
      return `[${type.elements.map(text).join(", ")}]`;
    case "object":
      return names.get(type.shape) ?? type.shape.text;
    case "union":
      // Of an array that nothing was ever put in, no element is known.
      return type.members.length === 0
        ? "never"
        : missingLast(type.members)
            .map((m) => memberText(text(m)))
            .join(" | ");
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

/** `Link | null`, as it is said. */
const missingLast = (members: readonly Type[]): Type[] => [
  ...members.filter((m) => !isMissing(m)),
  ...members.filter(isMissing),
];
const isMissing = (type: Type): boolean =>
  type.kind === "undefined" || type.kind === "null";

/** A function type must stand in parentheses there. */
const memberText = (text: string): string =>
  text.includes("=>") ? `(${text})` : text;

/** Is one of the emitted interfaces in the type's text? */
export function mentions(type: Type, names: ShapeNames): boolean {
  switch (type.kind) {
    case "array":
      return mentions(type.element, names);
    case "tuple":
      return type.elements.some((t) => mentions(t, names));
    case "union":
      return type.members.some((t) => mentions(t, names));
    case "object":
      return names.has(type.shape);
    default:
      return false;
  }
}
