/** A call of a function that is known: a call in the IR, or its body in place. */
import { ts } from "ts-morph";
import { read, variable } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { FunctionValue } from "../bindings.ts";
import { missing } from "../expressions/destructure.ts";
import { foreign, functionText, joined } from "../expressions/foreign.ts";
import { choose } from "../expressions/logic.ts";
import type { Branch } from "../expressions/value.ts";
import { branch, isStable, named, temporary } from "../expressions/value.ts";
import { nodesIn } from "../nodes.ts";
import { refuse } from "../problems.ts";
import type { Captured } from "../captured.ts";
import { callsItself, capturedBy } from "../captured.ts";
import { readCalled } from "../function.ts";
import type { Argument, Reading, Want } from "../reading.ts";
import { emit, madeOf, Restart } from "../reading.ts";
import { typeAt } from "../expressions/access.ts";
import { inlineBody } from "./inline.ts";
import { usesArguments } from "./own-arguments.ts";
import { packRest } from "./parameters.ts";
import { applyMath, spreadMath } from "./math.ts";
import { holdsFunctions } from "../types/partial.ts";
import { holdsClosures } from "./tags.ts";
import { applyRule } from "./marks.ts";
import { throws } from "../statements/try.ts";
import { isTiny } from "./tiny.ts";

export function invoke(
  cx: Reading,
  callee: FunctionValue,
  args: readonly Argument[],
  node: ts.Node,
  want: Want,
): ir.Expr {
  if (callee.kind === "math") {
    if (args.some((a) => a.kind === "spread"))
      return spreadMath(
        cx,
        node,
        callee.name,
        args.flatMap((a) =>
          a.kind === "function"
            ? []
            : [
                {
                  expr: a.expr,
                  isSpread: a.kind === "spread",
                  isConstant: false,
                },
              ],
        ),
      );
    return applyMath(
      node,
      callee.name,
      args.flatMap((a) => (a.kind === "value" ? [a.expr] : [])),
    );
  }
  if (callee.kind === "bound")
    return invoke(cx, callee.target, [...callee.args, ...args], node, want);
  if (callee.kind === "rule") return applyRule(cx, callee, args, node);
  if (callee.kind === "choice")
    return choiceOf(cx, callee.options, args, node, want);
  const { node: f } = callee;
  if (isOtherKind(f)) return opaqueCall(cx, callee, args, node);
  if (callee.self !== undefined)
    return methodCall(cx, callee, args, node, want);
  const local = callee.env !== undefined;
  const takesFunction = args.some((a) => isFunctional(cx, a));
  const isOfCall = usesArguments(cx.reader, f) && !cx.inlining.includes(f);
  const isPlain = !local && !takesFunction && !isOfCall;
  if (isPlain && !isCaught(cx, f) && !isTiny(cx.reader, f))
    return callOf(cx, callee, args, node, want);
  const recursive = cx.inlining.includes(f) || callsItself(cx.reader, f);
  if (recursive && isCaught(cx, f))
    refuse(cx, node, "AD1002", {
      what: "`try` around a function that calls itself and throws",
    });
  if (recursive && (local || takesFunction))
    return liftedCall(cx, callee, args, node, want);
  if (cx.inlining.length > deepest) {
    refuse(cx, node, "AD1013", {
      name: callee.name,
      variable: "a function that is made anew in each call",
    });
    return missing;
  }
  return inlineBody(cx, callee, args, node, want);
}

/** A function, or an object with functions that are known: what is called with it is read in place. */
const isFunctional = (cx: Reading, a: Argument): boolean =>
  a.kind === "function" ||
  holdsFunctions(a.expr.type) ||
  holdsClosures(cx.reader, a.expr.type);

/** The same call of each of the functions that it may be. */
function choiceOf(
  cx: Reading,
  options: (FunctionValue & { kind: "choice" })["options"],
  args: readonly Argument[],
  node: ts.Node,
  want: Want,
): ir.Expr {
  const given = args.map((a): Argument => {
    if (a.kind === "function" || isStable(cx, a.expr)) return a;
    return { ...a, expr: temporary(cx, a.expr) };
  });
  const called = (f: FunctionValue): Branch =>
    branch(cx, (inner) => named(inner, invoke(inner, f, given, node, {})));
  const pick = (rest: typeof options): Branch => {
    const [first, ...others] = rest;
    if (first === undefined) return { expr: missing, statements: [] };
    if (others.length === 0) return called(first.value);
    return branch(cx, (inner) =>
      choose(inner, first.test, called(first.value), pick(others), want),
    );
  };
  const { expr, statements } = pick(options);
  cx.out.push(...statements);
  return expr;
}

