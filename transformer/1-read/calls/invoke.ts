/** A call of a function that is known: a call in the IR, or its body in place. */
import { ts } from "ts-morph";
import { read, variable } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { FunctionValue } from "../bindings.ts";
import { missing } from "../expressions/destructure.ts";
import { foreign, joined } from "../expressions/foreign.ts";
import { named } from "../expressions/value.ts";
import { refuse } from "../problems.ts";
import { readFunction } from "../function.ts";
import type { Argument, Reading, Want } from "../reading.ts";
import { emit } from "../reading.ts";
import { typeAt } from "../expressions/access.ts";
import { inlineBody } from "./inline.ts";
import { packRest } from "./parameters.ts";
import { applyMath } from "./math.ts";
import { isTiny } from "./tiny.ts";

export function invoke(
  cx: Reading,
  callee: FunctionValue,
  args: readonly Argument[],
  node: ts.Node,
  want: Want,
): ir.Expr {
  if (callee.kind === "math")
    return applyMath(
      cx,
      node,
      callee.name,
      args.flatMap((a) => (a.kind === "value" ? [a.expr] : [])),
    );
  const { node: f } = callee;
  if (isOtherKind(f)) return opaqueCall(cx, callee, args, node);
  const local = callee.env !== undefined;
  const takesFunction = args.some((a) => a.kind === "function");
  if (!local && !takesFunction && !isTiny(cx.reader, f))
    return callOf(cx, callee, args, node, want);
  if (cx.inlining.includes(f) || cx.inlining.length > 40) {
    refuse(cx, node, "AD1013", { name: callee.name });
    return missing;
  }
  return inlineBody(cx, callee, args, node, want);
}

/** Generators and asynchronous functions give no value that we could follow. */
const isOtherKind = (f: ts.FunctionLikeDeclaration): boolean =>
  f.asteriskToken !== undefined ||
  (ts.getCombinedModifierFlags(f) & ts.ModifierFlags.Async) !== 0;

function opaqueCall(
  cx: Reading,
  callee: FunctionValue & { kind: "source" },
  args: readonly Argument[],
  node: ts.Node,
): ir.Expr {
  const values = args.flatMap((a) => (a.kind === "value" ? [a.expr] : []));
  const parts = values.flatMap((v, i) => (i > 0 ? [", ", v] : [v]));
  return foreign(
    node,
    "call",
    typeAt(cx, node as ts.Expression),
    joined([`${callee.name}(`, ...parts, ")"]),
    {
      pure: false,
      mutates: true,
      args: { callee: callee.name },
    },
  );
}

function callOf(
  cx: Reading,
  callee: FunctionValue & { kind: "source" },
  args: readonly Argument[],
  node: ts.Node,
  want: Want,
): ir.Expr {
  const values = packRest(cx, callee.node.parameters, args, node).map((a) =>
    a.kind === "value" ? named(cx, a.expr) : missing,
  );
  const found = readFunction(
    cx.reader,
    callee.node,
    callee.name,
    values.map((v) => v.type),
  );
  if (found.refused) cx.func.refused = true;
  const { origin } = cx;
  const given = values.slice(0, callee.node.parameters.length);
  while (given.length < callee.node.parameters.length) given.push(missing);
  if (found.result.kind === "void" || found.result.kind === "undefined") {
    emit(cx, { kind: "call", origin, callee: found.key, args: given });
    return missing;
  }
  const result = variable(
    want.name ?? `${shortName(callee.name)}Value`,
    found.result,
  );
  emit(cx, { kind: "call", origin, result, callee: found.key, args: given });
  cx.func.temporaries.add(result);
  cx.func.constants.add(result);
  return read(result);
}

const shortName = (name: string): string =>
  name.slice(name.lastIndexOf(".") + 1);
