/**
 * Functions that are kept as data are tags, and a call of one chooses by the tags that its place's type lists. Where
 * one lands in a place that lists none (a field declared as `((x: number) => void)[]`), nothing could call it.
 */
import type * as ir from "../ir/nodes.ts";
import {
  definedPart,
  elementType,
  isReference,
  type Type,
} from "../ir/types.ts";
import { visitBlock } from "../ir/walk.ts";
import { tagsOf } from "./types/functions.ts";

/** Where a function goes out of sight, if one does. */
export function hiddenFunction(func: ir.Func): ir.Origin | undefined {
  let found: ir.Origin | undefined;
  let at = func.origin;
  const check = (value: ir.Expr, place: Type): void => {
    if (!lists(place, value.type)) found ??= at;
  };
  visitBlock(func.body, {
    stmt: (s) => {
      at = s.origin;
      if (s.kind === "let" && s.value) check(s.value, s.variable.type);
      if (s.kind === "assign") check(s.value, s.variable.type);
      if (s.kind === "store") check(s.value, s.target.type);
      if (s.kind === "push") check(s.value, elementType(s.array.type));
      if (s.kind === "return" && s.value) check(s.value, func.result);
    },
    expr: (e) => {
      if (e.kind === "arrayLiteral" && e.type.kind === "array")
        for (const part of e.elements) check(part, e.type.element);
      if (e.kind === "objectLiteral" && e.type.kind === "object")
        for (const { name, value } of e.fields) {
          const field = e.type.shape.fields.get(name);
          if (field) check(value, field.type);
        }
    },
  });
  return found;
}

/** Does a place of the one type list every function that a value of the other may be? */
function lists(place: Type, value: Type): boolean {
  const tags = allTags(value);
  if (tags.length > 0) {
    const known = allTags(place);
    return tags.every((tag) => known.includes(tag));
  }
  const [p, v] = [definedPart(place), definedPart(value)];
  return (
    p.kind !== "array" || v.kind !== "array" || lists(p.element, v.element)
  );
}

const allTags = (type: Type): readonly string[] =>
  type.kind === "union"
    ? type.members.flatMap(allTags)
    : isReference(type)
      ? []
      : (tagsOf(type) ?? []);
