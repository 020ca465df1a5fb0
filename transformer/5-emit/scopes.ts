/** The scopes of a function and what is declared in each: what naming needs to know of it. */
import type * as ir from "../ir/nodes.ts";
import { expressionsOf, visitExpr } from "../ir/walk.ts";

export interface Scope {
  readonly parent?: Scope;
  readonly children: Scope[];
}

export interface Scopes {
  /** Every variable, in the order of first declaration, with all scopes that declare it. */
  readonly declared: ReadonlyMap<ir.Variable, readonly Scope[]>;
  /** Labels that something jumps to, with the labels around them. */
  readonly labels: ReadonlyMap<ir.Label, readonly ir.Label[]>;
}

export function scopesOf(params: readonly ir.Param[], body: ir.Block): Scopes {
  const declared = new Map<ir.Variable, Scope[]>();
  const labels = new Map<ir.Label, readonly ir.Label[]>();

  const open = (parent?: Scope): Scope => {
    const scope: Scope =
      parent === undefined ? { children: [] } : { parent, children: [] };
    parent?.children.push(scope);
    return scope;
  };
  const declare = (variable: ir.Variable, scope: Scope): void => {
    const scopes = declared.get(variable);
    if (scopes === undefined) declared.set(variable, [scope]);
    else if (!scopes.includes(scope)) scopes.push(scope);
  };
  const visitFunction = (
    of: readonly ir.Param[],
    block: ir.Block,
    scope: Scope,
  ): void => {
    for (const param of of) declare(param.variable, scope);
    visit(block, scope, []);
  };
  const visit = (
    block: ir.Block,
    scope: Scope,
    around: readonly ir.Label[],
  ): void => {
    for (const s of block) {
      for (const e of expressionsOf(s)) visitLambdas(e, scope);
      switch (s.kind) {
        case "let":
          declare(s.variable, scope);
          break;
        case "call":
          if (s.result !== undefined) declare(s.result, scope);
          break;
        case "if":
          visit(s.then, open(scope), around);
          visit(s.otherwise, open(scope), around);
          break;
        case "loop": {
          const head = open(scope);
          visit(s.init, head, around);
          visit(s.update, head, around);
          labels.set(s.label, around);
          visit(s.body, open(head), [...around, s.label]);
          break;
        }
        case "block":
          if (s.label !== undefined) labels.set(s.label, around);
          visit(
            s.body,
            open(scope),
            s.label === undefined ? around : [...around, s.label],
          );
          break;
        case "assign":
        case "store":
        case "push":
        case "resize":
        case "jump":
        case "return":
        case "throw":
        case "effect":
          break;
      }
    }
  };
  const visitLambdas = (e: ir.Expr, scope: Scope): void => {
    visitExpr(e, (inner) => {
      // visitExpr goes on into the statements of a lambda: lambdas do not nest in what we emit.
      if (inner.kind === "lambda")
        visitFunction(inner.params, inner.body, open(scope));
    });
  };
  visitFunction(params, body, open());
  return { declared, labels };
}
