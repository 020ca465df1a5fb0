/** What the library's own functions mean in code that is differentiated: `stopGradient`, `checkpoint`, `defineRule`. */
import { ts } from "ts-morph";
import { apply, element, number } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { Argument, FunctionValue } from "../bindings.ts";
import { asNumber } from "../expressions/numeric.ts";
import { kept, temporary } from "../expressions/value.ts";
import { refuse } from "../problems.ts";
import type { Reader, Reading } from "../reading.ts";
import { constInitializer, symbolOf, unwrapped } from "../symbols.ts";

type RuleValue = FunctionValue & { kind: "rule" };

/** The name of what is imported from the library, under whatever name here. */
export function libraryName(
  reader: Reader,
  node: ts.Expression,
): string | undefined {
  const e = unwrapped(node);
  const name = ts.isPropertyAccessExpression(e) ? e.name : e;
  if (!ts.isIdentifier(name)) return undefined;
  const declared = reader.checker.getSymbolAtLocation(name)?.declarations?.[0];
  if (declared === undefined || !ts.isImportSpecifier(declared))
    return undefined;
  const from = declared.parent.parent.parent.moduleSpecifier;
  return ts.isStringLiteral(from) && from.text === "adjoint"
    ? (declared.propertyName ?? declared.name).text
    : undefined;
}

/** `stopGradient`, `checkpoint(f)`, and a name for `defineRule(value, partials)`. */
export function libraryFunction(
  cx: Reading,
  node: ts.Expression,
): FunctionValue | undefined {
  if (ts.isCallExpression(node)) {
    const name = libraryName(cx.reader, node.expression);
    const [first, second] = node.arguments;
    if (first === undefined) return undefined;
    const read = (e: ts.Expression): FunctionValue | undefined =>
      cx.reader.lower.functionValue(cx, e);
    // The derivative is the same; what the reverse sweep stores is for the compiler to decide.
    if (name === "checkpoint") return read(first);
    if (name !== "defineRule" || second === undefined) return undefined;
    const value = read(first);
    const partials = value && read(second);
    return value && partials && { kind: "rule", value, partials };
  }
  if (libraryName(cx.reader, node) === "stopGradient")
    return { kind: "math", name: "stopped" };
  if (!ts.isIdentifier(node)) return undefined;
  const symbol = symbolOf(cx.reader, node);
  const given = constInitializer(cx.reader, symbol?.valueDeclaration);
  const made = given && unwrapped(given);
  return made !== undefined &&
    ts.isCallExpression(made) &&
    libraryName(cx.reader, made.expression) !== undefined
    ? libraryFunction({ ...cx, env: { bindings: new Map() } }, made)
    : undefined;
}

/**
 * A call of a function with a rule of its own: its value as it comes, and the derivative of the sum of each
 * argument times its partial, both worked out of constants. (So that what a second derivative would ask of the
 * partials is not there: such an entry is refused.)
 */
export function applyRule(
  cx: Reading,
  rule: RuleValue,
  args: readonly Argument[],
  node: ts.Node,
): ir.Expr {
  const numbers = args.flatMap((a) => {
    const n = a.kind === "value" ? asNumber(a.expr) : undefined;
    return n === undefined ? [] : [kept(cx, n)];
  });
  if (numbers.length < args.length) {
    refuse(cx, node, "AD1003", {
      what: "a rule of numbers, of something else",
    });
    return number(NaN);
  }
  const invoke = (f: FunctionValue, given: readonly ir.Expr[]): ir.Expr =>
    cx.reader.lower.invoke(
      cx,
      f,
      given.map((expr) => ({ kind: "value", expr })),
      node,
      {},
    );
  const fixed = numbers.map((n) => temporary(cx, apply("stopped", n), "fixed"));
  const out = temporary(cx, invoke(rule.value, fixed), "out");
  const made = invoke(rule.partials, [...fixed, out]);
  const partials = kept(cx, made, "partials");
  const sum = numbers
    .map((n, i) => apply("mul", element(partials, number(i)), n))
    .reduce<ir.Expr>((total, term) => apply("add", total, term), number(0));
  return apply("ruled", sum, out);
}
