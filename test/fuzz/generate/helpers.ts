/** What a program's module has beside the marked function: types, constants, a class, functions to call. */
import { other, type Tree } from "../tree.ts";
import { bounded, number } from "./numbers.ts";
import {
  chance,
  choose,
  pick,
  still,
  typeText,
  withVariable,
  below,
  type Callable,
  type Kind,
  type Scope,
  type Variable,
} from "./scope.ts";
import { named, returned, statements } from "./statements.ts";

export function types(s: Scope): Tree {
  const x = s.world.suffix;
  return other`type Mode${x} = "a" | "b" | "c";
type Point${x} = { x: number; y: number };
type Rec${x} = { p: Point${x}; w: number[]; k: number };
const SCALE${x} = 0.8;
const TABLE${x} = [0.5, -0.25, 1.25];`;
}

const self: readonly Variable[] = [
  { name: "this.x", kind: "number", mutable: false },
  { name: "this.y", kind: "number", mutable: false },
];

/** A small value class: methods that return new instances, and some that change their own. */
export function vectorClass(s: Scope): Tree {
  const V = `Vec${s.world.suffix}`;
  const inside = still(withVariable({ ...s, depth: 2 }, ...self));
  const with_ = (name: string): Scope =>
    withVariable(inside, { name, kind: "number", mutable: false });
  return other`class ${V} {
  x: number;
  y: number;
  constructor(x: number, y: number) { this.x = x; this.y = y; }
  static of(k: number): ${V} { return new ${V}(k, ${bounded(withVariable({ ...s, depth: 1, variables: [] }, { name: "k", kind: "number", mutable: false }))}); }
  get size(): number { return ${number(inside)}; }
  get first(): number { return this.x; }
  set first(k: number) { this.x = k; }
  length2(): number { return ${number(inside)}; }
  dot(o: ${V}): number { return this.x * o.x + this.y * o.y; }
  add(o: ${V}): ${V} { return new ${V}(this.x + o.x, this.y + o.y); }
  times(k: number): ${V} { return new ${V}(${bounded(with_("k"))}, this.y * k); }
  grow(k: number): ${V} { this.x = ${bounded(with_("k"))}; this.y *= k; return this; }
}`;
}

export interface Helper {
  readonly tree: Tree;
  readonly callable: Callable;
}

const kinds: readonly Kind[] = [
  "number",
  "number",
  "number",
  "array",
  "array",
  "float64",
  "matrix",
  "point",
  "pair",
  "integer",
  "record",
  "mode",
];

/** A function of the module, which may call those before it. */
export function helper(s: Scope, name: string): Helper {
  return choose<Helper>(s, [
    [2, () => expression(s, name)],
    [4, () => general(s, name)],
    [1.5, () => recursive(s, name)],
    [0.7, () => generic(s, name)],
    [1, () => optional(s, name)],
    [0.7, () => rest(s, name)],
    [0.6, () => higherOrder(s, name)],
  ]);
}

const params = (s: Scope, list: readonly Variable[]): string =>
  named(s, list.map((v) => `${v.name}: ${typeText[v.kind]}`).join(", "));

function drawn(s: Scope, count: number): Variable[] {
  return Array.from({ length: count }, (_, i) => {
    const kind = pick(s, kinds);
    return {
      name: `p${i}`,
      kind,
      mutable: kind !== "integer" && kind !== "mode" && chance(s, 0.6),
    };
  });
}

function expression(s: Scope, name: string): Helper {
  const list = drawn(s, 1 + below(s, 2));
  const inside = still(withVariable({ ...s, depth: 3 }, ...list));
  return {
    tree: other`function ${name}(${params(s, list)}): number { return ${bounded(inside)}; }`,
    callable: {
      name,
      params: list.map((v) => v.kind),
      required: list.length,
      result: "number",
      pure: true,
    },
  };
}

