/** Operators of the language. KINKS: ties, `%` and `**` at their edges. */
import { guard, rule, singular, zero } from "./rule.ts";

export const arithmetic = {
  add: rule(
    (x, y) => x + y,
    () => [1, 1],
  ),
  sub: rule(
    (x, y) => x - y,
    () => [1, -1],
  ),
  mul: rule(
    (x, y) => x * y,
    (x, y) => [y, x],
  ),
  div: rule(
    (x, y) => x / y,
    (_x, y, out) => [1 / y, -out / y],
  ),
  neg: rule(
    (x) => -x,
    () => [-1],
  ),
  // The quotient that `%` itself used, and never `x / y`, which may round to the next integer: 1 % 0.1
  // takes 9. `out - x` is 0 for y = Infinity.
  mod: rule(
    (x, y) => x % y,
    (x, y, out) => [1, Math.round((out - x) / y)],
  ),
  // x ** 0 is constant, at x = 0 too; 0 ** y is constant for y > 0. Guards, because y * x ** (y - 1) at y = 0
  // still has the derivative 1 / x in y. For x < 0 the logarithm makes the second partial NaN.
  pow: singular(
    (x, y) => x ** y,
    (x, y, out) => [guard(y, x ** (y - 1)), guard(out, Math.log(x))],
  ),
  // What is to count as a constant.
  stopped: zero((x) => x),
  // The same number, worked out in two ways: y is its value, and x has its derivatives.
  valued: rule(
    (_x, y) => y,
    () => [1, 0],
  ),
  // The same, of a rule that is the user's: there is no second derivative of it.
  ruled: rule(
    (_x, y) => y,
    () => [1, 0],
  ),
  // d * p where a zero d wins: see rule.ts.
  guard: {
    ...rule(guard, (x, y) => [y, x]),
    guard: true,
  },
};
