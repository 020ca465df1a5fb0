/**
 * The types of derivatives. What carries one is decided by the type alone, by the rule that the compiler shares:
 * numbers (not enums or literal unions), `Float64Array`, `Float32Array`, and arrays, tuples, maps, objects and
 * class instances that hold some.
 *
 * Object types are never mapped over: a mapped `Vec3` loses its private members and is no `Vec3`.
 */

declare const fixed: unique symbol;

/** A parameter that is a constant of the derivative: `xs: Fixed<Float64Array[]>`. Any `T` is assignable to it. */
export type Fixed<T> = T & { readonly [fixed]?: true };

/** How deep recursive types are followed. */
type Depth = [never, 0, 1, 2, 3, 4, 5, 6];

/** `true`, or `never` where `T` can't carry a derivative. */
type Carries<T, D extends number = 6> = [D] extends [never]
  ? never
  : 0 extends 1 & T
    ? true // any
    : T extends number
      ? CarriesNumber<T>
      : T extends object
        ? typeof fixed extends keyof T
          ? never
          : CarriesObject<T, Depth[D]>
        : never;

/** Enums and literals do not; branded numbers do. */
type CarriesNumber<T extends number> = typeof fixed extends keyof T
  ? never
  : {} extends Record<`${T}`, 0> // eslint-disable-line @typescript-eslint/no-empty-object-type
    ? true
    : never;

type CarriesObject<T extends object, D extends number> = T extends
  Float64Array | Float32Array
  ? true
  : T extends readonly (infer E)[]
    ? Carries<E, D>
    : T extends ReadonlyMap<unknown, infer V> // before Set: a Map is assignable to ReadonlySet<unknown>
      ? Carries<V, D>
      : T extends Opaque | ReadonlySet<unknown>
        ? never
        : { [K in keyof T]-?: Carries<T[K], D> }[keyof T];

type Opaque =
  | ((...args: never[]) => unknown)
  | { readonly BYTES_PER_ELEMENT: number }
  | ArrayBufferLike
  | Date
  | RegExp
  | PromiseLike<unknown>;

/** `T` itself, or `undefined` where `T` can't carry a derivative; member by member of a union. */
export type Gradient<T> = 0 extends 1 & T
  ? T
  : T extends unknown
    ? [Carries<T>] extends [never]
      ? undefined
      : T extends number
        ? number
        : T
    : never;

type Entries<A extends readonly unknown[]> = {
  [I in keyof A]: Gradient<A[I]>;
};

/** One entry per parameter; of a function of one parameter the bare entry. */
export type Gradients<A extends readonly unknown[]> =
  Required<A> extends readonly [unknown] ? Entries<A>[0] : Entries<A>;

/** The parameters that carry a derivative, by index. */
export type Wrt<A extends readonly unknown[]> = number extends A["length"]
  ? number
  : keyof {
      [
        I in keyof Required<A> as I extends `${infer N extends number}`
          ? [Carries<A[I]>] extends [never]
            ? never
            : N
          : never
      ]: 0;
    };

/** The entries that `wrt` chooses: a bare one for a number, a tuple for a list. */
export type Chosen<A extends readonly unknown[], W> = W extends number
  ? Gradient<A[W]>
  : {
      -readonly [I in keyof W]: W[I] extends number ? Gradient<A[W[I]]> : never;
    };

/** What a pullback takes: of a void kernel one cotangent per parameter, for its final contents. */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a void function's result
export type Cotangent<A extends readonly unknown[], R> = [R] extends [void]
  ? { [I in keyof A]?: Gradient<A[I]> | undefined }
  : Gradient<R>;

/** What the primal gave: of a void kernel its arguments after the call. */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a void function's result
export type Value<A extends readonly unknown[], R> = [R] extends [void] ? A : R;

/** One tangent per parameter, `undefined` for none. */
export type Tangents<A extends readonly unknown[]> = {
  [I in keyof A]: Gradient<A[I]> | undefined;
};

/** `Outer` with each of its numbers replaced by an `Inner`: the rows of a Jacobian. */
export type Rows<Outer, Inner> = Outer extends number
  ? Inner
  : Outer extends Float64Array | Float32Array
    ? Inner[]
    : Outer extends readonly unknown[]
      ? { -readonly [I in keyof Outer]: Rows<Outer[I], Inner> }
      : Outer extends object
        ? { [K in keyof Outer]: Rows<Outer[K], Inner> }
        : undefined;

/** The derivative of an `R`: in its shape, what `Gradients` says of each of its numbers. */
export type Jacobian<A extends readonly unknown[], R> =
  Required<A> extends readonly [unknown]
    ? Rows<Gradient<R>, Gradient<A[0]>>
    : { [I in keyof A]: Rows<Gradient<R>, Gradient<A[I]>> };

/** Entry `[i][j]`: in the shape of parameter `i`, the gradient by parameter `j` of each of its first derivatives. */
export type Hessian<A extends readonly unknown[]> =
  Required<A> extends readonly [unknown]
    ? Rows<Gradient<A[0]>, Gradient<A[0]>>
    : {
        [I in keyof A]: {
          [J in keyof A]: Rows<Gradient<A[I]>, Gradient<A[J]>>;
        };
      };

/** The names of an object's methods that return an `R`. */
export type MethodsOf<M, R> = {
  [K in keyof M]: M[K] extends (...args: never[]) => R ? K : never;
}[keyof M];

/** The parameters of one of them. */
export type ArgumentsOf<M, K extends keyof M> = M[K] extends (
  ...args: infer A
) => unknown
  ? A
  : never;

type ResultOf<M, K extends keyof M> = M[K] extends (...args: never[]) => infer R
  ? R
  : never;

/** `Both` where the object carries a derivative, as far as types see it; else what a function has. */
type OfMethod<M, Both, Args> = [Gradient<M>] extends [undefined] ? Args : Both;

/** What a marked method's gradient returns: with `self` where the class carries a derivative. */
export type MethodGradients<M, A extends readonly unknown[]> = OfMethod<
  M,
  { self: Gradient<M>; args: Gradients<A> },
  Gradients<A>
>;

/** One tangent for the object and each parameter, `undefined` for none. */
export type MethodTangents<M, A extends readonly unknown[]> = OfMethod<
  M,
  { self: Gradient<M> | undefined; args: Tangents<A> },
  Tangents<A>
>;

/** What a method gave: one that returns nothing, its object and its arguments after the call. */
export type MethodValue<M, K extends keyof M> = [ResultOf<M, K>] extends [
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a void method's result
  void,
]
  ? OfMethod<M, { self: M; args: ArgumentsOf<M, K> }, ArgumentsOf<M, K>>
  : ResultOf<M, K>;

/** What a method's pullback takes. */
export type MethodCotangent<M, K extends keyof M> = [ResultOf<M, K>] extends [
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a void method's result
  void,
]
  ? OfMethod<
      M,
      {
        self?: Gradient<M> | undefined;
        args?: Cotangent<ArgumentsOf<M, K>, ResultOf<M, K>> | undefined;
      },
      Cotangent<ArgumentsOf<M, K>, ResultOf<M, K>>
    >
  : Gradient<ResultOf<M, K>>;
