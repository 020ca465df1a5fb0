/**
 * Between plain data and data that a tape follows, in the same shape: numbers become watched `Scalar`s, float
 * arrays traced arrays, arrays and objects copies of themselves. Identity is kept: what is reachable twice is
 * lifted once, views of one buffer share their cells, cycles end.
 */
import { arrayOn, plainArray, viewOf } from "./traced-array.ts";
import type { FloatArrayName, View } from "./traced-array.ts";
import type { Num, Storage } from "./values.ts";
import { Scalar, value } from "./values.ts";

/** What `lift` needs of a tape. */
export interface Watcher {
  watch(x: number): Scalar;
}

/** Plain and traced counterparts, made so far. Use one group for all arguments of a call. */
export interface Group {
  readonly lifted: Map<object, unknown>;
  /** The cells of each buffer, by the name of the array type. */
  readonly cells: Map<ArrayBufferLike, Map<FloatArrayName, Num[]>>;
}

export const newGroup = (): Group => ({ lifted: new Map(), cells: new Map() });

const isFloats = (x: unknown): x is Storage =>
  x instanceof Float64Array || x instanceof Float32Array;
type Integers = Int32Array;
const isIntegers = (x: unknown): x is Integers =>
  ArrayBuffer.isView(x) && !(x instanceof DataView) && !isFloats(x);

/** Arrays, plain objects and instances of classes: what may hold numbers, beside maps. Dates, functions … may not. */
function holdsFields(x: object): boolean {
  if (Array.isArray(x)) return true;
  return Object.prototype.toString.call(x) === "[object Object]";
}

/** The traced counterpart of a plain value. Without a tape its numbers stay plain: a constant of the run. */
export function lift(
  tape: Watcher | undefined,
  x: unknown,
  group: Group,
): unknown {
  if (typeof x === "number") return tape ? tape.watch(x) : x;
  if (typeof x !== "object" || x === null) return x;
  const known = group.lifted.get(x);
  if (known !== undefined) return known;
  const keep = <T>(lifted: T): T => {
    group.lifted.set(x, lifted);
    return lifted;
  };
  if (isFloats(x)) return keep(liftFloats(tape, x, group));
  if (isIntegers(x)) return keep(x.slice());
  if (x instanceof Map)
    return copyMap(x, keep(new Map()), (part) => lift(tape, part, group));
  if (!holdsFields(x)) return x;
  const copy = keep(emptyLike(x));
  for (const key of Object.keys(x)) {
    copyField(x, copy, key, (field) => lift(tape, field, group));
  }
  return copy;
}

function liftFloats(
  tape: Watcher | undefined,
  x: Storage,
  group: Group,
): unknown {
  const name = x instanceof Float64Array ? "Float64Array" : "Float32Array";
  const offset = x.byteOffset / x.BYTES_PER_ELEMENT;
  let ofBuffer = group.cells.get(x.buffer);
  if (!ofBuffer) group.cells.set(x.buffer, (ofBuffer = new Map()));
  let cells = ofBuffer.get(name);
  if (!cells) ofBuffer.set(name, (cells = []));
  for (let i = 0; i < x.length; i++) {
    // Another view of the same buffer may have lifted this cell.
    cells[offset + i] ??= tape ? tape.watch(x[i]!) : x[i]!;
  }
  return arrayOn({ name, cells, offset, length: x.length });
}

/** The plain counterpart of a traced value, with the numbers it holds now. */
export function lower(x: unknown, seen = new Map<object, unknown>()): unknown {
  return rebuild(x, (leaf) => value(leaf), plainArray, seen);
}

/**
 * The values that a lifted value holds NOW, in its own shape: the function that is traced may overwrite them.
 * `read(leaf)` turns each into what is wanted of it, an adjoint say.
 */
export function snapshot(x: unknown): (read: (leaf: Num) => number) => unknown {
  // Plain containers with the same leaves: a second lift, of traced data.
  const frozen = rebuild(
    x,
    (leaf) => leaf,
    (view) => ({
      [leaves]: view.cells.slice(view.offset, view.offset + view.length),
      name: view.name,
    }),
    new Map(),
  );
  return (read) => readLeaves(frozen, read, new Map());
}

const leaves = Symbol("leaves");
interface Frozen {
  readonly [leaves]: readonly Num[];
  readonly name: FloatArrayName;
}
const isFrozen = (x: object): x is Frozen => leaves in x;

function readLeaves(
  x: unknown,
  read: (leaf: Num) => number,
  seen: Map<object, unknown>,
): unknown {
  if (typeof x === "object" && x !== null && isFrozen(x)) {
    const known = seen.get(x);
    if (known) return known;
    const numbers = x[leaves].map(read);
    const array =
      x.name === "Float64Array"
        ? Float64Array.from(numbers)
        : Float32Array.from(numbers);
    seen.set(x, array);
    return array;
  }
  return rebuild(x, read, plainArray, seen, (child) =>
    readLeaves(child, read, seen),
  );
}

/** A copy with every number and traced array replaced; everything else as it is. */
function rebuild(
  x: unknown,
  number: (leaf: Num) => unknown,
  array: (view: View) => unknown,
  seen: Map<object, unknown>,
  child = (each: unknown): unknown => rebuild(each, number, array, seen),
): unknown {
  if (typeof x === "number" || x instanceof Scalar) return number(x);
  if (typeof x !== "object" || x === null) return x;
  const known = seen.get(x);
  if (known !== undefined) return known;
  const keep = <T>(made: T): T => {
    seen.set(x, made);
    return made;
  };
  const view = viewOf(x);
  if (view) return keep(array(view));
  if (ArrayBuffer.isView(x)) {
    return keep(isFloats(x) || isIntegers(x) ? x.slice() : x);
  }
  if (x instanceof Map) return copyMap(x, keep(new Map()), child);
  if (!holdsFields(x)) return x;
  const copy = keep(emptyLike(x));
  for (const key of Object.keys(x)) {
    copyField(x, copy, key, child);
  }
  return copy;
}

/** Keys are no data: they stay as they are. */
function copyMap(
  from: ReadonlyMap<unknown, unknown>,
  to: Map<unknown, unknown>,
  copyOf: (part: unknown) => unknown,
): unknown {
  for (const [key, part] of from) to.set(key, copyOf(part));
  return to;
}

/** No constructor or accessor of the user's runs. */
function emptyLike(x: object): object {
  if (Array.isArray(x)) return new Array<unknown>(x.length);
  return Object.create(Object.getPrototypeOf(x) as object | null) as object;
}

function copyField(
  from: object,
  to: object,
  key: string,
  copyOf: (field: unknown) => unknown,
): void {
  const found = Object.getOwnPropertyDescriptor(from, key)!;
  const copied = "value" in found ? { value: copyOf(found.value) } : {};
  Object.defineProperty(to, key, { ...found, ...copied });
}
