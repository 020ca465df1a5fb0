/** What a check found, as data. `table.ts` prints it; `JSON.stringify` takes it as it is. */
import type { Coverage } from "./request.ts";
import type { Untrusted } from "./differences.ts";

export interface GradientReport {
  readonly name: string;
  /** No failure, and something was compared. */
  readonly passed: boolean;
  /** Points (argument lists) at which the function was run. */
  readonly points: number;
  /** The generated forms that were compared. */
  readonly engines: readonly string[];
  /** A tape ran beside them. */
  readonly tape: boolean;
  readonly seed: number;
  /** Entries, over all points and parameters. */
  readonly entries: EntryCounts;
  /** What was run of the program's branches, where a tape tells. */
  readonly branches?: Coverage;
  readonly parameters: readonly ParameterReport[];
  readonly failures: readonly Failure[];
  /** Where a gradient goes wrong: the first statement whose adjoint is not the tape's, in lines for a person. */
  readonly located?: readonly string[];
}

export interface EntryCounts {
  /** All that carry a derivative. */
  readonly all: number;
  /** Compared with differences that can be trusted, in every generated form. */
  readonly differences: number;
  /** Compared with the tape. */
  readonly tape: number;
  /** Compared with numbers stated beforehand. */
  readonly expected: number;
  /** Where differences can't be trusted, and why. Never counted as passed. */
  readonly notComparable: number;
  readonly reasons: Readonly<Partial<Record<Untrusted | "stated", number>>>;
  /** Left out because there are too many (`maxEntries`), or because an integer can't be stepped. */
  readonly skipped: number;
}

export interface ParameterReport {
  readonly index: number;
  readonly name: string;
  readonly entries: EntryCounts;
  /** The largest error that each comparison reached, relative (to the entry or what surrounds it). */
  readonly worst: {
    readonly differences?: number;
    readonly tape?: number;
    /** Absolute. */
    readonly expected?: number;
  };
}

export interface Failure {
  readonly kind: FailureKind;
  /** Index of the point; absent if it is not of one point. */
  readonly point?: number;
  /** `grad`, `vjp`, …, or `tape`. */
  readonly engine?: string;
  /** The entry, as the function's author would write it: `w[3]`. */
  readonly entry?: string;
  readonly found?: number;
  readonly wanted?: number;
  readonly message: string;
}

export type FailureKind =
  /** An entry differs from differences, from the tape, from what was stated. */
  | "differences"
  | "tape"
  | "expected"
  /** The primal's value or written arguments differ from the user's function. */
  | "value"
  | "written"
  /** An entry is missing, of another shape, or not finite. */
  | "missing"
  | "shape"
  | "not finite"
  /** A promise of the generated form was broken, or it threw. */
  | "broken"
  | "threw"
  /** Nothing was compared. */
  | "empty"
  /** A branch was never taken, where all are asked for. */
  | "branch";
