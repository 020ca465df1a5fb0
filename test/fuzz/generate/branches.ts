/** `if`, `switch`, labelled blocks, `try`. */
import { fixed, impure, join, other, stmt, type Tree } from "../tree.ts";
import { condition } from "./conditions.ts";
import { below, chance, fresh, pick, variableOf, type Scope } from "./scope.ts";
import { block, statements } from "./statements.ts";

export function branch(s: Scope): Tree {
  const test = condition(s);
  const then = block(s, 1 + below(s, 3));
  if (chance(s, 0.45)) return impure(stmt`if (${test}) ${then}`);
  if (chance(s, 0.2))
    return impure(
      stmt`if (${test}) ${then} else if (${condition(s)}) ${block(s, 2)} else ${block(s, 2)}`,
    );
  return impure(stmt`if (${test}) ${then} else ${block(s, 1 + below(s, 2))}`);
}

/** A `switch` over an integer or a mode: cases that fall through, a default anywhere. */
export function choice(s: Scope): Tree | undefined {
  const mode = chance(s, 0.4) ? variableOf(s, "mode") : undefined;
  const integer = variableOf(s, "integer");
  if (!mode && !integer) return undefined;
  const subject = mode ? mode.name : `Math.abs(${integer!.name}) % 4`;
  const heads = mode
    ? ['case "a"', 'case "b"', "default"]
    : ["case 0", "case 1", "default", "case 2"];
  // Its own `break` is none of the loop around it.
  const inside: Scope = {
    ...s,
    targets: [...s.targets, { label: "", loop: false }],
  };
  const clauses = heads.map((head) => {
    const body = block(inside, 1 + below(s, 2));
    const end = chance(s, 0.6) ? "break;" : "";
    return other`${head}: ${body} ${end}`;
  });
  return fixed(impure(stmt`switch (${subject}) {\n${join(clauses, "\n")}\n}`));
}

/** A block that is left in its middle. */
export function labelled(s: Scope): Tree {
  const label = fresh(s, "block");
  const inner: Scope = {
    ...s,
    targets: [...s.targets, { label, loop: false }],
  };
  const first = statements({ ...inner, depth: s.depth - 1 }, 2);
  const rest = statements(first.scope, 2);
  return impure(
    stmt`${label}: {\n${first.tree}\nif (${condition(first.scope)}) break ${label};\n${rest.tree}\n}`,
  );
}

/** `try … finally` around what does not throw. */
export function guarded(s: Scope): Tree | undefined {
  if (!s.world.feature(0.06)) return undefined;
  const done = pick(s, ["done", "ended"]);
  return impure(
    stmt`try ${block(s, 2)} finally { ${`console.log("${done}");`} }`,
  );
}
