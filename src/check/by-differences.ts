/** Entries against differences of the user's own function. */
import { copy } from "./copy.ts";
import { objective } from "./cotangent.ts";
import { difference, type Difference } from "./differences.ts";
import type { EntriesOfPoint, Entry } from "./entries.ts";
import { failEntry } from "./entry-failure.ts";
import { put } from "./leaves.ts";
import { isInput, parameterOf } from "./request.ts";

export function compareWithDifferences(
  here: EntriesOfPoint,
  entries: readonly Entry[],
): void {
  const chosen = entries.filter((entry) => {
    const { parameter } = entry;
    // An integer that counts or selects is piecewise constant at best, and often can't be stepped at all.
    const counts = here.check.integers?.includes(
      parameterOf(here.check, parameter),
    );
    const steppable = !(counts && entry.leaf.path.length === 0);
    if (!steppable) here.book.skipped(parameter, 1);
    return steppable;
  });
  const measured = sampled(here, chosen).map((entry) => ({
    entry,
    slope: slopeAt(here, entry),
  }));
  const overall = measured.reduce(
    (most, { slope }) =>
      slope.reason ? most : Math.max(most, Math.abs(slope.derivative)),
    0,
  );
  for (const { entry, slope } of measured) judge(here, entry, slope, overall);
}

/** At most `maxEntries` of each parameter. */
function sampled(here: EntriesOfPoint, entries: readonly Entry[]): Entry[] {
  const limit = here.check.maxEntries ?? 200;
  const chosen: Entry[] = [];
  for (const parameter of new Set(entries.map((entry) => entry.parameter))) {
    const own = entries.filter((entry) => entry.parameter === parameter);
    const count = Math.min(limit, own.length);
    // The head of a random permutation (Fisher and Yates).
    for (let i = 0; i < count && own.length > limit; i++) {
      const j = here.draw.integer(i, own.length - 1);
      [own[i], own[j]] = [own[j]!, own[i]!];
    }
    chosen.push(...own.slice(0, count));
    if (own.length > count) here.book.skipped(parameter, own.length - count);
  }
  return chosen;
}

/** The user's own function, moved along one entry. */
function slopeAt(here: EntriesOfPoint, { parameter, leaf }: Entry): Difference {
  const path = [parameter, ...leaf.path];
  const run = here.check.f as (...args: unknown[]) => unknown;
  const along = (x: number): number => {
    const args = copyApart(here);
    put(args, path, x);
    const value = run(...args);
    return objective({ value, args }, here.cotangent);
  };
  return difference(along, leaf.value, { float32: here.float32 });
}

/**
 * A copy in which what is differentiated shares nothing with what is constant: a constant stays one even
 * where it is the same array.
 */
function copyApart({ check, point }: EntriesOfPoint): unknown[] {
  const inputs = new Map<object, object>();
  const constants = new Map<object, object>();
  return point.args.map((arg, i) =>
    copy(arg, isInput(check, i) ? inputs : constants),
  );
}

function judge(
  here: EntriesOfPoint,
  entry: Entry,
  slope: Difference,
  overall: number,
): void {
  const { parameter } = entry;
  if (slope.reason) {
    here.book.notComparable(parameter, slope.reason);
    return;
  }
  const tolerance = here.check.tolerance ?? (here.float32 ? 1e-3 : 1e-6);
  const wanted = slope.derivative;
  // The estimate of the error is an estimate: four times it are allowed.
  const noise = 4 * slope.error;
  const largestFound = Math.max(
    ...[...entry.found.values()].map(Math.abs),
    Math.abs(wanted),
  );
  // Either the differences are sharp against the entry itself, or all sides say 'zero', as far as anything
  // of the gradient's size (or of the function's own) can be told from it.
  const sharp = noise <= 1e-2 * largestFound;
  const zero =
    noise <=
    Math.max(1e-3 * overall, 1e-8 * slope.natural) * (here.float32 ? 10 : 1);
  let wrong = false;
  for (const [engine, found] of entry.found) {
    const off = Math.abs(found - wanted);
    const allowed =
      tolerance * Math.max(Math.abs(found), Math.abs(wanted)) + noise;
    if (off <= allowed) continue;
    wrong = true;
    failEntry(here, "differences", engine, entry.text, {
      found,
      wanted,
      message: `is ${found}, and ${wanted} by differences (± ${slope.error.toExponential(1)})`,
    });
  }
  if (!wrong && !sharp && !zero) {
    here.book.notComparable(parameter, "noise");
    return;
  }
  here.book.compared(parameter, "differences");
  for (const found of entry.found.values()) {
    const off = Math.abs(found - wanted);
    const scale = Math.max(Math.abs(found), Math.abs(wanted));
    here.book.error(
      parameter,
      "differences",
      sharp && scale > 0 ? off / scale : off / Math.max(overall, 1),
    );
  }
}
