/**
 * The shape of a rule: an operation's value and its partials, once, for the compiler, the tape and forward
 * mode alike.
 *
 * `partials` is written in `x`, `y` (the arguments) and `out` (the value, which the primal has at hand:
 * `exp` needs no second `Math.exp`). Each partial is ONE expression of numbers, constants of `Math`,
 * arithmetic, comparisons with `? :`, and other operations of the table. `scripts/build-rules.ts` reads these
 * expressions from the source, so that they can be differentiated again; whatever it can't read fails the
 * build.
 *
 * A conditional that swaps a formula for a constant is right at that point and wrong one derivative later.
 * Where the formula is a product with a factor that vanishes, write `guard(factor, formula)` instead: it has
 * its own derivative.
 */
export interface Rule {
  readonly value: (...args: number[]) => number;
  /** One number per argument, from the arguments and then the value. Variadic rules: see `variadic`. */
  readonly partials: (...argsAndOut: number[]) => readonly number[];
  /** `variadic`: `partials(x, out)` gives the one partial of any argument `x`. */
  readonly arity: number | "variadic";
  /** Piecewise constant: no derivative reaches the arguments, and nothing need be recorded. */
  readonly zero: boolean;
  /**
   * A partial can be infinite or NaN where the function is defined: a zero derivative that arrives gives zero
   * (`guard(derivative, partial)` in place of `derivative * partial`).
   */
  readonly singular: boolean;
  /** The operation IS the guard. Its two products are guarded themselves: see `guard`. */
  readonly guard: boolean;
}

/** For one argument or two: TypeScript lets a function take fewer. */
type Value = (x: number, y: number) => number;
/** `(x, out) => [dx]` or `(x, y, out) => [dx, dy]`; the build counts them. */
type Partials = (x: number, y: number, out: number) => readonly number[];

/** An operation whose partials are finite wherever its value is. */
export function rule(value: Value, partials: Partials): Rule {
  return {
    value: value as Rule["value"],
    partials: partials as Rule["partials"],
    arity: value.length,
    zero: false,
    singular: false,
    guard: false,
  };
}

/** An operation with a partial that can be infinite or NaN where its value is defined (`sqrt` at 0). */
export function singular(value: Value, partials: Partials): Rule {
  return { ...rule(value, partials), singular: true };
}

/** A piecewise constant operation. */
export function zero(value: Value): Rule {
  const none = Array.from({ length: value.length }, () => 0);
  return { ...rule(value, () => none), zero: true };
}

/** An operation of any number of arguments that is symmetric in them: one partial serves each. */
export function variadic(value: Value, partials: Partials): Rule {
  return { ...rule(value, partials), arity: "variadic" };
}

/**
 * `d * p`, where `d === 0` wins over an infinite or undefined `p`. Its tangent is
 * `guard(ḋ, p) + guard(d, ṗ)`, in reverse `guard(out̄, p)` for `d` and `guard(d, out̄)` for `p`: what is
 * known to be zero stays zero, and the derivative does not vanish where `d` merely passes through zero, as
 * that of `d === 0 ? 0 : d * p` would.
 */
export function guard(d: number, p: number): number {
  return d === 0 ? 0 : d * p;
}