function general(s: Scope, name: string): Helper {
  const list = drawn(s, 1 + below(s, 3));
  const result: Kind | "void" = pick(s, [
    "number",
    "number",
    "array",
    "float64",
    "matrix",
    "point",
    "void",
    "void",
  ]);
  const inside: Scope = {
    ...withVariable({ ...s, depth: 3 }, ...list),
    result,
  };
  const body = statements(inside, 2 + below(s, 3));
  const last = result === "void" ? "" : returned({ ...body.scope, result });
  return {
    tree: other`function ${name}(${params(s, list)}): ${result === "void" ? "void" : named(s, typeText[result])} {\n${body.tree}\n${last}\n}`,
    callable: {
      name,
      params: list.map((v) => v.kind),
      required: list.length,
      result,
      pure: false,
    },
  };
}

function recursive(s: Scope, name: string): Helper {
  const x: Variable = { name: "x", kind: "number", mutable: true };
  const a: Variable = { name: "a", kind: "array", mutable: false };
  const n: Variable = { name: "n", kind: "integer", mutable: false };
  const inside: Scope = withVariable(
    { ...s, depth: 2, loops: 1, result: "number" },
    n,
    x,
    a,
  );
  const again = pick(s, [
    `${name}(n - 1, t, a) * 0.5 + x`,
    `${name}(n - 1, t, a)`,
    `${name}(n - 1, t, a) * ${name}(n - 2, x, a)`,
    `a[0] + ${name}(n - 1, t, a.slice())`,
  ]);
  return {
    tree: other`function ${name}(n: number, x: number, a: number[]): number {
if (n <= 0) return ${number(still({ ...inside, depth: 1 }))};
${statements(inside, 1 + below(s, 2)).tree}
const t = ${bounded(inside)};
return ${again};
}`,
    callable: {
      name,
      params: ["integer", "number", "array"],
      required: 3,
      result: "number",
      pure: false,
    },
  };
}

function generic(s: Scope, name: string): Helper {
  const kind = pick(s, ["array", "point", "matrix", "float64"] as const);
  return {
    tree: other`function ${name}<T>(p0: T, p1: T, first: boolean): T { return first ? p0 : p1; }`,
    callable: {
      name,
      params: [kind, kind, "boolean"],
      required: 3,
      result: kind,
      pure: true,
    },
  };
}

function optional(s: Scope, name: string): Helper {
  const p0: Variable = { name: "p0", kind: "number", mutable: false };
  const p1: Variable = { name: "p1", kind: "number", mutable: true };
  const p2: Variable = { name: "p2", kind: "optional", mutable: false };
  const inside: Scope = still({
    ...withVariable({ ...s, depth: 2 }, p0, p1, p2),
  });
  return {
    tree: other`function ${name}(p0: number, p1 = ${bounded(still(withVariable({ ...s, depth: 1, variables: [] }, p0)))}, p2?: number): number { return ${bounded(inside)} + p1; }`,
    callable: {
      name,
      params: ["number", "number", "number"],
      required: 1,
      result: "number",
      pure: true,
    },
  };
}

function rest(s: Scope, name: string): Helper {
  const p0: Variable = { name: "p0", kind: "number", mutable: false };
  return {
    tree: other`function ${name}(p0: number, ...xs: number[]): number { let s = p0; for (const e of xs) s = s * 0.5 + ${bounded({ ...withVariable({ ...s, depth: 2 }, p0, { name: "e", kind: "number", mutable: false }), still: true })}; return s + xs.length; }`,
    callable: {
      name,
      params: [p0.kind, "number"],
      required: 1,
      rest: true,
      result: "number",
      pure: true,
    },
  };
}

/** A function that takes a function. */
function higherOrder(s: Scope, name: string): Helper {
  const u: Variable = { name: "u", kind: "number", mutable: false };
  const inside = still(withVariable({ ...s, depth: 2, variables: [] }, u));
  return {
    tree: other`function apply${name}(g: (u: number) => number, k: number): number { let r = k; for (let i = 0; i < 3; i++) r = Math.tanh(g(r)); return r; }
function ${name}(p0: number, p1: number): number { return apply${name}((u) => ${bounded(withVariable(inside, { name: "p1", kind: "number", mutable: false }))}, p0); }`,
    callable: {
      name,
      params: ["number", "number"],
      required: 2,
      result: "number",
      pure: true,
    },
  };
}
