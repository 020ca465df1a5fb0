/**
 * JavaScript evaluates operands from left to right, and a later one may change what an earlier one has
 * read: `a[i] + (a[i] = 5)`, `x + f(x++)`. The IR's expressions have no place in time, so an operand that is
 * disturbed is saved in a temporary before the statements that disturb it.
 */
import { let_, read, variable } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import { visitBlock, visitExpr } from "../ir/walk.ts";
import type { Reading } from "./reading.ts";
import { apart, emit } from "./reading.ts";

/** Reads operands in order; each step sees the expressions of those before it. */
export function inOrder(
  cx: Reading,
  steps: readonly ((cx: Reading, before: readonly ir.Expr[]) => ir.Expr)[],
): ir.Expr[] {
  const done: ir.Expr[] = [];
  for (const step of steps) {
    const inner = apart(cx);
    const expr = step(inner, done);
    if (inner.out.length > 0) {
      const changed = changesOf(cx, inner.out);
      done.forEach((earlier, i) => {
        if (disturbs(changed, earlier)) done[i] = save(cx, earlier);
      });
      cx.out.push(...inner.out);
    }
    done.push(expr);
  }
  return done;
}

/** What statements may change: variables that were there before them, and memory. */
interface Changes {
  readonly variables: ReadonlySet<ir.Variable>;
  readonly memory: boolean;
}

export function changesOf(cx: Reading, block: ir.Block): Changes {
  const variables = new Set<ir.Variable>();
  let memory = false;
  visitBlock(block, {
    stmt: (s) => {
      switch (s.kind) {
        case "assign":
          variables.add(s.variable);
          break;
        case "store":
        case "push":
        case "resize":
          memory = true;
          break;
        case "call":
          memory ||= cx.reader.changes.get(s.callee) ?? true;
          break;
        default:
      }
    },
    expr: (e) => {
      if (e.kind !== "foreign" || e.pure) return;
      e.assigns.forEach((v) => variables.add(v));
      memory ||= e.mutates;
    },
  });
  return { variables, memory };
}

export function disturbs(changes: Changes, expr: ir.Expr): boolean {
  let hit = false;
  visitExpr(expr, (e) => {
    if (e.kind === "read") hit ||= changes.variables.has(e.variable);
    if (readsMemory(e)) hit ||= changes.memory;
  });
  return hit;
}

const readsMemory = (e: ir.Expr): boolean =>
  e.kind === "element" ||
  e.kind === "field" ||
  e.kind === "length" ||
  (e.kind === "foreign" && e.parts.some((part) => typeof part !== "string"));

/** Keeps the value that an expression has now. */
export function save(cx: Reading, expr: ir.Expr, name?: string): ir.ReadExpr {
  const v = variable(name ?? nameFor(expr), expr.type);
  emit(cx, let_(cx.origin, v, expr));
  cx.func.temporaries.add(v);
  cx.func.constants.add(v);
  return read(v);
}

/** A name for the value of an expression: that of what it reads. */
export function nameFor(expr: ir.Expr): string {
  switch (expr.kind) {
    case "read":
      return expr.variable.name;
    case "field":
      return /^[\w$]+$/.test(expr.name) ? expr.name : "value";
    case "element":
      return `${nameFor(expr.array)}At`;
    case "length":
      return "length";
    case "arrayLiteral":
    case "allocate":
      return "list";
    case "objectLiteral":
      return "record";
    default:
      return "value";
  }
}
