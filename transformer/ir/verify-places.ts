/** What may stand where: values with identity as whole values of lets, impure text on its own (invariants 1 and 2 of `nodes.ts`). */
import { dumpExpr } from "./dump.ts";
import type * as ir from "./nodes.ts";
import { childrenOf, expressionsOf } from "./walk.ts";

const identities = new Set<ir.Expr["kind"]>([
  "allocate",
  "arrayLiteral",
  "objectLiteral",
  "copy",
  "zeros",
  "lambda",
]);
const literals = new Set<ir.Expr["kind"]>(["arrayLiteral", "objectLiteral"]);

/** One message for each expression of the statement that stands where it may not. */
export function misplaced(s: ir.Stmt): string[] {
  const problems: string[] = [];
  const mayAllocate =
    s.kind === "let" || s.kind === "assign" || s.kind === "return";
  const mayAct = s.kind === "let" || s.kind === "assign" || s.kind === "effect";
  for (const e of expressionsOf(s)) {
    if (identities.has(e.kind) && !(mayAllocate && e === s.value)) {
      problems.push(
        `makes a value with identity outside of a let: ${dumpExpr(e)}`,
      );
    }
    if (isImpure(e) && !(mayAct && e === s.value))
      problems.push(`an effect inside: ${dumpExpr(e)}`);
    visitInside(e, s.kind === "return", problems);
  }
  return problems;
}

function visitInside(
  e: ir.Expr,
  isReturned: boolean,
  problems: string[],
): void {
  for (const child of childrenOf(e)) {
    // An entry returns its record as a whole: `return { value, grad: [dw, db] }`. Nothing looks into that again.
    const isOfEntry =
      literals.has(e.kind) &&
      (child.kind === "lambda" || (isReturned && literals.has(child.kind)));
    if (identities.has(child.kind) && !isOfEntry) {
      problems.push(
        `makes a value with identity inside an expression: ${dumpExpr(child)}`,
      );
    }
    if (isImpure(child))
      problems.push(`an effect inside an expression: ${dumpExpr(child)}`);
    visitInside(child, isReturned, problems);
  }
}

const isImpure = (e: ir.Expr): boolean => e.kind === "foreign" && !e.pure;
