/** Declarations: `x = 0`, and `x: T = …` where TypeScript would infer another type than the variable has. */
import type * as ir from "../ir/nodes.ts";
import {
  someType,
  typeKey,
  writable,
  type ObjectType,
  type Type,
} from "../ir/types.ts";
import { mentionsFields } from "./fields.ts";
import {
  isInstance,
  isLiteral,
  valueText,
  type Context,
} from "./expressions.ts";

/** Without the keyword: a loop has one for all it declares. */
export function declarationText(
  s: ir.LetStmt,
  isAssigned: boolean,
  c: Context,
): string {
  const name = c.names.variable(s.variable);
  // What is made here is written here.
  const type = c.typeText(
    s.value !== undefined && fresh.has(s.value.kind)
      ? writable(s.variable.type)
      : s.variable.type,
  );
  if (s.value === undefined) return `${name}!: ${type}`;
  const annotation = needsAnnotation(s.variable, s.value, isAssigned, c)
    ? `: ${type}`
    : "";
  return `${name}${annotation} = ${valueText(s.value, s.variable.type, c)}`;
}

const fresh = new Set<ir.Expr["kind"]>([
  "allocate",
  "arrayLiteral",
  "copy",
  "objectLiteral",
  "zeros",
]);

/** Would TypeScript infer another type than the variable has? */
function needsAnnotation(
  variable: ir.Variable,
  value: ir.Expr,
  isAssigned: boolean,
  c: Context,
): boolean {
  const { type } = variable;
  if (!isAssigned && isLiteral(value) && c.compared.variables.has(variable))
    return true;
  if (
    type.kind === "opaque" &&
    (type.text === "unknown" || type.text === "any")
  )
    return isAssigned;
  switch (value.kind) {
    case "const":
      if (value.value === null || value.value === undefined) return true;
      return isAssigned && (type.kind === "union" || type.kind === "opaque");
    case "arrayLiteral":
      return (
        value.elements.length === 0 ||
        type.kind === "tuple" ||
        type.kind === "union" ||
        // Of literals TypeScript would make texts and numbers.
        (type.kind === "array" &&
          (type.element.kind === "union" || type.element.kind === "opaque"))
      );
    case "allocate":
      return (
        type.kind !== "typedArray" &&
        value.length.kind === "const" &&
        value.length.value === 0
      );
    case "objectLiteral":
      if (value.type.kind === "dictionary")
        return value.type.container === "record" || isAssigned;
      return (
        type.kind === "union" ||
        (type.kind === "object" &&
          !isInstance(value.type) &&
          !isInferred(type, value))
      );
    case "copy":
    case "zeros":
      return type.kind === "tuple";
    default:
      return (
        (isAssigned || holdsNever(value.type)) &&
        (typeKey(type) !== typeKey(value.type) || mentionsFields(type))
      );
  }
}

/** An empty list, that is filled under a name whose type says with what. */
const holdsNever = (type: Type): boolean =>
  someType(type, (t) => t.kind === "union" && t.members.length === 0);

/** Is the literal's own type the variable's: without a name, and each field what is put there? */
const isInferred = (
  { shape }: ObjectType,
  value: ir.ObjectLiteralExpr,
): boolean =>
  shape.text.startsWith("{") &&
  shape.fields.size === value.fields.length &&
  value.fields.every(({ name, value: of }) => {
    const field = shape.fields.get(name);
    return (
      field !== undefined &&
      !field.optional &&
      plain.has(field.type.kind) &&
      typeKey(field.type) === typeKey(of.type)
    );
  });
const plain = new Set<Type["kind"]>([
  "number",
  "boolean",
  "string",
  "typedArray",
]);
