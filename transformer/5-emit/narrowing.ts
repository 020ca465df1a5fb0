/**
 * Where TypeScript narrows a variable as the reader saw it narrowed: below a test of that variable, as long as
 * nothing assigns to it. Elsewhere (in a reverse sweep, say, where the branch was stored) the emitted text has
 * to say it itself, with `!` or `as`.
 */
import type * as ir from "../ir/nodes.ts";
import { assignedIn, visitOutside } from "./usage.ts";

/** The variables that are tested, on every way to where one stands. */
export type Tested = ReadonlySet<ir.Variable>;

export const withTests = (
  tested: Tested,
  test: ir.Expr | undefined,
): Tested => {
  const more = test === undefined ? [] : testedBy(test);
  return more.length === 0 ? tested : new Set([...tested, ...more]);
};

export function without(tested: Tested, block: ir.Block): Tested {
  if (tested.size === 0) return tested;
  const assigned = assignedIn(block);
  return [...tested].some((v) => assigned.has(v))
    ? new Set([...tested].filter((v) => !assigned.has(v)))
    : tested;
}

/** What is tested behind a statement. */
export function after(s: ir.Stmt, tested: Tested): Tested {
  const left = without(tested, [s]);
  if (s.kind !== "if") return left;
  // `if (link === null) return …`: what follows knows that it is not.
  const leaves = leavesAlways(s.then) || leavesAlways(s.otherwise);
  return leaves ? without(withTests(left, s.test), [s]) : left;
}

const leavesAlways = (block: ir.Block): boolean => {
  const last = block.at(-1);
  if (last === undefined) return false;
  if (last.kind === "if")
    return leavesAlways(last.then) && leavesAlways(last.otherwise);
  return (
    last.kind === "return" || last.kind === "throw" || last.kind === "jump"
  );
};

const comparisons = new Set<ir.LogicExpr["op"]>([
  "===",
  "!==",
  "==",
  "!=",
  "in",
  "instanceof",
]);

/** The variables that a test can narrow: compared themselves or by a part, or taken for a truth value. */
function testedBy(test: ir.Expr): ir.Variable[] {
  switch (test.kind) {
    case "read":
      return [test.variable];
    case "field":
    case "element":
      return rootsOf(test);
    case "logic":
      if (comparisons.has(test.op)) return test.args.flatMap(rootsOf);
      return test.op === "&&" || test.op === "||" || test.op === "!"
        ? test.args.flatMap(testedBy)
        : [];
    case "foreign":
      // `Array.isArray(x)`, `isLeaf(node)`
      return test.parts.flatMap((part) =>
        typeof part === "string" ? [] : rootsOf(part),
      );
    default:
      return [];
  }
}

/** `link` of `link.next.weight`, of `typeof link`. */
function rootsOf(e: ir.Expr): ir.Variable[] {
  const found: ir.Variable[] = [];
  visitOutside(e, (inner) => {
    if (inner.kind === "read") found.push(inner.variable);
  });
  return found;
}
