/** What code that we do not look into may do with what it is given, and what may come back from it. */
import type * as ir from "../ir/nodes.ts";

export const holesOf = (e: ir.ForeignExpr): ir.Expr[] =>
  e.parts.filter((part) => typeof part !== "string");

export const storesOutside = (e: ir.ForeignExpr): boolean =>
  e.problem.code === "AD1005";

/** May it keep what it is given? */
export const mayKeep = (e: ir.ForeignExpr): boolean =>
  (e.keeps ?? e.mutates) || storesOutside(e);

/** A result of chance or of the clock: a constant of the run. */
export const isDraw = (e: ir.ForeignExpr): boolean =>
  e.problem.code === "AD2002";

/** May the value depend on what was kept somewhere before? */
export const readsState = (e: ir.ForeignExpr): boolean =>
  !isDraw(e) &&
  !e.structural &&
  (!e.pure ||
    holesOf(e).some(
      ({ type }) => type.kind === "opaque" || type.kind === "dictionary",
    ));

/** What a function does with code and storage that we do not look into. */
export interface Outside {
  /** Hands what depends on its parameters to code that may keep it. */
  readonly keeps: boolean;
  /** Puts it into storage of the module. */
  readonly writesTables: boolean;
  /** What it gives may depend on what such code was handed before. */
  readonly readsState: boolean;
  /** It may depend on storage of the module. */
  readonly readsTables: boolean;
}
