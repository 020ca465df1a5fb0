/** Statements without statements inside, and blocks. */
import {
  apart,
  binding,
  fixed,
  impure,
  join,
  stmt,
  type Tree,
} from "../tree.ts";
import { closure } from "./closures.ts";
import { condition } from "./conditions.ts";
import { branch, choice, guarded, labelled } from "./branches.ts";
import { storeKeyed } from "./keyed.ts";
import { loop } from "./loops.ts";
import { bounded, element, field, number, place } from "./numbers.ts";
import {
  assignable,
  below,
  chance,
  choose,
  fresh,
  pick,
  tryOne,
  typeText,
  variableOf,
  withVariable,
  type Kind,
  type Scope,
  type Variable,
} from "./scope.ts";
import {
  arrayOf,
  call,
  existing,
  freshOf,
  integer,
  valueOf,
} from "./values.ts";

/** A statement, and what is in scope behind it. */
export interface Made {
  readonly tree: Tree;
  readonly scope: Scope;
}

export function statements(s: Scope, count: number): Made {
  const trees: Tree[] = [];
  let scope = s;
  for (let i = 0; i < count && s.world.fuel > 0; i++) {
    s.world.fuel--;
    const made = statement(scope);
    trees.push(made.tree);
    scope = made.scope;
  }
  return { tree: join(trees, "\n"), scope };
}

/** `{ … }` */
export function block(s: Scope, count: number): Tree {
  return {
    ...stmt`{\n${statements({ ...s, depth: s.depth - 1 }, count).tree}\n}`,
    sort: "other",
  };
}

function statement(s: Scope): Made {
  const same = (tree: Tree | undefined): Made | undefined =>
    tree && { tree, scope: s };
  const nests = s.depth > 1;
  return choose<Made>(s, [
    [3, () => declaration(s)],
    [4, () => same(assignment(s))],
    [3, () => same(store(s))],
    [1.5, () => same(inPlace(s))],
    [1, () => same(swap(s))],
    [1, () => same(storeKeyed(s))],
    [1, () => destructure(s)],
    [1.5, () => same(effectCall(s))],
    [nests ? 2 : 0, () => same(branch(s))],
    [nests ? 3.5 : 0, () => same(loop(s))],
    [nests ? 0.7 : 0, () => same(choice(s))],
    [nests ? 0.6 : 0, () => same(labelled(s))],
    [nests ? 0.3 : 0, () => same(guarded(s))],
    [nests ? 0.4 : 0, () => same(stmt`${block(s, 3)}`)],
    [s.world.feature(0.5) ? 0.8 : 0, () => closure(s)],
    [0.5, () => same(jump(s))],
    [
      0.15,
      () =>
        same(
          stmt`if (!(${condition({ ...s, still: true })}) && ${"1 > 2"}) throw new Error(${'"never"'});`,
        ),
    ],
    [0.3, () => same(inactive(s))],
    [0.6, () => same(chained(s))],
  ]);
}

const kinds: readonly (readonly [Kind, number])[] = [
  ["number", 6],
  ["array", 3],
  ["float64", 2],
  ["matrix", 1],
  ["point", 1.5],
  ["pair", 0.5],
  ["record", 0.5],
  ["points", 0.5],
  ["integer", 1],
  ["boolean", 0.4],
  ["optional", 0.3],
];

function declaration(s: Scope): Made {
  const kind = choose<Kind>(s, [
    ...kinds.map(([k, weight]) => [weight, () => k] as const),
    [s.world.feature(0.35) ? 1 : 0, () => "vector" as const],
    [s.world.feature(0.1) ? 1 : 0, () => "float32" as const],
    [s.world.feature(0.2) ? 1.5 : 0, () => "table" as const],
    [s.world.feature(0.19) ? 1.5 : 0, () => "map" as const],
    [s.world.feature(0.21) ? 1.5 : 0, () => "functions" as const],
    [s.world.feature(0.18) ? 1.5 : 0, () => "choices" as const],
  ]);
  const name = fresh(s, kind === "number" ? "t" : kind.slice(0, 1));
  const mutable = chance(s, kind === "number" ? 0.7 : 0.4);
  const value = kind === "number" ? bounded(s) : valueOf(s, kind);
  // A type where TypeScript would say another: a literal's, or a tuple's.
  const type =
    [
      "mode",
      "optional",
      "pair",
      "boolean",
      "float64",
      "float32",
      "table",
      "choices",
    ].includes(kind) ||
    (kind === "array" && chance(s, 0.3))
      ? `: ${typeText[kind]}`
      : kind === "integer" || (kind === "number" && mutable)
        ? ": number"
        : "";
  const keyword = mutable ? "let" : "const";
  const variable: Variable = { name, kind, mutable };
  const tree = stmt`${keyword} ${name}${named(s, type)} = ${value};`;
  return { tree: binding(tree, name, true), scope: withVariable(s, variable) };
}

