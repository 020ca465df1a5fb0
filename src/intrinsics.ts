/**
 * The intrinsics, in JAX's vocabulary: typed lookups of what the compiler registered on a function. No call is
 * rewritten, so aliases, barrels and editors need no plugin.
 */
import { callerOf } from "./errors.ts";
import type { AnyFunction } from "./lookup.ts";
import { lookup } from "./lookup.ts";
import type { Derivative } from "./registered.ts";
import type {
  Chosen,
  Cotangent,
  Gradients,
  Hessian,
  Jacobian,
  ArgumentsOf,
  MethodCotangent,
  MethodGradients,
  MethodsOf,
  MethodTangents,
  MethodValue,
  Tangents,
  Value,
  Wrt,
} from "./types.ts";

/** The gradient of a number-valued function; `wrt` picks parameters by index. */
export function grad<A extends unknown[]>(
  f: (...args: A) => number,
): (...args: A) => Gradients<A>;
export function grad<
  A extends unknown[],
  const W extends Wrt<A> | readonly Wrt<A>[],
>(f: (...args: A) => number, wrt: W): (...args: A) => Chosen<A, W>;
export function grad<M extends object, K extends MethodsOf<M, number>>(
  model: M,
  method: K,
): (...args: ArgumentsOf<M, K>) => MethodGradients<M, ArgumentsOf<M, K>>;
export function grad(f: unknown, wrt?: unknown): AnyFunction {
  return find("grad", f, wrt, grad);
}

/** The value and the gradient, from one run. */
export function valueAndGrad<A extends unknown[]>(
  f: (...args: A) => number,
): (...args: A) => { value: number; grad: Gradients<A> };
export function valueAndGrad<
  A extends unknown[],
  const W extends Wrt<A> | readonly Wrt<A>[],
>(
  f: (...args: A) => number,
  wrt: W,
): (...args: A) => { value: number; grad: Chosen<A, W> };
export function valueAndGrad<M extends object, K extends MethodsOf<M, number>>(
  model: M,
  method: K,
): (...args: ArgumentsOf<M, K>) => {
  value: number;
  grad: MethodGradients<M, ArgumentsOf<M, K>>;
};
export function valueAndGrad(f: unknown, wrt?: unknown): AnyFunction {
  return find("valueAndGrad", f, wrt, valueAndGrad);
}

/** The value of any function, and its pullback: from a cotangent of the result to the gradient. */
export function vjp<A extends unknown[], R>(
  f: (...args: A) => R,
): (...args: A) => {
  value: Value<A, R>;
  pullback(cotangent: Cotangent<A, R>): Gradients<A>;
};
export function vjp<
  A extends unknown[],
  R,
  const W extends Wrt<A> | readonly Wrt<A>[],
>(
  f: (...args: A) => R,
  wrt: W,
): (...args: A) => {
  value: Value<A, R>;
  pullback(cotangent: Cotangent<A, R>): Chosen<A, W>;
};
export function vjp<M extends object, K extends MethodsOf<M, unknown>>(
  model: M,
  method: K,
): (...args: ArgumentsOf<M, K>) => {
  value: MethodValue<M, K>;
  pullback(
    cotangent: MethodCotangent<M, K>,
  ): MethodGradients<M, ArgumentsOf<M, K>>;
};
export function vjp(f: unknown, wrt?: unknown): AnyFunction {
  return find("vjp", f, wrt, vjp);
}

/** The value, and its change along tangents of the arguments: forward mode. */
export function jvp<A extends unknown[], R>(
  f: (...args: A) => R,
): (
  args: A,
  tangents: Tangents<A>,
) => { value: Value<A, R>; tangent: Cotangent<A, R> };
export function jvp<M extends object, K extends MethodsOf<M, unknown>>(
  model: M,
  method: K,
): (
  args: ArgumentsOf<M, K>,
  tangents: MethodTangents<M, ArgumentsOf<M, K>>,
) => { value: MethodValue<M, K>; tangent: MethodCotangent<M, K> };
export function jvp(f: unknown, method?: unknown): unknown {
  return find("jvp", f, method, jvp);
}

/** The Jacobian: in the shape of the result, one gradient per number. */
export function jacobian<A extends unknown[], R>(
  f: (...args: A) => R,
): (...args: A) => Jacobian<A, R> {
  return find("jacobian", f, undefined, jacobian) as never;
}

/** All second derivatives of a number-valued function. */
export function hessian<A extends unknown[]>(
  f: (...args: A) => number,
): (...args: A) => Hessian<A> {
  return find("hessian", f, undefined, hessian) as never;
}

/** The change of the gradient along tangents of the arguments: the Hessian times a vector. */
export function hvp<A extends unknown[]>(
  f: (...args: A) => number,
): (args: A, tangents: Tangents<A>) => Gradients<A>;
export function hvp<M extends object, K extends MethodsOf<M, number>>(
  model: M,
  method: K,
): (
  args: ArgumentsOf<M, K>,
  tangents: MethodTangents<M, ArgumentsOf<M, K>>,
) => MethodGradients<M, ArgumentsOf<M, K>>;
export function hvp(f: unknown, method?: unknown): unknown {
  return find("hvp", f, method, hvp);
}

function find(
  what: Derivative,
  f: unknown,
  wrt: unknown,
  intrinsic: (...args: never[]) => unknown,
): AnyFunction {
  const where = callerOf(intrinsic);
  if (typeof wrt !== "string") {
    return lookup({ what, f, where, wrt: wrt as number | readonly number[] });
  }
  const model = f as Record<string, unknown>;
  return lookup({ what, f: model[wrt], model, where });
}
