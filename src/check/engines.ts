/**
 * The ways to a gradient that a check compares. Whatever the form of the generated function, an engine
 * answers in one: entries by parameter, and the primal's outcome where that form returns it.
 */
import { copy } from "./copy.ts";
import type { Outcome } from "./cotangent.ts";
import { isFloatArray, leavesOf } from "./leaves.ts";
import { emptyLike, keysOf, partAt, setPart } from "./parts.ts";
import { firstDifference } from "./same.ts";

export interface Answer {
  /** One per parameter (per argument of a rest parameter); `undefined`: carries no derivative. */
  readonly entries: readonly unknown[];
  /** What the primal returned; absent where this form does not return it. */
  readonly value?: { readonly of: unknown };
  /** The arguments as the primal left them; absent where this form does not say. */
  readonly written?: readonly unknown[];
  /** A promise of the form that was not kept (a second call of a pullback that differs, …). */
  readonly broken?: string;
}

/** Takes arguments that it may change, since each run gets its own copy. */
export type Engine = (args: unknown[], cotangent: unknown) => Answer;

/** What must be known of a function's signature; what is left out is guessed from the arguments. */
export interface Signature {
  /** Number of parameters, optional and rest included. */
  readonly count?: number | undefined;
  /** The last parameter is a rest parameter. */
  readonly rest?: boolean | undefined;
  /** What each parameter is to the allocation-free form. */
  readonly roles?: readonly Role[] | undefined;
}

/** `shadow`: has a shadow parameter; `unwanted`: has one that takes `undefined`; `slot`: a number with a slot. */
export type Role = "shadow" | "unwanted" | "slot" | "none";

type AnyFunction = (...args: never[]) => unknown;
type Call = (...args: unknown[]) => unknown;

/** The record that compiled code puts on a function, or functions under these names. */
export interface Derivatives {
  readonly grad?: AnyFunction | undefined;
  readonly valueAndGrad?: AnyFunction | undefined;
  readonly vjp?: AnyFunction | undefined;
  readonly adjoint?: AnyFunction | undefined;
}

/** An engine for each form that is there and that fits the outcome. */
export function enginesOf(
  derivatives: Derivatives,
  outcome: Outcome,
  signature: Signature,
): Record<string, Engine> {
  const engines: Record<string, Engine> = {};
  const { grad, valueAndGrad, vjp, adjoint } = derivatives;
  if (typeof outcome.value === "number") {
    if (grad) engines["grad"] = gradEngine(grad as Call, signature);
    if (valueAndGrad)
      engines["valueAndGrad"] = valueAndGradEngine(
        valueAndGrad as Call,
        signature,
      );
  }
  const isVoid = outcome.value === undefined;
  if (vjp) engines["vjp"] = vjpEngine(vjp as Call, signature, isVoid);
  if (adjoint)
    engines["adjoint"] = adjointEngine(adjoint as Call, signature, isVoid);
  return engines;
}

/** A function of one parameter returns the bare entry. */
function listed(
  entries: unknown,
  args: readonly unknown[],
  { count, rest }: Signature,
): readonly unknown[] {
  const one =
    count === undefined
      ? args.length === 1 &&
        !(Array.isArray(entries) && !Array.isArray(args[0]))
      : count === 1 && rest !== true;
  if (one) return [entries];
  return Array.isArray(entries) ? entries : [entries];
}

function gradEngine(grad: Call, signature: Signature): Engine {
  return (args) => {
    const before = copy(args);
    const entries = listed(grad(...args), args, signature);
    return { entries, ...unchanged(args, before) };
  };
}

function valueAndGradEngine(valueAndGrad: Call, signature: Signature): Engine {
  return (args) => {
    const before = copy(args);
    const answer = valueAndGrad(...args) as { value: unknown; grad: unknown };
    return {
      entries: listed(answer.grad, args, signature),
      value: { of: answer.value },
      ...unchanged(args, before),
    };
  };
}

/** A gradient function never changes its arguments, even where the primal writes into them. */
function unchanged(
  args: readonly unknown[],
  before: readonly unknown[],
): { broken?: string } {
  const change = firstDifference(args, before);
  if (change === undefined) return {};
  return { broken: `it changed its arguments: ${change}` };
}

/**
 * The pullback owns what it reads and can be called again: it is called twice, and the arguments are spoilt
 * before.
 */
function vjpEngine(vjp: Call, signature: Signature, isVoid: boolean): Engine {
  return (args, cotangent) => {
    const before = copy(args);
    const answer = vjp(...args) as {
      value: unknown;
      pullback(cotangent: unknown): unknown;
    };
    const changed = unchanged(args, before);
    const value = copy(answer.value);
    const pristine = listed(
      copy(answer.pullback(copy(cotangent))),
      args,
      signature,
    );
    spoil(args);
    const entries = listed(answer.pullback(copy(cotangent)), args, signature);
    const drift = firstDifference(entries, pristine, { zerosAlike: true });
    return {
      entries,
      // A void kernel's value is the tuple of its arguments after the call.
      ...(isVoid ? { written: value as unknown[] } : { value: { of: value } }),
      ...(drift === undefined
        ? changed
        : {
            broken: `its pullback gives something else at the second call, after the arguments have changed: ${drift}`,
          }),
    };
  };
}