/** The names of types are the program's own. */
export const named = (s: Scope, text: string): string =>
  text.replace(
    /\b(Mode|Point|Rec|Vec)\b/g,
    (name) => `${name}${s.world.suffix}`,
  );

function assignment(s: Scope): Tree | undefined {
  const v = assignable(
    s,
    "number",
    "number",
    "number",
    "array",
    "float64",
    "matrix",
    "point",
    "pair",
    "integer",
    "boolean",
  );
  if (v === undefined) return undefined;
  if (v.kind !== "number")
    return impure(stmt`${v.name} = ${valueOf(s, v.kind)};`);
  return binding(
    choose<Tree>(s, [
      [3, () => stmt`${v.name} = ${bounded(s)};`],
      [2, () => stmt`${v.name} += ${bounded(s)};`],
      [1, () => stmt`${v.name} -= ${bounded(s)};`],
      [1.5, () => stmt`${v.name} *= ${bounded(s)};`],
      [0.5, () => stmt`${v.name} /= ${chance(s, 0.5) ? "1.5" : "2"};`],
      [0.2, () => stmt`${v.name} **= 2;`],
      [0.2, () => stmt`${v.name}++;`],
    ]),
    v.name,
    false,
  );
}

function store(s: Scope): Tree | undefined {
  const target = chance(s, 0.65) ? element(s) : field(s);
  if (target === undefined) return undefined;
  const op = pick(s, ["=", "=", "+=", "-=", "*="]);
  return impure(stmt`${target} ${op} ${bounded(s)};`);
}

/** One value into two places, steps of a place, and assignments that are not always made. */
function chained(s: Scope): Tree | undefined {
  const one = place(s);
  const two = place(s);
  const x = assignable(s, "number");
  const o = assignable(s, "optional");
  const made = tryOne<Tree>(s, [
    [1, () => one && two && stmt`${one} = ${two} = ${bounded(s)};`],
    [1, () => one && x && stmt`${x.name} = ${one} += ${bounded(s)};`],
    [0.5, () => one && stmt`${one}${pick(s, ["++", "--"])};`],
    [
      0.5,
      () => x && one && stmt`${x.name} = ${x.name}++ * ${one} + ${x.name};`,
    ],
    [
      0.5,
      () => x && stmt`${condition(s)} && (${x.name} = ${apart(bounded(s))});`,
    ],
    [
      0.5,
      () =>
        x &&
        stmt`if ((${x.name} = ${bounded(s)}) > 0.2) ${x.name} *= ${bounded(s)};`,
    ],
    [0.5, () => o && stmt`${o.name} ??= ${bounded(s)};`],
  ]);
  return made && impure(made);
}

/** A method that changes the array it is called on. */
function inPlace(s: Scope): Tree | undefined {
  const a = variableOf(s, "array");
  const f = variableOf(s, "float64");
  const m = variableOf(s, "matrix");
  const rec = variableOf(s, "record");
  const v = s.world.feature(0.35) ? variableOf(s, "vector") : undefined;
  const made = tryOne<Tree>(s, [
    [2, () => a && stmt`${a.name}.push(${bounded(s)});`],
    [1, () => a && stmt`if (${a.name}.length > 3) ${a.name}.pop();`],
    [0.5, () => a && stmt`if (${a.name}.length > 3) ${a.name}.shift();`],
    [0.5, () => a && stmt`${a.name}.unshift(${bounded(s)});`],
    [0.5, () => a && stmt`${a.name}.splice(1, 1, ${bounded(s)});`],
    [0.5, () => a && stmt`${a.name}.reverse();`],
    [0.03, () => a && stmt`${a.name}.sort((p, q) => p - q);`],
    [0.5, () => a && stmt`${a.name}.fill(${bounded(s)});`],
    [0.5, () => f && stmt`${f.name}.fill(${bounded(s)}, 0, 1);`],
    [0.5, () => f && stmt`${f.name}.set(${f.name}.slice().reverse());`],
    [0.5, () => f && stmt`${f.name}.copyWithin(0, 1);`],
    [0.5, () => f && stmt`${f.name}.reverse();`],
    [0.7, () => m && stmt`${m.name}[${below(s, 2)}] = ${arrayOf(s, "array")};`],
    [0.05, () => m && stmt`${m.name}.push(${arrayOf(s, "array")});`],
    [0.5, () => rec && stmt`${rec.name}.w = ${arrayOf(s, "array")};`],
    [0.5, () => rec && stmt`${rec.name}.p = ${valueOf(s, "point")};`],
    [1, () => v && stmt`${v.name}.grow(${bounded(s)});`],
    [0.5, () => v && stmt`${v.name}.grow(${bounded(s)}).grow(0.5);`],
    [0.5, () => v && stmt`${v.name}.first = ${bounded(s)};`],
  ]);
  return made ? impure(made) : undefined;
}

