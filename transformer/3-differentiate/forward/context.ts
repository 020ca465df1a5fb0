/** What forward mode shares between the functions of one module. */
import type * as ir from "../../ir/nodes.ts";
import type { Derived } from "../../ir/program.ts";
import type { Observe } from "../../ir/stages.ts";
import type { Type } from "../../ir/types.ts";
import { summaries, type Summaries } from "../summary.ts";
import { asFunction } from "./source.ts";

/** Which derivative of a function along tangents is asked for. */
export interface TangentRequest {
  /** Of a primal function, or of a derived one. */
  readonly key: string;
  /** Indices of the parameters that have a tangent. */
  readonly active: readonly number[];
  /** Is the result's tangent wanted? */
  readonly result: boolean;
}

/** How it is called: with all arguments, then the tangents of the active ones, in order. */
export interface TangentCallee {
  readonly key: string;
  /** `{ value, tangent }`, where the result has a tangent; else it returns what the function itself does. */
  readonly record: Type | undefined;
}

export interface Forward {
  readonly functionOf: (key: string) => ir.Func | undefined;
  readonly summaries: Summaries;
  readonly derived: Map<string, Derived>;
  readonly callees: Map<string, TangentCallee>;
  /** By key of the function made: active values that have to go where there is no derivative. */
  readonly problems: Map<string, readonly ir.Problem[]>;
  /** Sees each function after each pass, for `explain`. */
  readonly observe?: Observe | undefined;
}

/** Forward mode over primal functions and over all that was derived from them, by key. */
export function forwardMode(
  functions: ReadonlyMap<string, ir.Func>,
  derived: Map<string, Derived>,
  observe?: Observe,
): Forward {
  const sources = new Map<string, ir.Func>();
  const functionOf = (key: string): ir.Func | undefined => {
    const known = functions.get(key) ?? sources.get(key);
    if (known) return known;
    const found = derived.get(key);
    if (found === undefined) return undefined;
    const source = asFunction(found);
    sources.set(key, source);
    return source;
  };
  return {
    functionOf,
    summaries: summaries(functionOf),
    derived,
    callees: new Map(),
    problems: new Map(),
    observe,
  };
}
