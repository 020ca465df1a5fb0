/**
 * Interfaces of fields. Types from outside don't see the private fields of a class: where there are any, derived
 * code takes its instances for an interface of all their fields, `ModelFields`.
 */
import type * as ir from "../ir/nodes.ts";
import type { Derived } from "../ir/program.ts";
import { someType, writable, type Shape, type Type } from "../ir/types.ts";
import { visitBlock, visitExpr } from "../ir/walk.ts";
import { propertyKey } from "./expressions.ts";
import { typeText, type ShapeNames } from "./type-text.ts";

/** All shapes with an interface of their own in what the functions handle, in order of first appearance. */
export function fieldShapes(derived: readonly Derived[]): Shape[] {
  const found = new Set<Shape>();
  for (const f of derived) {
    const visit = (t: Type): boolean =>
      someShape(t, (s) => {
        if (s.fieldsName !== undefined) found.add(s);
        return false;
      });
    f.params.forEach((p) => visit(p.variable.type));
    if (f.record !== undefined) visit(f.record.type);
    visitBlock(f.body, {
      stmt: (s) => {
        if (s.kind === "let") visit(s.variable.type);
        if (s.kind === "call" && s.result) visit(s.result.type);
      },
      expr: (e) => visitExpr(e, (x) => visit(x.type)),
    });
  }
  return [...found];
}

/** The interfaces that a text names, and those that they name in turn. */
export function fieldInterfaces(
  shapes: readonly Shape[],
  text: string,
  names: ShapeNames,
  note: (shape: Shape) => string,
): { readonly shape: Shape; readonly text: string }[] {
  const texts = new Map<Shape, string>();
  for (let all = text; ;) {
    const words = new Set(all.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
    const more = shapes.filter(
      (s) => !texts.has(s) && words.has(names.interfaces.get(s) ?? ""),
    );
    if (more.length === 0) break;
    for (const shape of more) {
      const one = interfaceText(shape, names);
      texts.set(shape, note(shape) + one);
      all += one;
    }
  }
  return shapes.flatMap((shape) => {
    const one = texts.get(shape);
    return one === undefined ? [] : [{ shape, text: one }];
  });
}

function interfaceText(shape: Shape, names: ShapeNames): string {
  const fields = [...shape.fields].map(
    ([name, f]) =>
      `${propertyKey(name)}${f.optional ? "?" : ""}: ${typeText(writable(f.type), names)}${f.optional ? " | undefined" : ""};`,
  );
  return `interface ${names.interfaces.get(shape)!} {\n${fields.join("\n")}\n}`;
}

/** Is there a type with an interface of its fields inside? */
export const mentionsFields = (type: Type): boolean =>
  someShape(type, (s) => s.fieldsName !== undefined);

/** The classes whose instances may go to the user. */
export function leavingShapes(types: readonly Type[]): ReadonlySet<Shape> {
  const found = new Set<Shape>();
  for (const type of types)
    someShape(type, (s) => {
      if (s.prototype !== undefined) found.add(s);
      return false;
    });
  return found;
}

const someShape = (type: Type, test: (s: Shape) => boolean): boolean =>
  someType(type, (t) => t.kind === "object" && test(t.shape));

/** The types of what a result is put together of. */
export function partsOfResult(e: ir.Expr): readonly Type[] {
  switch (e.kind) {
    case "arrayLiteral":
      return e.elements.flatMap(partsOfResult);
    case "objectLiteral":
      return mentionsFields(e.type)
        ? [e.type]
        : e.fields.flatMap((f) => partsOfResult(f.value));
    case "conditional":
      return [...partsOfResult(e.yes), ...partsOfResult(e.no)];
    case "foreign":
      return e.parts.flatMap((p) =>
        typeof p === "string" ? [] : partsOfResult(p),
      );
    default:
      return [e.type];
  }
}