/** Overwrites all numbers that the arguments hold. */
function spoil(args: readonly unknown[], seen = new Set<object>()): void {
  for (const arg of args) {
    if (typeof arg !== "object" || arg === null || seen.has(arg)) continue;
    seen.add(arg);
    if (Object.isFrozen(arg)) continue;
    if (isFloatArray(arg)) {
      arg.fill(NaN);
      continue;
    }
    if (ArrayBuffer.isView(arg)) continue;
    for (const key of keysOf(arg)) {
      const part = partAt(arg, key);
      if (typeof part === "number") setPart(arg, key, NaN);
      else spoil([part], seen);
    }
  }
}

/**
 * The allocation-free form: arguments, a shadow per array or object parameter, the cotangent of the result,
 * and slots for number parameters.
 */
function adjointEngine(
  adjoint: Call,
  signature: Signature,
  isVoid: boolean,
): Engine {
  return (args, cotangent) => {
    const passed = packed(args, signature);
    const roles = signature.roles ?? passed.map(guessedRole);
    const seen = new Map<object, unknown>();
    const shadows = passed.map((arg, i) => {
      const given = isVoid ? (cotangent as unknown[])[i] : undefined;
      // What is written has the cotangent of its final contents, wanted or not.
      const hasShadow =
        roles[i] === "shadow" ||
        (roles[i] === "unwanted" && given !== undefined);
      return hasShadow ? shadowOf(arg, seen, given) : undefined;
    });
    const slots = new Float64Array(
      roles.filter((role) => role === "slot").length,
    );
    const value = adjoint(
      ...passed,
      ...shadows.filter(
        (_, i) => roles[i] === "shadow" || roles[i] === "unwanted",
      ),
      ...(isVoid ? [] : [copy(cotangent)]),
      ...(slots.length > 0 ? [slots] : []),
    );
    let slot = 0;
    const entries = passed.flatMap((_, i): unknown[] => {
      if (roles[i] === "slot") return [slots[slot++]];
      const isRest = signature.rest === true && i === passed.length - 1;
      return isRest ? [...(shadows[i] as unknown[])] : [shadows[i]];
    });
    return {
      entries,
      value: { of: value },
      written: unpacked(passed, args, signature),
    };
  };
}

/** A rest parameter is passed as one array. */
function packed(args: unknown[], { count, rest }: Signature): unknown[] {
  if (rest !== true || count === undefined) {
    const missing = Math.max(0, (count ?? 0) - args.length);
    return [...args, ...new Array<undefined>(missing)];
  }
  return [...args.slice(0, count - 1), args.slice(count - 1)];
}

/** What is stored into the array of a rest parameter reaches no argument: those that are numbers stay what they were. */
const unpacked = (
  passed: readonly unknown[],
  given: readonly unknown[],
  { rest }: Signature,
): unknown[] =>
  rest === true
    ? [...passed.slice(0, -1), ...given.slice(passed.length - 1)]
    : [...passed];

/** From the argument, where the types are not known. */
function guessedRole(arg: unknown): Role {
  if (typeof arg === "number") return "slot";
  if (typeof arg !== "object" || arg === null) return "none";
  if (ArrayBuffer.isView(arg) && !isFloatArray(arg)) return "unwanted";
  return Array.isArray(arg) || isFloatArray(arg) || leavesOf(arg).length > 0
    ? "shadow"
    : "none";
}

/** Zeros of the same shape, or a cotangent; shared where the value is. */
function shadowOf(
  value: unknown,
  seen: Map<object, unknown>,
  cotangent: unknown,
): unknown {
  if (typeof value === "number")
    return typeof cotangent === "number" ? cotangent : 0;
  if (typeof value !== "object" || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  if (isFloatArray(value)) {
    const from = cotangent as ArrayLike<number> | undefined;
    const shadow = value.map((_, i) => from?.[i] ?? 0);
    seen.set(value, shadow);
    return shadow;
  }
  if (ArrayBuffer.isView(value)) return value;
  const shadow: object = Array.isArray(value) ? [] : emptyLike(value);
  seen.set(value, shadow);
  // What a kernel makes longer or shorter has, on entry, the cotangent of what it is in the end.
  const last =
    typeof cotangent === "object" && cotangent !== null ? cotangent : value;
  for (const key of keysOf(last)) {
    const from = last === cotangent ? partAt(last, key) : undefined;
    const inner = partAt(value, key) ?? from;
    setPart(shadow, key, shadowOf(inner, seen, from));
  }
  return shadow;
}
