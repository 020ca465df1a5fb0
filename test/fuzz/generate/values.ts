/** Expressions of every other kind: arrays, objects, instances, what decides; and calls. */
import { apart, impure, num, other, type Tree } from "../tree.ts";
import { condition } from "./conditions.ts";
import { keyed } from "./keyed.ts";
import { bounded, number } from "./numbers.ts";
import {
  assignable,
  below,
  chance,
  choose,
  deeper,
  fresh,
  pick,
  still,
  tryOne,
  variableOf,
  withVariable,
  type Callable,
  type Kind,
  type Scope,
} from "./scope.ts";

/** A value of a kind: something there is (another name for it), or something new. */
export function valueOf(s: Scope, kind: Kind): Tree {
  switch (kind) {
    case "number":
      return number(s);
    case "integer":
      return integer(s);
    case "boolean":
      return condition(still(s));
    case "mode":
      return other`${variableOf(s, "mode")?.name ?? `"${pick(s, ["a", "b", "c"])}"`}`;
    case "optional":
      return chance(s, 0.5)
        ? other`${variableOf(s, "optional")?.name ?? "undefined"}`
        : other`${number(s)}`;
    case "array":
    case "float64":
    case "float32":
      return arrayOf(s, kind);
    case "vector":
      return vectorOf(s) ?? freshOf(s, kind);
    default: {
      const known = chance(s, 0.5) ? existing(s, kind) : undefined;
      return known ?? freshOf(s, kind);
    }
  }
}

export function integer(s: Scope): Tree {
  const v = chance(s, 0.5) ? variableOf(s, "integer") : undefined;
  return v ? other`${v.name}` : other`${below(s, 4)}`;
}

/** Storage that has a name already: a variable, or a part of one. */
export function existing(s: Scope, kind: Kind): Tree | undefined {
  return tryOne<Tree>(s, [
    [3, () => named(s, kind)],
    [1, () => partOf(s, kind)],
    [0.4, () => eitherOf(s, kind)],
    [0.3, () => (s.depth > 0 ? callOf(deeper(s), kind) : undefined)],
  ]);
}

function named(s: Scope, kind: Kind): Tree | undefined {
  const v = variableOf(s, kind);
  return v && other`${v.name}`;
}
function eitherOf(s: Scope, kind: Kind): Tree | undefined {
  const a = variableOf(s, kind);
  const b = variableOf(s, kind);
  if (!a || !b || a === b || s.depth <= 0) return undefined;
  return other`(${condition(deeper(s))} ? ${a.name} : ${b.name})`;
}
function partOf(s: Scope, kind: Kind): Tree | undefined {
  if (kind === "array") {
    const v = variableOf(s, "matrix", "record");
    if (!v) return undefined;
    return v.kind === "matrix"
      ? other`${v.name}[${below(s, 2)}]`
      : other`${v.name}.w`;
  }
  if (kind === "point") {
    const v = variableOf(s, "record", "points");
    if (!v) return undefined;
    return v.kind === "points"
      ? other`${v.name}[${below(s, 2)}]`
      : other`${v.name}.p`;
  }
  return undefined;
}

export function arrayOf(s: Scope, kind: "array" | "float64" | "float32"): Tree {
  return (chance(s, 0.65) ? existing(s, kind) : undefined) ?? freshOf(s, kind);
}

export function vectorOf(s: Scope): Tree | undefined {
  if (!s.world.feature(0.35)) return undefined;
  const v = variableOf(s, "vector");
  if (!v || s.depth <= 0) return v ? other`${v.name}` : freshOf(s, "vector");
  const d = deeper(s);
  return choose<Tree>(s, [
    [3, () => other`${v.name}`],
    [1, () => other`${v.name}.add(${valueOf(d, "vector")})`],
    [1, () => other`${v.name}.times(${number(d)})`],
    [
      0.5,
      () => other`${v.name}.add(${valueOf(d, "vector")}).times(${number(d)})`,
    ],
    [0.5, () => other`Vec${s.world.suffix}.of(${number(d)})`],
    [1, () => freshOf(d, "vector")],
  ]);
}

