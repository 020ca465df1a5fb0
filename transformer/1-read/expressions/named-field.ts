/** `o[key]`, where the fields of `o` are known and `key` names one of them when the program runs. */
import { ts } from "ts-morph";
import { compare, conditional, field, if_ } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { ObjectType } from "../../ir/types.ts";
import { definedPart, undefinedType } from "../../ir/types.ts";
import type { Reading } from "../reading.ts";
import { join } from "../types/compatible.ts";
import { isText } from "./numeric.ts";
import { stringConst } from "./literals.ts";

/** More fields than one would write out by hand. */
export const mostFields = 32;

/** The fields that a key can name; nothing where it is no such access. */
export function namedFields(
  cx: Reading,
  node: ts.ElementAccessExpression,
  object: ir.Expr,
  key: ir.Expr,
): readonly string[] | undefined {
  const type = definedPart(object.type);
  if (type.kind !== "object" || !isText(key.type)) return undefined;
  const { fields } = type.shape;
  const said = literalsOf(cx, node.argumentExpression);
  const names = said ?? [...fields.keys()];
  const known =
    names.length > 0 &&
    names.length <= mostFields &&
    names.every(
      (name) => fields.get(name)?.hidden === undefined && fields.has(name),
    );
  return known ? names : undefined;
}

/** The literals of the key's type, where it has no other. */
function literalsOf(
  cx: Reading,
  node: ts.Expression,
): readonly string[] | undefined {
  const type = cx.reader.checker.getTypeAtLocation(node);
  const members = type.isUnion() ? type.types : [type];
  return members.every((m) => m.isStringLiteral())
    ? members.map((m) => (m as ts.StringLiteralType).value)
    : undefined;
}

/** Is there a field for every key that the type allows? */
export const isExhaustive = (
  cx: Reading,
  node: ts.ElementAccessExpression,
): boolean => literalsOf(cx, node.argumentExpression) !== undefined;

export function fieldNamed(
  object: ir.Expr,
  key: ir.Expr,
  names: readonly string[],
  exhaustive: boolean,
): ir.Expr {
  const opened = { ...object, type: definedPart(object.type) as ObjectType };
  const missing: ir.Expr = {
    kind: "const",
    type: undefinedType,
    value: undefined,
  };
  const last = exhaustive ? names.at(-1) : undefined;
  const start = last === undefined ? missing : field(opened, last);
  const tested = exhaustive ? names.slice(0, -1) : names;
  return tested.reduceRight<ir.Expr>((otherwise, name) => {
    const own = field(opened, name);
    return {
      ...conditional(isKey(key, name), own, otherwise),
      type: join(own.type, otherwise.type),
    };
  }, start);
}

const isKey = (key: ir.Expr, name: string): ir.Expr =>
  compare("===", key, stringConst(name));

/** A store into the field that the key names. */
export function storeNamed(
  names: readonly string[],
  key: ir.Expr,
  exhaustive: boolean,
  origin: ir.Origin,
  store: (name: string) => readonly ir.Stmt[],
): readonly ir.Stmt[] {
  const last = exhaustive ? names.at(-1) : undefined;
  const tested = exhaustive ? names.slice(0, -1) : names;
  return tested.reduceRight<readonly ir.Stmt[]>(
    (otherwise, name) => [
      if_(origin, isKey(key, name), [...store(name)], [...otherwise]),
    ],
    last === undefined ? [] : store(last),
  );
}
