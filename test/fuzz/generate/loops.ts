/** Every kind of loop. All of them end: by a counter, or by fuel. */
import { fixed, impure, join, stmt, type Tree } from "../tree.ts";
import { condition } from "./conditions.ts";
import { overKeys } from "./keyed.ts";
import { bounded } from "./numbers.ts";
import {
  assignable,
  below,
  choose,
  fresh,
  still,
  variableOf,
  withCallable,
  withVariable,
  type Scope,
  type Variable,
  pick,
} from "./scope.ts";
import { statements } from "./statements.ts";

export function loop(s: Scope): Tree | undefined {
  if (s.loops >= 3) return undefined;
  const label = fresh(s, "loop");
  const name = fresh(s, "i");
  const counter: Variable = {
    name,
    kind: "integer",
    mutable: false,
    counter: true,
  };
  const inner: Scope = {
    ...s,
    depth: s.depth - 1,
    loops: s.loops + 1,
    targets: [...s.targets, { label, loop: true }],
  };
  const body = (scope: Scope, first?: Tree): Tree => {
    const made = statements(scope, 1 + below(s, 4)).tree;
    return {
      ...stmt`{\n${first ? join([first, made], "\n") : made}\n}`,
      sort: "other",
    };
  };
  const counted = (): Tree => body(withVariable(inner, counter));
  const list = variableOf(s, "array", "float64");
  const bound = choose<string>(s, [
    [2, () => `${2 + below(s, 3)}`],
    [2, () => list && `${list.name}.length && ${name} < 4`],
    [
      1,
      () => {
        const n = variableOf(s, "integer");
        return n && `${n.name} && ${name} < 4`;
      },
    ],
  ]);
  const k = fresh(s, "k");
  const element: Variable = {
    name: fresh(s, "e"),
    kind: "number",
    mutable: false,
  };
  const text = choose<Tree>(s, [
    [
      4,
      () =>
        stmt`${label}: for (let ${name} = 0; ${name} < ${bound}; ${name}++) ${counted()}`,
    ],
    [
      1.5,
      () =>
        stmt`${label}: for (let ${name} = ${1 + below(s, 3)}; ${name} >= ${pick(s, ["0", "0.5", "-0.5", "1"])}; ${name}--) ${counted()}`,
    ],
    [
      0.7,
      () =>
        stmt`${label}: for (let ${name} = 0; ${name} < 4; ${name} += 2) ${counted()}`,
    ],
    [
      1.5,
      () =>
        list &&
        stmt`${label}: for (const ${element.name} of ${list.name}${list.kind === "array" ? ".slice()" : ""}) ${body(withVariable(inner, element))}`,
    ],
    [
      0.7,
      () =>
        list &&
        stmt`${label}: for (const [${name}, ${element.name}] of ${list.name}.entries()) ${body(withVariable(inner, element, counter), stmt`if (${name} > 3) break;`)}`,
    ],
    [
      0.5,
      () =>
        list &&
        stmt`${list.name}.forEach((${element.name}) => ${body(withVariable({ ...inner, targets: [], result: "void" }, element))});`,
    ],
    [
      0.7,
      () => {
        const m = variableOf(s, "matrix");
        const row: Variable = {
          name: fresh(s, "row"),
          kind: "array",
          mutable: false,
        };
        return (
          m &&
          stmt`${label}: for (const ${row.name} of [...${m.name}]) ${body(withVariable(inner, row))}`
        );
      },
    ],
    [
      0.7,
      () => {
        const ps = variableOf(s, "points");
        const point: Variable = {
          name: fresh(s, "p"),
          kind: "point",
          mutable: false,
        };
        return (
          ps &&
          stmt`${label}: for (const ${point.name} of ${ps.name}) ${body(withVariable(inner, point))}`
        );
      },
    ],
    [
      1,
      () => {
        const over = overKeys(s, inner);
        return (
          over && stmt`${label}: ${over.head} ${body(over.inside, over.first)}`
        );
      },
    ],
    [
      1,
      () => {
        const list = variableOf(s, "functions");
        const x = assignable(s, "number");
        const g = fresh(s, "g");
        return (
          list &&
          x &&
          stmt`${label}: for (const ${g} of ${list.name}) ${body(
            withCallable(inner, {
              name: g,
              params: ["number"],
              required: 1,
              result: "number",
              pure: true,
            }),
            stmt`${x.name} = ${g}(${x.name});`,
          )}`
        );
      },
    ],
    [
      1.5,
      () =>
        fixed(
          stmt`let ${k} = 0;\n${label}: while (${condition(still(inner))} && ${k}++ < 4) ${body(inner)}`,
        ),
    ],
    [
      0.7,
      () => {
        const j = fresh(s, "j");
        const both = withVariable(inner, counter, { ...counter, name: j });
        return stmt`${label}: for (let ${name} = 0, ${j} = 3; ${name} < ${j}; ${name}++, ${j}--) ${body(both)}`;
      },
    ],
    [
      0.7,
      () => {
        const x = assignable(s, "number");
        return (
          x &&
          fixed(
            stmt`let ${k} = 0;\n${label}: while ((${x.name} = 0.6 * ${bounded(inner)}) > 0.1 && ${k}++ < 3) ${body(inner)}`,
          )
        );
      },
    ],
    [
      1,
      () =>
        fixed(stmt`let ${k} = 3;\n${label}: while (${k}-- > 0) ${body(inner)}`),
    ],
    [
      1,
      () =>
        fixed(
          stmt`let ${k} = 0;\n${label}: do ${body(inner, stmt`${k}++;`)} while (${k} < 4 && ${condition(still(inner))});`,
        ),
    ],
    [
      0.8,
      () => {
        const x = assignable(s, "number");
        return (
          x &&
          fixed(
            stmt`let ${k} = 0;\n${label}: for (;;) ${body(inner, stmt`if (${k}++ > 3 || Math.abs(${x.name}) < 0.1) break;\n${x.name} = 0.6 * ${bounded(inner)};`)}`,
          )
        );
      },
    ],
    [
      0.03,
      () => {
        const p = variableOf(s, "point");
        const key = fresh(s, "key");
        return (
          p &&
          stmt`for (const ${key} of ["x", "y"] as const) { ${p.name}[${key}] = ${bounded(s)} * ${p.name}[${key}]; }`
        );
      },
    ],
  ]);
  return impure(text);
}
