/** The one branch that uses a number, if the reverse of what makes the number can be a part of the branch's own. */
import type * as ir from "../ir/nodes.ts";
import { isReference } from "../ir/types.ts";
import { expressionsOf, visitExpr } from "../ir/walk.ts";
import type { Subject } from "./sweep.ts";
import { mayUse, reads } from "./uses.ts";

/** What is run or not run as one. */
export type Arm =
  /** A branch of a statement, or a side of a conditional expression. */
  | { readonly of: ir.IfStmt | ir.ConditionalExpr; readonly taken: boolean }
  /** What follows a statement that may jump out of the construct around. */
  | { readonly behind: ir.Stmt }
  /** What goes into a number that may be unused. */
  | { readonly into: ir.Stmt };

/** Statements whose reverse has moved into arms. */
export class Moves {
  readonly #all = new Set<ir.Stmt>();
  /** By all that is around them where they have gone: statements, expressions and arms. */
  readonly #in = new Map<object, ir.Stmt[]>();
  readonly #into = new Map<Arm, ir.Stmt[]>();
  readonly #arms = new Map<object, Map<string, Arm>>();

  /** The same object for the same branch. */
  arm(of: ir.IfStmt | ir.ConditionalExpr, taken: boolean): Arm {
    return this.#known(of, String(taken), { of, taken });
  }
  behind(s: ir.Stmt): Arm {
    return this.#known(s, "behind", { behind: s });
  }
  withNumber(s: ir.Stmt): Arm {
    return this.#known(s, "into", { into: s });
  }

