/**
 * A reverse loop whose iterations only add to adjoints may run in any order: it runs forwards, as a person would
 * write it, and as the loop that it is the adjoint of does. (Sums are added up in another order then.)
 */
import { isReference } from "../ir/types.ts";
import {
  apply,
  assign,
  compare,
  increment,
  isConst,
  let_,
  number,
  read,
  targetOf,
} from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import {
  childrenOf,
  expressionsOf,
  mapBlock,
  reads,
  rootOf,
  visitBlock,
  visitExpr,
} from "../ir/walk.ts";
import { isListOfNumbers } from "./once.ts";

export const runForwards = (block: ir.Block): ir.Block =>
  mapBlock(
    block,
    (e) => e,
    (s) => (s.kind === "loop" ? (forwards(s) ?? s) : s),
  );

/**
 * The loop with its header turned round, where it counts down by one and its iterations are free. A loop of the
 * author's that goes down is left as it is: where it ends says nothing of where it began.
 */
function forwards(loop: ir.LoopStmt): ir.LoopStmt | undefined {
  if (loop.isReversed !== true) return undefined;
  const { init, test, update, body } = loop;
  const [first] = init;
  const [step] = update;
  if (first?.value === undefined || step === undefined) return undefined;
  const i = first.variable;
  if (test?.kind !== "logic" || test.op !== ">=" || !isRead(test.args[0]!, i))
    return undefined;
  const start = test.args[1]!;
  const by = increment(step);
  if (targetOf(step).kind !== "read" || !reads(targetOf(step), i))
    return undefined;
  if (by?.sign !== -1 || !isConst(by.by, 1)) return undefined;
  if (!isFree(body, i, [start, first.value])) return undefined;
  const { isReversed: _, ...rest } = loop;
  const { origin } = loop;
  return {
    ...rest,
    init: [let_(origin, i, start)],
    test: upTo(i, first.value),
    update: [assign(origin, i, apply("add", read(i), number(1)))],
  };
}

const isRead = (e: ir.Expr, v: ir.Variable): boolean =>
  e.kind === "read" && e.variable === v;

/** The test of a counter, which is an integer, that takes `last` as its last value. */
function upTo(i: ir.Variable, last: ir.Expr): ir.Expr {
  if (isConst(last) && typeof last.value === "number")
    return compare("<", read(i), number(last.value + 1));
  if (last.kind === "apply") {
    const [bound, one] = last.args as [ir.Expr, ir.Expr | undefined];
    if (last.rule === "sub" && one !== undefined && isConst(one, 1))
      return compare("<", read(i), unrounded(bound, "ceil"));
  }
  return compare("<=", read(i), unrounded(last, "floor"));
}

const unrounded = (e: ir.Expr, rule: "ceil" | "floor"): ir.Expr =>
  e.kind === "apply" && e.rule === rule ? e.args[0]! : e;

/**
 * Does the body do nothing but add to adjoints, none of which it reads, and leave alone the counter and what `fixed`
 * (the header) is made of? What is declared in it is its own.
 */
function isFree(
  body: ir.Block,
  counter: ir.Variable,
  fixed: readonly ir.Expr[],
): boolean {
  const own = new Set<ir.Variable>();
  /** Arrays and objects that each iteration makes for itself. */
  const fresh = new Set<ir.Variable>();
  const sums = new Set<ir.Variable>();
  const others: ir.Expr[] = [...fixed];
  let isAdjoint = false;
  let isFine = true;
  const add = (s: ir.AssignStmt | ir.StoreStmt): void => {
    const by = increment(s);
    if (by === undefined) isFine = false;
    else others.push(by.by);
    isAdjoint ||= s.origin.role === "adjoint";
  };
  visitBlock(body, {
    stmt: (s) => {
      switch (s.kind) {
        case "let":
          own.add(s.variable);
          if (s.value?.kind === "allocate") fresh.add(s.variable);
          others.push(...expressionsOf(s));
          break;
        case "if":
        case "block":
        case "loop":
          others.push(...expressionsOf(s));
          break;
        case "assign":
          if (own.has(s.variable)) others.push(s.value);
          else if (s.variable === counter) isFine = false;
          else {
            sums.add(s.variable);
            add(s);
          }
          break;
        case "store": {
          const root = rootOf(s.target);
          // Where it stands is read; what stands there is only added to.
          others.push(...childrenOf(s.target));
          if (root !== undefined && fresh.has(root)) others.push(s.value);
          else if (root?.isShadow === true) add(s);
          else isFine = false;
          break;
        }
        default:
          isFine = false;
      }
    },
  });
  if (!isFine || !isAdjoint) return false;
  for (const e of others)
    visitExpr(e, (x) => {
      if (x.kind === "read" && sums.has(x.variable)) isFine = false;
      if (x.kind === "foreign" || mayBeAdjoint(x, fresh)) isFine = false;
    });
  return isFine;
}

/** May it be a number in a shadow that others see? Primal storage is never a shadow's. */
function mayBeAdjoint(e: ir.Expr, fresh: ReadonlySet<ir.Variable>): boolean {
  if (e.kind !== "element" && e.kind !== "field") return false;
  if (isReference(e.type)) return false;
  const root = rootOf(e);
  if (root === undefined) return true;
  if (fresh.has(root)) return false;
  return root.isShadow === true || !isListOfNumbers(root.type);
}
