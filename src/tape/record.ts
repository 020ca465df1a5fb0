/** Recording: an operation becomes a step on every tape that follows one of its inputs. */
import type { Tracked, Value } from "./values.ts";

/** The part of a tape that operations see. */
export interface Recorder {
  recording: boolean;
  readonly steps: Step[];
}

export interface Step {
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly output: Tracked;
  readonly pull: Pull;
}

/** From the adjoint of a step's output to what it adds to the adjoint of each input. */
export type Pull = (
  adjoint: Value,
  step: Step,
  tape: Recorder,
) => readonly (Value | undefined)[];

const nobody: readonly Recorder[] = [];

/** The tapes that follow one of the inputs, and are recording. */
export function followers(inputs: readonly Value[]): readonly Recorder[] {
  let all = nobody;
  for (const input of inputs) {
    if (typeof input !== "object" || input.tapes === all) continue;
    all = all.length === 0 ? input.tapes : union(all, input.tapes);
  }
  for (const tape of all) {
    if (!tape.recording) return all.filter((each) => each.recording);
  }
  return all;
}

/** The same array where nothing is new, so that values share it. */
function union(
  a: readonly Recorder[],
  b: readonly Recorder[],
): readonly Recorder[] {
  const fresh = b.filter((tape) => !a.includes(tape));
  return fresh.length === 0 ? a : [...a, ...fresh];
}

/** What a value that no tape follows says of its origin: the first step that was not recorded. */
export function firstUnrecorded(
  name: string,
  inputs: readonly Value[],
): string {
  for (const input of inputs) {
    if (typeof input === "object" && input.unrecorded !== undefined) {
      return input.unrecorded;
    }
  }
  return name;
}

export function record(step: Step): void {
  for (const tape of step.output.tapes) tape.steps.push(step);
}

/** Does another tape than this one follow the value, so that what is computed from it must be recorded? */
export function followedElsewhere(x: Value, tape: Recorder): boolean {
  if (typeof x !== "object") return false;
  for (const other of x.tapes)
    if (other !== tape && other.recording) return true;
  return false;
}
