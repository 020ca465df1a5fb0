/** The reverse sweep: a loop over the steps, latest first. */
import type { Recorder } from "./record.ts";
import type { Tracked, Value } from "./values.ts";

/**
 * From adjoints of some values to the adjoints of all that they depend on. The tape does not record its own
 * sweep; outer tapes do, which is how second derivatives come about.
 */
export function sweep(
  tape: Recorder,
  seeds: Iterable<readonly [Tracked, Value]>,
  add: (a: Value, b: Value) => Value,
): Map<Tracked, Value> {
  const adjoints = new Map<Tracked, Value>();
  const accumulate = (to: Tracked, by: Value): void => {
    const sum = adjoints.get(to);
    adjoints.set(to, sum === undefined ? by : add(sum, by));
  };
  const wasRecording = tape.recording;
  tape.recording = false;
  try {
    for (const [target, seed] of seeds) accumulate(target, seed);
    for (let i = tape.steps.length - 1; i >= 0; i--) {
      const step = tape.steps[i]!;
      const adjoint = adjoints.get(step.output);
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
  }
  return adjoints;
}
