/** `const`, `let` and `var`. */
import { ts } from "ts-morph";
import { assign, let_ } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { Type } from "../../ir/types.ts";
import { bind, declare, isConstant } from "../declare.ts";
import { declarePattern } from "../expressions/destructure.ts";
import { named } from "../expressions/value.ts";
import { originOf } from "../origins.ts";
import type { Reading } from "../reading.ts";
import { emit } from "../reading.ts";
import { bindingOf, symbolOf } from "../symbols.ts";
import { isSettled, nothing } from "../types/compatible.ts";
import { needs } from "../widen.ts";

export function declarations(
  cx: Reading,
  list: ts.VariableDeclarationList,
): void {
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
  const hoisted = hoistedVariable(cx, name);
  if (initializer === undefined) {
    if (hoisted === undefined)
      emit(
        cx,
        let_(cx.origin, bind(cx, name, declared ?? laterType(cx, name))),
      );
    return;
  }
  if (hoisted === undefined && bindFunction(cx, name, initializer)) return;
  const v = cx.reader.lower.whole(cx, initializer, {
    name: name.text,
    type: declared,
  });
  if (hoisted === undefined) {
    declare(cx, name, v, declared);
    return;
  }
  needs(cx, hoisted, v.type);
  emit(cx, assign(cx.origin, hoisted, named(cx, v)));
}

function declaredType(
  cx: Reading,
  d: ts.VariableDeclaration,
): Type | undefined {
  const { checker, types } = cx.reader;
  return d.type === undefined
    ? undefined
    : types.declared(checker.getTypeFromTypeNode(d.type));
}

/** The type of `let x;`: what TypeScript makes of it, else what is assigned later. */
function laterType(cx: Reading, name: ts.Identifier): Type {
  const { checker, types } = cx.reader;
  const type = types.ofValue(checker.getTypeAtLocation(name));
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

/** A variable that was declared before its declaration is reached: a `var`, or one that several clauses of a `switch` see. */
function hoistedVariable(
  cx: Reading,
  name: ts.Identifier,
): ir.Variable | undefined {
  const binding = bindingOf(cx, name);
  return binding?.kind === "variable" ? binding.variable : undefined;
}
