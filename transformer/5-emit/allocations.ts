/** What makes values with identity: allocations, copies, zeros. */
import { helperFor, ownFields } from "../ir/helpers.ts";
import type * as ir from "../ir/nodes.ts";
import { carries, isReference, type Type } from "../ir/types.ts";
import { expressionText, type Context } from "./expressions.ts";
import { isLiteralZeros } from "./usage.ts";

export function allocateText(e: ir.AllocateExpr, c: Context): string {
  const length = expressionText(e.length, c);
  if (e.type.kind === "typedArray") {
    const made = `new ${e.type.name}(${length})`;
    return e.fill === undefined
      ? made
      : `${made}.fill(${expressionText(e.fill, c)})`;
  }
  const element =
    e.type.kind === "array" ? c.typeText(e.type.element) : "unknown";
  const isEmpty = e.length.kind === "const" && e.length.value === 0;
  if (isEmpty) return "[]";
  const made = `new Array<${element}>(${length})`;
  return e.fill === undefined
    ? made
    : `${made}.fill(${expressionText(e.fill, c)})`;
}

export function copyText(e: ir.CopyExpr, c: Context): string {
  const of = expressionText(e.of, c);
  const { type } = e;
  if (!isReference(type)) return of;
  const isFlat =
    type.kind === "typedArray" ||
    (isSequence(type) && !elementsOf(type).some(isReference));
  if (e.shallow && type.kind === "dictionary")
    return type.container === "map" ? `new Map(${of})` : `{ ...(${of}) }`;
  if (e.shallow || (isFlat && e.group === undefined)) {
    return type.kind === "tuple" ? `[...(${of})]` : `(${of}).slice()`;
  }
  return helperText("copyOf", e, of, c);
}

export function zerosText(e: ir.ZerosExpr, c: Context): string {
  const { type } = e;
  if (isLiteralZeros(e)) {
    return type.kind === "tuple"
      ? `[${type.elements.map(() => "0").join(", ")}]`
      : "0";
  }
  const of = expressionText(e.of, c);
  if (!carries(type)) return of;
  if (e.group === undefined) {
    if (type.kind === "typedArray") return `new ${type.name}((${of}).length)`;
    if (type.kind === "array" && type.element.kind === "number")
      return `new Array<number>((${of}).length).fill(0)`;
  }
  return helperText("zerosLike", e, of, c);
}

/** Typed as the IR has it: without `readonly`, so that a shadow can be written. */
function helperText(
  name: "copyOf" | "zerosLike",
  e: ir.CopyExpr | ir.ZerosExpr,
  of: string,
  c: Context,
): string {
  const own = ownFields(name, e.type);
  const group = e.group === undefined ? "" : c.names.variable(e.group);
  const more = own === "" ? [group] : [group === "" ? "undefined" : group, own];
  const args = [of, ...more].filter((arg) => arg !== "").join(", ");
  return `${c.helper(helperFor(name, [e]))}<${c.typeText(e.type)}>(${args})`;
}

const isSequence = (type: Type): type is Type & { kind: "array" | "tuple" } =>
  type.kind === "array" || type.kind === "tuple";
const elementsOf = (
  type: Type & { kind: "array" | "tuple" },
): readonly Type[] => (type.kind === "array" ? [type.element] : type.elements);
