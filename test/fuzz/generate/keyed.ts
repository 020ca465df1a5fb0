/** Numbers under keys: records and maps. */
import { apart, impure, num, other, stmt, type Tree } from "../tree.ts";
import { bounded, number } from "./numbers.ts";
import {
  chance,
  choose,
  deeper,
  fresh,
  pick,
  tryOne,
  variableOf,
  withVariable,
  type Scope,
  type Variable,
} from "./scope.ts";

/** A key, which need not be there. */
function key(s: Scope): string {
  const mode = chance(s, 0.4) ? variableOf(s, "mode") : undefined;
  return mode?.name ?? `"${pick(s, ["a", "b", "c"])}"`;
}

export function keyed(s: Scope, kind: "table" | "map"): Tree {
  const d = deeper(s);
  const from = variableOf(s, kind);
  return kind === "table"
    ? choose<Tree>(s, [
        [2, () => other`{ a: ${number(d)}, b: ${number(d)} }`],
        [0.5, () => from && other`{ ...${from.name}, b: ${number(d)} }`],
        [0.5, () => from && other`{ ...${from.name} }`],
      ])
    : choose<Tree>(s, [
        [
          2,
          () =>
            other`new Map<string, number>([["a", ${number(d)}], ["b", ${number(d)}]])`,
        ],
        [0.3, () => other`new Map<string, number>()`],
        [0.5, () => from && other`new Map(${from.name})`],
      ]);
}

/** What stands under a key, or over all keys. */
export function ofKeyed(d: Scope): Tree | undefined {
  const t = variableOf(d, "table");
  const m = variableOf(d, "map");
  const sum = fresh(d, "s");
  const e = fresh(d, "e");
  return tryOne<Tree>(d, [
    [2, () => t && num`(${t.name}[${key(d)}] ?? ${apart(number(d))})`],
    [2, () => m && num`(${m.name}.get(${key(d)}) ?? ${apart(number(d))})`],
    [
      0.5,
      () =>
        t &&
        num`Object.values(${t.name}).reduce((${sum}, ${e}) => ${sum} * 0.5 + ${e}, 0)`,
    ],
    [
      0.5,
      () =>
        m &&
        num`[...${m.name}.values()].reduce((${sum}, ${e}) => ${sum} * 0.5 + ${e}, 0)`,
    ],
    [0.3, () => t && num`Object.keys(${t.name}).length`],
    [0.3, () => m && num`${m.name}.size`],
    [0.5, () => t && num`(${key(d)} in ${t.name} ? ${apart(number(d))} : 0.5)`],
    [
      0.5,
      () => m && num`(${m.name}.has(${key(d)}) ? ${apart(number(d))} : 0.5)`,
    ],
  ]);
}

export function storeKeyed(s: Scope): Tree | undefined {
  const t = variableOf(s, "table");
  const m = variableOf(s, "map");
  const k = key(s);
  const made = tryOne<Tree>(s, [
    [2, () => t && stmt`${t.name}[${k}] = ${bounded(s)};`],
    [
      1,
      () =>
        t && stmt`${t.name}[${k}] = (${t.name}[${k}] ?? 0.5) * ${bounded(s)};`,
    ],
    [1, () => t && stmt`${t.name}["a"] += ${bounded(s)};`],
    [2, () => m && stmt`${m.name}.set(${k}, ${bounded(s)});`],
    [
      1,
      () =>
        m &&
        stmt`${m.name}.set(${k}, (${m.name}.get(${k}) ?? 0) + ${bounded(s)});`,
    ],
    [0.3, () => m && stmt`${m.name}.delete(${k});`],
  ]);
  return made && impure(made);
}

/** The head of a loop over what is there, and the body's scope. */
export function overKeys(
  s: Scope,
  inner: Scope,
):
  | { readonly head: Tree; readonly first?: Tree; readonly inside: Scope }
  | undefined {
  const t = variableOf(s, "table");
  const m = variableOf(s, "map");
  const k = fresh(s, "key");
  const e: Variable = { name: fresh(s, "e"), kind: "number", mutable: false };
  const inside = withVariable(inner, e);
  return tryOne(s, [
    [
      1,
      () =>
        t && {
          head: stmt`for (const ${k} in ${t.name})`,
          first: stmt`const ${e.name} = ${t.name}[${k}];`,
          inside,
        },
    ],
    [
      1,
      () =>
        t && {
          head: stmt`for (const [${k}, ${e.name}] of Object.entries(${t.name}))`,
          first: stmt`if (${k} === "c") continue;`,
          inside,
        },
    ],
    [
      1,
      () =>
        m && {
          head: stmt`for (const [${k}, ${e.name}] of [...${m.name}])`,
          first: stmt`if (${k} === "c") continue;`,
          inside,
        },
    ],
    [
      1,
      () =>
        m && {
          head: stmt`for (const ${e.name} of ${m.name}.values())`,
          inside,
        },
    ],
  ]);
}
