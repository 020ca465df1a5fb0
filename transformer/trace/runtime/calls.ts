/** Calls whose callee is known only when they are made. */
import { definedRule } from "../../../src/marks.ts";
import { lower, op, Scalar, value } from "../../../src/tape/trace.ts";
import { viewOf } from "../../../src/tape/traced-array.ts";
import { adjustments, type AnyFunction } from "./arrays.ts";
import { builtins } from "./builtins.ts";
import { numeric } from "./operators.ts";
import { constructBuiltin, policiesOf, type Caller } from "./policies.ts";
import { TraceError } from "./unsupported.ts";

/** Functions of packages, whose source is not traced. */
const foreign = new WeakSet<object>();

/** Marks all functions of a package. */
export function markForeign(exports: unknown, depth = 2): void {
  const isFunction = typeof exports === "function";
  if (!isFunction && (typeof exports !== "object" || exports === null)) return;
  if (isFunction) foreign.add(exports);
  if (depth === 0) return;
  for (const field of Object.values(exports)) markForeign(field, depth - 1);
}

/** Any call, of any function: the user's with what it is given, others with what they can take. */
export function call(
  f: unknown,
  self: unknown,
  args: readonly unknown[],
): unknown {
  const policy = policies.get(f);
  if (policy) return policy(self, args);
  const rule = definedRule(f);
  if (rule) return op(rule, ...args.map(numeric));
  if (builtins.has(f))
    return Reflect.apply(
      f as AnyFunction,
      value(self),
      args.map((arg) => value(arg)),
    );
  if (typeof f === "function" && foreign.has(f))
    return Reflect.apply(
      f,
      self,
      args.map((arg) => lower(arg)),
    );
  return Reflect.apply(f as AnyFunction, self, args);
}

const isUsers = (f: unknown): boolean =>
  !builtins.has(f) &&
  definedRule(f) === undefined &&
  !(typeof f === "function" && foreign.has(f));

/** A function to be called as it is: the user's own is itself, so that no frame is added to a recursion. */
export function callable(f: unknown): AnyFunction {
  if (typeof f !== "function" || isUsers(f)) return f as AnyFunction;
  return function (...args) {
    return call(f, this, args);
  };
}

export function construct(type: unknown, args: readonly unknown[]): unknown {
  if (typeof type === "function" && foreign.has(type))
    return Reflect.construct(
      type,
      args.map((arg) => lower(arg)),
    ) as unknown;
  return builtins.has(type)
    ? constructBuiltin(type, args)
    : (Reflect.construct(type as new () => object, args) as unknown);
}

const caller: Caller = { call, construct, callable };
const policies = policiesOf(caller);

/** `o.name(…args)` */
export function method(
  o: unknown,
  name: unknown,
  args: readonly unknown[],
): unknown {
  const key = value(name) as PropertyKey;
  if (o instanceof Scalar) return numberMethod(o, key, args);
  const f = (o as Record<PropertyKey, unknown>)[key];
  if (typeof f !== "function")
    throw new TypeError(`${String(key)} is not a function`);
  // The traced array's own methods, where they are not those of Array.prototype.
  const adjust = typeof key === "string" ? adjustments[key] : undefined;
  if (adjust && viewOf(o) && !builtins.has(f))
    return Reflect.apply(f, o, adjust(args, callable)) as unknown;
  return call(f, o, args);
}

/** `x.toFixed(2)`: text, from the plain number. */
function numberMethod(
  x: Scalar,
  key: PropertyKey,
  args: readonly unknown[],
): unknown {
  if (key === "valueOf") return x;
  const f = (Number.prototype as unknown as Record<PropertyKey, unknown>)[key];
  if (typeof f !== "function")
    throw new TraceError(`A number has no method ${String(key)}.`);
  return Reflect.apply(
    f,
    x.value,
    args.map((arg) => value(arg)),
  ) as unknown;
}

/** `o?.name(…)` is `optional(o)?.call("name", […])`: what follows is skipped with it. */
export const optional = (
  o: unknown,
): { call(name: unknown, args: readonly unknown[]): unknown } | undefined =>
  o == null ? undefined : { call: (name, args) => method(o, name, args) };

/** `o.name?.(…)` is `optionalMethod(o, "name")?.(…)`. */
export function optionalMethod(
  o: unknown,
  name: unknown,
): AnyFunction | undefined {
  if (o == null) return undefined;
  const f = (o as Record<PropertyKey, unknown>)[value(name) as PropertyKey];
  return f == null ? undefined : (...args) => method(o, name, args);
}
