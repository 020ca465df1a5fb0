/** The reverse sweep: a loop over the steps, latest first. */
import type { Recorder } from "./record.ts";
import type { Scratch, Tracked, Value } from "./values.ts";

/** Arithmetic on adjoints. */
export interface Sums {
  add(a: Value, b: Value): Value;
  /** A part in the storage of the value whose adjoint it joins: the gradient of a Float32Array is one. */
  fit(part: Value, to: Tracked): Value;
}

/** Reads the adjoints that a sweep has found; to be read before the next sweep. */
export type Adjoints = (x: Tracked) => Value | undefined;

/**
 * From adjoints of some values to the adjoints of all that they depend on. The tape does not record its own
 * sweep; outer tapes do, which is how second derivatives come about.
 */
export function sweep(
  tape: Recorder,
  seeds: Iterable<readonly [Tracked, Value]>,
  sums: Sums,
): Adjoints {
  const { read, accumulate, scratch } = store(sums);
  const wasRecording = tape.recording;
  tape.recording = false;
  try {
    for (const [target, seed] of seeds) accumulate(target, seed);
    for (let i = tape.steps.length - 1; i >= 0; i--) {
      const step = tape.steps[i]!;
      const adjoint = read(step.output);
      if (adjoint === undefined) continue;
      const parts = step.pull(adjoint, step, tape);
      for (let k = 0; k < step.inputs.length; k++) {
        const input = step.inputs[k]!;
        const part = parts[k];
        if (part === undefined || typeof input !== "object") continue;
        if (input.tapes.includes(tape)) accumulate(input, part);
      }
    }
  } finally {
    tape.recording = wasRecording;
    scratch.done = true;
  }
  return read;
}

/**
 * The sums are kept on the values themselves, which is several times faster than a Map. Where another sweep
 * that is still under way has put its mark on a value (a rule of the user's may ask for a gradient in its
 * partials), a Map it is.
 */
function store({ add, fit }: Sums): {
  read: Adjoints;
  accumulate: (to: Tracked, by: Value) => void;
  scratch: Scratch;
} {
  const scratch: Scratch = { done: false };
  const others = new Map<Tracked, Value>();
  const read: Adjoints = (x) => (x.scratch === scratch ? x.sum : others.get(x));
  const accumulate = (to: Tracked, by: Value): void => {
    const sum = plus(read(to), fit(by, to), add);
    if (to.scratch === undefined || to.scratch === scratch || to.scratch.done) {
      to.scratch = scratch;
      to.sum = sum;
    } else {
      others.set(to, sum);
    }
  };
  return { read, accumulate, scratch };
}

function plus(sum: Value | undefined, by: Value, add: Sums["add"]): Value {
  if (sum === undefined) return by;
  if (typeof sum === "number" && typeof by === "number") return sum + by;
  return add(sum, by);
}