/** Something new of this kind. */
export function freshOf(s: Scope, kind: Kind): Tree {
  const d = deeper(s);
  const n = (): Tree => number(d);
  const e = fresh(s, "e");
  const i = fresh(s, "i");
  const inner = still(
    withVariable(
      { ...d, depth: Math.min(2, d.depth) },
      { name: e, kind: "number", mutable: false },
    ),
  );
  const position = {
    name: i,
    kind: "integer",
    mutable: false,
    counter: true,
  } as const;
  const counted = withVariable(inner, position);
  const indexed = still(
    withVariable({ ...d, depth: Math.min(2, d.depth) }, position),
  );
  switch (kind) {
    case "array": {
      const from = variableOf(s, "array");
      return choose<Tree>(s, [
        [3, () => other`[${n()}, ${n()}, ${n()}]`],
        [1, () => from && other`${from.name}.slice()`],
        [0.3, () => from && other`${from.name}.slice(0, 2)`],
        [0.3, () => from && other`${from.name}.slice(-2)`],
        [
          1.5,
          () =>
            from && other`${from.name}.map((${e}) => ${apart(bounded(inner))})`,
        ],
        [
          0.7,
          () =>
            from &&
            other`${from.name}.map((${e}, ${i}) => ${apart(bounded(counted))})`,
        ],
        [0.7, () => from && other`[...${from.name}]`],
        [0.5, () => from && other`[${n()}, ...${from.name}]`],
        [0.5, () => from && other`${from.name}.concat([${n()}])`],
        [
          0.4,
          () =>
            from &&
            other`[${n()}, ${n()}, ...${from.name}.filter((${e}) => ${e} > 0.3)]`,
        ],
        [0.4, () => from && other`[...${from.name}].reverse()`],
        [0.03, () => from && other`${from.name}.slice().sort((p, q) => p - q)`],
        [
          0.3,
          () =>
            from &&
            other`${from.name}.flatMap((${e}) => [${e}, ${apart(bounded(inner))}])`,
        ],
        [
          0.5,
          () =>
            other`Array.from({ length: 3 }, (_, ${i}) => ${apart(bounded(indexed))})`,
        ],
        [0.3, () => other`Array.from({ length: 2 }, () => 0)`],
        [0.5, () => other`new Array<number>(3).fill(${n()})`],
        [0.3, () => other`Array.of(${n()}, ${n()})`],
        [0.3, () => partArray(s)],
        [0.5, () => mapWithEffect(s, d)],
      ]);
    }
    case "float64":
    case "float32": {
      const name = kind === "float64" ? "Float64Array" : "Float32Array";
      const from = variableOf(s, kind);
      const plain = variableOf(s, "array");
      return choose<Tree>(s, [
        [2, () => other`new ${name}(3)`],
        [2, () => other`${name}.of(${n()}, ${n()}, ${n()})`],
        [1, () => other`new ${name}([${n()}, ${n()}])`],
        [1, () => from && other`${from.name}.slice()`],
        [1, () => from && other`new ${name}(${from.name})`],
        [
          1,
          () =>
            from && other`${from.name}.map((${e}) => ${apart(bounded(inner))})`,
        ],
        [0.15, () => from && other`${from.name}.subarray(0, 2)`],
        [0.5, () => plain && other`${name}.from(${plain.name})`],
        [
          0.5,
          () =>
            other`${name}.from({ length: 3 }, (_, ${i}) => ${apart(bounded(indexed))})`,
        ],
      ]);
    }
    case "matrix": {
      const row = (): Tree => arrayOf(d, "array");
      const from = variableOf(s, "matrix");
      return choose<Tree>(s, [
        [2, () => other`[${row()}, ${row()}]`],
        [1, () => from && other`${from.name}.map((${e}) => ${e}.slice())`],
        [
          0.7,
          () =>
            from &&
            other`${from.name}.map((r) => r.map((${e}) => ${apart(bounded(inner))}))`,
        ],
        [
          0.7,
          () =>
            other`Array.from({ length: 2 }, (_, ${i}) => [${apart(bounded(indexed))}, ${apart(bounded(indexed))}])`,
        ],
        [0.3, () => from && other`[${row()}, ...${from.name}]`],
      ]);
    }
    case "point": {
      const from = variableOf(s, "point");
      return choose<Tree>(s, [
        [2, () => other`{ x: ${n()}, y: ${n()} }`],
        [0.7, () => from && other`{ ...${from.name} }`],
        [0.7, () => from && other`{ ...${from.name}, y: ${n()} }`],
      ]);
    }
    case "pair":
      return other`[${n()}, ${n()}]`;
    case "record": {
      const from = variableOf(s, "record");
      return choose<Tree>(s, [
        [
          2,
          () =>
            other`{ p: ${valueOf(d, "point")}, w: ${arrayOf(d, "array")}, k: ${n()} }`,
        ],
        [0.5, () => from && other`{ ...${from.name}, k: ${n()} }`],
      ]);
    }
    case "points":
      return choose<Tree>(s, [
        [2, () => other`[${valueOf(d, "point")}, ${valueOf(d, "point")}]`],
        [
          1,
          () =>
            other`Array.from({ length: 2 }, (_, ${i}) => ({ x: ${apart(bounded(indexed))}, y: ${i} }))`,
        ],
      ]);
    case "vector":
      return other`new Vec${s.world.suffix}(${n()}, ${n()})`;
    case "table":
    case "map":
      return keyed(s, kind);
    case "functions":
      return other`[${lambda(d)}, ${lambda(d)}]`;
    case "choices":
      return other`{ a: ${lambda(d)}, b: ${lambda(d)}, c: ${lambda(d)} }`;
    default:
      return valueOf(s, kind);
  }
}

