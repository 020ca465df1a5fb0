/**
 * Takes out what the type checker's lint flags would complain of and nobody would write: locals that nothing
 * reads, statements after a jump, labels that nothing jumps to.
 */
import type * as ir from "../ir/nodes.ts";
import { mapExpr, mapStmt } from "../ir/walk.ts";
import { lambdasOf, liveVariables, visitStatements } from "./usage.ts";

export interface Tidied {
  readonly body: ir.Block;
  /** The statement that a rebuilt one stands for. */
  readonly originalOf: ReadonlyMap<ir.Stmt, ir.Stmt>;
}

export function tidy(body: ir.Block): Tidied {
  const live = liveVariables(body);
  const targets = new Set<ir.Label>();
  visitStatements(body, (s) => s.kind === "jump" && targets.add(s.target));
  const originalOf = new Map<ir.Stmt, ir.Stmt>();

  const block = (b: ir.Block): ir.Block => {
    const kept: ir.Stmt[] = [];
    for (const s of b) {
      const tidied = statement(s).map(withTidyLambdas);
      for (const t of tidied) if (t !== s) originalOf.set(t, s);
      kept.push(...tidied);
      if (endsFlow(kept.at(-1))) break;
    }
    return kept.length === b.length && kept.every((s, i) => s === b[i])
      ? b
      : kept;
  };
  const statement = (s: ir.Stmt): readonly ir.Stmt[] => {
    switch (s.kind) {
      case "let":
      case "assign": {
        if (live.has(s.variable)) return [s];
        const { value } = s;
        return value?.kind === "foreign" && !value.pure
          ? [{ kind: "effect", origin: s.origin, value }]
          : [];
      }
      case "call": {
        if (s.result === undefined || live.has(s.result)) return [s];
        const { result: _, ...rest } = s;
        return [rest];
      }
      case "if": {
        const then = block(s.then);
        const otherwise = block(s.otherwise);
        return then === s.then && otherwise === s.otherwise
          ? [s]
          : [{ ...s, then, otherwise }];
      }
      case "loop": {
        const init = s.init.filter((l) => live.has(l.variable));
        const update = s.update.filter(
          (u) => u.kind === "store" || live.has(u.variable),
        );
        const inner = block(s.body);
        const same =
          inner === s.body &&
          init.length === s.init.length &&
          update.length === s.update.length;
        return same ? [s] : [{ ...s, init, update, body: inner }];
      }
      case "block": {
        const inner = block(s.body);
        if (inner.length === 0) return [];
        if (s.label !== undefined && targets.has(s.label))
          return inner === s.body ? [s] : [{ ...s, body: inner }];
        if (!inner.some((i) => i.kind === "let" || i.kind === "call"))
          return inner;
        const { label: _, ...rest } = s;
        return [{ ...rest, body: inner }];
      }
      case "store":
      case "push":
      case "resize":
      case "jump":
      case "return":
      case "throw":
      case "effect":
        return [s];
    }
  };
  const withTidyLambdas = (s: ir.Stmt): ir.Stmt => {
    if (lambdasOf(s).every((lambda) => block(lambda.body) === lambda.body))
      return s;
    const inLambda = (e: ir.Expr): ir.Expr =>
      e.kind === "lambda" ? { ...e, body: block(e.body) } : e;
    return mapStmt(
      s,
      (e) => mapExpr(e, inLambda),
      (b) => b,
    );
  };
  return { body: block(body), originalOf };
}

const endsFlow = (s: ir.Stmt | undefined): boolean =>
  s?.kind === "jump" || s?.kind === "return" || s?.kind === "throw";
