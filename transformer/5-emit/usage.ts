/** What is read and what is assigned: decides `const` or `let`, the underscore of a parameter, dead locals. */
import type * as ir from "../ir/nodes.ts";
import { blocksOf, childrenOf, expressionsOf, visitExpr } from "../ir/walk.ts";

/** The variables that a block assigns to, closures included. Remembered by block: asked of each block around it. */
export function assignedIn(block: ir.Block): ReadonlySet<ir.Variable> {
  const known = remembered.get(block);
  if (known !== undefined) return known;
  const found = new Set<ir.Variable>();
  for (const s of block) {
    if (s.kind === "assign") found.add(s.variable);
    for (const e of expressionsOf(s)) addAssignedBy(e, found);
    for (const inner of blocksOf(s))
      for (const v of assignedIn(inner)) found.add(v);
  }
  remembered.set(block, found);
  return found;
}

const remembered = new WeakMap<ir.Block, ReadonlySet<ir.Variable>>();

function addAssignedBy(e: ir.Expr, found: Set<ir.Variable>): void {
  visitExpr(e, (inner) => {
    if (inner.kind === "foreign") for (const v of inner.assigns) found.add(v);
    if (inner.kind === "lambda")
      for (const v of assignedIn(inner.body)) found.add(v);
  });
}

/** Visits an expression and all below it, but not the statements of a lambda. */
export function visitOutside(e: ir.Expr, visit: (e: ir.Expr) => void): void {
  visit(e);
  // Such zeros are written without a look at what they are the zeros of.
  if (e.kind === "zeros" && isLiteralZeros(e)) return;
  for (const child of childrenOf(e)) visitOutside(child, visit);
}

/** Zeros that are written as literals: `0`, `[0, 0]`. */
export const isLiteralZeros = (e: ir.ZerosExpr): boolean =>
  e.type.kind === "number" ||
  (e.type.kind === "tuple" &&
    e.group === undefined &&
    e.type.elements.every((t) => t.kind === "number"));

/** Visits all statements, those of lambdas included, parents first. */
export function visitStatements(
  block: ir.Block,
  visit: (s: ir.Stmt) => void,
): void {
  for (const s of block) {
    visit(s);
    for (const lambda of lambdasOf(s)) visitStatements(lambda.body, visit);
    for (const inner of blocksOf(s)) visitStatements(inner, visit);
  }
}

/** The lambdas in a statement's own expressions. */
export function lambdasOf(s: ir.Stmt): ir.LambdaExpr[] {
  const found: ir.LambdaExpr[] = [];
  for (const e of expressionsOf(s)) {
    visitOutside(e, (inner) => {
      if (inner.kind === "lambda") found.push(inner);
    });
  }
  return found;
}

/** Variables that an expression reads, `group`s included, lambdas apart. */
function readsOf(e: ir.Expr): ir.Variable[] {
  const found: ir.Variable[] = [];
  visitOutside(e, (inner) => {
    if (inner.kind === "read") found.push(inner.variable);
    if (
      (inner.kind === "copy" || inner.kind === "zeros") &&
      inner.group !== undefined
    )
      found.push(inner.group);
    if (inner.kind === "foreign") found.push(...inner.assigns);
  });
  return found;
}

const isEffect = (e: ir.Expr | undefined): boolean =>
  e?.kind === "foreign" && !e.pure;

/**
 * The variables whose value matters: read by something that is not itself the value of a variable that
 * matters to nothing. (TypeScript's noUnusedLocals asks for less, but not for more.)
 */
export function liveVariables(body: ir.Block): ReadonlySet<ir.Variable> {
  const live = new Set<ir.Variable>();
  const feeds = new Map<ir.Variable, ir.Variable[]>();
  const pending: ir.Variable[] = [];
  const mark = (v: ir.Variable): void => {
    if (live.has(v)) return;
    live.add(v);
    pending.push(v);
  };
  visitStatements(body, (s) => {
    if ((s.kind === "let" || s.kind === "assign") && !isEffect(s.value)) {
      const reads = s.value === undefined ? [] : readsOf(s.value);
      const known = feeds.get(s.variable);
      if (known) known.push(...reads);
      else feeds.set(s.variable, [...reads]);
    } else {
      for (const e of expressionsOf(s)) readsOf(e).forEach(mark);
    }
  });
  for (let v = pending.pop(); v !== undefined; v = pending.pop())
    feeds.get(v)?.forEach(mark);
  return live;
}

const comparisons = new Set(["===", "!==", "==", "!="]);

/** What is compared for equality: TypeScript takes it for what it was compared with. */
export interface Compared {
  /** Guards included: a `const` of a literal would have the literal's type, and never equal another. */
  readonly variables: ReadonlySet<ir.Variable>;
  readonly expressions: readonly ir.Expr[];
}

export function comparedIn(body: ir.Block): Compared {
  const variables = new Set<ir.Variable>();
  const expressions: ir.Expr[] = [];
  const add = (e: ir.Expr | undefined): void => {
    if (e?.kind === "read") variables.add(e.variable);
  };
  visitStatements(body, (s) => {
    for (const e of expressionsOf(s)) {
      visitOutside(e, (inner) => {
        if (inner.kind === "apply" && inner.rule === "guard")
          add(inner.args[0]);
        if (inner.kind !== "logic" || !comparisons.has(inner.op)) return;
        inner.args.forEach(add);
        expressions.push(...inner.args.filter((arg) => arg.kind !== "const"));
      });
    }
  });
  return { variables, expressions };
}
