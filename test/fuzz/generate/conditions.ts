/** Expressions that are booleans: they decide, and carry no derivative. */
import { apart, bool, num, type Tree } from "../tree.ts";
import { number } from "./numbers.ts";
import {
  below,
  chance,
  choose,
  deeper,
  pick,
  still,
  variableOf,
  type Scope,
} from "./scope.ts";

export function condition(s: Scope): Tree {
  const d = deeper(s.depth > 2 ? { ...s, depth: 2 } : s);
  return choose<Tree>(s, [
    [
      6,
      () =>
        bool`${number(d)} ${pick(s, ["<", ">", "<=", ">="])} ${chance(s, 0.5) ? num`${pick(s, ["0.3", "0.7", "-0.2", "0.1"])}` : number(d)}`,
    ],
    [1, () => ofInteger(s)],
    [1, () => ofMode(s)],
    [1, () => ofBoolean(s)],
    [
      1,
      () =>
        d.depth > 0
          ? bool`(${condition(d)} && ${apart(condition(d))})`
          : undefined,
    ],
    [
      1,
      () =>
        d.depth > 0
          ? bool`(${condition(d)} || ${apart(condition(d))})`
          : undefined,
    ],
    [0.5, () => bool`!(${condition(still(d))})`],
  ]);
}

function ofInteger(s: Scope): Tree | undefined {
  const v = variableOf(s, "integer");
  return v && bool`${v.name} % 2 === ${below(s, 2)}`;
}
function ofMode(s: Scope): Tree | undefined {
  const v = variableOf(s, "mode");
  return (
    v &&
    bool`${v.name} ${pick(s, ["===", "!=="])} "${pick(s, ["a", "b", "c"])}"`
  );
}
function ofBoolean(s: Scope): Tree | undefined {
  const v = variableOf(s, "boolean");
  return v && bool`${v.name}`;
}
