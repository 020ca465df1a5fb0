/** `GradientTape`, as TensorFlow's: it follows values, and gives the gradient of any with respect to any. */
import type { Recorder, Step } from "./record.ts";
import type { Adjoints } from "./sweep.ts";
import { sweep } from "./sweep.ts";
import { onesLike, values, zerosLike } from "./like.ts";
import type { Tracked, Value } from "./values.ts";
import { isTracked, Scalar, Tensor } from "./values.ts";

export interface TapeOptions {
  /** Keep what was recorded after `gradient`, so that it can be asked again. */
  readonly persistent?: boolean;
}

/** What `gradient` is asked for: a value, or arrays and records of values. */
export type Sources =
  Value | readonly Sources[] | { readonly [key: string]: Sources };

/** What it answers: the same shape; the gradient has the shape of its value. */
export type GradientOf<S, Missing = undefined> = S extends number | Scalar
  ? Scalar | Missing
  : S extends Tensor
    ? Tensor | Missing
    : { -readonly [K in keyof S]: GradientOf<S[K], Missing> };

export interface GradientOptions<U extends "none" | "zero" = "none" | "zero"> {
  /** What a source that the target does not depend on gets: `undefined` ("none"), or zeros of its shape. */
  readonly unconnected?: U;
  /** The adjoint of the target to start from, of its shape; ones by default, which sums over its elements. */
  readonly seed?: Value;
}

/**
 * Records what is computed from watched values:
 *
 *     const tape = new GradientTape();
 *     const x = tape.watch(3);
 *     const y = mul(x, x);
 *     tape.gradient(y, x); // Scalar 6
 *
 * A tape gives one gradient and is then used up, unless it is `persistent`. Tapes nest: a gradient of an inner
 * tape is recorded by every outer tape that follows the same values, which is how second derivatives are made.
 */
export class GradientTape implements Recorder {
  readonly persistent: boolean;
  recording = true;
  readonly steps: Step[] = [];
  #used = false;
  #alone: readonly Recorder[] = [this];

  constructor(options: TapeOptions = {}) {
    this.persistent = options.persistent ?? false;
  }

  /** Follows a value from here on. A plain number comes back as a `Scalar`, anything else as itself. */
  watch(x: number): Scalar;
  watch<T extends Tracked>(x: T): T;
  watch(x: number | Tracked): Tracked {
    if (this.#used) throw usedUp();
    if (typeof x === "number") return new Scalar(x, this.#alone);
    if (!isTracked(x)) {
      throw new TypeError(
        "watch takes a number, a Scalar or a Tensor: make one with tensor(…).",
      );
    }
    if (x.tapes.length === 0) x.tapes = this.#alone;
    else if (!x.tapes.includes(this)) x.tapes = [...x.tapes, this];
    return x;
  }

  /** Ends recording: what is computed from now on is not followed. */
  stop(): void {
    this.recording = false;
  }

  /** Forgets everything that was recorded, and starts again. */
  reset(): void {
    this.steps.length = 0;
    this.recording = true;
    this.#used = false;
  }

  /** The gradient of `target` with respect to `sources`. An array of values, or the elements of a tensor, are summed. */
  gradient<const S extends Sources>(
    target: Value | readonly Value[],
    sources: S,
    options: GradientOptions<"zero"> & { readonly unconnected: "zero" },
  ): GradientOf<S, never>;
  gradient<const S extends Sources>(
    target: Value | readonly Value[],
    sources: S,
    options?: GradientOptions,
  ): GradientOf<S>;
  gradient(
    target: Value | readonly Value[],
    sources: Sources,
    options: GradientOptions = {},
  ): unknown {
    if (this.#used) throw usedUp();
    const targets = Array.isArray(target)
      ? (target as readonly Value[])
      : [target as Value];
    const seeds = targets.map((each): readonly [Tracked, Value] => {
      const followed = this.#checkTarget(each);
      return [followed, options.seed ?? onesLike(followed)];
    });
    const adjoints = sweep(this, seeds, values);
    const answer = this.#read(sources, adjoints, options.unconnected);
    if (!this.persistent) {
      this.#used = true;
      this.recording = false;
      this.steps.length = 0;
    }
    return answer;
  }

  /** All adjoints at once, from seeds of several targets: what a checker needs. Does not use the tape up; to be read before the next sweep. */
  adjoints(seeds: Iterable<readonly [Tracked, Value]>): Adjoints {
    return sweep(this, seeds, values);
  }

  #checkTarget(target: Value): Tracked {
    if (typeof target === "number") {
      throw new Error(
        "The target of gradient() is a plain number. It was computed outside of the tape: " +
          "by an operator of JavaScript, from value(x), or from values that no tape follows.",
      );
    }
    if (!target.tapes.includes(this)) {
      const step = target.unrecorded;
      throw new Error(
        step === undefined
          ? "This tape does not follow the target of gradient(): watch() what it is computed from, before it is computed."
          : `This tape did not record the target of gradient(): the first step on the way to it that was not recorded is '${step}'. ` +
              "Was watch() called after that step, or had the tape been stopped or used up?",
      );
    }
    return target;
  }

  #read(
    source: Sources,
    adjoints: Adjoints,
    unconnected: "none" | "zero" = "none",
  ): unknown {
    if (isTracked(source)) {
      if (!source.tapes.includes(this)) {
        throw new Error(
          "This tape does not follow a source of gradient(): call watch() with it before it is used.",
        );
      }
      const found = adjoints(source);
      if (found !== undefined) {
        return typeof found === "number" ? new Scalar(found) : found;
      }
      return unconnected === "zero" ? zerosLike(source) : undefined;
    }
    if (typeof source === "number") {
      throw new Error(
        "A source of gradient() is a plain number: ask for what watch() returned.",
      );
    }
    const read = (each: Sources): unknown =>
      this.#read(each, adjoints, unconnected);
    if (Array.isArray(source)) return (source as readonly Sources[]).map(read);
    return Object.fromEntries(
      Object.entries(source).map(([key, each]) => [key, read(each)]),
    );
  }
}

const usedUp = (): Error =>
  new Error(
    "This tape has been used up. A GradientTape gives one gradient; " +
      "for more than one, make it with { persistent: true }.",
  );