/** A function as a value. */
function lambda(s: Scope): Tree {
  const known = s.callables.filter(
    (f) => f.pure && f.result === "number" && f.params.join() === "number",
  );
  if (known.length > 0 && chance(s, 0.3)) return other`${pick(s, known).name}`;
  const u = fresh(s, "u");
  const inner = still(
    withVariable(
      { ...s, depth: Math.min(s.depth, 2), loops: s.loops + 1 },
      { name: u, kind: "number", mutable: false },
    ),
  );
  return other`(${u}: number) => ${apart(bounded(inner))}`;
}

/** A callback that changes what it captures, in the order of the elements. */
function mapWithEffect(s: Scope, d: Scope): Tree | undefined {
  const from = variableOf(s, "array");
  const x = s.still === true ? undefined : assignable(s, "number");
  if (!from || !x) return undefined;
  const e = fresh(s, "e");
  const inner = still(
    withVariable(
      { ...d, depth: 1, loops: s.loops + 1 },
      { name: e, kind: "number", mutable: false },
    ),
  );
  return impure(
    other`${from.name}.map((${e}) => { ${x.name} = ${apart(bounded(inner))}; return ${x.name} * ${e}; })`,
  );
}

function partArray(s: Scope): Tree | undefined {
  const v = variableOf(s, "matrix");
  return v && other`${v.name}.flat()`;
}

/** A call of something that returns this kind. */
export function callOf(s: Scope, kind: Kind | "void"): Tree | undefined {
  const known = s.callables.filter(
    (f) => f.result === kind && (f.pure || s.still !== true),
  );
  if (known.length === 0) return undefined;
  return call(s, pick(s, known));
}

export function call(s: Scope, f: Callable): Tree {
  const d = s.depth > 2 ? { ...s, depth: 2 } : deeper(s);
  const count =
    f.required +
    below(s, f.params.length - f.required + 1) +
    (f.rest ? below(s, 3) : 0);
  const args = Array.from({ length: count }, (_, i) =>
    valueOf(d, f.params[Math.min(i, f.params.length - 1)]!),
  );
  const list: (string | Tree)[] = args.flatMap((a, i) =>
    i === 0 ? [a] : [", ", a],
  );
  const inside: Tree = {
    sort: "other",
    parts: list,
    pure: args.every((a) => a.pure),
    apart: false,
  };
  const made =
    f.result === "number"
      ? num`${f.name}(${inside})`
      : other`${f.name}(${inside})`;
  return f.pure ? made : impure(made);
}
