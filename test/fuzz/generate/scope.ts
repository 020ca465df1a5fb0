/** What a generated expression or statement may speak of where it stands. */
import type { Random } from "../../../src/check/index.ts";

export type Kind =
  | "number"
  | "integer"
  | "boolean"
  | "mode"
  | "optional"
  | "array"
  | "float64"
  | "float32"
  | "matrix"
  | "point"
  | "pair"
  | "record"
  | "points"
  | "vector"
  | "table"
  | "map"
  | "functions"
  | "choices";

export const typeText: Readonly<Record<Kind, string>> = {
  number: "number",
  integer: "number",
  boolean: "boolean",
  mode: "Mode",
  optional: "number | undefined",
  array: "number[]",
  float64: "Float64Array",
  float32: "Float32Array",
  matrix: "number[][]",
  point: "Point",
  pair: "[number, number]",
  record: "Rec",
  points: "Point[]",
  vector: "Vec",
  table: "Record<string, number>",
  map: "Map<string, number>",
  functions: "((u: number) => number)[]",
  choices: "Record<Mode, (u: number) => number>",
};

export interface Variable {
  readonly name: string;
  readonly kind: Kind;
  /** May be assigned to. */
  readonly mutable: boolean;
  /** Counts from 0, and stays below 4. */
  readonly counter?: boolean;
}

/** A function that can be called: a helper of the module, or a closure. */
export interface Callable {
  readonly name: string;
  readonly params: readonly Kind[];
  /** How many of them must be given. */
  readonly required: number;
  readonly rest?: boolean;
  readonly result: Kind | "void";
  readonly pure: boolean;
}

export interface Target {
  readonly label: string;
  /** `continue` goes there as well. */
  readonly loop: boolean;
}

/** The state of one program's generation, shared by all scopes. */
export interface World {
  readonly random: Random;
  /** Distinguishes the programs of one file. */
  readonly suffix: string;
  readonly feature: (p: number) => boolean;
  fresh: number;
  /** How many statements may still be made. */
  fuel: number;
}

export interface Scope {
  readonly world: World;
  readonly variables: readonly Variable[];
  readonly callables: readonly Callable[];
  readonly targets: readonly Target[];
  /** What `return` returns; absent: a return may not stand here. */
  readonly result?: Kind | "void";
  /** In how many loops: values are kept small there. */
  readonly loops: number;
  readonly depth: number;
  /** No effects in expressions: a condition that must end, a pure function. */
  readonly still?: boolean;
}

export const below = (s: Scope, n: number): number =>
  s.world.random.integer(0, n - 1);
export const chance = (s: Scope, p: number): boolean =>
  s.world.random.uniform() < p;
export const pick = <T>(s: Scope, from: readonly T[]): T =>
  from[below(s, from.length)]!;

/** One of several productions, by weight; where one gives nothing here, another is drawn. */
export function choose<T>(
  s: Scope,
  from: readonly (readonly [number, () => T | undefined])[],
): T {
  const made = tryOne(s, from);
  if (made === undefined) throw new Error("nothing can be made here");
  return made;
}

/** The same; nothing where no production gives anything. */
export function tryOne<T>(
  s: Scope,
  from: readonly (readonly [number, () => T | undefined])[],
): T | undefined {
  const left = [...from];
  while (left.length > 0) {
    let at = s.world.random.uniform() * left.reduce((sum, [w]) => sum + w, 0);
    const found = left.findIndex(([weight]) => (at -= weight) < 0);
    const [drawn] = left.splice(found < 0 ? left.length - 1 : found, 1);
    const made = drawn![0] > 0 ? drawn![1]() : undefined;
    if (made !== undefined) return made;
  }
  return undefined;
}

export const fresh = (s: Scope, wish: string): string =>
  `${wish}${s.world.fresh++}`;

export const withVariable = (
  s: Scope,
  ...more: readonly Variable[]
): Scope => ({
  ...s,
  variables: [...s.variables, ...more],
});
export const withCallable = (s: Scope, more: Callable): Scope => ({
  ...s,
  callables: [...s.callables, more],
});
export const deeper = (s: Scope): Scope => ({ ...s, depth: s.depth - 1 });
export const still = (s: Scope): Scope => ({ ...s, still: true });

export const variablesOf = (
  s: Scope,
  ...kinds: readonly Kind[]
): readonly Variable[] => s.variables.filter((v) => kinds.includes(v.kind));

export function variableOf(s: Scope, ...kinds: Kind[]): Variable | undefined {
  const found = variablesOf(s, ...kinds);
  return found.length === 0 ? undefined : pick(s, found);
}

export function assignable(s: Scope, ...kinds: Kind[]): Variable | undefined {
  const found = variablesOf(s, ...kinds).filter((v) => v.mutable);
  return found.length === 0 ? undefined : pick(s, found);
}
