/** Finding a registered derivative: at once, or when it is first called. */
import {
  leftOut,
  narrowedByTag,
  needsModel,
  notEmitted,
  notFound,
} from "./errors.ts";
import type { Derivative, Registered } from "./registered.ts";
import { registeredOn } from "./registered.ts";

export type AnyFunction = (...args: unknown[]) => unknown;
type Choice = number | readonly number[] | undefined;

export interface Request {
  readonly what: Derivative;
  readonly f: unknown;
  readonly wrt?: Choice;
  /** The object, of `grad(model, "loss")`. */
  readonly model?: object;
  /** Where the intrinsic was called. */
  readonly where: string;
}

/**
 * The derivative asked for. Where nothing is registered yet (the module of `f` may run later), a function that
 * looks again when it is called, and explains itself if that is still too early.
 */
export function lookup(request: Request): AnyFunction {
  const record = registeredOn(request.f);
  if (record) return resolve(request, record);
  let found: AnyFunction | undefined;
  return (...args) => {
    if (!found) {
      const late = registeredOn(request.f);
      if (!late) throw notFound(request.what, request.f, request.where);
      found = resolve(request, late);
    }
    return found(...args);
  };
}

function resolve(request: Request, record: Registered): AnyFunction {
  const { what, f, wrt, model, where } = request;
  if (record.method && !model) throw needsModel(what, f, where);
  const full = record[what] as AnyFunction | undefined;
  if (wrt !== undefined) return choose(request, record, wrt);
  if (!full) throw notEmitted(what, f, where);
  if (record.wrt && narrows(what)) throw narrowedByTag(what, f, record, where);
  if (!model) return full;
  const bound: AnyFunction = (...args) => full.apply(model, args);
  return record.opaque
    ? withoutSelf(what, bound, record.opaque === "kernel")
    : bound;
}

interface Entries {
  readonly args: unknown;
}

/** What types promise of a method whose object shows them no number: as of a function. */
function withoutSelf(
  what: Derivative,
  full: AnyFunction,
  isKernel: boolean,
): AnyFunction {
  const argsOf = (entries: unknown): unknown => (entries as Entries).args;
  /** A method that returns nothing gives its object and its arguments. */
  const partOf = (value: unknown): unknown =>
    isKernel ? argsOf(value) : value;
  switch (what) {
    case "grad":
      return (...args) => argsOf(full(...args));
    case "valueAndGrad":
      return (...args) => {
        const { value, grad } = full(...args) as Record<string, unknown>;
        return { value, grad: argsOf(grad) };
      };
    case "vjp":
      return (...args) => {
        const { value, pullback } = full(...args) as {
          value: unknown;
          pullback: (cotangent: unknown) => unknown;
        };
        return {
          value: partOf(value),
          pullback: (cotangent: unknown) =>
            argsOf(pullback(isKernel ? { args: cotangent } : cotangent)),
        };
      };
    case "jvp":
      return (args, tangents) => {
        const given = { self: undefined, args: tangents };
        const { value, tangent } = full(args, given) as Record<string, unknown>;
        return { value: partOf(value), tangent: partOf(tangent) };
      };
    case "hvp":
      return (args, tangents) =>
        argsOf(full(args, { self: undefined, args: tangents }));
    case "hessian":
    case "jacobian":
      return full;
  }
}

/** A tangent goes in whole; what comes out by parameter is what `wrt` narrows. */
const narrows = (what: Derivative): boolean => what !== "jvp";

/** The entries chosen, from a derivative narrowed to just these where one was emitted. */
function choose(
  { what, f, where }: Request,
  record: Registered,
  wrt: number | readonly number[],
): AnyFunction {
  const indices = typeof wrt === "number" ? [wrt] : wrt;
  for (const index of indices) {
    if (record.wrt && !record.wrt.includes(index)) {
      throw leftOut(what, f, index, record, where);
    }
  }
  const narrowed = record.narrowed?.[indices.join(",")] as
    AnyFunction | undefined;
  if (what === "grad" && narrowed) {
    const wrap = indices.length === 1 && typeof wrt !== "number";
    return wrap ? (...args) => [narrowed(...args)] : narrowed;
  }
  const full = record[what] as AnyFunction | undefined;
  if (!full) throw notEmitted(what, f, where);
  const pick = (all: unknown, args: readonly unknown[]): unknown => {
    const bare = isSingle(record, full, args);
    const entry = (i: number): unknown =>
      bare ? all : (all as readonly unknown[])[i];
    return typeof wrt === "number" ? entry(wrt) : wrt.map(entry);
  };
  switch (what) {
    case "grad":
      return (...args) => pick(full(...args), args);
    case "valueAndGrad":
      return (...args) => {
        const both = full(...args) as { value: unknown; grad: unknown };
        return { value: both.value, grad: pick(both.grad, args) };
      };
    case "vjp":
      return (...args) => {
        const { value, pullback } = full(...args) as {
          value: unknown;
          pullback: (cotangent: unknown) => unknown;
        };
        return {
          value,
          pullback: (cotangent: unknown) => pick(pullback(cotangent), args),
        };
      };
    case "jvp":
    case "hvp":
    case "hessian":
    case "jacobian":
      throw new TypeError(`${what} takes no second argument.`);
  }
}

/** Is the gradient a bare entry? Where the record does not say, by what the two functions declare. */
function isSingle(
  record: Registered,
  full: AnyFunction,
  args: readonly unknown[],
): boolean {
  if (record.single !== undefined) return record.single;
  const { length } = record.of as AnyFunction;
  return length === 1 && full.length === 1 && args.length <= 1;
}
