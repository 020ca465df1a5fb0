/** Does a value of one type fit into a place of another? And if not: what type fits both? */
import type { OpaqueType, Shape, Type } from "../../ir/types.ts";
import { arrayOf, carries, typeKey, unionOf } from "../../ir/types.ts";
import { isNumericOpaque, isTextOpaque } from "./literal.ts";
import { functionsType, tagsOf } from "./functions.ts";
import {
  behavesAs,
  classTagOf,
  holdsBase,
  holdsFunctions,
  holdsTags,
  instanceOf,
  isBase,
  joinOfClass,
} from "./partial.ts";

/** The type of nothing: an empty array's elements, before anything was put in. */
export const nothing: Type = { kind: "union", members: [] };
export const isNothing = (type: Type): boolean =>
  type.kind === "union" && type.members.length === 0;

/** A type that says nothing: untyped JavaScript, `any`, a type parameter. */
export const isUnknown = (type: Type): boolean =>
  type.kind === "opaque" && (type.text === "any" || type.text === "unknown");

/** Is the type settled all the way down? */
export function isSettled(type: Type): boolean {
  switch (type.kind) {
    case "opaque":
      return !isUnknown(type);
    case "array":
      return isSettled(type.element);
    case "tuple":
      return type.elements.every(isSettled);
    case "union":
      return type.members.length > 0 && type.members.every(isSettled);
    default:
      return true;
  }
}

export function fits(from: Type, to: Type): boolean {
  if (from === to) return true;
  if (from.kind === "union") return from.members.every((m) => fits(m, to));
  if (to.kind === "union") return to.members.some((m) => fits(from, m));
  const known = tagsOf(from);
  if (known !== undefined || tagsOf(to) !== undefined)
    return known?.every((tag) => tagsOf(to)?.includes(tag)) ?? false;
  switch (to.kind) {
    case "opaque":
      // A number that went where nothing is known of it would be lost.
      if (isUnknown(to)) return !isSettled(from) || !carries(from);
      return !isLiteral(to) || typeKey(from) === typeKey(to);
    case "number":
      return from.kind === "number" || isNumericOpaque(from);
    case "string":
      return from.kind === "string" || isTextOpaque(from);
    case "array":
      return (
        (from.kind === "array" && fits(from.element, to.element)) ||
        (from.kind === "tuple" &&
          from.elements.every((e) => fits(e, to.element)))
      );
    case "tuple":
      return (
        from.kind === "tuple" &&
        from.elements.length === to.elements.length &&
        from.elements.every((e, i) => fits(e, to.elements[i]!))
      );
    case "object":
      return (
        from.kind === "object" &&
        (from.shape === to.shape ||
          (!isBase(to.shape) &&
            classTagOf(from.shape) === classTagOf(to.shape) &&
            behavesAs(from.shape, to.shape) &&
            hasNoMore(from.shape, to.shape) &&
            [...to.shape.fields].every(([name, f]) => {
              const given = from.shape.fields.get(name);
              if (given === undefined) return f.optional;
              const isAsked =
                isUnknown(f.type) ||
                holdsTags(f.type) ||
                holdsTags(given.type) ||
                holdsFunctions(f.type) ||
                holdsFunctions(given.type) ||
                holdsBase(f.type) ||
                classTagOf(to.shape) !== undefined;
              return isAsked
                ? fits(given.type, f.type)
                : !saysOther(given.type, f.type);
            })))
      );
    case "undefined":
    case "void":
      return from.kind === "undefined" || from.kind === "void";
    default:
      return typeKey(from) === typeKey(to);
  }
}

/** Of an instance that is made here the type says all that it has: what it does not name is not there. */
const hasNoMore = (from: Shape, to: Shape): boolean =>
  instanceOf(to) === undefined ||
  [...from.fields.keys()].every((name) => to.fields.has(name));

/** Texts that tell two records apart: none of the one is among the other's. */
function saysOther(a: Type, b: Type): boolean {
  if (!isTextOpaque(a) || !isTextOpaque(b)) return false;
  const said = new Set((b as OpaqueType).text.split(" | "));
  return (a as OpaqueType).text.split(" | ").every((t) => !said.has(t));
}

const isLiteral = (type: Type): boolean =>
  isNumericOpaque(type) || isTextOpaque(type);

/** An instance beside others, one of which is of its class. */
function joinedMember(a: Type, b: Type): Type | undefined {
  if (a.kind !== "union" || b.kind === "union") return undefined;
  const same = a.members.find((m) => joinOfClass(m, b) !== undefined);
  return (
    same &&
    unionOf([...a.members.filter((m) => m !== same), joinOfClass(same, b)!])
  );
}

/** The narrowest type that both fit. */
export function join(a: Type, b: Type): Type {
  if (isUnknown(a) && isSettled(b)) return b;
  if (isUnknown(b) && isSettled(a)) return a;
  if (fits(a, b)) return b;
  if (fits(b, a)) return a;
  const ofClass = joinOfClass(a, b) ?? joinedMember(a, b) ?? joinedMember(b, a);
  if (ofClass !== undefined) return ofClass;
  const [x, y] = [tagsOf(a), tagsOf(b)];
  if (x !== undefined && y !== undefined) return functionsType([...x, ...y]);
  const ofUnion = a.kind === "union" && y && a.members.find(tagsOf);
  if (ofUnion)
    return unionOf([
      ...a.members.filter((m) => m !== ofUnion),
      join(ofUnion, b),
    ]);
  if (a.kind === "array" && b.kind === "array")
    return arrayOf(join(a.element, b.element));
  if (a.kind === "tuple" && b.kind === "array")
    return arrayOf(a.elements.reduce(join, b.element));
  if (a.kind === "array" && b.kind === "tuple") return join(b, a);
  if (a.kind === "union" && b.kind === "union")
    return b.members.reduce(join, a);
  return unionOf([a, b]);
}
