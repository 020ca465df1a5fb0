/** What a tape records: numbers and tensors that know which tapes follow them. */
import type { Recorder } from "./record.ts";

export type Storage = Float64Array | Float32Array;
export type Shape = readonly number[];

/** A plain number, or one that tapes may follow. */
export type Num = number | Scalar;
/** Whatever an operation takes. */
export type Value = number | Scalar | Tensor;
/** Whatever a tape can follow. */
export type Tracked = Scalar | Tensor;

/** A sweep's mark on the values whose adjoint it holds. */
export interface Scratch {
  done: boolean;
}

const nobody: readonly Recorder[] = [];

/** A number that tapes may follow. Operations make new ones; none is ever changed. */
export class Scalar {
  readonly value: number;
  /** The tapes that follow it. Only `watch` adds to them. */
  tapes: readonly Recorder[];
  /** The first operation on the way to this value that no tape recorded: for messages. */
  readonly unrecorded: string | undefined;
  /** Where a sweep that is under way keeps its sum: see sweep.ts. */
  scratch: Scratch | undefined = undefined;
  sum: Value | undefined = undefined;

  constructor(
    value: number,
    tapes: readonly Recorder[] = nobody,
    unrecorded?: string,
  ) {
    this.value = value;
    this.tapes = tapes;
    this.unrecorded = unrecorded;
  }

  /** As text it is its number; as a number it would leave the tape in silence, so that throws. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string") return String(this.value);
    throw new TypeError(
      "A recorded number met an operator of JavaScript, which no tape can see. " +
        "Write add(x, y), mul(x, y), … from adjoint/tape, or value(x) for the plain number.",
    );
  }

  toString(): string {
    return String(this.value);
  }
}

/** An array of numbers in row-major order. A full reduction or a single element is a `Scalar`, never a tensor of shape []. */
export class Tensor {
  readonly data: Storage;
  readonly shape: Shape;
  tapes: readonly Recorder[];
  readonly unrecorded: string | undefined;
  scratch: Scratch | undefined = undefined;
  sum: Value | undefined = undefined;

  constructor(
    data: Storage,
    shape: Shape,
    tapes: readonly Recorder[] = nobody,
    unrecorded?: string,
  ) {
    this.data = data;
    this.shape = shape;
    this.tapes = tapes;
    this.unrecorded = unrecorded;
  }

  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string") return `Tensor(${this.shape.join("×")})`;
    throw new TypeError(
      "A tensor met an operator of JavaScript. Write add(x, y), mul(x, y), … from adjoint/tape.",
    );
  }
}

/** The plain number of a number that may be recorded. Whatever else comes in goes out as it is. */
export function value(x: Num): number;
export function value<T>(x: T): T extends Scalar ? number : T;
export function value(x: unknown): unknown {
  return x instanceof Scalar ? x.value : x;
}

export const isTracked = (x: unknown): x is Tracked =>
  x instanceof Scalar || x instanceof Tensor;
