/** Copies and constants are read where they come from. */
import { isConst } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import { mapExpr, unlessSame, updateStmt, visitBlock } from "../ir/walk.ts";
import * as algebra from "../ir/algebra.ts";

/** Derived `const d = e` with `e` another variable that never changes again, or a constant, is read as `e`. */
export function forwardCopies(block: ir.Block): ir.Block {
  const writes = new Map<ir.Variable, number>();
  const count = (v: ir.Variable): void => {
    writes.set(v, (writes.get(v) ?? 0) + 1);
  };
  visitBlock(block, {
    stmt: (s) => {
      if (s.kind === "let" || s.kind === "assign") count(s.variable);
      if (s.kind === "call" && s.result) count(s.result);
    },
    expr: (e) => {
      if (e.kind === "foreign") e.assigns.forEach(count);
    },
  });
  const same = new Map<ir.Variable, ir.Expr>();
  visitBlock(block, {
    stmt: (s) => {
      if (
        s.kind !== "let" ||
        s.origin.role !== "adjoint" ||
        writes.get(s.variable) !== 1 ||
        s.value === undefined
      )
        return;
      const constant = s.value.kind === "const";
      const copy =
        s.value.kind === "read" && (writes.get(s.value.variable) ?? 0) <= 1;
      if (constant || copy) same.set(s.variable, s.value);
    },
  });
  if (same.size === 0) return block;
  const resolve = (e: ir.Expr): ir.Expr => {
    let at = e;
    while (at.kind === "read" && same.has(at.variable))
      at = same.get(at.variable)!;
    return at;
  };
  const derived = (e: ir.Expr): ir.Expr =>
    mapExpr(e, (x) => refold(resolve(x)));
  const ofBlock = (inner: ir.Block): ir.Block =>
    unlessSame(
      inner,
      inner
        .filter((s) => s.kind !== "let" || !same.has(s.variable))
        .map((s) => updateStmt(s, derived, ofBlock)),
    );
  return ofBlock(block);
}

/** Folds again what a constant that was put in has made trivial; only derivatives read such constants. */
function refold(e: ir.Expr): ir.Expr {
  if (e.kind !== "apply") return e;
  if (!e.args.some((arg) => isConst(arg, 1) || isConst(arg, -1))) return e;
  const [x, y] = e.args;
  if (e.rule === "mul") return algebra.mul(x!, y!);
  return e.rule === "guard" ? algebra.guard(x!, y!) : e;
}
