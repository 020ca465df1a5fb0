/**
 * Storage that no two iterations of a loop share: made in the iteration; or met by each at elements of its own; or
 * scratch that each iteration writes before it reads it, and that nothing reads elsewhere (privatisation, Tu and
 * Padua 1993). Asked of shadows: the reverse sweep meets an element of a shadow where the primal meets its own.
 */
import type * as ir from "../ir/nodes.ts";
import { isReference } from "../ir/types.ts";
import {
  blocksOf,
  childrenOf,
  expressionsOf,
  reads,
  rootOf,
} from "../ir/walk.ts";
import type { AliasClass } from "../2-analyze/alias.ts";
import { isCovered } from "./covered.ts";
import { shadowPath } from "./reverse.ts";
import type { Access } from "./subscripts.ts";
import { areApart } from "./subscripts.ts";
import type { Subject, Sweep } from "./sweep.ts";
import { classOf, lifetime } from "./sweep.ts";

export function isMadeWithin(
  sweep: Sweep,
  c: AliasClass,
  loop: ir.LoopStmt,
): boolean {
  const life = lifetime(sweep, c);
  return life !== undefined && sweep.subject.tree.within(life, loop.body);
}

/** Does nothing of the shadows in the class go from one iteration to another? */
export function staysWithin(
  sweep: Sweep,
  shadows: AliasClass,
  loop: ir.LoopStmt,
): boolean {
  if (isMadeWithin(sweep, shadows, loop)) return true;
  if (!sweep.subject.analyses.dependence || shadows.external) return false;
  const met = meetings(sweep.subject, loop);
  const places = met.of.get(shadows);
  if (places === undefined || met.otherwise.has(shadows)) return false;
  if (places.length > most || places.some((p) => isExternal(sweep, p)))
    return false;
  return areOwn(sweep, places, loop) || isScratch(sweep, shadows, places, loop);
}

/** Beyond this many places nothing is proved. */
const most = 24;

/** A place of the loop's body at which an element is met. */
export interface Meeting extends Access {
  readonly stmt: ir.Stmt;
  readonly isStore: boolean;
}

const isExternal = (sweep: Sweep, p: Meeting): boolean =>
  classOf(sweep, p.element.array).external;

/** Do different iterations meet different elements? (What is only added to may be shared.) */
function areOwn(
  sweep: Sweep,
  places: readonly Meeting[],
  loop: ir.LoopStmt,
): boolean {
  const around = sweep.subject.tree.before(loop).block;
  return places.every((p) =>
    places.every(
      (q) =>
        (!p.isStore && !q.isStore) || areApart(sweep, p, q, around, 0, loop),
    ),
  );
}

/**
 * Is it one array of the function's own, nothing but the loop looks at it, and does each iteration write what it
 * reads? Then an element's adjoint is zero again at the end of each iteration's reverse: that of the first store to it
 * clears it.
 */
function isScratch(
  sweep: Sweep,
  shadows: AliasClass,
  places: readonly Meeting[],
  loop: ir.LoopStmt,
): boolean {
  const { aliases, body, shadows: shadowOf, value } = sweep.subject;
  const of = (c: AliasClass): ir.Variable[] =>
    [...aliases.variables()].filter(
      (v) =>
        isReference(v.type) && aliases.reachable(aliases.ofVariable(v)).has(c),
    );
  const [array, ...others] = new Set(
    places.map((p) =>
      p.element.array.kind === "read" ? p.element.array.variable : undefined,
    ),
  );
  if (array === undefined || others.length > 0) return false;
  const shadow = shadowOf.get(array);
  if (
    shadow === undefined ||
    of(aliases.ofVariable(array)).length !== 1 ||
    of(shadows).length !== 1
  )
    return false;
  let isElsewhere = value !== undefined && reads(value, array);
  const look = (block: ir.Block): void => {
    for (const s of block) {
      const inner = blocksOf(s).filter((b) => b !== loop.body);
      for (const e of expressionsOf(s))
        isElsewhere ||= reads(e, array) || reads(e, shadow);
      if (s.kind === "assign") isElsewhere ||= s.variable === array;
      if (s.kind === "let" && s.variable === array)
        isElsewhere ||= !(
          s.value?.kind === "allocate" &&
          (s.value.fill === undefined || s.value.fill.kind === "const")
        );
      inner.forEach(look);
    }
  };
  look(body);
  return (
    !isElsewhere &&
    places.every((p) => p.isStore || isCovered(sweep, p, places, loop))
  );
}

