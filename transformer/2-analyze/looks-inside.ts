/**
 * Text that gives the same for the same holes is no constant if a hole is an object: `seen.has(k)` depends on
 * what `seen` holds, and that may have changed by the time the text is evaluated again.
 */
import type * as ir from "../ir/nodes.ts";
import { isReference, type Type } from "../ir/types.ts";
import { anySlot, touches, type Effects } from "./effects.ts";
import type { Aliases } from "./alias.ts";
import { holesOf } from "./outside.ts";

/** Holes that are looked into: storage that we know, and objects of which nothing is known. */
export interface Inside {
  readonly known: readonly ir.Expr[];
  readonly isUnknown: boolean;
}

export function lookedInto(e: ir.ForeignExpr): Inside {
  const holes = holesOf(e);
  return {
    known: holes.filter((hole) => isReference(hole.type)),
    isUnknown: holes.some((hole) => mayBeObject(hole.type)),
  };
}

/** Literals and functions can't change. */
const mayBeObject = (type: Type): boolean =>
  type.kind === "union"
    ? type.members.some(mayBeObject)
    : type.kind === "opaque" &&
      !/^["'`\d-]/.test(type.text) &&
      !type.text.includes("=>");

/** May something in `effects` change what the text looks at? */
export function changesInside(
  e: ir.ForeignExpr,
  effects: Effects,
  aliases: Aliases,
): boolean {
  const { known, isUnknown } = lookedInto(e);
  return (
    isUnknown ||
    known.some((hole) =>
      [...aliases.reachable(aliases.of(hole))].some((c) =>
        touches(effects, c, anySlot),
      ),
    )
  );
}
