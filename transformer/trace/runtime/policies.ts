/** What a call of one of JavaScript's own functions does with numbers that a tape may follow. */
import { rules, type RuleName } from "../../../src/rules/index.ts";
import {
  lower,
  op,
  Scalar,
  tracedArray,
  value,
  type Num,
} from "../../../src/tape/trace.ts";
import { CellBuffer, viewOf } from "../../../src/tape/traced-array.ts";
import {
  adjustments,
  integerAdjustments,
  plainItems,
  search,
  type AnyFunction,
} from "./arrays.ts";
import { clone } from "./clone.ts";
import { extreme } from "./extreme.ts";
import { numeric } from "./operators.ts";
import { TraceError } from "./unsupported.ts";

/** How calls are made: handed in, since callbacks of policies are called in turn. */
export interface Caller {
  call(f: unknown, self: unknown, args: readonly unknown[]): unknown;
  construct(type: unknown, args: readonly unknown[]): unknown;
  /** The function, wrapped if it is one of JavaScript's own. */
  callable(f: unknown): AnyFunction;
}

export type Policy = (self: unknown, args: readonly unknown[]) => unknown;

export function policiesOf(caller: Caller): ReadonlyMap<unknown, Policy> {
  return new Map<unknown, Policy>([
    ...mathPolicies(),
    ...arrayPolicies(caller),
    ...staticPolicies(caller),
    ...keyedPolicies(),
    ...functionPolicies(caller),
    ...outputPolicies(),
  ]);
}

const isFollowed = (x: unknown): boolean => x instanceof Scalar;

function* mathPolicies(): Iterable<[unknown, Policy]> {
  for (const name of Object.getOwnPropertyNames(Math)) {
    const f = (Math as unknown as Record<string, unknown>)[name];
    if (typeof f !== "function" || name === "random") continue;
    if (name === "max" || name === "min") {
      yield [f, (_self, args) => extreme(name, args)];
      continue;
    }
    yield [
      f,
      (_self, args) => {
        if (!args.some(isFollowed)) return Reflect.apply(f, Math, args);
        if (!Object.hasOwn(rules, name))
          throw new TraceError(`Math.${name} has no rule`);
        const { arity } = rules[name as RuleName];
        const numbers = args.map(numeric);
        if (arity === "variadic") return op(name as RuleName, ...numbers);
        while (numbers.length < arity) numbers.push(NaN);
        return op(name as RuleName, ...numbers.slice(0, arity));
      },
    ];
  }
}

function* arrayPolicies(caller: Caller): Iterable<[unknown, Policy]> {
  const typed = Object.getPrototypeOf(Int8Array.prototype) as object;
  for (const [prototype, table] of [
    [Array.prototype, adjustments],
    [typed, integerAdjustments],
  ] as const)
    for (const [name, adjust] of Object.entries(table)) {
      const f = (prototype as Record<string, unknown>)[name];
      if (typeof f === "function")
        yield [
          f,
          (self, args) =>
            Reflect.apply(
              f,
              self,
              adjust(args, (g) => caller.callable(g)),
            ),
        ];
    }
  for (const name of ["includes", "indexOf", "lastIndexOf"] as const)
    yield [
      Array.prototype[name],
      (self, args) => search(self as unknown[], name, args),
    ];
}

function* staticPolicies(caller: Caller): Iterable<[unknown, Policy]> {
  yield [Number, (_self, args) => (args.length ? numeric(args[0]) : 0)];
  yield [Array, (_self, args) => caller.construct(Array, args)];
  yield [
    Array.from,
    (self, [from, f, that]) =>
      Reflect.apply(Array.from, self, [
        withPlainLength(from),
        typeof f === "function" ? caller.callable(f) : f,
        that,
      ]),
  ];
  const typed = Object.getPrototypeOf(Int8Array) as typeof Float64Array;
  const made = (self: unknown, items: unknown[]): unknown =>
    caller.construct(self, [items]);
  yield [
    typed.from,
    (self, [from, f, that]) => {
      const map =
        typeof f === "function" ? caller.callable(f) : (x: unknown) => x;
      return made(
        self,
        Array.from(withPlainLength(from), (x, i) =>
          Reflect.apply(map, that, [x, i]),
        ),
      );
    },
  ];
  yield [typed.of, (self, args) => made(self, [...args])];
  yield [
    ArrayBuffer.isView,
    (_self, [x]) => isFloatView(x) || ArrayBuffer.isView(x),
  ];
  yield [Array.of, (self, args) => Reflect.apply(Array.of, self, args)];
}

const isFloatView = (x: unknown): boolean => viewOf(x) !== undefined;

/** `Array.from({ length: n })` */
function withPlainLength(from: unknown): ArrayLike<unknown> {
  const source = from as Record<PropertyKey, unknown>;
  const isList =
    typeof from === "object" && from !== null && !(Symbol.iterator in from);
  return (
    isList && isFollowed(source["length"])
      ? { ...source, length: value(source["length"]) }
      : from
  ) as ArrayLike<unknown>;
}

