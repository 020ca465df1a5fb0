/** Places that can be written: variables, elements, properties, and what lies outside of the function. */
import { ts } from "ts-morph";
import { assign, field, read, sameExpr, store } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { definedPart, voidType } from "../../ir/types.ts";
import { refuse } from "../problems.ts";
import type { Reading } from "../reading.ts";
import { emit } from "../reading.ts";
import { bindingOf, unwrapped } from "../symbols.ts";
import { mayGrow, needsField } from "./later-fields.ts";
import { needs } from "../widen.ts";
import type { FunctionValue } from "../bindings.ts";
import { fieldName } from "../classes/instance.ts";
import type { Making } from "../classes/making.ts";
import { readField, writeField } from "../classes/making.ts";
import { instanceOf } from "../types/partial.ts";
import { ofEachClass } from "../classes/dispatch.ts";
import { accessorOf } from "../classes/members.ts";
import { makingOf } from "./this.ts";
import {
  hasField,
  isRecordByKey,
  literalKey,
  memberText,
  property,
} from "./access.ts";
import { entry, isOutside } from "./dictionary.ts";
import { stringConst } from "./literals.ts";
import { foreign, foreignText } from "./foreign.ts";
import { identifier } from "./identifier.ts";
import { isNumeric } from "./numeric.ts";
import {
  fieldNamed,
  isExhaustive,
  namedFields,
  storeNamed,
} from "./named-field.ts";
import { kept, listValue, named, value } from "./value.ts";
import { element, isList, length } from "./list.ts";

/** A place that can be written, its parts evaluated already. */
export type Place =
  | {
      readonly kind: "variable";
      readonly variable: ir.Variable;
      readonly now: ir.Expr;
    }
  | { readonly kind: "memory"; readonly target: ir.ElementExpr | ir.FieldExpr }
  /** A field of the object that is being made. */
  | { readonly kind: "made"; readonly making: Making; readonly name: string }
  /** A property with a setter. */
  | {
      readonly kind: "setter";
      readonly setter: FunctionValue;
      readonly now: () => ir.Expr;
    }
  /** A field that its object's literal does not have. */
  | {
      readonly kind: "added";
      readonly object: ir.ReadExpr;
      readonly name: string;
      readonly parts: readonly (string | ir.Expr)[];
      readonly now: ir.Expr;
    }
  /** `o[key]`, one of several fields. */
  | {
      readonly kind: "named";
      readonly object: ir.Expr;
      readonly key: ir.Expr;
      readonly names: readonly string[];
      readonly isAll: boolean;
    }
  /** `list.length`. */
  | { readonly kind: "length"; readonly list: ir.Expr; readonly now: ir.Expr }
  /** Outside of the function: the text that names it. */
  | {
      readonly kind: "outside";
      readonly parts: readonly (string | ir.Expr)[];
      readonly now: ir.Expr;
    };

export type Step = (cx: Reading, before: readonly ir.Expr[]) => ir.Expr;

/** Steps that evaluate a target's parts, and the place made of what they gave. */
export function placeOf(
  cx: Reading,
  node: ts.Expression,
): {
  readonly steps: readonly Step[];
  readonly place: (parts: readonly ir.Expr[]) => Place;
} {
  const target = unwrapped(node);
  if (ts.isIdentifier(target)) return variablePlace(cx, target);
  if (ts.isElementAccessExpression(target)) {
    return {
      steps: [
        (inner) => listValue(inner, target.expression),
        (inner) => value(inner, target.argumentExpression),
      ],
      place: ([array, index]) => elementPlace(cx, target, array!, index!),
    };
  }
  if (ts.isPropertyAccessExpression(target)) {
    const making = makingOf(cx, target.expression);
    const name = target.name.text;
    if (making !== undefined)
      return { steps: [], place: () => ({ kind: "made", making, name }) };
    return {
      steps: [(inner) => value(inner, target.expression)],
      place: ([object]) => fieldPlace(cx, target, object!, target.name.text),
    };
  }
  const text = foreignText(cx, node, "syntax");
  return {
    steps: [],
    place: () => ({ kind: "outside", parts: text.parts, now: text }),
  };
}

function variablePlace(
  cx: Reading,
  node: ts.Identifier,
): ReturnType<typeof placeOf> {
  const binding = bindingOf(cx, node);
  if (binding?.kind === "variable") {
    const { variable } = binding;
    return {
      steps: [],
      place: () => ({ kind: "variable", variable, now: identifier(cx, node) }),
    };
  }
  if (binding?.kind === "cell") {
    const target = field(read(binding.variable), binding.name);
    return { steps: [], place: () => ({ kind: "memory", target }) };
  }
  return {
    steps: [],
    place: () => ({
      kind: "outside",
      parts: [node.text],
      now: identifier(cx, node),
    }),
  };
}

