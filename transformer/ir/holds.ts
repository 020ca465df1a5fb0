/** May a place of one type hold a value of another? Errs towards yes: types follow what flows in, not declarations. */
import type { Type } from "./types.ts";

export function mayHold(place: Type, value: Type): boolean {
  if (place === value || place.kind === "opaque" || value.kind === "opaque")
    return true;
  // Of the elements of an empty list nothing is known, and there are none.
  if (value.kind === "union")
    return (
      value.members.length === 0 ||
      value.members.some((member) => mayHold(place, member))
    );
  switch (place.kind) {
    case "union":
      return place.members.some((member) => mayHold(member, value));
    case "typedArray":
      return value.kind === "typedArray" && value.name === place.name;
    case "array":
      if (value.kind === "tuple")
        return value.elements.every((element) =>
          mayHold(place.element, element),
        );
      return value.kind === "array" && mayHold(place.element, value.element);
    case "tuple":
      if (value.kind === "array")
        return place.elements.every((element) =>
          mayHold(element, value.element),
        );
      return (
        value.kind === "tuple" && value.elements.length <= place.elements.length
      );
    case "dictionary":
      return (
        value.kind === "object" ||
        (value.kind === "dictionary" && mayHold(place.value, value.value))
      );
    case "object":
      return value.kind === "object" || value.kind === "dictionary";
    case "void":
      return value.kind === "void" || value.kind === "undefined";
    case "number":
    case "boolean":
    case "string":
    case "undefined":
    case "null":
      return value.kind === place.kind;
  }
}
