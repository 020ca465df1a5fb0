/**
 * Runs IR as it stands on JavaScript values: what the reader made of a function must do, bit for bit, what
 * the function itself does.
 */
import { rules, type RuleName } from "../../src/rules/index.ts";
import type * as ir from "../../transformer/ir/nodes.ts";

type Value = unknown;
type Env = Map<ir.Variable, Value>;

/** Evaluates text in the scope of the user's module; the names are bound to the values in the holes. */
export type Scope = (code: string) => unknown;

interface Machine {
  readonly functions: ReadonlyMap<string, ir.Func>;
  readonly scope: Scope;
}

type Outcome =
  | { readonly how: "return"; readonly value: Value }
  | { readonly how: "break" | "continue"; readonly target: ir.Label }
  | undefined;

export function interpret(
  functions: ReadonlyMap<string, ir.Func>,
  key: string,
  args: readonly Value[],
  scope: Scope,
): Value {
  return call({ functions, scope }, key, args);
}

function call(m: Machine, key: string, args: readonly Value[]): Value {
  const f = m.functions.get(key);
  if (f === undefined) throw new Error(`no function ${key}`);
  const env: Env = new Map(
    f.params.map((p, i) => [
      p.variable,
      p.rest && !Array.isArray(args[i]) ? args.slice(i) : args[i],
    ]),
  );
  const outcome = block(m, f.body, env);
  if (outcome === undefined) return undefined;
  if (outcome.how !== "return") throw new Error("a jump out of the function");
  return outcome.value;
}

