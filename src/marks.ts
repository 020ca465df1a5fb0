/** Marks that the compiler reads, and that do nothing, or nearly so, when the program runs. */
import type { Rule } from "./rules/rule.ts";

/** `x`, as a constant of every derivative. */
export function stopGradient<T>(x: T): T {
  return x;
}

/** `f`, which the reverse sweep runs again instead of storing what it needs of it. */
export function checkpoint<F extends (...args: never[]) => unknown>(f: F): F {
  return f;
}

/** The partials of a rule: one number per argument, from the arguments and then the value. */
export type Partials<A extends number[]> = (
  ...argsAndOut: [...A, out: number]
) => { readonly [I in keyof A]: number };

/**
 * Gives a function of numbers a derivative of your own, in the shape of a line of the rule table:
 *
 *     const softplus = defineRule(
 *       (x: number) => Math.log1p(Math.exp(x)),
 *       (x, _out) => [1 / (1 + Math.exp(-x))],
 *     );
 *
 * Returns `value` itself.
 */
export function defineRule<A extends number[]>(
  value: (...args: A) => number,
  partials: Partials<A>,
): (...args: A) => number {
  const rule: Rule = {
    value: value as unknown as Rule["value"],
    partials: partials as unknown as Rule["partials"],
    arity: value.length,
    zero: false,
    singular: false,
    guard: false,
  };
  Object.defineProperty(value, "adjointRule", { value: { of: value, rule } });
  return value;
}

/** The rule that `defineRule` gave to `f` itself, for the tape. */
export function definedRule(f: unknown): Rule | undefined {
  if (typeof f !== "function") return undefined;
  const found = (f as { adjointRule?: { of: unknown; rule: Rule } })
    .adjointRule;
  return found?.of === f ? found.rule : undefined;
}

/**
 * Marks a method as differentiable, as the tag `@differentiable` marks a function. For standard and experimental
 * decorators; it does nothing at run time.
 */
export function differentiable(
  method: (this: never, ...args: never[]) => unknown,
  context: ClassMethodDecoratorContext,
): void;
export function differentiable(
  target: object,
  key: string | symbol,
  descriptor?: PropertyDescriptor,
): void;
export function differentiable(): void {
  // Read by the compiler.
}
