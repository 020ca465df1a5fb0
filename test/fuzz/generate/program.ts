/** A whole program: one marked function, what it calls, and the points it is run at. */
import { random } from "../../../src/check/index.ts";
import { other, print, type Tree } from "../tree.ts";
import { helper, types, vectorClass } from "./helpers.ts";
import { input, type Input } from "./inputs.ts";
import {
  below,
  chance,
  pick,
  typeText,
  withCallable,
  withVariable,
  type Kind,
  type Scope,
  type Variable,
  type World,
} from "./scope.ts";
import { named, returned, statements } from "./statements.ts";

export interface Parameter {
  readonly name: string;
  readonly kind: Kind;
  /** How it is declared: `x: number`, `y = 0.5`, `...xs: number[]`. */
  readonly text: string;
  readonly rest?: boolean;
}

export interface Program {
  /** The name of the marked function. */
  readonly name: string;
  readonly tag: string;
  readonly declarations: readonly Tree[];
  readonly parameters: readonly Parameter[];
  readonly result: string;
  readonly body: Tree;
  readonly points: readonly (readonly Input[])[];
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
  "record",
  "points",
  "integer",
  "boolean",
  "mode",
  "table",
];
const results: readonly (Kind | "void")[] = [
  "number",
  "number",
  "number",
  "number",
  "number",
  "number",
  "array",
  "float64",
  "point",
  "pair",
  "matrix",
  "void",
];

/** The same for the same seed. `suffix` tells it from the others of its file. */
export function generate(seed: number, suffix: string): Program {
  const source = random(seed);
  const features = random(seed ^ 0x5bd1e995);
  const drawn = new Map<number, number>();
  const world: World = {
    random: source,
    suffix,
    // One draw a feature (they are told apart by how common they are) and program.
    feature: (p) => {
      if (!drawn.has(p)) drawn.set(p, features.uniform());
      return drawn.get(p)! < p;
    },
    fresh: 10,
    fuel: 14 + source.integer(0, 16),
  };
  let s: Scope = {
    world,
    variables: [],
    callables: [],
    targets: [],
    loops: 0,
    depth: 4,
  };
  const declarations: Tree[] = [types(s)];
  if (world.feature(0.35)) declarations.push(vectorClass(s));
  const fuel = world.fuel;
  for (let i = below(s, 4); i > 0; i--) {
    world.fuel = 8;
    const made = helper(s, `h${i}${suffix}`);
    declarations.push(made.tree);
    s = withCallable(s, made.callable);
  }
  world.fuel = fuel;
  const parameters = drawParameters(s);
  const variables = parameters.map(({ name, kind }): Variable => ({
    name,
    kind,
    mutable: !["integer", "mode", "optional"].includes(kind) && chance(s, 0.7),
  }));
  const result = pick(s, results);
  const inside: Scope = { ...withVariable(s, ...variables), result };
  const body = statements(inside, 3 + below(s, 7));
  const last = result === "void" ? "" : returned(body.scope);
  return {
    name: `f${suffix}`,
    tag: world.feature(0.3)
      ? "@differentiable forward reverse hessian"
      : "@differentiable",
    declarations,
    parameters,
    result: result === "void" ? "void" : named(s, typeText[result]),
    body: other`${body.tree}\n${last}`,
    points: [0, 1].map(() =>
      shared(
        s,
        parameters,
        parameters.flatMap((p) => input(s, p)),
      ),
    ),
  };
}

function drawParameters(s: Scope): Parameter[] {
  const count = 1 + below(s, 4);
  const list = Array.from({ length: count }, (_, i): Parameter => {
    const kind =
      i === 0
        ? pick(s, [
            "number",
            "array",
            "float64",
            "matrix",
            "point",
            "record",
          ] as const)
        : pick(s, kinds);
    const float32 = kind === "float64" && s.world.feature(0.1);
    const shown: Kind = float32 ? "float32" : kind;
    const name = `${shown === "integer" ? "n" : shown === "number" ? "x" : shown.slice(0, 1)}${i}`;
    return { name, kind: shown, text: named(s, `${name}: ${typeText[shown]}`) };
  });
  const last = `z${count}`;
  const more: Parameter[] = [
    { name: last, kind: "number", text: `${last} = 0.5` },
    { name: last, kind: "optional", text: `${last}?: number` },
    { name: last, kind: "array", text: `...${last}: number[]`, rest: true },
  ];
  if (chance(s, 0.27)) list.push(pick(s, more));
  return list;
}

/** Two arguments of one kind may be the same array or object. */
function shared(
  s: Scope,
  parameters: readonly Parameter[],
  inputs: readonly Input[],
): readonly Input[] {
  const pairs = parameters.flatMap(({ kind, rest }, i) =>
    parameters
      .slice(0, i)
      .flatMap((other, j) =>
        other.kind === kind && isObject(kind) && rest !== true
          ? [[i, j] as const]
          : [],
      ),
  );
  if (pairs.length === 0 || !s.world.feature(0.25)) return inputs;
  const [i, j] = pick(s, pairs);
  return inputs.map((one, k) => (k === i ? { text: `a${j}` } : one));
}

const isObject = (kind: Kind): boolean =>
  !["number", "integer", "boolean", "mode", "optional"].includes(kind);

/** The list of arguments: each has a name, by which a later one may stand for it. */
const listOf = (point: readonly Input[]): string =>
  point.some(({ text }) => /^a\d$/.test(text))
    ? `(() => { ${point.map(({ text }, i) => `const a${i} = ${text};`).join(" ")} return [${point.map((_, i) => `a${i}`).join(", ")}]; })()`
    : `[${point.map((i) => i.text).join(", ")}]`;

/** The module's text of one program. */
export function textOf(program: Program): string {
  const { name, tag, declarations, parameters, result, body } = program;
  return `${declarations.map(print).join("\n")}
/** ${tag} */
export function ${name}(${parameters.map((p) => p.text).join(", ")}): ${result} {
${print(body)}
}
`;
}

/** One entry of the module's samples. */
export const samplesOf = (program: Program): string => {
  const args = program.points.map(listOf);
  const float32 = /Float32Array|fround/.test(textOf(program));
  const integers = program.parameters.flatMap((p, i) =>
    p.kind === "integer" ? [i] : [],
  );
  return `${program.name}: { args: [${args.join(", ")}], integers: [${integers.join(", ")}]${float32 ? ", float32: true" : ""} },`;
};
