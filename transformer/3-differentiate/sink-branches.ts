/**
 * `const d = Math.log(x); if (c) return d; return x` works `d` out in the branch that uses it: a branch that was not
 * taken contributes exactly nothing, and in the reverse sweep a zero adjoint times a `NaN` of `d`'s would be `NaN`.
 * Only what can be `NaN` or infinite moves; it must change nothing but numbers that only this branch reads.
 */
import type * as ir from "../ir/nodes.ts";
import { isReference } from "../ir/types.ts";
import { blocksOf, expressionsOf, visitBlock, visitExpr } from "../ir/walk.ts";
import { mentionsOf } from "../ir/mentions.ts";

/** How far back to look: what is used in a branch mostly stands near it. */
const reach = 40;

export function sinkIntoBranches(
  block: ir.Block,
  value: ir.Expr | undefined,
): ir.Block {
  const outside = new Set<ir.Variable>();
  if (value)
    visitExpr(value, (e) => e.kind === "read" && outside.add(e.variable));
  return sinkIn(block, outside);
}

function sinkIn(block: ir.Block, outside: ReadonlySet<ir.Variable>): ir.Block {
  let current = [...block];
  for (let i = current.length - 1; i >= 0; i--) {
    const s = current[i]!;
    if (s.kind !== "if") continue;
    const last = usesAfter(current, i, outside);
    for (const branch of ["then", "otherwise"] as const) {
      const moved = movable(current, i, branch, last);
      const isRisky = moved.some((j) => mayBeUndefined(current[j]!));
      if (!isRisky) continue;
      const owner = current[i] as ir.IfStmt;
      current[i] = {
        ...owner,
        [branch]: [...moved.map((j) => current[j]!), ...owner[branch]],
      };
      current = current.filter((_, j) => !moved.includes(j));
      i -= moved.length;
    }
  }
  return current.map((s) => {
    switch (s.kind) {
      case "if":
        return {
          ...s,
          then: sinkIn(s.then, outside),
          otherwise: sinkIn(s.otherwise, outside),
        };
      case "loop": {
        const header = new Set(outside);
        for (const e of expressionsOf(s))
          visitExpr(e, (x) => x.kind === "read" && header.add(x.variable));
        for (const u of s.update) mentionsOf(u).forEach((v) => header.add(v));
        return { ...s, body: sinkIn(s.body, header) };
      }
      case "block":
        return { ...s, body: sinkIn(s.body, outside) };
      default:
        return s;
    }
  });
}

/** What is mentioned behind the statement, or by the function's value. */
function usesAfter(
  block: ir.Block,
  i: number,
  outside: ReadonlySet<ir.Variable>,
): ReadonlySet<ir.Variable> {
  const found = new Set(outside);
  for (const s of block.slice(i + 1))
    mentionsOf(s).forEach((v) => found.add(v));
  return found;
}

/** Places of the statements in front of the `if` that can stand at the start of its branch instead, in order. */
function movable(
  block: ir.Block,
  i: number,
  branch: "then" | "otherwise",
  after: ReadonlySet<ir.Variable>,
): number[] {
  const owner = block[i] as ir.IfStmt;
  const other = branch === "then" ? owner.otherwise : owner.then;
  // What is read or written by what stays where it is, from the statement on that is looked at.
  const staying = new Set(after);
  for (const e of expressionsOf(owner))
    visitExpr(e, (x) => x.kind === "read" && staying.add(x.variable));
  for (const s of other) mentionsOf(s).forEach((v) => staying.add(v));
  const changed = new Set<ir.Variable>();
  let storage = false;
  const moved: number[] = [];
  const declared = new Set(
    block.flatMap((s) => (s.kind === "let" ? [s.variable] : [])),
  );
  for (let j = i - 1; j >= 0 && j >= i - reach; j--) {
    const s = block[j]!;
    const made = isScalarWork(s) ? writtenIn(s) : undefined;
    const canMove =
      made !== undefined &&
      [...made].every((v) => declared.has(v) && !staying.has(v)) &&
      [...mentionsOf(s)].every((v) => !changed.has(v)) &&
      !(storage && loads(s));
    if (canMove) {
      moved.unshift(j);
      continue;
    }
    mentionsOf(s).forEach((v) => staying.add(v));
    writtenIn(s).forEach((v) => changed.add(v));
    storage ||= changesStorage(s);
  }
  return moved;
}

/** Does it do nothing but set numbers and the like, by expressions that can be evaluated at another time? */
function isScalarWork(s: ir.Stmt): boolean {
  let plain = true;
  const labels = new Set<ir.Label>();
  visitBlock([s], {
    stmt: (t) => {
      if (t.kind === "let" || t.kind === "assign")
        plain &&= !isReference(t.variable.type);
      else if (t.kind === "loop" || t.kind === "block") {
        if (t.label) labels.add(t.label);
      } else if (t.kind === "jump") plain &&= labels.has(t.target);
      else if (t.kind !== "if") plain = false;
    },
    expr: (e) => {
      plain &&= timeless.has(e.kind);
    },
  });
  return plain;
}

const timeless = new Set<ir.Expr["kind"]>([
  "apply",
  "conditional",
  "const",
  "element",
  "field",
  "length",
  "logic",
  "read",
]);

function writtenIn(s: ir.Stmt): Set<ir.Variable> {
  const found = new Set<ir.Variable>();
  const inner = new Set<ir.Variable>();
  visitBlock([s], {
    stmt: (t) => {
      if (t.kind === "let" && t !== s) inner.add(t.variable);
      if (t.kind === "let" || t.kind === "assign") found.add(t.variable);
      if (t.kind === "call" && t.result) found.add(t.result);
    },
    expr: (e) => {
      if (e.kind === "foreign") e.assigns.forEach((v) => found.add(v));
    },
  });
  inner.forEach((v) => found.delete(v));
  return found;
}

function loads(s: ir.Stmt): boolean {
  let found = false;
  visitBlock([s], {
    expr: (e) => {
      found ||=
        e.kind === "element" || e.kind === "field" || e.kind === "length";
    },
  });
  return found;
}

function changesStorage(s: ir.Stmt): boolean {
  let changes = false;
  visitBlock([s], {
    stmt: (t) => {
      changes ||= !(
        t.kind === "let" ||
        t.kind === "assign" ||
        t.kind === "jump" ||
        blocksOf(t).length > 0
      );
    },
    expr: (e) => {
      changes ||= e.kind === "foreign";
    },
  });
  return changes;
}

/** Can something in it be `NaN` or infinite, of finite numbers? */
export function mayBeUndefined(s: ir.Stmt): boolean {
  let may = false;
  visitBlock([s], {
    expr: (e) => {
      may ||= e.kind === "apply" && !total.has(e.rule);
    },
  });
  return may;
}

const total = new Set([
  ...["abs", "add", "atan", "cbrt", "ceil", "cos", "floor", "max", "min"],
  ...["mul", "neg", "round", "sign", "sin", "sub", "tanh", "trunc"],
]);
