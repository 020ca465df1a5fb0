/**
 * What compiled code leaves on a function, by a plain assignment after its declaration:
 *
 *     loss.adjoint = { of: loss, grad: lossGrad, … };
 */
type Fn = (...args: never[]) => unknown;

export interface Registered {
  /** The function itself: wrappers and spies copy properties, and must not pass for it. */
  readonly of: unknown;
  readonly grad?: Fn;
  readonly valueAndGrad?: Fn;
  readonly vjp?: Fn;
  readonly adjoint?: Fn;
  readonly jvp?: Fn;
  readonly hvp?: Fn;
  readonly hessian?: Fn;
  readonly jacobian?: Fn;
  /** The function has exactly one parameter, not a rest: its gradient is the bare entry. */
  readonly single?: boolean;
  /** A method: the derivatives expect `this`, and return what its `lossGrad` would. */
  readonly method?: boolean;
  /** A method of a class whose public type shows no number: its intrinsics give the arguments' entries alone. */
  readonly opaque?: "value" | "kernel";
  /** The tag's `wrt`: entries of other parameters are `undefined`, which plain types can't see. */
  readonly wrt?: readonly number[];
  /** Gradients of some parameters alone: `"0"` returns the bare entry, `"0,1"` the tuple. */
  readonly narrowed?: Readonly<Record<string, Fn>>;
}

/** The derivatives that can be asked for by name. */
export type Derivative =
  "grad" | "valueAndGrad" | "vjp" | "jvp" | "hvp" | "hessian" | "jacobian";

/** What is registered on `f` itself. */
export function registeredOn(f: unknown): Registered | undefined {
  const found = recordOf(f);
  return found?.of === f ? found : undefined;
}

/** Does `f` carry the record of another function, as a spy or a copy of it would? */
export const isCopy = (f: unknown): boolean => {
  const found = recordOf(f);
  return found !== undefined && found.of !== f;
};

function recordOf(f: unknown): Registered | undefined {
  if (typeof f !== "function") return undefined;
  const found = (f as { adjoint?: unknown }).adjoint;
  return typeof found === "object" && found !== null && "of" in found
    ? (found as Registered)
    : undefined;
}
