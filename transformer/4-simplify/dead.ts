/** What nobody reads goes. */
import { increment } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import {
  childrenOf,
  expressionsOf,
  unlessSame,
  visitBlock,
  visitExpr,
} from "../ir/walk.ts";

/** Drops variables, and arrays that are only written, that nothing reads; then what is left empty. */
export function dropDead(block: ir.Block): ir.Block {
  const declared = new Set<ir.Variable>();
  const local = new Set<ir.Variable>();
  visitBlock(block, {
    stmt: (s) => {
      if (s.kind === "let") {
        declared.add(s.variable);
        if (s.value === undefined || isFresh(s.value)) local.add(s.variable);
      }
    },
  });
  visitBlock(block, {
    stmt: (s) => {
      if (s.kind === "assign" && !isFresh(s.value)) local.delete(s.variable);
    },
  });
  const used = new Set<ir.Variable>();
  const visitUse = (e: ir.Expr): void => {
    visitExpr(e, (x) => {
      if (x.kind === "read") used.add(x.variable);
      if (x.kind === "foreign") for (const v of x.assigns) used.add(v);
      if ((x.kind === "zeros" || x.kind === "copy") && x.group)
        used.add(x.group);
    });
  };
  /** Uses that depend on whether the variable that they feed is used itself. */
  const feeds = new Map<ir.Variable, ir.Expr[]>();
  const feed = (v: ir.Variable, e: ir.Expr): void => {
    const known = feeds.get(v);
    if (known) known.push(e);
    else feeds.set(v, [e]);
  };
  visitBlock(block, {
    stmt: (s) => {
      switch (s.kind) {
        case "let":
          if (s.value && hasEffect(s.value)) visitUse(s.value);
          else if (s.value) feed(s.variable, s.value);
          break;
        case "assign":
          if (!declared.has(s.variable) || hasEffect(s.value)) {
            used.add(s.variable);
            visitUse(s.value);
          } else feed(s.variable, increment(s)?.by ?? s.value);
          break;
        case "store": {
          const base = localBase(s.target, local);
          if (base) {
            feed(base, s.value);
            childrenOf(s.target).forEach((e) =>
              e.kind === "read" && e.variable === base
                ? undefined
                : feed(base, e),
            );
          } else [s.target, s.value].forEach(visitUse);
          break;
        }
        case "push":
        case "resize": {
          const v =
            s.array.kind === "read" && local.has(s.array.variable)
              ? s.array.variable
              : undefined;
          const value = s.kind === "push" ? s.value : s.length;
          if (v) feed(v, value);
          else [s.array, value].forEach(visitUse);
          break;
        }
        default:
          expressionsOf(s).forEach(visitUse);
      }
    },
  });
  // The set grows while it is walked, and each of its members is met once.
  for (const v of used) for (const e of feeds.get(v) ?? []) visitUse(e);

  const isDead = (v: ir.Variable): boolean => declared.has(v) && !used.has(v);
  const clean = (b: ir.Block): ir.Block =>
    unlessSame(
      b,
      b.flatMap((s): readonly ir.Stmt[] => {
        switch (s.kind) {
          case "let":
            if (!isDead(s.variable)) return [s];
            return s.value?.kind === "foreign" && hasEffect(s.value)
              ? [{ kind: "effect", origin: s.origin, value: s.value }]
              : [];
          case "assign":
            if (s.value.kind === "read" && s.value.variable === s.variable)
              return [];
            if (!isDead(s.variable)) return [s];
            return s.value.kind === "foreign" && hasEffect(s.value)
              ? [{ kind: "effect", origin: s.origin, value: s.value }]
              : [];
          case "store": {
            const base = localBase(s.target, local);
            return base && isDead(base) ? [] : [s];
          }
          case "push":
          case "resize":
            return s.array.kind === "read" &&
              local.has(s.array.variable) &&
              isDead(s.array.variable)
              ? []
              : [s];
          case "if": {
            const then = clean(s.then);
            const otherwise = clean(s.otherwise);
            if (then.length === 0 && otherwise.length === 0) return [];
            return then === s.then && otherwise === s.otherwise
              ? [s]
              : [{ ...s, then, otherwise }];
          }
          case "loop": {
            const body = clean(s.body);
            // A loop that only counted has nothing left to do.
            const counters = new Set(s.init.map((l) => l.variable));
            const onlyCounts =
              counters.size > 0 &&
              s.update.length > 0 &&
              s.update.every(
                (u) => u.kind === "assign" && counters.has(u.variable),
              );
            if (body.length === 0 && onlyCounts) return [];
            return [body === s.body ? s : { ...s, body }];
          }
          case "block": {
            const body = clean(s.body);
            if (body.length === 0) return [];
            return [body === s.body ? s : { ...s, body }];
          }
          default:
            return [s];
        }
      }),
    );
  return clean(block);
}

const isFresh = (e: ir.Expr): boolean =>
  e.kind === "allocate" ||
  e.kind === "zeros" ||
  e.kind === "copy" ||
  (e.kind === "arrayLiteral" && e.elements.length === 0);

const hasEffect = (e: ir.Expr): boolean =>
  e.kind === "foreign" && !e.pure && !(e.structural && e.type.kind !== "void");

/** The local array or object, made here and known by this name alone, that a store writes into. */
function localBase(
  target: ir.ElementExpr | ir.FieldExpr,
  local: ReadonlySet<ir.Variable>,
): ir.Variable | undefined {
  const base = target.kind === "element" ? target.array : target.object;
  return base.kind === "read" && local.has(base.variable)
    ? base.variable
    : undefined;
}