function block(m: Machine, body: ir.Block, env: Env): Outcome {
  for (const s of body) {
    const outcome = statement(m, s, env);
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}

function statement(m: Machine, s: ir.Stmt, env: Env): Outcome {
  const value = (e: ir.Expr): Value => evaluate(m, e, env);
  switch (s.kind) {
    case "let":
      env.set(s.variable, s.value === undefined ? undefined : value(s.value));
      return undefined;
    case "assign":
      if (!env.has(s.variable))
        throw new Error(`${s.variable.name} undeclared`);
      env.set(s.variable, value(s.value));
      return undefined;
    case "store": {
      const { target } = s;
      const container = value(
        target.kind === "element" ? target.array : target.object,
      ) as Record<PropertyKey, Value>;
      const key =
        target.kind === "element"
          ? (value(target.index) as number)
          : target.name;
      if (container instanceof Map) container.set(key, value(s.value));
      else container[key] = value(s.value);
      return undefined;
    }
    case "push":
      (value(s.array) as Value[]).push(value(s.value));
      return undefined;
    case "resize": {
      const array = value(s.array) as Value[];
      const length = value(s.length) as number;
      if (length > array.length) throw new Error("resize makes it longer");
      array.length = length;
      return undefined;
    }
    case "if":
      return block(m, value(s.test) ? s.then : s.otherwise, env);
    case "loop":
      return loop(m, s, env);
    case "block": {
      const outcome = block(m, s.body, env);
      return outcome?.how === "break" && outcome.target === s.label
        ? undefined
        : outcome;
    }
    case "jump":
      return { how: s.how, target: s.target };
    case "return":
      return {
        how: "return",
        value: s.value === undefined ? undefined : value(s.value),
      };
    case "throw":
      throw value(s.value);
    case "effect":
      value(s.value);
      return undefined;
    case "call": {
      const result = call(m, s.callee, s.args.map(value));
      if (s.result !== undefined) env.set(s.result, result);
      return undefined;
    }
  }
}

function loop(m: Machine, s: ir.LoopStmt, env: Env): Outcome {
  const holds = (): boolean =>
    s.test === undefined || Boolean(evaluate(m, s.test, env));
  block(m, s.init, env);
  if (!s.testAfter && !holds()) return undefined;
  do {
    const outcome = block(m, s.body, env);
    if (outcome !== undefined) {
      if (outcome.how === "return") return outcome;
      if (outcome.target !== s.label) return outcome;
      if (outcome.how === "break") return undefined;
    }
    block(m, s.update, env);
  } while (holds());
  return undefined;
}

function evaluate(m: Machine, e: ir.Expr, env: Env): Value {
  const value = (child: ir.Expr): Value => evaluate(m, child, env);
  switch (e.kind) {
    case "const":
      return e.value;
    case "read":
      if (!env.has(e.variable))
        throw new Error(`${e.variable.name} undeclared`);
      return env.get(e.variable);
    case "apply":
      return rules[e.rule as RuleName].value(
        ...(e.args.map(value) as number[]),
      );
    case "logic":
      return logic(e, value);
    case "conditional":
      return value(e.test) ? value(e.yes) : value(e.no);
    case "element": {
      const array = value(e.array) as Value[] | Map<Value, Value>;
      const index = value(e.index) as number;
      return array instanceof Map ? array.get(index) : array[index];
    }
    case "field":
      return (value(e.object) as Record<string, Value>)[e.name];
    case "length":
      return (value(e.array) as Value[]).length;
    case "allocate":
      return allocate(e, value);
    case "arrayLiteral": {
      const items = e.elements.map(value);
      return e.type.kind === "typedArray"
        ? typedArrays[e.type.name].from(items as number[])
        : items;
    }
    case "objectLiteral":
      if (e.type.kind === "dictionary" && e.type.container === "map")
        return new Map();
      return Object.fromEntries(e.fields.map((f) => [f.name, value(f.value)]));
    case "copy": {
      const of = value(e.of);
      if (e.shallow === true) return (of as Value[]).slice();
      return structuredClone(of);
    }
    case "foreign":
      return foreign(m, e, env);
    case "zeros":
    case "lambda":
      throw new Error(`${e.kind} in a primal function`);
  }
}

function logic(e: ir.LogicExpr, value: (e: ir.Expr) => Value): Value {
  const [x, y] = e.args as [ir.Expr, ir.Expr];
  const binary = (f: (a: never, b: never) => Value): Value =>
    f(value(x) as never, value(y) as never);
  switch (e.op) {
    case "&&":
      return value(x) && value(y);
    case "||":
      return value(x) || value(y);
    case "!":
      return !value(x);
    case "typeof":
      return typeof value(x);
    case "concat":
      return e.args.map(value).reduce((a, b) => (a as string) + (b as string));
    case "<":
      return binary((a, b) => a < b);
    case "<=":
      return binary((a, b) => a <= b);
    case ">":
      return binary((a, b) => a > b);
    case ">=":
      return binary((a, b) => a >= b);
    case "===":
      return binary((a, b) => a === b);
    case "!==":
      return binary((a, b) => a !== b);
    case "==":
      // eslint-disable-next-line eqeqeq -- this is what it interprets
      return binary((a, b) => a == b);
    case "!=":
      // eslint-disable-next-line eqeqeq -- this is what it interprets
      return binary((a, b) => a != b);
    case "in":
      return binary((a, b) => a in b);
    case "instanceof":
      return binary((a, b) => (a as object) instanceof b);
  }
}

const typedArrays = {
  Float64Array,
  Float32Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
};

function allocate(e: ir.AllocateExpr, value: (e: ir.Expr) => Value): Value {
  const length = value(e.length) as number;
  if (e.type.kind === "typedArray") {
    const array = new typedArrays[e.type.name](length);
    return e.fill === undefined ? array : array.fill(value(e.fill) as number);
  }
  const array = new Array<Value>(length);
  return e.fill === undefined ? array : array.fill(value(e.fill));
}

/** Holes become properties of one object, so that the text can assign to them. */
function foreign(m: Machine, e: ir.ForeignExpr, env: Env): Value {
  const holes: Record<string, Value> = {};
  const names = new Map<ir.Variable, string>();
  const code = e.parts
    .map((part, i) => {
      if (typeof part === "string") return part;
      const known = part.kind === "read" ? names.get(part.variable) : undefined;
      const name = known ?? `h${i}`;
      if (part.kind === "read") names.set(part.variable, name);
      // Variables are live (a closure sees later assignments); other holes have a value now.
      if (part.kind === "read")
        Object.defineProperty(holes, name, {
          configurable: true,
          get: () => env.get(part.variable),
          set: (v) => env.set(part.variable, v),
        });
      else holes[name] = evaluate(m, part, env);
      return `__holes.${name}`;
    })
    .join("");
  return (m.scope(`(__holes) => (${code})`) as (h: object) => Value)(holes);
}
