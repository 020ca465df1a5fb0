/** Expressions that are numbers. */
import { apart, impure, num, other, type Tree } from "../tree.ts";
import { arrayOf, callOf, valueOf, vectorOf } from "./values.ts";
import { condition } from "./conditions.ts";
import { ofKeyed } from "./keyed.ts";
import { all, operations, smooth } from "./math.ts";
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
  variablesOf,
  withVariable,
  type Scope,
} from "./scope.ts";

export function number(s: Scope): Tree {
  if (s.depth <= 0 || chance(s, 0.18)) return leaf(s);
  const d = deeper(s);
  const part = (): Tree => number(d);
  return choose<Tree>(s, [
    [9, () => operations[pick(s, smooth)]!(part(), part(), part())],
    [3, () => rare(s, part)],
    [1.2, () => conditional(d)],
    [2.5, () => callOf(d, "number")],
    [1, () => overArray(d)],
    [0.6, () => ofVector(d)],
    [1, () => ofKeyed(d)],
    [1, () => ofFunctions(d)],
    [0.5, () => optionalNumber(s, d)],
    [0.4, () => assignment(s, d)],
    [0.15, () => num`(${num`${part()}`} as number)`],
  ]);
}

/** A number that stays small where it is computed again and again. */
export const bounded = (s: Scope): Tree =>
  s.loops > 0 || chance(s, 0.3)
    ? operations[pick(s, ["sin", "tanh", "cos", "atan", "sin", "tanh"])]!(
        number(deeper(s)),
        num`1`,
        num`1`,
      )
    : number(s);

function rare(s: Scope, part: () => Tree): Tree | undefined {
  const name = pick(s, all);
  if (name === "fround" && !s.world.feature(0.1)) return undefined;
  return operations[name]!(part(), part(), part());
}

export function leaf(s: Scope): Tree {
  return choose<Tree>(s, [
    [5, () => read(variableOf(s, "number"))],
    [2, () => literal(s)],
    [1.5, () => element(s)],
    [1.5, () => field(s)],
    [0.5, () => read(variableOf(s, "integer"))],
    [0.2, () => length(s)],
    [0.2, () => num`Math.PI`],
    [0.2, () => num`SCALE${s.world.suffix}`],
    [0.3, () => num`TABLE${s.world.suffix}[${index(s, 3)}]`],
  ]);
}

const read = (v: { name: string } | undefined): Tree | undefined =>
  v && num`${v.name}`;

const literal = (s: Scope): Tree =>
  num`${pick(s, ["0.5", "2", "0.3", "1.5", "1", "3", "-1", "0.25", "-0.75", "1e-1"])}`;

function length(s: Scope): Tree | undefined {
  const v = variableOf(s, "array", "float64", "matrix", "points");
  return v && num`${v.name}.length`;
}

/** An index into a list of so many elements at least, as text of a number. */
export function index(s: Scope, least: number, list?: string): Tree {
  const counters = variablesOf(s, "integer");
  if (counters.length > 0 && chance(s, 0.6)) {
    const v = pick(s, counters);
    const base = v.counter ? v.name : `Math.abs(${v.name})`;
    const shifted = chance(s, 0.25) ? `(${base} + 1)` : base;
    const size =
      list !== undefined && chance(s, 0.5) ? `${list}.length` : `${least}`;
    return other`${shifted} % ${size}`;
  }
  if (list !== undefined && chance(s, 0.15)) return other`${list}.length - 1`;
  const x = s.depth > 1 && chance(s, 0.1) ? variableOf(s, "number") : undefined;
  if (x) return other`Math.abs(Math.floor(${x.name} * 4)) % ${least}`;
  return other`${below(s, least)}`;
}

/** Somewhere in storage, as a place that can be assigned to. */
export function place(s: Scope): Tree | undefined {
  return chance(s, 0.6) ? element(s) : field(s);
}

export function element(s: Scope): Tree | undefined {
  const v = variableOf(
    s,
    "array",
    "float64",
    "float32",
    "array",
    "float64",
    "matrix",
    "pair",
    "record",
  );
  if (v === undefined) return undefined;
  switch (v.kind) {
    case "matrix":
      return num`${v.name}[${index(s, 2, v.name)}][${index(s, 2)}]`;
    case "pair":
      return num`${v.name}[${below(s, 2)}]`;
    case "record":
      return num`${v.name}.w[${index(s, 2, `${v.name}.w`)}]`;
    default:
      return num`${v.name}[${index(s, 2, v.name)}]`;
  }
}

export function field(s: Scope): Tree | undefined {
  const v = variableOf(s, "point", "record", "points", "vector");
  if (v === undefined) return undefined;
  const xy = pick(s, ["x", "y"]);
  switch (v.kind) {
    case "point":
      return chance(s, 0.1) && s.world.feature(0.5)
        ? num`${v.name}[${`"${xy}"`}]`
        : num`${v.name}.${xy}`;
    case "record":
      return chance(s, 0.5) ? num`${v.name}.p.${xy}` : num`${v.name}.k`;
    case "points":
      return num`${v.name}[${index(s, 2, v.name)}].${xy}`;
    default:
      return num`${v.name}.${xy}`;
  }
}

