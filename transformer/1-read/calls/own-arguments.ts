/**
 * `arguments`: how many there are, and what they are, is known where the body is read in the place of its call.
 * (Compilers make `f(a, b = 1)` of it: `arguments.length > 1 && arguments[1] !== undefined ? arguments[1] : 1`.)
 */
import { ts } from "ts-morph";
import { number } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { arrayOf, undefinedType } from "../../ir/types.ts";
import { argumentsOf } from "../bindings.ts";
import { constantOf } from "../constants.ts";
import { nodesIn } from "../nodes.ts";
import type { Reader, Reading } from "../reading.ts";
import { isGlobal, symbolOf } from "../symbols.ts";
import { join, nothing } from "../types/compatible.ts";

const isArguments = (reader: Reader, node: ts.Node): node is ts.Identifier =>
  ts.isIdentifier(node) &&
  node.text === "arguments" &&
  !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) &&
  isGlobal(reader, node);

/** Does the function ask for them, and are they what its parameters were given? */
export function usesArguments(
  reader: Reader,
  f: ts.FunctionLikeDeclaration,
): boolean {
  if (f.body === undefined || ts.isArrowFunction(f)) return false;
  const known = reader.argumentUsers.get(f);
  if (known !== undefined) return known;
  const isOther = (n: ts.Node): boolean =>
    ts.isFunctionLike(n) && !ts.isArrowFunction(n);
  let found = false;
  for (const n of nodesIn(f.body, isOther))
    if (isArguments(reader, n)) found = true;
  const assigned = reader.assigned(f.getSourceFile());
  // In code that is not strict, a parameter that is assigned changes them.
  const result =
    found &&
    f.parameters.every((p) => {
      const symbol = symbolOf(reader, p.name);
      return symbol === undefined || !assigned.has(symbol);
    });
  reader.argumentUsers.set(f, result);
  return result;
}

/** `arguments.length`, `arguments[1]`; all of them as a list, where they are handed on. */
export function ownArguments(
  cx: Reading,
  node: ts.Expression,
): ir.Expr | undefined {
  const of =
    ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)
      ? node.expression
      : node;
  if (!isArguments(cx.reader, of)) return undefined;
  const args = argumentsOf(cx.env);
  if (args === undefined) return undefined;
  if (ts.isPropertyAccessExpression(node))
    return node.name.text === "length" ? number(args.length) : undefined;
  if (ts.isElementAccessExpression(node)) {
    const i = constantOf(cx.reader, node.argumentExpression);
    if (i === undefined) return undefined;
    return args[i] ?? { kind: "const", type: undefinedType, value: undefined };
  }
  const type = arrayOf(args.map((e) => e.type).reduce(join, nothing));
  return { kind: "arrayLiteral", type, elements: args };
}
