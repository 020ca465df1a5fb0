/**
 * A `Float64Array` or `Float32Array` whose elements a tape may follow. It answers as the typed array would:
 * `a[i]`, `a[i] = x`, `length`, `for … of`, `subarray` (which shares the storage), `instanceof`. A store to a
 * `Float32Array` rounds, and the rounding is recorded (`fround`, whose partial is 1).
 *
 * The object users of the traced form hold is a proxy over `View`, so that code which indexes it needs no
 * rewriting.
 */
import { op } from "./scalar.ts";
import type { Num, Storage } from "./values.ts";
import { Scalar, value } from "./values.ts";
import { arrayMethods } from "./traced-array-methods.ts";

export type FloatArrayName = "Float64Array" | "Float32Array";

/** A window on shared cells. */
export interface View {
  readonly name: FloatArrayName;
  readonly cells: Num[];
  readonly offset: number;
  readonly length: number;
}

/** As seen from traced code. */
export interface TracedArray extends Iterable<Num> {
  readonly length: number;
  [index: number]: Num;
}

const constructors = { Float64Array, Float32Array };
const views = new WeakMap<object, View>();

/** The view behind a traced array; `undefined` for anything else. */
export const viewOf = (x: unknown): View | undefined =>
  typeof x === "object" && x !== null ? views.get(x) : undefined;

/** `new Float64Array(from)`: a length, or the elements. */
export function tracedArray(
  name: FloatArrayName,
  from: Num | Iterable<Num> | ArrayLike<Num> = 0,
): TracedArray {
  if (typeof from === "number" || from instanceof Scalar) {
    const { length } = new constructors[name](value(from));
    return arrayOn({ name, cells: zeros(length), offset: 0, length });
  }
  const items = Array.from(from as ArrayLike<Num>, (x) => stored(name, x));
  return arrayOn({ name, cells: items, offset: 0, length: items.length });
}

const zeros = (length: number): Num[] => Array.from<Num>({ length }).fill(0);

export function arrayOn(view: View): TracedArray {
  const proxy = new Proxy(view, handler) as unknown as TracedArray;
  views.set(proxy, view);
  return proxy;
}

/** What a store of `x` leaves in the array. */
export function stored(name: FloatArrayName, x: Num): Num {
  const number = x instanceof Scalar ? x : Number(x);
  return name === "Float32Array" ? op("fround", number) : number;
}

export function readCell(view: View, index: number): Num | undefined {
  return index >= 0 && index < view.length
    ? view.cells[view.offset + index]
    : undefined;
}

/** Out of range it does nothing, as a typed array does. */
export function writeCell(view: View, index: number, x: Num): void {
  const kept = stored(view.name, x);
  if (Number.isInteger(index) && index >= 0 && index < view.length) {
    view.cells[view.offset + index] = kept;
  }
}

/** The plain typed array with the numbers that the traced one holds now. */
export function plainArray(view: View): Storage {
  const out = new constructors[view.name](view.length);
  for (let i = 0; i < view.length; i++) out[i] = value(readCell(view, i)!);
  return out;
}

/** A property that is a number to a typed array, like "3" or "-1"; anything else is a name. */
function indexOf(property: string | symbol): number | undefined {
  if (typeof property === "symbol") return undefined;
  const index = Number(property);
  return String(index) === property ? index : undefined;
}

/** What stands for the buffer of a traced array: its cells, which another array may be laid over. */
export class CellBuffer {
  readonly cells: Num[];
  readonly name: FloatArrayName;

  constructor(cells: Num[], name: FloatArrayName) {
    this.cells = cells;
    this.name = name;
  }

  /** A traced array over some of the cells. */
  view(name: FloatArrayName, byteOffset = 0, length?: number): object {
    if (name !== this.name)
      throw new TypeError(
        "Float arrays of two kinds over one buffer can't be followed element by element.",
      );
    const offset = byteOffset / constructors[name].BYTES_PER_ELEMENT;
    return arrayOn({
      name,
      cells: this.cells,
      offset,
      length: length ?? this.cells.length - offset,
    });
  }
}

const handler: ProxyHandler<View> = {
  get(view, property, receiver) {
    const index = indexOf(property);
    if (index !== undefined) return readCell(view, index);
    if (property === "length") return view.length;
    if (property === "buffer") return new CellBuffer(view.cells, view.name);
    if (property === "byteOffset")
      return view.offset * constructors[view.name].BYTES_PER_ELEMENT;
    if (property === "constructor") return constructors[view.name];
    if (property === "BYTES_PER_ELEMENT") {
      return constructors[view.name].BYTES_PER_ELEMENT;
    }
    if (property === Symbol.toStringTag) return view.name;
    const method = arrayMethods(property, view, {
      array: tracedArray,
      on: arrayOn,
      write: writeCell,
    });
    if (method) return method;
    if (property in Object.prototype || typeof property === "symbol") {
      return Reflect.get(Object.prototype, property, receiver) as unknown;
    }
    throw new TypeError(
      `The traced form of ${view.name} has no '${property}'. Compute it element by element instead.`,
    );
  },
  set(view, property, x: Num) {
    const index = indexOf(property);
    if (index === undefined) return false;
    writeCell(view, index, x);
    return true;
  },
  has(view, property) {
    const index = indexOf(property);
    if (index === undefined)
      return property in constructors[view.name].prototype;
    return readCell(view, index) !== undefined;
  },
  ownKeys: (view) => Array.from({ length: view.length }, (_, i) => String(i)),
  getOwnPropertyDescriptor(view, property) {
    const index = indexOf(property);
    const x = index === undefined ? undefined : readCell(view, index);
    if (x === undefined) return undefined;
    return { value: x, writable: true, enumerable: true, configurable: true };
  },
  getPrototypeOf: (view) =>
    constructors[view.name].prototype as unknown as object,
};
