/** Random IR: expressions and whole functions that end, from a seed. */
import { rules, type RuleName } from "../../src/rules/index.ts";
import * as b from "../../transformer/ir/build.ts";
import type * as ir from "../../transformer/ir/nodes.ts";
import {
  arrayOf,
  booleanType,
  float64ArrayType,
  numberType,
  recordOf,
} from "../../transformer/ir/types.ts";
import { at, label, loop, ret } from "./support.ts";

export type Random = () => number;

/** mulberry32 */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// What a Node that is too old for it does not have; guards are printed twice over, and grow too fast.
const ruleNames = (Object.keys(rules) as RuleName[]).filter(
  (name) => !["f16round", "guard", "valued", "ruled"].includes(name),
);
const operators: RuleName[] = ["add", "sub", "mul", "div", "mod", "pow", "neg"];
const constants = [
  0,
  1,
  -1,
  0.5,
  -2.5,
  -0,
  1e21,
  1e-7,
  Infinity,
  -Infinity,
  NaN,
  3,
];
const nameWishes = [
  "x",
  "i",
  "sum",
  "dx",
  "value",
  "arguments",
  "delete",
  "Math",
  "größe",
  "averylongnameforavariable",
  "x1",
];

export class Generator {
  readonly xs = b.variable("xs", float64ArrayType);
  readonly rows = b.variable("rows", arrayOf(arrayOf(numberType)));
  readonly point = b.variable(
    "point",
    recordOf(
      { "x y": numberType, z: numberType },
      `{ "x y": number; z: number }`,
    ),
  );
  readonly params: ir.Variable[] = [
    b.variable("x"),
    b.variable("value"),
    this.xs,
    this.rows,
    this.point,
  ];
  /** How many `while`-less steps remain: bounds the size of what is made. */
  private budget = 60;

  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.random() * from.length)]!;
  }
  chance(p: number): boolean {
    return this.random() < p;
  }

  number(scope: readonly ir.Variable[], depth: number): ir.Expr {
    if (depth === 0 || this.chance(0.15)) return this.leaf(scope);
    const part = (): ir.Expr => this.number(scope, depth - 1);
    if (this.chance(0.1))
      return b.conditional(this.test(scope, depth - 1), part(), part());
    const name = this.pick(this.chance(0.6) ? operators : ruleNames);
    if (this.chance(0.05)) return b.apply("guard", this.leaf(scope), part());
    const { arity } = rules[name];
    const fold =
      name === "max" || name === "min" ? b.apply(name, part(), part()) : part();
    if (arity === "variadic") return b.apply(name, part(), part(), part());
    return arity === 1 ? b.apply(name, part()) : b.apply(name, fold, part());
  }

  leaf(scope: readonly ir.Variable[]): ir.Expr {
    const numbers = scope.filter((v) => v.type.kind === "number");
    if (this.chance(0.25) || numbers.length === 0)
      return b.number(this.pick(constants));
    if (this.chance(0.1)) return b.number(0.001, "1e-3");
    if (this.chance(0.15)) return this.place();
    return b.read(this.pick(numbers));
  }

  place(): ir.ElementExpr | ir.FieldExpr {
    const index = b.number(this.pick([0, 1]));
    if (this.chance(0.3))
      return b.field(b.read(this.point), this.pick(["x y", "z"]));
    if (this.chance(0.5)) return b.element(b.read(this.xs), index);
    return b.element(
      b.element(b.read(this.rows), index),
      b.number(this.pick([0, 1])),
    );
  }

  test(scope: readonly ir.Variable[], depth: number): ir.Expr {
    const op = this.pick(["<", "<=", ">", ">=", "===", "!=="] as const);
    // TypeScript knows what comes of comparing literals, and of a variable that was compared with one.
    const side = (): ir.Expr => b.apply("abs", this.number(scope, depth));
    const isEquality = op === "===" || op === "!==";
    const simple = isEquality
      ? b.compare(op, side(), side())
      : b.compare(op, this.number(scope, depth), this.number(scope, depth));
    if (depth <= 0 || this.chance(0.5)) return simple;
    const other = this.test(scope, depth - 1);
    return this.pick([
      { ...b.compare("&&", simple, other), type: booleanType },
      { ...b.compare("||", simple, other), type: booleanType },
      b.compare("!", simple),
    ]);
  }

  /** A function body that returns a number, whatever happens. */
  body(): ir.Block {
    const scope = [...this.params];
    const stmts = this.block(scope, [], 3, 6);
    return [...stmts, ret(this.sumOf(scope))];
  }

  private sumOf(scope: readonly ir.Variable[]): ir.Expr {
    const numbers = scope
      .filter((v) => v.type.kind === "number")
      .map((v): ir.Expr => b.read(v));
    const all = [
      ...numbers,
      b.element(b.read(this.xs), b.number(0)),
      b.field(b.read(this.point), "z"),
    ];
    return all.reduce((sum, e) => b.apply("add", sum, e));
  }

  /** Declares into `scope`, which is the block's own. */
  private block(
    scope: ir.Variable[],
    labels: readonly ir.Label[],
    depth: number,
    most: number,
  ): ir.Stmt[] {
    const stmts: ir.Stmt[] = [];
    const count = 1 + Math.floor(this.random() * most);
    for (let n = 0; n < count && this.budget-- > 0; n++)
      stmts.push(this.statement(scope, labels, depth));
    return stmts;
  }

  private statement(
    scope: ir.Variable[],
    labels: readonly ir.Label[],
    depth: number,
  ): ir.Stmt {
    const inner = (
      around: readonly ir.Label[] = labels,
      more: ir.Variable[] = [],
    ): ir.Stmt[] => this.block([...scope, ...more], around, depth - 1, 4);
    const dice = depth === 0 ? this.random() * 0.5 : this.random();
    if (dice < 0.2) {
      const v = b.variable(this.pick(nameWishes));
      const made = b.let_(at(), v, this.number(scope, 3));
      scope.push(v);
      return made;
    }
    if (dice < 0.35) return this.assignment(scope);
    if (dice < 0.45) return this.change(scope);
    if (dice < 0.5) {
      const target = labels.length > 0 ? this.pick(labels) : undefined;
      if (target === undefined)
        return b.if_(at(), this.test(scope, 1), [ret(this.number(scope, 2))]);
      // A `continue` would need to know that its loop goes on to end: breaks alone.
      return b.if_(at(), this.test(scope, 1), [
        { kind: "jump", origin: at(), how: "break", target },
      ]);
    }
    if (dice < 0.65) {
      return b.if_(
        at(),
        this.test(scope, 2),
        inner(),
        this.chance(0.5) ? inner() : [],
      );
    }
    if (dice < 0.72) {
      const l = label(this.pick(["forward", "call", "x"]));
      return {
        kind: "block",
        origin: at(),
        label: l,
        body: inner([...labels, l]),
      };
    }
    return this.loop(scope, labels, depth);
  }

  private loop(
    scope: ir.Variable[],
    labels: readonly ir.Label[],
    depth: number,
  ): ir.LoopStmt {
    const l = label("loop");
    const i = b.variable(this.pick(["i", "n", "x"]));
    const step = b.assign(at(), i, b.apply("add", b.read(i), b.number(1)));
    // The counter is not in scope for assignments: nothing but the step changes it, so the loop ends.
    const body = this.block([...scope], [...labels, l], depth - 1, 4);
    const test = b.compare("<", b.read(i), b.number(3));
    const skip = b.if_(at(), b.compare("===", b.read(i), b.number(1)), [
      { kind: "jump", origin: at(), how: "continue", target: l },
    ]);
    return loop({
      label: l,
      init: [b.let_(at(), i, b.number(0))],
      test,
      update: [step],
      body: this.chance(0.3) ? [skip, ...body] : body,
      testAfter: this.chance(0.3),
    });
  }

  private assignment(scope: readonly ir.Variable[]): ir.Stmt {
    const v = this.pick(scope.filter((s) => s.type.kind === "number"));
    return b.assign(at(), v, this.update(b.read(v), scope));
  }
  private change(scope: readonly ir.Variable[]): ir.Stmt {
    const target = this.place();
    return b.store(at(), target, this.update(target, scope));
  }
  private update(target: ir.Expr, scope: readonly ir.Variable[]): ir.Expr {
    const by = this.number(scope, 2);
    return this.chance(0.6)
      ? b.apply(this.pick(operators.slice(0, 6)), target, by)
      : by;
  }
}
