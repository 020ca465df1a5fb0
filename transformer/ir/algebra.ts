/**
 * Builders for the arithmetic of derivatives that fold what is trivial: `1 * x`, `x + 0`, `-(-x)`. Only for
 * adjoints and tangents: the primal keeps every operation that the author wrote, bit for bit.
 */
import { apply, number, isConst as isConstant, sameExpr } from "./build.ts";
import type * as ir from "./nodes.ts";

/** Without narrowing: what it is not, it may still become. */
const isConst = (e: ir.Expr, value?: number): boolean => isConstant(e, value);
const isNeg = (e: ir.Expr): boolean => e.kind === "apply" && e.rule === "neg";
const isDiv = (e: ir.Expr): boolean => e.kind === "apply" && e.rule === "div";
const argOf = (e: ir.Expr, index = 0): ir.Expr =>
  (e as ir.ApplyExpr).args[index]!;

export function neg(x: ir.Expr): ir.Expr {
  if (isNeg(x)) return argOf(x);
  if (plain(x)) return number(-valueOf(x));
  // -(a - b) is b - a but for the sign of zero, which no derivative tells apart.
  if (x.kind === "apply" && x.rule === "sub")
    return sub(x.args[1]!, x.args[0]!);
  // The sign goes to the front: -(a / b) is -a / b.
  if (isDiv(x) && isNeg(argOf(x))) return div(argOf(argOf(x)), argOf(x, 1));
  return apply("neg", x);
}

export function add(x: ir.Expr, y: ir.Expr): ir.Expr {
  if (isConst(x, 0)) return y;
  if (isConst(y, 0)) return x;
  if (isNeg(y)) return sub(x, argOf(y));
  if (isNeg(x)) return sub(y, argOf(x));
  if (plain(x) && plain(y)) return number(valueOf(x) + valueOf(y));
  return apply("add", x, y);
}

export function sub(x: ir.Expr, y: ir.Expr): ir.Expr {
  if (isConst(y, 0)) return x;
  if (isConst(x, 0)) return neg(y);
  if (isNeg(y)) return add(x, argOf(y));
  if (plain(x) && plain(y)) return number(valueOf(x) - valueOf(y));
  return apply("sub", x, y);
}

/** A product; a factor 0 that stands in the text gives 0, since the derivative is 0 there whatever the other factor is. */
export function mul(x: ir.Expr, y: ir.Expr): ir.Expr {
  if (isConst(x, 0) || isConst(x, -0) || isConst(y, 0) || isConst(y, -0))
    return number(0);
  if (isConst(x, 1)) return y;
  if (isConst(y, 1)) return x;
  if (isConst(x, -1)) return neg(y);
  if (isConst(y, -1)) return neg(x);
  if (isNeg(x)) return neg(mul(argOf(x), y));
  if (isNeg(y)) return neg(mul(x, argOf(y)));
  if (plain(x) && plain(y)) return number(valueOf(x) * valueOf(y));
  // (1 / a) * b and b * (1 / a) are b / a; (c / a) * b is (c * b) / a.
  if (isDiv(x) && !isDiv(y)) return div(mul(argOf(x), y), argOf(x, 1));
  if (isDiv(y) && isConst(argOf(y), 1)) return div(x, argOf(y, 1));
  // Constants to the front, and gathered: 2 * (3 * x) is 6 * x.
  if (plain(y) && !plain(x)) return mul(y, x);
  if (plain(x) && y.kind === "apply" && y.rule === "mul" && plain(argOf(y))) {
    return mul(number(valueOf(x) * valueOf(argOf(y))), argOf(y, 1));
  }
  return apply("mul", x, y);
}

export function div(x: ir.Expr, y: ir.Expr): ir.Expr {
  if (isConst(y, 1)) return x;
  if (isConst(x, 0)) return number(0);
  if (isNeg(x)) return neg(apply("div", argOf(x), y));
  return apply("div", x, y);
}

export function pow(x: ir.Expr, y: ir.Expr): ir.Expr {
  if (isConst(y, 1)) return x;
  if (isConst(y, 0)) return number(1);
  // A square of something short reads better, and is faster, as a product.
  if (
    isConst(y, 2) &&
    (x.kind === "read" || (x.kind === "element" && x.index.kind === "read"))
  )
    return apply("mul", x, x);
  return apply("pow", x, y);
}

/** `d * partial` where a zero `d` wins over an infinite or NaN partial. */
export function guard(d: ir.Expr, partial: ir.Expr): ir.Expr {
  if (isConst(d)) return isConst(d, 0) ? number(0) : mul(partial, d);
  if (isConst(partial)) return mul(partial, d);
  return apply("guard", d, partial);
}

export function sum(terms: readonly ir.Expr[]): ir.Expr {
  return terms.reduce(add, number(0));
}

/** A rule applied in derivative code, folded where a builder knows how. */
export function applyRule(rule: string, args: readonly ir.Expr[]): ir.Expr {
  const [x, y] = args;
  switch (rule) {
    case "add":
      return add(x!, y!);
    case "sub":
      return sub(x!, y!);
    case "mul":
      return mul(x!, y!);
    case "div":
      return div(x!, y!);
    case "neg":
      return neg(x!);
    case "pow":
      return pow(x!, y!);
    case "guard":
      return guard(x!, y!);
    default:
      return apply(rule, ...args);
  }
}

/** A number written as such, which may be folded (named constants keep their names). */
const plain = (e: ir.Expr): boolean =>
  e.kind === "const" &&
  typeof e.value === "number" &&
  (e.text === undefined || Number(e.text) === e.value);
const valueOf = (e: ir.Expr): number => Number((e as ir.ConstExpr).value);

export function choose(test: ir.Expr, yes: ir.Expr, no: ir.Expr): ir.Expr {
  if (test.kind === "const") return test.value ? yes : no;
  if (sameExpr(yes, no)) return yes;
  return { kind: "conditional", type: yes.type, test, yes, no };
}
