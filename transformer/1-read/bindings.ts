/** What a name in the source stands for while a body is read. */
import type { ts } from "ts-morph";
import type * as ir from "../ir/nodes.ts";
import type { Making } from "./classes/making.ts";
import type { Scope } from "./modules/values.ts";

export type Binding =
  | { readonly kind: "variable"; readonly variable: ir.Variable }
  /** A variable that lives in a field of an object. */
  | {
      readonly kind: "cell";
      readonly variable: ir.Variable;
      readonly name: string;
    }
  /** An argument of an inlined function: the expression itself. */
  | { readonly kind: "expr"; readonly expr: ir.Expr }
  | { readonly kind: "function"; readonly value: FunctionValue };

/** A function that is known while reading. */
export type FunctionValue =
  | {
      readonly kind: "source";
      readonly node: ts.FunctionLikeDeclaration;
      readonly name: string;
      /** Where its free names are looked up; absent for functions of a module's top level. */
      readonly env?: Env;
      /** Of a function that a module's code made in a function of its own: the names around it there. */
      readonly scope?: Scope;
      /** Of a method: its `this`. */
      readonly self?: ir.Expr | Making;
    }
  /** A function of `Math`, by its name there. */
  | { readonly kind: "math"; readonly name: string }
  /** What `defineRule` was given. */
  | {
      readonly kind: "rule";
      readonly value: FunctionValue;
      readonly partials: FunctionValue;
    }
  /** Arguments that come before those of the call. */
  | {
      readonly kind: "bound";
      readonly target: FunctionValue;
      readonly args: readonly Argument[];
    }
  /** One of several, as the program finds out: the first whose test holds, else the last. */
  | {
      readonly kind: "choice";
      readonly options: readonly {
        readonly test: ir.Expr;
        readonly value: FunctionValue;
      }[];
    };

/** An argument: a value, or a function that is known while reading. */
export type Argument =
  | { readonly kind: "value"; readonly expr: ir.Expr }
  /** `...list`, of unknown length. */
  | { readonly kind: "spread"; readonly expr: ir.Expr }
  | { readonly kind: "function"; readonly value: FunctionValue };

/** Names in scope; an inlined body has its own, above those of the place where the function was written. */
export interface Env {
  readonly bindings: Map<ts.Symbol, Binding>;
  readonly parent?: Env | undefined;
  /** The names around the function, as its module's code left them. */
  readonly scope?: Scope | undefined;
  /** `arguments` of the call that the body is read for. */
  readonly args?: readonly ir.Expr[] | undefined;
  /** `this`: an object, or one that is being made. */
  readonly self?: { readonly kind: "value"; readonly expr: ir.Expr } | Making;
}

export const newEnv = (parent?: Env): Env => ({ bindings: new Map(), parent });

export function lookup(env: Env, symbol: ts.Symbol): Binding | undefined {
  for (let e: Env | undefined = env; e !== undefined; e = e.parent) {
    const found = e.bindings.get(symbol);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where names are looked up that no function here binds. */
export function scopeOf(env: Env): Scope | undefined {
  for (let e: Env | undefined = env; e !== undefined; e = e.parent)
    if (e.scope !== undefined) return e.scope;
  return undefined;
}

/** `arguments`, where they are known. */
export function argumentsOf(env: Env): readonly ir.Expr[] | undefined {
  for (let e: Env | undefined = env; e !== undefined; e = e.parent)
    if (e.args !== undefined) return e.args;
  return undefined;
}

/** What `this` is here. */
export function selfOf(env: Env): Env["self"] {
  for (let e: Env | undefined = env; e !== undefined; e = e.parent)
    if (e.self !== undefined) return e.self;
  return undefined;
}
