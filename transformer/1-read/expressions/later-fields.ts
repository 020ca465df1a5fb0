/**
 * `const res = { l, c }; if (c) res.h = …`: a field that the literal does not have. It is an optional one of the
 * variable's type, and the function is read again with it.
 */
import { ts } from "ts-morph";
import type * as ir from "../../ir/nodes.ts";
import type { Type } from "../../ir/types.ts";
import { definedPart } from "../../ir/types.ts";
import { nodesIn } from "../nodes.ts";
import type { Reading } from "../reading.ts";
import { symbolOf, unwrapped } from "../symbols.ts";
import { isPartial } from "../types/partial.ts";
import { grow } from "../widen.ts";
import { isAssignmentOperator } from "../writes.ts";

/** Is it a record that is made where the variable gets it, and by a literal each time? */
export function mayGrow(cx: Reading, object: ir.ReadExpr): boolean {
  const type = definedPart(object.type);
  const name = cx.func.declarations.get(object.variable);
  if (
    type.kind !== "object" ||
    type.shape.isClass ||
    isPartial(type) ||
    name === undefined ||
    !ts.isIdentifier(name) ||
    !ts.isVariableDeclaration(name.parent) ||
    name.parent.type !== undefined
  )
    return false;
  return valuesOf(cx, name).every((v) =>
    ts.isObjectLiteralExpression(unwrapped(v)),
  );
}

/** All that the variable is ever given. */
function valuesOf(cx: Reading, name: ts.Identifier): ts.Expression[] {
  const { initializer } = name.parent as ts.VariableDeclaration;
  const found = initializer === undefined ? [] : [initializer];
  const symbol = symbolOf(cx.reader, name);
  const home = ts.findAncestor(name, ts.isFunctionLike);
  if (home === undefined) return found;
  for (const n of nodesIn(home))
    if (
      ts.isBinaryExpression(n) &&
      isAssignmentOperator(n.operatorToken.kind) &&
      ts.isIdentifier(n.left) &&
      symbolOf(cx.reader, n.left) === symbol
    )
      found.push(n.right);
  return found;
}

export function needsField(
  cx: Reading,
  object: ir.ReadExpr,
  name: string,
  type: Type,
): void {
  const record = definedPart(object.type);
  if (record.kind !== "object") return;
  const fields = new Map(record.shape.fields);
  fields.set(name, { type, optional: true });
  grow(cx, object.variable, cx.reader.types.record(fields));
}
