/** What a check is asked to do. */
import type { Derivatives, Engine, Signature } from "./engines.ts";
import { pathText } from "./leaves.ts";

/** Where a function is run, and what is known there. */
export interface Point {
  readonly args: readonly unknown[];
  /** For a result that is no number (by parameter for a void kernel); drawn if left out. */
  readonly cotangent?: unknown;
  /** Numbers known from elsewhere, with an absolute tolerance; `grad` has one entry per parameter. */
  readonly expected?:
    | {
        readonly value?: unknown;
        readonly grad?: readonly unknown[] | undefined;
        readonly tolerance: number;
      }
    | undefined;
  /**
   * A kink or domain edge: generated code and tape must give exactly these entries, NaN and Infinity
   * included. Differences are not compared there.
   */
  readonly kink?: readonly unknown[] | undefined;
}

export interface GradientCheck extends Signature {
  readonly name?: string | undefined;
  /** The user's own function. */
  readonly f: (...args: never[]) => unknown;
  /** What the compiler made of it. */
  readonly generated: Derivatives;
  /** The traced form on the tape. */
  readonly tape?: Engine | undefined;
  readonly points: readonly Point[];
  /** Names of the parameters, for messages. */
  readonly parameters?: readonly string[] | undefined;
  /** The parameters that must have an entry; left out: all whose argument holds numbers. */
  readonly wrt?: readonly number[] | undefined;
  /** Number parameters that are counts, bounds or selectors: they have an entry, but can't be stepped. */
  readonly integers?: readonly number[] | undefined;
  /** The function computes with float32 data (noticed by itself where arguments or result hold any). */
  readonly float32?: boolean | undefined;
  /** Differences mean nothing at any point. */
  readonly nonSmooth?: boolean | undefined;
  /** Largest relative error against differences; 1e-6, or 1e-3 for float32. */
  readonly tolerance?: number | undefined;
  /** Largest relative error against the tape; 1e-10, or 1e-5 for float32. */
  readonly tapeTolerance?: number | undefined;
  /** At most so many entries of a parameter are stepped at a point, drawn by the seed; 200. */
  readonly maxEntries?: number | undefined;
  readonly seed?: number | undefined;
  /** Which branches of the program the tape's runs have taken; asked when all is done. */
  readonly coverage?: (() => Coverage) | undefined;
  /** A branch that no point reaches is a failure; else it is only reported. */
  readonly allBranches?: boolean | undefined;
}

/** An arm of a decision is one way it can go. */
export interface Coverage {
  readonly arms: number;
  readonly reached: number;
  /** Each arm that was never taken, for a person to find. */
  readonly unreached: readonly string[];
}

export const signatureOf = (check: GradientCheck): Signature => ({
  count: check.count ?? check.parameters?.length,
  rest: check.rest,
  roles: check.roles,
});

/** The parameter that an argument belongs to: a rest parameter takes many. */
export function parameterOf(check: GradientCheck, argument: number): number {
  const { count, rest } = signatureOf(check);
  return rest === true && count !== undefined
    ? Math.min(argument, count - 1)
    : argument;
}

/** Is the function differentiated with respect to this argument? */
export const isInput = (check: GradientCheck, argument: number): boolean =>
  check.wrt?.includes(parameterOf(check, argument)) !== false;

/** The n-th entry belongs to the n-th parameter, or to an argument of the rest parameter. */
export function namer(check: GradientCheck): (parameter: number) => string {
  const names = check.parameters ?? [];
  const last = names.length - 1;
  return (parameter) =>
    check.rest === true && last >= 0 && parameter >= last
      ? names[last]! + pathText([parameter - last])
      : (names[parameter] ?? `argument ${parameter + 1}`);
}
