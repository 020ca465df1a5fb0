/** The methods of typed arrays, on a view of cells that a tape may follow. */
import type { FloatArrayName, TracedArray, View } from "./traced-array.ts";
import type { Num } from "./values.ts";
import { value } from "./values.ts";

/** What the methods need of their class: handed in, so that neither file imports the other's values. */
interface Make {
  array(name: FloatArrayName, from: Num | ArrayLike<Num>): TracedArray;
  on(view: View): TracedArray;
  write(view: View, index: number, x: Num): void;
}

type Compare = (a: Num, b: Num) => Num;

/** Methods of `Array.prototype` that work on anything with a length and never compare or make arrays. */
const generic = new Set<string | symbol>([
  "at",
  "every",
  "some",
  "find",
  "findIndex",
  "findLast",
  "findLastIndex",
  "forEach",
  "reduce",
  "reduceRight",
  "entries",
  "keys",
  "values",
  "join",
  "reverse",
  "copyWithin",
  Symbol.iterator,
]);

export function arrayMethods(
  property: string | symbol,
  view: View,
  make: Make,
): unknown {
  if (generic.has(property)) {
    return Array.prototype[property as keyof typeof Array.prototype];
  }
  const items = (): Num[] =>
    view.cells.slice(view.offset, view.offset + view.length);
  const fresh = (from: Num[]): TracedArray => make.array(view.name, from);
  const writeAll = (from: ArrayLike<Num>, start = 0): void => {
    for (let i = 0; i < from.length; i++) make.write(view, start + i, from[i]!);
  };
  switch (property) {
    case "set":
      return (from: ArrayLike<Num>, offset: Num = 0): void => {
        const start = value(offset);
        if (start < 0 || start + from.length > view.length) {
          throw new RangeError("offset is out of bounds");
        }
        // Copied first: the source may be a view of the same cells.
        writeAll(Array.from(from), start);
      };
    case "subarray":
      return (begin: Num = 0, end: Num = view.length): TracedArray => {
        const from = clamp(value(begin), view.length);
        const to = Math.max(from, clamp(value(end), view.length));
        const offset = view.offset + from;
        return make.on({ ...view, offset, length: to - from });
      };
    case "slice":
      return (begin: Num = 0, end: Num = view.length): TracedArray =>
        fresh(items().slice(value(begin), value(end)));
    case "fill":
      return function (
        this: unknown,
        x: Num,
        begin: Num = 0,
        end: Num = view.length,
      ) {
        const to = clamp(value(end), view.length);
        for (let i = clamp(value(begin), view.length); i < to; i++) {
          make.write(view, i, x);
        }
        return this;
      };
    case "map":
      return (f: (x: Num, i: number) => Num): TracedArray =>
        fresh(items().map((x, i) => f(x, i)));
    case "filter":
      return (f: (x: Num, i: number) => unknown): TracedArray =>
        fresh(items().filter((x, i) => f(x, i)));
    case "sort":
      return function (this: unknown, compare?: Compare) {
        writeAll(items().sort(comparing(compare)));
        return this;
      };
    case "toSorted":
      return (compare?: Compare): TracedArray =>
        fresh(items().sort(comparing(compare)));
    case "toReversed":
      return (): TracedArray => fresh(items().reverse());
    case "with":
      return (index: Num, x: Num): TracedArray =>
        fresh(items().with(value(index), x));
    case "indexOf":
    case "lastIndexOf":
    case "includes":
      return (x: Num, from?: Num) => {
        const plain = items().map((each) => value(each));
        const rest = from === undefined ? [] : [value(from)];
        return plain[property](value(x), ...rest);
      };
    default:
      return undefined;
  }
}

/** The order of typed arrays: numbers, -0 before 0, NaN last. */
const byNumber = (a: number, b: number): number => {
  if (a !== a) return b !== b ? 0 : 1;
  if (b !== b) return -1;
  return a - b || Number(Object.is(b, -0)) - Number(Object.is(a, -0));
};

const comparing =
  (compare: Compare | undefined) =>
  (a: Num, b: Num): number =>
    compare ? value(compare(a, b)) : byNumber(value(a), value(b));

/** A relative index as `slice` takes it. */
function clamp(index: number, length: number): number {
  const whole = Math.trunc(index) || 0;
  return whole < 0 ? Math.max(0, length + whole) : Math.min(whole, length);
}