interface Meetings {
  /** The elements of shadows that the reverse of the body meets, by their classes, as the primal meets theirs. */
  readonly of: ReadonlyMap<AliasClass, readonly Meeting[]>;
  /** Classes that are met in other ways: as a whole, by a call. */
  readonly otherwise: ReadonlySet<AliasClass>;
}

const known = new WeakMap<Subject, Map<ir.LoopStmt, Meetings>>();

function meetings(subject: Subject, loop: ir.LoopStmt): Meetings {
  const ofSubject = known.get(subject) ?? new Map<ir.LoopStmt, Meetings>();
  known.set(subject, ofSubject);
  let found = ofSubject.get(loop);
  if (found === undefined)
    ofSubject.set(loop, (found = meetingsIn(subject, loop)));
  return found;
}

function meetingsIn(subject: Subject, loop: ir.LoopStmt): Meetings {
  const { aliases, shadows } = subject;
  const of = new Map<AliasClass, Meeting[]>();
  const otherwise = new Set<AliasClass>();
  const shadowsOf = (e: ir.Expr): AliasClass | undefined => {
    const root = rootOf(e);
    return root && shadows.has(root)
      ? aliases.of(shadowPath(subject, e))
      : undefined;
  };
  /** Whatever may be reached from it is met in ways that are not looked into. (Only paths are asked for their class: a literal would make one.) */
  const lose = (e: ir.Expr): void => {
    if (rootOf(e) === undefined) {
      childrenOf(e).forEach((x) => isReference(x.type) && lose(x));
      return;
    }
    for (const c of aliases.reachable(aliases.of(e))) otherwise.add(c);
    const shadow = shadowsOf(e);
    if (shadow) for (const c of aliases.reachable(shadow)) otherwise.add(c);
  };
  const meet = (
    e: ir.Expr,
    s: ir.Stmt,
    block: ir.Block,
    isBase = false,
  ): void => {
    if (isReference(e.type) && !isBase) lose(e);
    if (e.kind === "element" && !isReference(e.type)) {
      const c = shadowsOf(e.array);
      const isStore = s.kind === "store" && s.target === e;
      if (c) {
        const list = of.get(c) ?? [];
        of.set(c, [...list, { element: e, block, stmt: s, isStore }]);
      } else if (rootOf(e.array) === undefined) lose(e.array);
    }
    if (e.kind === "field" && !isReference(e.type)) lose(e.object);
    const base =
      e.kind === "element" || e.kind === "length"
        ? e.array
        : e.kind === "field"
          ? e.object
          : undefined;
    for (const child of childrenOf(e)) meet(child, s, block, child === base);
  };
  /** Headers are run at other times than bodies: only lengths are no matter. */
  const loseAll = (e: ir.Expr): void => {
    if (isReference(e.type)) lose(e);
    if (e.kind !== "length") childrenOf(e).forEach(loseAll);
  };
  const visit = (block: ir.Block, isHeader: boolean): void => {
    for (const s of block) {
      const isAlias =
        s.kind === "let" &&
        s.value !== undefined &&
        rootOf(s.value) !== undefined;
      for (const e of expressionsOf(s)) {
        if (isHeader || s.kind === "loop") loseAll(e);
        else meet(e, s, block, isAlias);
      }
      if (s.kind === "let" && isReference(s.variable.type) && !isAlias)
        lose({ kind: "read", type: s.variable.type, variable: s.variable });
      if (s.kind === "call" && s.result && isReference(s.result.type))
        lose({ kind: "read", type: s.result.type, variable: s.result });
      for (const inner of blocksOf(s))
        visit(inner, isHeader || (s.kind === "loop" && inner !== s.body));
    }
  };
  visit(loop.body, false);
  return { of, otherwise };
}