  #known(of: object, which: string, fresh: Arm): Arm {
    const ofObject = this.#arms.get(of) ?? new Map<string, Arm>();
    this.#arms.set(of, ofObject);
    const arm = ofObject.get(which) ?? fresh;
    ofObject.set(which, arm);
    return arm;
  }

  /** @param way what stands around, outermost first, and the arm, last. */
  add(s: ir.Stmt, way: Way): void {
    this.#all.add(s);
    for (const around of way) append(this.#in, around, s);
    append(this.#into, armOf(way), s);
  }

  has = (s: ir.Stmt): boolean => this.#all.has(s);
  /** What has moved into it, or into an arm inside it. */
  inside = (around: object): readonly ir.Stmt[] => this.#in.get(around) ?? [];
  /** What has moved into the arm itself, in the order of the reverse sweep. */
  into = (arm: Arm): readonly ir.Stmt[] => this.#into.get(arm) ?? [];
}

/** Statements, expressions and arms, each inside the one before; the last is an arm. */
type Way = readonly (ir.Stmt | ir.Expr | Arm)[];

export const armOf = (way: Way): Arm => way.at(-1) as Arm;

const append = <K>(map: Map<K, ir.Stmt[]>, key: K, s: ir.Stmt): void => {
  const list = map.get(key);
  if (list) list.push(s);
  else map.set(key, [s]);
};

/**
 * The way into the innermost arm, or undefined.
 * @param isFlagged does the statement make a number that has a flag?
 */
export function wayInto(
  subject: Subject,
  made: ir.Stmt,
  v: ir.Variable,
  moves: Moves,
  isFlagged: (s: ir.Stmt) => boolean,
): Way | undefined {
  const { activity, body, exits, tree, value } = subject;
  const { block, index } = tree.before(made);
  const isRead = (e: ir.Expr): boolean => reads(e, activity, v, true);
  const isUsedBy = (s: ir.Stmt): boolean => mayUse(subject, s, v);
  const isInside = (around: object): boolean =>
    moves.inside(around).some(isUsedBy);
  // What is declared further out may be used there too.
  if (made.kind === "assign") return undefined;
  const way = inBlock(block, index + 1);
  return way.length === 0 ? undefined : way;

  /** The way from a block on; empty where it ends. */
  function inBlock(stmts: ir.Block, from: number): Way {
    const isUser = (s: ir.Stmt): boolean =>
      !moves.has(s) && (isUsedBy(s) || isInside(s));
    const construct = constructOf(subject, stmts);
    for (let i = from; i < stmts.length; i++) {
      const s = stmts[i]!;
      const mayJump =
        construct !== undefined &&
        i < stmts.length - 1 &&
        exits.codesIn([s], construct).size > 0;
      if (!isUser(s)) {
        if (interferes(subject, s, made)) return [];
        if (!mayJump) continue;
        const arm = moves.behind(s);
        const stays = moves.into(arm).some(isUsedBy);
        return [arm, ...(stays ? [] : inBlock(stmts, i + 1))];
      }
      if (mayJump || isMetAgain(stmts, i + 1, isUser)) return [];
      return inUser(s);
    }
    if (stmts !== body || value === undefined) return [];
    return around(value, inExpr(value));
  }

  function isMetAgain(
    stmts: ir.Block,
    from: number,
    isUser: (s: ir.Stmt) => boolean,
  ): boolean {
    return (
      stmts.some(
        (s, i) =>
          (i >= from && isUser(s)) ||
          (i >= from - 1 && isInside(moves.behind(s))),
      ) ||
      (stmts === body &&
        value !== undefined &&
        (isRead(value) || isInside(value)))
    );
  }

  function inUser(user: ir.Stmt): Way {
    if (user.kind === "if") {
      const { then, otherwise } = user;
      const isIn = (taken: boolean, branch: ir.Block): boolean =>
        isInside(moves.arm(user, taken)) || branch.some(isUsedBy);
      const taken = isIn(true, then);
      if (taken === isIn(false, otherwise)) return [];
      const arm = moves.arm(user, taken);
      const stays = moves.into(arm).some(isUsedBy);
      const further = stays ? [] : inBlock(taken ? then : otherwise, 0);
      return [user, arm, ...further];
    }
    if (isFlagged(user)) return [user, moves.withNumber(user)];
    if (user.kind !== "let" && user.kind !== "assign" && user.kind !== "store")
      return [];
    if (!user.value || isReference(user.value.type)) return [];
    // Its adjoint starts anew behind its value's: what is added to it before would be lost.
    if (user.kind === "assign" && interferes(subject, user, made)) return [];
    return around(user, inExpr(user.value));
  }

  function inExpr(e: ir.Expr): Way {
    if (e.kind === "apply") {
      const users = e.args.filter((arg) => isRead(arg) || isInside(arg));
      return users.length === 1 ? around(users[0]!, inExpr(users[0]!)) : [];
    }
    if (e.kind !== "conditional") return [];
    const isIn = (taken: boolean, side: ir.Expr): boolean =>
      isInside(moves.arm(e, taken)) || isRead(side);
    const taken = isIn(true, e.yes);
    if (taken === isIn(false, e.no)) return [];
    const arm = moves.arm(e, taken);
    const stays = moves.into(arm).some(isUsedBy);
    const further = stays ? [] : inExpr(taken ? e.yes : e.no);
    return [e, arm, ...further];
  }
}

/** The loop or block that a jump in the block may leave, where its exits are recorded. */
export function constructOf(
  { tree, exits }: Subject,
  block: ir.Block,
): ir.LoopStmt | ir.BlockStmt | undefined {
  for (let b = block; ;) {
    const owner = tree.owner(b);
    if (owner === undefined) return undefined;
    if (owner.kind === "loop" || owner.kind === "block")
      return exits.record(owner) && owner;
    b = tree.before(owner).block;
  }
}

const around = (outside: ir.Stmt | ir.Expr, way: Way): Way =>
  way.length === 0 ? way : [outside, ...way];

/**
 * Would it matter whether the reverse of `made` comes before or after that of a statement behind it? It adds to the
 * adjoints of what `made` reads; those are taken, and start anew, where the statement overwrites what they belong to.
 */
function interferes(subject: Subject, s: ir.Stmt, made: ir.Stmt): boolean {
  const { aliases, effects } = subject;
  const { variables, heap } = effects.of(s);
  let found = false;
  for (const e of expressionsOf(made))
    visitExpr(e, (x) => {
      if (x.kind !== "read") return;
      found ||= variables.has(x.variable);
      if (isReference(x.variable.type))
        for (const c of aliases.reachable(aliases.ofVariable(x.variable)))
          found ||= heap.has(c);
    });
  return found;
}
