/** Runs IR as it stands, the plain way: what printed text is compared with, bit for bit. */
import { rules, type RuleName } from "../../src/rules/index.ts";
import type * as ir from "../../transformer/ir/nodes.ts";

type Value = unknown;
type Env = Map<ir.Variable, Value>;

class Jump {
  readonly how: "break" | "continue";
  readonly target: ir.Label;
  constructor(how: "break" | "continue", target: ir.Label) {
    this.how = how;
    this.target = target;
  }
}
class Returned {
  readonly value: Value;
  constructor(value: Value) {
    this.value = value;
  }
}
type Outcome = Jump | Returned | undefined;

export function interpret(
  params: readonly ir.Variable[],
  body: ir.Block,
  args: readonly Value[],
): Value {
  const env: Env = new Map(params.map((p, i) => [p, args[i]]));
  const outcome = block(body, env);
  return outcome instanceof Returned ? outcome.value : undefined;
}

function block(stmts: ir.Block, env: Env): Outcome {
  for (const s of stmts) {
    const outcome = statement(s, env);
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}

function statement(s: ir.Stmt, env: Env): Outcome {
  switch (s.kind) {
    case "let":
      env.set(
        s.variable,
        s.value === undefined ? undefined : evaluate(s.value, env),
      );
      return undefined;
    case "assign":
      env.set(s.variable, evaluate(s.value, env));
      return undefined;
    case "store": {
      const value = evaluate(s.value, env);
      const { target } = s;
      if (target.kind === "element") {
        (evaluate(target.array, env) as Value[])[
          evaluate(target.index, env) as number
        ] = value;
      } else
        (evaluate(target.object, env) as Record<string, Value>)[target.name] =
          value;
      return undefined;
    }
    case "push":
      (evaluate(s.array, env) as Value[]).push(evaluate(s.value, env));
      return undefined;
    case "resize":
      (evaluate(s.array, env) as Value[]).length = evaluate(
        s.length,
        env,
      ) as number;
      return undefined;
    case "if":
      return block(evaluate(s.test, env) ? s.then : s.otherwise, env);
    case "loop":
      return loop(s, env);
    case "block": {
      const outcome = block(s.body, env);
      return outcome instanceof Jump && outcome.target === s.label
        ? undefined
        : outcome;
    }
    case "jump":
      return new Jump(s.how, s.target);
    case "return":
      return new Returned(
        s.value === undefined ? undefined : evaluate(s.value, env),
      );
    case "throw":
    case "effect":
    case "call":
      throw new Error(`not interpreted: ${s.kind}`);
  }
}

function loop(s: ir.LoopStmt, env: Env): Outcome {
  block(s.init, env);
  const goesOn = (): boolean =>
    s.test === undefined || Boolean(evaluate(s.test, env));
  for (let first = true; (first && s.testAfter) || goesOn(); first = false) {
    const outcome = block(s.body, env);
    if (outcome instanceof Jump && outcome.target === s.label) {
      if (outcome.how === "break") return undefined;
    } else if (outcome !== undefined) return outcome;
    block(s.update, env);
  }
  return undefined;
}

function evaluate(e: ir.Expr, env: Env): Value {
  const value = (inner: ir.Expr): Value => evaluate(inner, env);
  switch (e.kind) {
    case "const":
      return e.value;
    case "read":
      return env.get(e.variable);
    case "apply":
      return rules[e.rule as RuleName].value(
        ...(e.args.map(value) as number[]),
      );
    case "logic":
      return logic(e, value);
    case "conditional":
      return value(e.test) ? value(e.yes) : value(e.no);
    case "element":
      return (value(e.array) as Value[])[value(e.index) as number];
    case "field":
      return (value(e.object) as Record<string, Value>)[e.name];
    case "length":
      return (value(e.array) as Value[]).length;
    case "arrayLiteral":
      return e.elements.map(value);
    case "objectLiteral":
      return Object.fromEntries(e.fields.map((f) => [f.name, value(f.value)]));
    case "allocate":
      return new Float64Array(value(e.length) as number);
    case "copy":
    case "zeros":
    case "lambda":
    case "foreign":
      throw new Error(`not interpreted: ${e.kind}`);
  }
}

function logic(e: ir.LogicExpr, value: (e: ir.Expr) => Value): Value {
  const [a, b] = e.args as [ir.Expr, ir.Expr];
  const x = value(a) as number;
  switch (e.op) {
    case "&&":
      return x && value(b);
    case "||":
      return x || value(b);
    case "!":
      return !x;
    case "<":
      return x < (value(b) as number);
    case "<=":
      return x <= (value(b) as number);
    case ">":
      return x > (value(b) as number);
    case ">=":
      return x >= (value(b) as number);
    case "===":
      return x === value(b);
    case "!==":
      return x !== value(b);
    default:
      throw new Error(`not interpreted: ${e.op}`);
  }
}
