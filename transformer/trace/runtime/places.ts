/** Elements and properties as places that are written. */
import { Scalar, value } from "../../../src/tape/trace.ts";
import { made } from "./made.ts";
import {
  binaryOperators,
  numeric,
  step,
  type BinaryName,
} from "./operators.ts";

type Holder = Record<PropertyKey, unknown>;

/** `o[k] = x`, as an expression. */
export function set(o: unknown, k: unknown, x: unknown): unknown {
  const key = value(k) as PropertyKey;
  // Integers are piecewise constant in what is stored; the storage is JavaScript's own.
  const plain =
    x instanceof Scalar &&
    (ArrayBuffer.isView(o) || (key === "length" && Array.isArray(o)));
  (o as Holder)[key] = plain ? value(x) : x;
  return x;
}

/** A target of destructuring: `[slot(a, i).at, slot(a, j).at] = …`. */
export class Slot {
  readonly #holder: unknown;
  readonly #key: unknown;
  constructor(holder: unknown, key: unknown) {
    this.#holder = holder;
    this.#key = value(key);
  }
  set at(x: unknown) {
    set(this.#holder, this.#key, x);
  }
}

/**
 * A place that is read and then written: `a[i] += e` is `ref(a, i).assign("add", e)`. Like in JavaScript, the
 * old value is read before `e` is evaluated.
 */
export class Ref {
  readonly #holder: unknown;
  readonly #key: PropertyKey;
  readonly #old: unknown;
  constructor(holder: unknown, key: unknown) {
    this.#holder = holder;
    this.#key = value(key) as PropertyKey;
    this.#old = (holder as Holder)[this.#key];
  }
  assign(operator: BinaryName, x: unknown, id?: number): unknown {
    const result = binaryOperators[operator](this.#old, x);
    const stored = id === undefined ? result : made(id, result);
    return set(this.#holder, this.#key, stored);
  }
  /** `++a[i]` */
  pre(by: 1 | -1): unknown {
    return set(this.#holder, this.#key, step(this.#old, by));
  }
  /** `a[i]++` */
  post(by: 1 | -1): unknown {
    this.pre(by);
    return typeof this.#old === "bigint" ? this.#old : numeric(this.#old);
  }
}
