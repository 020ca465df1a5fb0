/** The entries of one point: each generated form against the tape, differences, and what is stated. */
import { objective, type Outcome } from "./cotangent.ts";
import { compareWithDifferences } from "./by-differences.ts";
import type { Answer } from "./engines.ts";
import { at, leavesOf, pathText, type Leaf } from "./leaves.ts";
import { failEntry } from "./entry-failure.ts";
import type { Ledger } from "./ledger.ts";
import type { Random } from "./random.ts";
import { isInput, type GradientCheck, type Point } from "./request.ts";
import { misshapen } from "./shape.ts";

export interface EntriesOfPoint {
  readonly check: GradientCheck;
  readonly point: Point;
  readonly index: number;
  readonly cotangent: unknown;
  readonly outcome: Outcome;
  /** By the name of the form: `grad`, `vjp`, … */
  readonly answers: ReadonlyMap<string, Answer>;
  readonly tape: Answer | undefined;
  readonly float32: boolean;
  readonly draw: Random;
  readonly book: Ledger;
  readonly nameOf: (parameter: number) => string;
}

/** An entry and what each side says of it. */
export interface Entry {
  readonly parameter: number;
  readonly leaf: Leaf;
  readonly text: string;
  readonly found: ReadonlyMap<string, number>;
  readonly tape: number | undefined;
}

export function compareEntries(here: EntriesOfPoint): void {
  const { check, point } = here;
  const entries: Entry[] = [];
  point.args.forEach((arg, parameter) => {
    const leaves = leavesOf(arg);
    if (leaves.length === 0) return;
    if (!isInput(check, parameter)) {
      expectNone(here, parameter);
      return;
    }
    if (!wellShaped(here, parameter, arg)) return;
    for (const leaf of leaves) entries.push(entryOf(here, parameter, leaf));
  });
  for (const entry of entries) here.book.entry(entry.parameter);

  if (point.kink) {
    for (const entry of entries) {
      compareStated(here, entry, point.kink, 0);
      // What is stated is the tape's answer too: it was compared with the same number.
      if (here.tape) here.book.compared(entry.parameter, "tape");
      here.book.notComparable(entry.parameter, "stated");
    }
    return;
  }
  for (const entry of entries) expectFinite(here, entry);
  const stated = point.expected?.grad;
  if (stated)
    for (const entry of entries)
      compareStated(here, entry, stated, point.expected.tolerance);
  compareWithTape(here, entries);
  if (check.nonSmooth !== true) compareWithDifferences(here, entries);
}

function entryOf(here: EntriesOfPoint, parameter: number, leaf: Leaf): Entry {
  const path = [parameter, ...leaf.path];
  const found = new Map<string, number>();
  for (const [name, answer] of here.answers)
    found.set(name, at(answer.entries, path) as number);
  const tape = here.tape && (at(here.tape.entries, path) as number | undefined);
  return {
    parameter,
    leaf,
    text: here.nameOf(parameter) + pathText(leaf.path),
    found,
    tape,
  };
}

/** A parameter that is left out of `wrt` must have no entry. */
function expectNone(here: EntriesOfPoint, parameter: number): void {
  for (const [engine, answer] of here.answers) {
    // The allocation-free form has a slot for each parameter that is wanted: none can be too many.
    if (engine === "adjoint" || answer.entries[parameter] === undefined)
      continue;
    failEntry(here, "shape", engine, here.nameOf(parameter), {
      message:
        "has an entry although the function is not differentiated with respect to it",
    });
  }
}

function wellShaped(
  here: EntriesOfPoint,
  parameter: number,
  arg: unknown,
): boolean {
  let fine = true;
  const sides = [
    ...here.answers,
    ...(here.tape ? [["tape", here.tape] as const] : []),
  ];
  for (const [engine, answer] of sides) {
    const entry = answer.entries[parameter];
    const name = here.nameOf(parameter);
    const wrong = entry === undefined ? "has no entry" : misshapen(entry, arg);
    if (wrong === undefined) continue;
    fine = false;
    failEntry(here, entry === undefined ? "missing" : "shape", engine, name, {
      message: wrong,
    });
  }
  return fine;
}

function expectFinite(here: EntriesOfPoint, entry: Entry): void {
  const sides = [
    ...entry.found,
    ...(here.tape ? [["tape", entry.tape!] as const] : []),
  ];
  for (const [engine, found] of sides) {
    if (Number.isFinite(found)) continue;
    failEntry(here, "not finite", engine, entry.text, {
      found,
      message: `is ${found}; if that is right, state it as a kink`,
    });
  }
}

/**
 * Numbers known beforehand, with an absolute tolerance; 0 stands for exactly these, NaN and Infinity included
 * (a last bit is left to the order of the operations).
 */
function compareStated(
  here: EntriesOfPoint,
  entry: Entry,
  stated: readonly unknown[],
  tolerance: number,
): void {
  const whole = stated[entry.parameter];
  const wanted = at(whole, entry.leaf.path);
  // Entries may be left unstated as a whole, but a list that is too short is a mistake.
  if (whole === undefined && entry.parameter < stated.length) return;
  const sides = [
    ...entry.found,
    ...(here.tape ? [["tape", entry.tape!] as const] : []),
  ];
  here.book.compared(entry.parameter, "expected");
  for (const [engine, found] of sides) {
    const error =
      found === wanted || (Number.isNaN(found) && Number.isNaN(wanted))
        ? 0
        : Math.abs(found - Number(wanted));
    const allowed = Math.max(
      tolerance,
      Number.isFinite(wanted)
        ? Math.abs(wanted as number) * 2 * Number.EPSILON
        : 0,
    );
    if (typeof wanted === "number" && error <= allowed) {
      here.book.error(entry.parameter, "expected", error);
      continue;
    }
    failEntry(here, "expected", engine, entry.text, {
      found,
      ...(typeof wanted === "number" ? { wanted } : {}),
      message: `is ${found}, where ${String(wanted)} is stated`,
    });
  }
}

function compareWithTape(
  here: EntriesOfPoint,
  entries: readonly Entry[],
): void {
  if (!here.tape) return;
  const tolerance = here.check.tapeTolerance ?? (here.float32 ? 1e-5 : 1e-10);
  // Where terms cancel, rounding is as large as the terms were: an entry is measured against its neighbours
  // too, and against the smallest number that rounding in the primal leaves.
  const overall = largest(entries);
  const floor =
    4 *
    Number.EPSILON *
    Math.max(1, Math.abs(objective(here.outcome, here.cotangent)));
  for (const parameter of new Set(entries.map((entry) => entry.parameter))) {
    const own = entries.filter((entry) => entry.parameter === parameter);
    const around = Math.max(largest(own), 1e-4 * overall);
    for (const entry of own) {
      const wanted = entry.tape!;
      here.book.compared(parameter, "tape");
      for (const [engine, found] of entry.found) {
        const off = Math.abs(found - wanted);
        const scale = Math.max(Math.abs(found), Math.abs(wanted), around);
        if (off > floor)
          here.book.error(parameter, "tape", scale > 0 ? off / scale : off);
        else here.book.error(parameter, "tape", 0);
        if (off <= tolerance * scale + floor) continue;
        failEntry(here, "tape", engine, entry.text, {
          found,
          wanted,
          message: `is ${found}, and ${wanted} on the tape`,
        });
      }
    }
  }
}

const largest = (entries: readonly Entry[]): number =>
  entries.reduce(
    (most, { tape }) =>
      Number.isFinite(tape) ? Math.max(most, Math.abs(tape!)) : most,
    0,
  );