/** A small method in place; a large one, or one that calls itself, as a function of its object. */
function methodCall(
  cx: Reading,
  callee: FunctionValue & { kind: "source" },
  args: readonly Argument[],
  node: ts.Node,
  want: Want,
): ir.Expr {
  const { node: f, self, env } = callee;
  const isCall =
    self?.kind !== "made" &&
    env === undefined &&
    !args.some((a) => isFunctional(cx, a)) &&
    (cx.inlining.includes(f) ||
      callsItself(cx.reader, f) ||
      (isLarge(f) && !isCaught(cx, f)));
  if (isCall) return callOf(cx, callee, args, node, want);
  if (cx.inlining.includes(f) || cx.inlining.length > deepest) {
    refuse(cx, node, "AD1013", { name: callee.name, variable: "this" });
    return missing;
  }
  return inlineBody(cx, callee, args, node, want);
}

function isLarge(f: ts.FunctionLikeDeclaration): boolean {
  let nodes = 0;
  for (const _ of nodesIn(f.body ?? f)) if (++nodes > 150) return true;
  return false;
}

/** May it throw to a `catch` of the function that is read? Then it is read in place. */
const isCaught = (cx: Reading, f: ts.Node): boolean =>
  cx.protections.some((p) => p.kind === "catch") && throws(cx, f);

/** Functions that are read in place, one in another. */
const deepest = 40;

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
  const text = functionText(cx, node, callee);
  return foreign(
    node,
    "call",
    typeAt(cx, node as ts.Expression),
    joined([...text.parts, "(", ...parts, ")"]),
    {
      pure: false,
      mutates: true,
      assigns: text.assigns,
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
  captured?: Captured,
): ir.Expr {
  const { parameters } = callee.node;
  const self = callee.self?.kind === "made" ? undefined : callee.self;
  const given = packRest(cx, parameters, args, node).slice(
    0,
    parameters.length,
  );
  while (given.length < parameters.length)
    given.push({ kind: "value", expr: missing });
  const found = readCalled(
    cx.reader,
    callee.node,
    callee.name,
    given,
    captured,
    self?.type,
    callee.scope,
  );
  for (const [owner, names] of cx.reader.members.get(found.key) ?? [])
    for (const name of names) madeOf(cx, owner, name);
  // What it returns captures what is inside.
  if (holdsFunctions(found.result) || holdsClosures(cx.reader, found.result))
    return inlineBody(cx, callee, args, node, want);
  if (found.refused) cx.func.refused = true;
  const values = given.flatMap((a) =>
    a.kind === "value" ? [named(cx, a.expr)] : [],
  );
  const call = {
    kind: "call",
    origin: cx.origin,
    callee: found.key,
    args: [
      ...(self === undefined ? [] : [self]),
      ...values,
      ...(captured?.values ?? []),
    ],
  } as const;
  if (found.result.kind === "void") {
    emit(cx, call);
    return missing;
  }
  const name = want.name ?? `${shortName(callee.name)}Value`;
  const result = variable(name, found.result);
  emit(cx, { ...call, result });
  cx.func.temporaries.add(result);
  cx.func.constants.add(result);
  return read(result);
}

const shortName = (name: string): string =>
  name.slice(name.lastIndexOf(".") + 1);

/** A function that calls itself, and captures variables or is given functions: those become parameters. */
function liftedCall(
  cx: Reading,
  callee: FunctionValue & { kind: "source" },
  args: readonly Argument[],
  node: ts.Node,
  want: Want,
): ir.Expr {
  const functions = args.map((a) =>
    a.kind === "function" ? a.value : undefined,
  );
  const captured = capturedBy(cx.reader, callee, functions);
  if (captured.assigned !== undefined) {
    box(cx, node, callee.name, captured.assigned);
    return missing;
  }
  return callOf(cx, callee, args, node, want, captured);
}

/** Its value is not enough: the variable is to live in an object, and the function is read again. */
function box(cx: Reading, node: ts.Node, name: string, v: ir.Variable): void {
  const declaration = cx.func.declarations.get(v);
  if (declaration === undefined || cx.func.boxed.has(declaration)) {
    refuse(cx, node, "AD1013", { name, variable: v.name });
    return;
  }
  cx.func.boxed.add(declaration);
  throw new Restart();
}
