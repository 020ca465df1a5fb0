/**
 * What functions capture, when they can't be read in place because one of them calls itself: each captured
 * variable becomes a parameter of the IR function, and the functions are bound again inside it.
 */
import { ts } from "ts-morph";
import { read, sameExpr, variable } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import { typeKey } from "../ir/types.ts";
import { assignedNames } from "./assigned.ts";
import type { Binding, Env, FunctionValue } from "./bindings.ts";
import { lookup, newEnv } from "./bindings.ts";
import { identifiersIn } from "./nodes.ts";
import { problemAt, Refusal } from "./problems.ts";
import type { Reader } from "./reading.ts";
import { symbolOf } from "./symbols.ts";
import { declaredSymbol } from "./visible.ts";

export interface Captured {
  /** Equal for calls that know the same functions and capture values of the same types. */
  readonly signature: string;
  /** The captured values, as arguments of the call. */
  readonly values: readonly ir.Expr[];
  /** A captured variable that the functions themselves assign: its value is not enough. */
  readonly assigned: ir.Variable | undefined;
  /** New variables for the captured values, and the functions bound to them. */
  readonly rebuild: () => {
    readonly variables: readonly ir.Variable[];
    /** The names that the called function captures. */
    readonly callee: Env | undefined;
    readonly args: readonly (FunctionValue | undefined)[];
  };
}

interface Entry {
  readonly name: string;
  readonly expr: ir.Expr;
}

type Source = FunctionValue & { kind: "source" };

export function capturedBy(
  reader: Reader,
  callee: Source,
  args: readonly (FunctionValue | undefined)[],
): Captured {
  const entries: Entry[] = [];
  const names = new Map<Source, Map<ts.Symbol, Kept>>();
  const seen: Source[] = [];
  let assigned: ir.Variable | undefined;

  const describe = (f: FunctionValue): string => {
    if (f.kind === "math") return `Math.${f.name}`;
    if (f.kind !== "source")
      throw new Refusal(
        problemAt(callee.node, "AD1013", {
          name: callee.name,
          variable: "which of several functions it is given",
        }),
      );
    const known = seen.findIndex((s) => s.node === f.node && s.env === f.env);
    if (known >= 0) return `#${known}`;
    seen.push(f);
    const own = new Map<ts.Symbol, Kept>();
    names.set(f, own);
    const changed = assignedNames(reader.checker, f.node);
    const parts: string[] = [];
    for (const [symbol, id] of freeNames(reader, f)) {
      const binding = lookup(f.env!, symbol)!;
      own.set(symbol, binding);
      if (binding.kind === "function") {
        parts.push(`${id}=${describe(binding.value)}`);
        continue;
      }
      const expr =
        binding.kind === "expr" ? binding.expr : read(binding.variable);
      if (binding.kind === "variable" && changed.has(symbol))
        assigned ??= binding.variable;
      const known = entries.findIndex((e) => sameExpr(e.expr, expr));
      if (known < 0)
        entries.push({
          name: binding.kind === "cell" ? binding.variable.name : id,
          expr,
        });
      own.set(symbol, {
        entry: known < 0 ? entries.length - 1 : known,
        cell: binding.kind === "cell" ? binding.name : undefined,
      });
      parts.push(
        `${id}=${known < 0 ? entries.length - 1 : known}:${binding.kind}:${typeKey(expr.type)}`,
      );
    }
    return `${f.node.getSourceFile().fileName}:${f.node.pos}{${parts.join()}}`;
  };

  const signature = [callee, ...args.filter((a) => a !== undefined)]
    .map(describe)
    .join("|");
  return {
    signature,
    values: entries.map((e) => e.expr),
    assigned,
    rebuild: () => rebuilt(callee, args, entries, names, seen),
  };
}

type Kept =
  Binding | { readonly entry: number; readonly cell: string | undefined };

function rebuilt(
  callee: Source,
  args: readonly (FunctionValue | undefined)[],
  entries: readonly Entry[],
  names: ReadonlyMap<Source, ReadonlyMap<ts.Symbol, Kept>>,
  seen: readonly Source[],
): ReturnType<Captured["rebuild"]> {
  const variables = entries.map((e) => variable(e.name, e.expr.type));
  const envs = new Map<Source, Env>();
  const envOf = (f: Source): Env => {
    const found = envs.get(f);
    if (found !== undefined) return found;
    const env = newEnv();
    envs.set(f, env);
    for (const [symbol, kept] of names.get(f) ?? [])
      env.bindings.set(symbol, again(kept));
    return env;
  };
  const again = (kept: Kept): Binding => {
    if (!("entry" in kept))
      return kept.kind === "function"
        ? { kind: "function", value: bound(kept.value) }
        : kept;
    const v = variables[kept.entry]!;
    return kept.cell === undefined
      ? { kind: "variable", variable: v }
      : { kind: "cell", variable: v, name: kept.cell };
  };
  const bound = (f: FunctionValue): FunctionValue => {
    if (f.kind !== "source" || f.env === undefined) return f;
    const same = seen.find((s) => s.node === f.node && s.env === f.env)!;
    return { ...f, env: envOf(same) };
  };
  return {
    variables,
    callee: callee.env === undefined ? undefined : envOf(seen[0]!),
    args: args.map((a) => (a === undefined ? undefined : bound(a))),
  };
}

/** The names a function's body uses that are bound where it was written. */
export function freeNames(reader: Reader, f: Source): Map<ts.Symbol, string> {
  const found = new Map<ts.Symbol, string>();
  const { env } = f;
  if (env === undefined) return found;
  for (const id of identifiersIn(f.node)) {
    const symbol = symbolOf(reader, id);
    if (symbol === undefined || isInside(symbol, f.node)) continue;
    if (lookup(env, symbol) !== undefined) found.set(symbol, id.text);
  }
  return found;
}

const isInside = (symbol: ts.Symbol, node: ts.Node): boolean =>
  symbol.declarations?.some(
    (d) =>
      d.getSourceFile() === node.getSourceFile() &&
      d.pos > node.pos &&
      d.end <= node.end,
  ) ?? false;

/** Does the function's own text name it? */
export function callsItself(
  reader: Reader,
  f: ts.FunctionLikeDeclaration,
): boolean {
  const symbol = declaredSymbol(reader, f);
  if (symbol === undefined || f.body === undefined) return false;
  return identifiersIn(f.body).some((id) => symbolOf(reader, id) === symbol);
}
