/**
 * For checks alone: the adjoint of each number that a statement makes, reported as the reverse sweep comes to it.
 * `trace/locate.ts` compares it with the tape's.
 */
import { statementKey } from "../ir/statement-key.ts";
import type * as ir from "../ir/nodes.ts";
import { voidType } from "../ir/types.ts";

/** Where the emitted code finds who listens. */
export const listener = "adjoint.probe";

export function probe(
  origin: ir.Origin,
  target: string,
  adjoint: ir.Expr,
): ir.EffectStmt {
  const key = statementKey(origin.file, origin.start, target);
  const { file, start, end } = origin;
  return {
    kind: "effect",
    origin,
    value: {
      kind: "foreign",
      type: voidType,
      parts: [
        `globalThis[Symbol.for(${JSON.stringify(listener)})](${JSON.stringify(key)}, `,
        adjoint,
        ")",
      ],
      pure: false,
      mutates: false,
      assigns: [],
      problem: { code: "AD1003", args: { what: "a probe" }, file, start, end },
    },
  };
}
