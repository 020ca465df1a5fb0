/** A method as what the check compares: a function of its object and its arguments, and so its derivatives. */
import type { Derivatives } from "../../src/check/engines.ts";
import type { Func } from "../ir/nodes.ts";
import type { Marked } from "../ir/program.ts";
import { isReference } from "../ir/types.ts";
import { canCarry } from "../3-differentiate/entries/selection.ts";
import type { Evaluated } from "./evaluate.ts";

type AnyFunction = (...args: never[]) => unknown;
type Call = (...args: unknown[]) => unknown;

/** The user's own function, by its name or in its class. */
export function functionOf(
  { name, method }: Marked,
  evaluated: Evaluated,
): AnyFunction | undefined {
  if (method === undefined)
    return evaluated.named(name) as AnyFunction | undefined;
  const owner = evaluated.named(method.className) as
    | (Record<string, AnyFunction> & {
        prototype: Record<string, AnyFunction>;
      })
    | undefined;
  return (method.isStatic ? owner : owner?.prototype)?.[method.name];
}

/** With its `this`: the class of a static method, the first argument of another. */
export function calledWith(
  { method }: Marked,
  f: AnyFunction,
  evaluated: Evaluated,
): AnyFunction {
  if (method === undefined) return f;
  if (method.isStatic)
    return f.bind(evaluated.named(method.className)) as AnyFunction;
  return ((self: object, ...args: never[]) =>
    (self as Record<string, AnyFunction>)[method.name]!(
      ...args,
    )) as AnyFunction;
}

/** The members of the class as functions of the object, whose entry comes first. */
export function derivativesOf(
  { method, wrt }: Marked,
  func: Func,
  registered: Derivatives | undefined,
): Derivatives | undefined {
  if (registered === undefined || method === undefined || method.isStatic)
    return registered;
  const { grad, valueAndGrad, vjp, adjoint } = registered;
  const [self, ...params] = func.params;
  const hasSelf = canCarry(self!) && wrt?.includes(0) !== false;
  const isBare = params.length === 1 && !params[0]!.rest;
  const on =
    (f: AnyFunction): Call =>
    (object, ...args) =>
      (f as Call).apply(object, args);
  const entriesOf = (gradient: unknown): unknown => {
    const both = hasSelf
      ? (gradient as { self: unknown; args: unknown })
      : { self: undefined, args: gradient };
    if (params.length === 0) return both.self;
    return isBare
      ? [both.self, both.args]
      : [both.self, ...(both.args as unknown[])];
  };
  const isVoid = func.result.kind === "void";
  const listed = (value: unknown): unknown => {
    if (!isVoid) return value;
    const both = hasSelf
      ? (value as { self: unknown; args: unknown[] })
      : { self: undefined, args: value as unknown[] };
    return [both.self, ...both.args];
  };
  const handed = (cotangent: unknown): unknown => {
    if (!isVoid) return cotangent;
    const [first, ...rest] = cotangent as unknown[];
    return hasSelf ? { self: first, args: rest } : rest;
  };
  return {
    ...(grad ? { grad: (...a: unknown[]) => entriesOf(on(grad)(...a)) } : {}),
    ...(valueAndGrad
      ? {
          valueAndGrad: (...a: unknown[]) => {
            const made = on(valueAndGrad)(...a) as Record<string, unknown>;
            return { value: made["value"], grad: entriesOf(made["grad"]) };
          },
        }
      : {}),
    ...(vjp
      ? {
          vjp: (...a: unknown[]) => {
            const made = on(vjp)(...a) as {
              value: unknown;
              pullback: Call;
            };
            return {
              value: listed(made.value),
              pullback: (c: unknown) => entriesOf(made.pullback(handed(c))),
            };
          },
        }
      : {}),
    ...(adjoint && isReference(self!.variable.type)
      ? { adjoint: on(adjoint) as AnyFunction }
      : {}),
  };
}
