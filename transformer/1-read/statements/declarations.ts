/** `const`, `let` and `var`. */
import { ts } from "ts-morph";
import type * as ir from "../../ir/nodes.ts";
import type { Type } from "../../ir/types.ts";
import { definedPart } from "../../ir/types.ts";
import { declare, introduce, isConstant } from "../declare.ts";
import { declarePattern } from "../expressions/destructure.ts";
import { placeOf, write } from "../expressions/place.ts";
import { named } from "../expressions/value.ts";
import { originOf } from "../origins.ts";
import { refuse } from "../problems.ts";
import type { Reading } from "../reading.ts";
import { bindingOf, symbolOf } from "../symbols.ts";
import { isSettled, nothing } from "../types/compatible.ts";
import { opened } from "../types/partial.ts";

export function declarations(
  cx: Reading,
  list: ts.VariableDeclarationList,
): void {
  if ((list.flags & ts.NodeFlags.Using) === ts.NodeFlags.Using)
    refuse(cx, list, "AD1011", { what: "using" });
  // One statement with several variables is several statements.
  const several = list.declarations.length > 1;
  for (const d of list.declarations) {
    const origin = several ? declarationOrigin(list, d) : cx.origin;
    declaration({ ...cx, origin }, d);
  }
}

function declarationOrigin(
  list: ts.VariableDeclarationList,
  d: ts.VariableDeclaration,
): Reading["origin"] {
  const origin = originOf(d);
  const keyword =
    list.flags & ts.NodeFlags.Const
      ? "const"
      : list.flags & ts.NodeFlags.Let
        ? "let"
        : "var";
  return { ...origin, text: `${keyword} ${origin.text}` };
}

function declaration(cx: Reading, d: ts.VariableDeclaration): void {
  const { name, initializer } = d;
  const declared = declaredType(cx, d);
  if (!ts.isIdentifier(name)) {
    if (initializer !== undefined)
      declarePattern(
        cx,
        name,
        cx.reader.lower.whole(cx, initializer, { type: declared }),
      );
    return;
  }
  const hoisted = isHoisted(cx, name);
  if (initializer === undefined) {
    if (!hoisted) introduce(cx, name, declared ?? laterType(cx, name));
    return;
  }
  if (!hoisted && bindFunction(cx, name, initializer)) return;
  const v = cx.reader.lower.whole(cx, initializer, {
    name: name.text,
    // With the fields that are added to it later.
    type: declared ?? recordIn(cx.func.widened.get(name)),
  });
  if (!hoisted && bindText(cx, name, v)) return;
  if (hoisted) write(cx, name, placeOf(cx, name).place([]), named(cx, v));
  else declare(cx, name, v, hasOwnFunctions(cx, v) ? undefined : declared);
}

/** An object literal with functions: what they are is known by its own type, and not by the one it is declared with. */
const hasOwnFunctions = (cx: Reading, { type }: ir.Expr): boolean =>
  type.kind === "object" && cx.reader.literals.has(type.shape);

const recordIn = (type: Type | undefined): Type | undefined =>
  type !== undefined && definedPart(type).kind === "object" ? type : undefined;

function declaredType(
  cx: Reading,
  d: ts.VariableDeclaration,
): Type | undefined {
  const { checker, types } = cx.reader;
  return d.type === undefined
    ? undefined
    : opened(types.declared(checker.getTypeFromTypeNode(d.type)));
}

/** The type of `let x;`: what TypeScript makes of it, else what is assigned later. */
function laterType(cx: Reading, name: ts.Identifier): Type {
  const { checker, types } = cx.reader;
  const type = opened(types.ofValue(checker.getTypeAtLocation(name)));
  return isSettled(type) && type.kind !== "undefined" ? type : nothing;
}

/** `const f = (x) => …`: known while reading, and no value at run time. */
function bindFunction(
  cx: Reading,
  name: ts.Identifier,
  initializer: ts.Expression,
): boolean {
  if (!isConstant(cx, name)) return false;
  const value = cx.reader.lower.functionValue(cx, initializer);
  const symbol = symbolOf(cx.reader, name);
  if (value === undefined || symbol === undefined) return false;
  cx.env.bindings.set(symbol, {
    kind: "function",
    value:
      value.kind === "source" && value.env !== undefined
        ? { ...value, name: name.text }
        : value,
  });
  return true;
}

/** In the code of packages, texts that are known and what is known of them: what hangs on them is decided. */
function bindText(cx: Reading, name: ts.Identifier, v: ir.Expr): boolean {
  const symbol = symbolOf(cx.reader, name);
  if (
    v.kind !== "const" ||
    (typeof v.value !== "string" && typeof v.value !== "boolean") ||
    (v.type.kind !== "string" && v.type.kind !== "boolean") ||
    symbol === undefined ||
    name.getSourceFile() === cx.reader.file ||
    !isConstant(cx, name)
  )
    return false;
  cx.env.bindings.set(symbol, { kind: "expr", expr: v });
  return true;
}

/** Was it declared before its declaration is reached: a `var`, or what several clauses of a `switch` see? */
function isHoisted(cx: Reading, name: ts.Identifier): boolean {
  const binding = bindingOf(cx, name);
  return binding?.kind === "variable" || binding?.kind === "cell";
}
