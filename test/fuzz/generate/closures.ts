/** Functions inside of the function: pure ones, and those that change what they capture. */
import { apart, fixed, impure, stmt } from "../tree.ts";
import { bounded, number } from "./numbers.ts";
import {
  assignable,
  tryOne,
  fresh,
  still,
  variableOf,
  withCallable,
  withVariable,
  type Callable,
  type Scope,
  type Variable,
} from "./scope.ts";
import { statements, type Made } from "./statements.ts";

export function closure(s: Scope): Made | undefined {
  const name = fresh(s, "g");
  const u: Variable = { name: fresh(s, "u"), kind: "number", mutable: false };
  const d: Scope = {
    ...withVariable({ ...s, depth: Math.min(s.depth, 2), targets: [] }, u),
    loops: s.loops + 1,
  };
  const changed = assignable(s, "number");
  const array = variableOf(s, "array", "float64");
  const known = (pure: boolean, result: Callable["result"] = "number"): Scope =>
    withCallable(s, { name, params: ["number"], required: 1, result, pure });
  return tryOne<Made>(s, [
    [
      2,
      () => ({
        tree: fixed(
          stmt`const ${name} = (${u.name}: number) => ${apart(bounded(still(d)))};`,
        ),
        scope: known(true),
      }),
    ],
    [
      1,
      () => ({
        tree: fixed(
          stmt`const ${name} = (${u.name}: number): number => {\n${apart(statements({ ...d, result: "number" }, 2).tree)}\nreturn ${number(d)};\n};`,
        ),
        scope: known(false),
      }),
    ],
    [
      1,
      () =>
        changed && {
          tree: fixed(
            impure(
              stmt`const ${name} = (${u.name}: number): void => { ${changed.name} = ${apart(bounded(d))}; };`,
            ),
          ),
          scope: known(false, "void"),
        },
    ],
    [
      1,
      () =>
        array && {
          tree: fixed(
            impure(
              stmt`function ${name}(${u.name}: number): number { ${array.name}[0] += ${apart(bounded(d))}; return ${array.name}[1] * ${u.name}; }`,
            ),
          ),
          scope: known(false),
        },
    ],
  ]);
}
