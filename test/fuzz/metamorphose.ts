/**
 * The same function written otherwise: a subexpression named, or in a function of its own; independent
 * statements in another order; a statement in a block, or in a loop of one trip; parameters in another order.
 */
import type { Random } from "../../src/check/index.ts";
import type { Program } from "./generate/program.ts";
import {
  at,
  hasBareJump,
  mentions,
  num,
  paths,
  replace,
  stmt,
  type Path,
  type Tree,
} from "./tree.ts";

export interface Variant {
  readonly program: Program;
  /** What was done. */
  readonly how: string;
  /** Which parameter of the original each of its own is; absent: the same. */
  readonly order?: readonly number[];
}

/** One of each kind that the program has a place for. */
export function variantsOf(program: Program, random: Random): Variant[] {
  const made: Variant[] = [];
  const rewrites: Readonly<Record<string, (body: Tree) => Tree | undefined>> = {
    named: (body) => nameOne(body, random),
    outlined: (body) => outlineOne(body, random),
    reordered: (body) => reorderOne(body, random),
    "in a block": (body) => wrapOne(body, random, (s) => stmt`{\n${s}\n}`),
    "in a loop": (body) =>
      wrapOne(
        body,
        random,
        (s) => stmt`for (let once = 0; once < 1; once++) {\n${s}\n}`,
      ),
  };
  for (const [how, rewrite] of Object.entries(rewrites)) {
    const body = rewrite(program.body);
    if (body === undefined) continue;
    made.push({ how, program: renamed({ ...program, body }, made.length) });
  }
  const { parameters } = program;
  if (
    parameters.length > 1 &&
    !parameters.some(({ text }) => /\?:|=|\.\.\./.test(text))
  ) {
    const order = [...parameters.keys()].reverse();
    made.push({
      how: "permuted",
      order,
      program: renamed(
        {
          ...program,
          parameters: order.map((i) => parameters[i]!),
          points: program.points.map((point) => order.map((i) => point[i]!)),
        },
        made.length,
      ),
    });
  }
  return made;
}

/** Declarations are the original's: the same module holds both. */
const renamed = (program: Program, n: number): Program => ({
  ...program,
  name: `${program.name}_${"abcdefghij"[n]}`,
  tag: "@differentiable",
  declarations: [],
});

const draw = <T>(random: Random, from: readonly T[]): T | undefined =>
  from.length === 0 ? undefined : from[random.integer(0, from.length - 1)];

const all = (tree: Tree): Path[] => [...paths(tree)];

/** Numbers that stand in a statement without effects, and are computed whenever it runs. */
function places(body: Tree): { statement: Path; expression: Path }[] {
  return all(body)
    .filter((path) => at(body, path).binds && at(body, path).pure)
    .flatMap((statement) =>
      all(at(body, statement))
        .slice(1)
        .filter((rest) => {
          const whole = at(body, statement);
          const found = at(whole, rest);
          // An argument list or a literal is none, and what is a name already is no change.
          return (
            found.sort === "number" &&
            found.pure &&
            !rest.some((_, i) => at(whole, rest.slice(0, i + 1)).apart) &&
            found.parts.length > 1
          );
        })
        .map((expression) => ({ statement, expression })),
    );
}

function nameOne(body: Tree, random: Random): Tree | undefined {
  const place = draw(random, places(body));
  if (place === undefined) return undefined;
  const whole = at(body, place.statement);
  const value = at(whole, place.expression);
  const inside = replace(whole, place.expression, num`part`);
  // A declaration is seen by what follows: it stays outside of any block.
  const made = whole.binds!.declares
    ? stmt`const part = ${value};\n${inside}`
    : stmt`{\nconst part = ${value};\n${inside}\n}`;
  return replace(body, place.statement, made);
}

function outlineOne(body: Tree, random: Random): Tree | undefined {
  const place = draw(random, places(body));
  if (place === undefined) return undefined;
  const path = [...place.statement, ...place.expression];
  return replace(body, path, num`(() => ${at(body, path)})()`);
}

/** Two neighbours, each of which computes one variable that the other does not mention. */
function reorderOne(body: Tree, random: Random): Tree | undefined {
  const found: { list: Path; i: number; j: number }[] = [];
  for (const path of all(body)) {
    const list = at(body, path).parts;
    const statements = list.flatMap((part, i) =>
      typeof part !== "string" && part.sort === "statement" ? [i] : [],
    );
    statements.slice(1).forEach((j, k) => {
      const i = statements[k]!;
      const [a, b] = [list[i] as Tree, list[j] as Tree];
      // A call may read what the other assigns.
      const isPlain = (s: Tree): boolean =>
        s.binds !== undefined &&
        s.pure &&
        all(s).every((p) => !/\b[gh]\d\w*\(/.test(String(at(s, p).parts[0])));
      if (
        !isPlain(a) ||
        !isPlain(b) ||
        mentions(a, b.binds!.name) ||
        mentions(b, a.binds!.name)
      )
        return;
      found.push({ list: path, i, j });
    });
  }
  const chosen = draw(random, found);
  if (chosen === undefined) return undefined;
  const { list, i, j } = chosen;
  const whole = at(body, list);
  const parts = [...whole.parts];
  [parts[i], parts[j]] = [parts[j]!, parts[i]!];
  return replace(body, list, { ...whole, parts });
}

function wrapOne(
  body: Tree,
  random: Random,
  wrap: (statement: Tree) => Tree,
): Tree | undefined {
  const found = all(body).filter((path) => {
    const tree = at(body, path);
    return (
      tree.sort === "statement" &&
      tree.parts.length > 0 &&
      tree.fixed !== true &&
      // The last `return` is what tells TypeScript that there is a result.
      !/^return\b/.test(String(tree.parts[0])) &&
      !hasBareJump(tree)
    );
  });
  const path = draw(random, found);
  return path && replace(body, path, wrap(at(body, path)));
}
