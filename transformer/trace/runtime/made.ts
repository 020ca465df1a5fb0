/** What statements have made, in the order in which they ran. */
import { op, Scalar } from "../../../src/tape/trace.ts";
import type { TracedCall } from "../../../src/tape/trace.ts";

type Step = TracedCall["steps"][number];

export interface Made {
  readonly id: number;
  readonly value: Scalar;
}

export interface MadeLog {
  readonly made: readonly Made[];
  /** The statement that a step of the tape belongs to, by the step's index. */
  owner(step: number): number | undefined;
}

interface Open {
  readonly made: Made[];
  readonly owners: (number | undefined)[];
  readonly running: number[];
  steps: readonly Step[] | undefined;
}

let log: Open | undefined;

/** Steps so far belong to the statement that was running. */
function settle(): void {
  if (!log?.steps) return;
  const running = log.running.at(-1);
  while (log.owners.length < log.steps.length) log.owners.push(running);
}

export function startLog(): { see(x: unknown): void; end(): MadeLog } {
  const own: Open = { made: [], owners: [], running: [], steps: undefined };
  log = own;
  return {
    see(x) {
      if (x instanceof Scalar) own.steps ??= x.tapes[0]?.steps;
    },
    end() {
      settle();
      log = undefined;
      return { made: own.made, owner: (step) => own.owners[step] };
    },
  };
}

export function begin(id: number): number {
  settle();
  log?.running.push(id);
  return id;
}

/** The value, as a step of its own: its adjoint is that of this statement, whoever else has the number. */
export function made(id: number, x: unknown): unknown {
  if (log === undefined) return x;
  const value = x instanceof Scalar ? op("mul", x, 1) : x;
  settle();
  log.running.pop();
  if (value instanceof Scalar) log.made.push({ id, value });
  return value;
}