function swap(s: Scope): Tree | undefined {
  const kind = pick(s, [
    "number",
    "number",
    "array",
    "place",
    "place",
  ] as const);
  if (kind === "place") {
    const one = place(s);
    const two = place(s);
    return one && two && impure(stmt`[${one}, ${two}] = [${two}, ${one}];`);
  }
  const a = assignable(s, kind);
  const b = assignable(s, kind);
  if (!a || !b || a === b) return undefined;
  const third = assignable(s, kind);
  return impure(
    third && third !== a && third !== b
      ? stmt`[${a.name}, ${b.name}, ${third.name}] = [${b.name}, ${third.name}, ${a.name}];`
      : stmt`[${a.name}, ${b.name}] = [${b.name}, ${a.name}];`,
  );
}

function destructure(s: Scope): Made | undefined {
  const p = fresh(s, "u");
  const q = fresh(s, "v");
  const rest = fresh(s, "rest");
  const two: readonly Variable[] = [
    { name: p, kind: "number", mutable: false },
    { name: q, kind: "number", mutable: false },
  ];
  const point = existing(s, "point");
  const pair = variableOf(s, "pair");
  const array = variableOf(s, "array");
  const record = variableOf(s, "record");
  return tryOne<Made>(s, [
    [
      2,
      () =>
        point && {
          tree: fixed(stmt`const { x: ${p}, y: ${q} } = ${point};`),
          scope: withVariable(s, ...two),
        },
    ],
    [
      1,
      () =>
        pair && {
          tree: fixed(stmt`const [${p}, ${q}] = ${pair.name};`),
          scope: withVariable(s, ...two),
        },
    ],
    [
      1,
      () =>
        array && {
          tree: fixed(stmt`const [${p}, ${q}] = ${array.name};`),
          scope: withVariable(s, ...two),
        },
    ],
    [
      0.7,
      () =>
        array && {
          tree: fixed(stmt`const [${p} = 0.5, , ${q} = 0.25] = ${array.name};`),
          scope: withVariable(s, ...two),
        },
    ],
    [
      0.7,
      () =>
        record && {
          tree: fixed(
            stmt`const { p: { x: ${p} }, k: ${q}, ...${rest} } = ${record.name};`,
          ),
          scope: withVariable(s, ...two),
        },
    ],
    [
      0.5,
      () =>
        array && {
          tree: fixed(
            stmt`const [${p}, ...${rest}] = [0.5, ...${array.name}];`,
          ),
          scope: withVariable(s, two[0]!, {
            name: rest,
            kind: "array",
            mutable: false,
          }),
        },
    ],
    [
      0.5,
      () => {
        const a = assignable(s, "number");
        return (
          a &&
          array && {
            tree: impure(stmt`[${a.name}] = ${array.name};`),
            scope: s,
          }
        );
      },
    ],
    [
      0.5,
      () => ({
        tree: fixed(stmt`const [${p}, ${q}] = [${number(s)}, ${number(s)}];`),
        scope: withVariable(s, ...two),
      }),
    ],
  ]);
}

/** A call for what it changes. */
function effectCall(s: Scope): Tree | undefined {
  const known = s.callables.filter((f) => !f.pure);
  if (known.length === 0) return undefined;
  return impure(stmt`${call(s, pick(s, known))};`);
}

function jump(s: Scope): Tree | undefined {
  return tryOne<Tree>(s, [
    [
      2,
      () => {
        const named = s.targets.filter(({ label }) => label !== "");
        if (named.length === 0) return undefined;
        const target = pick(s, named);
        const how = target.loop && chance(s, 0.5) ? "continue" : "break";
        // Without a label only to the innermost loop, where no `switch` or block stands between.
        const bare =
          target === s.targets.at(-1) && target.loop && chance(s, 0.5);
        return fixed(
          impure(
            stmt`if (${condition(s)}) ${how}${bare ? "" : ` ${target.label}`};`,
          ),
        );
      },
    ],
    [
      1,
      () =>
        s.result === undefined
          ? undefined
          : impure(stmt`if (${condition(s)}) ${returned(s)}`),
    ],
  ]);
}

export function returned(s: Scope): Tree {
  const kind = s.result!;
  if (kind === "void") return impure(stmt`return;`);
  return impure(
    stmt`return ${kind === "number" ? number(s) : ((chance(s, 0.5) ? existing(s, kind) : undefined) ?? freshOf(s, kind))};`,
  );
}

/** Text and logs: they may read what is active, and nothing comes of it. */
function inactive(s: Scope): Tree {
  const name = fresh(s, "text");
  return fixed(
    impure(
      chance(s, 0.5)
        ? stmt`const ${name} = ${"`"}at ${"${"}${number({ ...s, still: true, depth: 1 })}${"}`"};\nif (${name}.length > 1000) console.log(${name});`
        : stmt`console.log(${'"step"'}, ${integer(s)});`,
    ),
  );
}