function conditional(d: Scope): Tree {
  return num`(${condition(d)} ? ${apart(number(d))} : ${apart(number(d))})`;
}

function optionalNumber(s: Scope, d: Scope): Tree | undefined {
  const v = variableOf(s, "optional");
  if (v === undefined) return undefined;
  return chance(s, 0.7)
    ? num`(${v.name} ?? ${apart(number(d))})`
    : num`(${v.name} === undefined ? ${apart(number(d))} : ${v.name} * ${apart(number(d))})`;
}

/** A number over the elements of an array: a reduction, a search, a spread. */
function overArray(d: Scope): Tree | undefined {
  const list = arrayOf(d, chance(d, 0.7) ? "array" : "float64");
  const s = fresh(d, "s");
  const e = fresh(d, "e");
  const i = fresh(d, "i");
  const inner = still(
    withVariable(
      { ...d, depth: Math.min(d.depth, 2), loops: d.loops + 1 },
      { name: s, kind: "number", mutable: false },
      { name: e, kind: "number", mutable: false },
    ),
  );
  const counted = withVariable(inner, {
    name: i,
    kind: "integer",
    mutable: false,
    counter: true,
  });
  const pureList = list.pure;
  const keep = (tree: Tree): Tree => (pureList ? tree : impure(tree));
  return choose<Tree>(d, [
    [
      3,
      () =>
        keep(
          num`${list}.reduce((${s}, ${e}) => ${apart(bounded(inner))}, ${number(d)})`,
        ),
    ],
    [
      1,
      () =>
        keep(
          num`${list}.reduce((${s}, ${e}, ${i}) => ${s} + ${apart(bounded(counted))}, 0)`,
        ),
    ],
    [
      0.7,
      () =>
        keep(
          num`${list}.reduceRight((${s}, ${e}) => ${apart(bounded(inner))}, ${number(d)})`,
        ),
    ],
    [0.5, () => keep(num`Math.${pick(d, ["max", "min"])}(...${list})`)],
    [
      0.5,
      () =>
        keep(num`(${list}.find((${e}) => ${e} > 0.2) ?? ${apart(number(d))})`),
    ],
    [
      0.5,
      () =>
        keep(
          num`${list}.filter((${e}) => ${e} > 0.2).reduce((${s}, ${e}) => ${s} + ${e} * ${e}, 0)`,
        ),
    ],
    [
      0.3,
      () =>
        keep(
          num`(${list}.some((${e}) => ${e} > 0.4) ? ${apart(number(d))} : 1)`,
        ),
    ],
    [
      0.3,
      () =>
        keep(
          num`(${list}.every((${e}) => ${e} > -5) ? ${apart(number(d))} : 1)`,
        ),
    ],
    [0.3, () => keep(num`(${list}.at(-1) ?? 0)`)],
    [0.02, () => keep(num`Math.hypot(...${list})`)],
    [0.02, () => keep(num`[...${list}].sort((${s}, ${e}) => ${s} - ${e})[1]`)],
    [0.2, () => keep(num`${list}.findIndex((${e}) => ${e} > 0.4)`)],
  ]);
}

function ofVector(d: Scope): Tree | undefined {
  const v = vectorOf(d);
  if (v === undefined) return undefined;
  return choose<Tree>(d, [
    [2, () => num`${v}.length2()`],
    [2, () => num`${v}.dot(${valueOf(d, "vector")})`],
    [1, () => num`${v}.size`],
    [1, () => num`${v}.x`],
  ]);
}

/** A call of a function that is kept somewhere. */
function ofFunctions(d: Scope): Tree | undefined {
  const list = variableOf(d, "functions");
  const choices = variableOf(d, "choices");
  const mode = variableOf(d, "mode");
  const s = fresh(d, "s");
  const g = fresh(d, "g");
  return tryOne<Tree>(d, [
    [2, () => list && num`${list.name}[${index(d, 2)}](${number(d)})`],
    [
      0.7,
      () =>
        list &&
        num`${list.name}.reduce((${s}, ${g}) => ${g}(${s}), ${number(d)})`,
    ],
    [
      0.5,
      () =>
        list &&
        num`${list.name}.map((${g}) => ${g}(${number(d)}))[${index(d, 2)}]`,
    ],
    [
      2,
      () =>
        choices &&
        num`${choices.name}.${pick(d, ["a", "b", "c"])}(${number(d)})`,
    ],
    [
      2,
      () => choices && mode && num`${choices.name}[${mode.name}](${number(d)})`,
    ],
  ]);
}

/** An assignment as an expression. */
function assignment(s: Scope, d: Scope): Tree | undefined {
  if (s.still === true) return undefined;
  const v = assignable(s, "number");
  if (v === undefined) return undefined;
  return impure(
    choose<Tree>(s, [
      [1, () => num`(${v.name} = ${bounded(d)})`],
      [1, () => num`(${v.name} += ${bounded(d)})`],
      [1, () => num`${v.name}++`],
      [0.5, () => num`--${v.name}`],
      [1, () => num`(${v.name} *= ${bounded(d)}, ${number(d)})`],
    ]),
  );
}
