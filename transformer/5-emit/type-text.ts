/** A type as it is written in emitted text. */
import { dictionaryText, type Shape, type Type } from "../ir/types.ts";

export interface ShapeNames {
  /** Final names of the interfaces that are emitted: what their shapes are called is but a wish. */
  readonly interfaces: ReadonlyMap<Shape, string>;
  /** The name of the type that takes every `readonly` off another; to ask for it is to need it. */
  writable(): string;
}

export function typeText(type: Type, names: ShapeNames): string {
  const text = (t: Type): string => typeText(t, names);
  switch (type.kind) {
    case "typedArray":
      return type.name;
    case "array": {
      const element = text(type.element);
      const list = /^[\w.$]+(\[\])*$/.test(element)
        ? `${element}[]`
        : `(${element})[]`;
      return type.readonly ? `readonly ${list}` : list;
    }
    case "tuple":
      return `${type.readonly ? "readonly " : ""}[${type.elements.map(text).join(", ")}]`;
    case "dictionary":
      return dictionaryText(type, text);
    case "object":
      return shapeText(type.shape, names);
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

function shapeText(shape: Shape, names: ShapeNames): string {
  const { writableOf } = shape;
  if (writableOf === undefined)
    return names.interfaces.get(shape) ?? shape.text;
  if (isNameless(writableOf)) return recordText(shape, names);
  const text = shapeText(writableOf, names);
  // Private members of a class are in no mapped type. A property is `readonly` in an intersection if it is in both.
  return writableOf.isClass
    ? `${text} & ${recordText(shape, names)}`
    : `${names.writable()}<${text}>`;
}

const isNameless = (shape: Shape): boolean => shape.text.startsWith("{");

function recordText(shape: Shape, names: ShapeNames): string {
  const parts = [...shape.fields].map(([name, f]) => {
    const key = /^[\w$]+$/.test(name) ? name : JSON.stringify(name);
    return `${key}${f.optional ? "?" : ""}: ${typeText(f.type, names)}`;
  });
  return `{ ${parts.join("; ")} }`;
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
    case "dictionary":
      return mentions(type.value, names);
    case "union":
      return type.members.some((t) => mentions(t, names));
    case "object":
      return (
        names.interfaces.has(type.shape) || type.shape.writableOf !== undefined
      );
    default:
      return false;
  }
}