function elementPlace(
  cx: Reading,
  node: ts.ElementAccessExpression,
  array: ir.Expr,
  index: ir.Expr,
): Place {
  const defined = { ...array, type: definedPart(array.type) };
  const isConst = index.kind === "const" && !isList(array.type);
  const key =
    literalKey(cx, node) ?? (isConst ? String(index.value) : undefined);
  if (key !== undefined) return fieldPlace(cx, node, array, key);
  if (isList(array.type) && isNumeric(index.type) && !isOutside(array))
    return { kind: "memory", target: element(defined, index) };
  if (isRecordByKey(array))
    return { kind: "memory", target: entry(array, index) };
  const names = isOutside(array)
    ? undefined
    : namedFields(cx, node, array, index);
  if (names !== undefined) {
    const object = kept(cx, defined);
    const stable = kept(cx, index, "key");
    const isAll = isExhaustive(cx, node);
    return { kind: "named", object, key: stable, names, isAll };
  }
  const parts = [array, "[", index, "]"];
  return { kind: "outside", parts, now: outside(cx, node, parts) };
}

function fieldPlace(
  cx: Reading,
  node: ts.Expression,
  object: ir.Expr,
  name: string,
): Place {
  const defined = { ...object, type: definedPart(object.type) };
  if (name === "length" && isList(object.type) && !isOutside(object))
    return { kind: "length", list: defined, now: length(defined) };
  const own = fieldName(name);
  if (hasField(object.type, own) && !isOutside(object))
    return { kind: "memory", target: field(defined, own) };
  if (isRecordByKey(object))
    return { kind: "memory", target: entry(object, stringConst(name)) };
  const setter = ofEachClass(defined, (o) => accessorOf(cx, o, name, "set"));
  if (setter !== undefined)
    return {
      kind: "setter",
      setter,
      now: () => property(cx, node, defined, name),
    };
  if (defined.type.kind === "object" && instanceOf(defined.type.shape))
    refuse(cx, node, "AD1003", {
      what: "a field that the constructor of its object does not give it",
    });
  const parts = [object, memberText(name)];
  const now = outside(cx, node, parts);
  return object.kind === "read" && mayGrow(cx, object)
    ? { kind: "added", object, name, parts, now }
    : { kind: "outside", parts, now };
}

const outside = (
  cx: Reading,
  node: ts.Expression,
  parts: readonly (string | ir.Expr)[],
): ir.Expr =>
  foreign(
    node,
    "dynamic",
    cx.reader.types.ofValue(cx.reader.checker.getTypeAtLocation(node)),
    parts,
    {
      pure: false,
    },
  );

/** Writes a value to a place. */
export function write(
  cx: Reading,
  node: ts.Node,
  place: Place,
  v: ir.Expr,
): void {
  const { origin } = cx;
  switch (place.kind) {
    case "variable":
      needs(cx, place.variable, v.type);
      emit(cx, assign(origin, place.variable, v));
      return;
    case "memory":
      needs(cx, place.target, v.type);
      emit(cx, store(origin, place.target, named(cx, v)));
      return;
    case "named": {
      const { object, key, names, isAll } = place;
      const stored = named(cx, v);
      const stable = kept(cx, stored);
      const fields = (name: string): ir.Stmt[] => [
        store(origin, field(object, name), stable),
      ];
      cx.out.push(...storeNamed(names, key, isAll, origin, fields));
      return;
    }
    case "length":
      resize(cx, node, place.list, named(cx, v));
      return;
    case "made":
      writeField(cx, place.making, place.name, named(cx, v));
      return;
    case "setter":
      cx.reader.lower.invoke(
        cx,
        place.setter,
        [{ kind: "value", expr: named(cx, v) }],
        node,
        {},
      );
      return;
    case "added":
    case "outside": {
      if (place.kind === "added")
        needsField(cx, place.object, place.name, v.type);
      const parts = [...place.parts, " = ", named(cx, v)];
      const effect = foreign(node, "store", voidType, parts, {
        pure: false,
        mutates: true,
      });
      emit(cx, { kind: "effect", origin, value: effect });
    }
  }
}

/** What the place holds now. */
export function current(place: Place): ir.Expr {
  switch (place.kind) {
    case "memory":
      return place.target;
    case "named":
      return fieldNamed(place.object, place.key, place.names, place.isAll);
    case "made":
      return readField(place.making, place.name);
    case "setter":
      return place.now();
    default:
      return place.now;
  }
}

/** Shorter only: what a longer one holds in the end is nothing, which has no place in a list of numbers. */
function resize(cx: Reading, node: ts.Node, list: ir.Expr, to: ir.Expr): void {
  const { origin } = cx;
  const isEmpty = to.kind === "const" && to.value === 0;
  const isLess =
    to.kind === "apply" &&
    to.rule === "sub" &&
    sameExpr(to.args[0]!, length(list));
  if (!isEmpty && !isLess) {
    refuse(cx, node, "AD1003", { what: "a length that may be greater" });
    return;
  }
  emit(cx, { kind: "resize", origin, array: list, length: to });
}
