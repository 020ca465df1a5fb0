/** Keeps the books of one check: counts, worst errors and failures, by parameter. */
import type { Untrusted } from "./differences.ts";
import type {
  EntryCounts,
  Failure,
  GradientReport,
  ParameterReport,
} from "./report.ts";

export type Witness = "differences" | "tape" | "expected";

export interface Ledger {
  /** A generated form was run. */
  ran(engine: string): void;
  point(): void;
  fail(failure: Failure): void;
  /** An entry of a parameter was met. */
  entry(parameter: number): void;
  compared(parameter: number, witness: Witness): void;
  error(parameter: number, witness: Witness, size: number): void;
  notComparable(parameter: number, reason: Untrusted | "stated"): void;
  skipped(parameter: number, count: number): void;
  close(): GradientReport;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Counts = Mutable<EntryCounts> & {
  reasons: Mutable<EntryCounts["reasons"]>;
};
interface Account {
  counts: Counts;
  worst: Mutable<ParameterReport["worst"]>;
}

export interface LedgerOptions {
  readonly name: string;
  readonly seed: number;
  readonly tape: boolean;
  readonly nonSmooth: boolean;
  readonly nameOf: (parameter: number) => string;
}

export function ledger(options: LedgerOptions): Ledger {
  const engines = new Set<string>();
  const failures: Failure[] = [];
  const accounts = new Map<number, Account>();
  let points = 0;

  const account = (parameter: number): Account => {
    const known = accounts.get(parameter);
    if (known) return known;
    const fresh = { counts: noCounts(), worst: {} };
    accounts.set(parameter, fresh);
    return fresh;
  };

  return {
    ran: (engine) => engines.add(engine),
    point: () => points++,
    fail: (failure) => failures.push(failure),
    entry: (parameter) => account(parameter).counts.all++,
    compared: (parameter, witness) => account(parameter).counts[witness]++,
    error(parameter, witness, size) {
      const { worst } = account(parameter);
      worst[witness] = Math.max(worst[witness] ?? 0, size);
    },
    notComparable(parameter, reason) {
      const { counts } = account(parameter);
      counts.notComparable++;
      counts.reasons[reason] = (counts.reasons[reason] ?? 0) + 1;
    },
    skipped: (parameter, count) => (account(parameter).counts.skipped += count),
    close() {
      const parameters = [...accounts]
        .sort(([a], [b]) => a - b)
        .map(([index, { counts, worst }]) => ({
          index,
          name: options.nameOf(index),
          entries: counts,
          worst,
        }));
      const entries = parameters.reduce<Counts>(
        (sum, parameter) => added(sum, parameter.entries),
        noCounts(),
      );
      const empty = emptiness(entries, engines.size, points, options);
      if (empty !== undefined && failures.length === 0)
        failures.push({ kind: "empty", message: empty });
      return {
        name: options.name,
        passed: failures.length === 0,
        points,
        engines: [...engines],
        tape: options.tape,
        seed: options.seed,
        entries,
        parameters,
        failures,
      };
    },
  };
}

/** A verdict can't be empty: the reason why nothing was compared, if so. */
function emptiness(
  entries: EntryCounts,
  engines: number,
  points: number,
  { tape, nonSmooth }: LedgerOptions,
): string | undefined {
  if (points === 0) return "there is no point to run it at";
  if (engines === 0) return "there is no generated derivative to check";
  if (entries.all === 0)
    return "no argument holds a number that has a derivative, so no entry was compared";
  if (tape && entries.tape === 0) return "no entry was compared with the tape";
  if (entries.differences + entries.expected > 0) return undefined;
  if (nonSmooth && entries.tape > 0) return undefined;
  const reasons = Object.entries(entries.reasons)
    .map(([reason, count]) => `${count} × ${reason}`)
    .join(", ");
  return `no entry could be compared with differences${reasons && ` (${reasons})`}: state the entries of a kink, or choose another point`;
}

function noCounts(): Counts {
  return {
    all: 0,
    differences: 0,
    tape: 0,
    expected: 0,
    notComparable: 0,
    reasons: {},
    skipped: 0,
  };
}

function added(a: Counts, b: EntryCounts): Counts {
  const reasons = { ...a.reasons };
  for (const [reason, count] of Object.entries(b.reasons)) {
    const key = reason as Untrusted | "stated";
    reasons[key] = (reasons[key] ?? 0) + count;
  }
  return {
    all: a.all + b.all,
    differences: a.differences + b.differences,
    tape: a.tape + b.tape,
    expected: a.expected + b.expected,
    notComparable: a.notComparable + b.notComparable,
    reasons,
    skipped: a.skipped + b.skipped,
  };
}