/** Keys are compared by their numbers. */
function* keyedPolicies(): Iterable<[unknown, Policy]> {
  for (const name of ["get", "has", "delete"] as const) {
    const f = Map.prototype[name] as AnyFunction;
    yield [f, (self, [key]) => Reflect.apply(f, self, [value(key)])];
  }
  yield [
    Map.prototype.set,
    (self, [key, x]) => (self as Map<unknown, unknown>).set(value(key), x),
  ];
  yield [
    Set.prototype.add,
    (self, [x]) => {
      refuseInSet(x);
      return (self as Set<unknown>).add(x);
    },
  ];
}

export function refuseInSet(x: unknown): void {
  if (isFollowed(x))
    throw new TraceError(
      "A number with a derivative is put into a Set, where the traced form can't follow it.",
    );
}

function* functionPolicies(caller: Caller): Iterable<[unknown, Policy]> {
  const prototype = Function.prototype;
  yield [prototype.call, (f, [self, ...args]) => caller.call(f, self, args)];
  yield [
    prototype.apply,
    (f, [self, args]) => caller.call(f, self, list(args)),
  ];
  yield [
    prototype.bind,
    (f, [self, ...bound]) =>
      (...args: unknown[]) =>
        caller.call(f, self, [...bound, ...args]),
  ];
  yield [
    Reflect.apply,
    (_self, [f, self, args]) => caller.call(f, self, list(args)),
  ];
  yield [
    Reflect.construct,
    (_self, [type, args]) => caller.construct(type, list(args)),
  ];
  yield [
    Reflect.set,
    (_self, [o, k, x]) => Reflect.set(o as object, value(k) as PropertyKey, x),
  ];
}

const list = (args: unknown): unknown[] =>
  args == null ? [] : Array.from(args as ArrayLike<unknown>);

function* outputPolicies(): Iterable<[unknown, Policy]> {
  for (const print of Object.values(console) as unknown[])
    if (typeof print === "function")
      yield [
        print,
        (self, args) =>
          Reflect.apply(
            print,
            self,
            args.map((x) => lower(x)),
          ),
      ];
  yield [
    JSON.stringify,
    (_self, [x, ...rest]) =>
      Reflect.apply(JSON.stringify, JSON, [lower(x), ...rest]),
  ];
  yield [globalThis.structuredClone, (_self, [x]) => clone(x)];
}

/** `new C(…)` for JavaScript's own constructors. */
export function constructBuiltin(
  type: unknown,
  args: readonly unknown[],
): unknown {
  const [first] = args;
  if (type === Float64Array || type === Float32Array) {
    if (first instanceof CellBuffer)
      return first.view(
        type === Float64Array ? "Float64Array" : "Float32Array",
        ...(args.slice(1).map((arg) => value(arg)) as number[]),
      );
    if (first instanceof ArrayBuffer)
      return overBuffer(
        type as typeof Float64Array | typeof Float32Array,
        first,
        args.slice(1).map((arg) => value(arg)) as number[],
      );
    return tracedArray(
      type === Float64Array ? "Float64Array" : "Float32Array",
      (first ?? 0) as Num,
    );
  }
  const plain = args.map((arg) => value(arg));
  if (isIntegerArray(type))
    return Reflect.construct(type, [plainItems(first), ...plain.slice(1)]);
  if (type === Array && args.length !== 1) return [...args];
  if (type === Map && first != null)
    return new Map(
      Array.from(first as Iterable<[unknown, unknown]>, ([k, v]) => [
        value(k),
        v,
      ]),
    );
  if (type === Set && first != null)
    return new Set(
      Array.from(first as Iterable<unknown>, (x) => {
        refuseInSet(x);
        return x;
      }),
    );
  return Reflect.construct(type as new () => object, plain) as unknown;
}

/** Float arrays over a buffer, by the first that was laid over it. */
const laidOver = new WeakMap<
  ArrayBuffer,
  { readonly type: unknown; readonly all: Float64Array }
>();

function overBuffer(
  type: typeof Float64Array | typeof Float32Array,
  buffer: ArrayBuffer,
  [offset = 0, size]: readonly number[],
): unknown {
  const width = type.BYTES_PER_ELEMENT;
  const name = type === Float64Array ? "Float64Array" : "Float32Array";
  let known = laidOver.get(buffer);
  if (known === undefined) {
    const whole = buffer.byteLength - (buffer.byteLength % width);
    const all = tracedArray(
      name,
      Array.from(new type(buffer, 0, whole / width)),
    );
    known = { type, all: all as unknown as Float64Array };
    laidOver.set(buffer, known);
  }
  if (known.type !== type)
    throw new TraceError(
      "Float arrays of two kinds over one ArrayBuffer can't be followed element by element.",
    );
  const from = offset / width;
  return known.all.subarray(from, size === undefined ? undefined : from + size);
}

const isIntegerArray = (type: unknown): type is new () => object =>
  typeof type === "function" &&
  Object.getPrototypeOf(type) === Object.getPrototypeOf(Int8Array);
