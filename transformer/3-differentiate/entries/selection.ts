/** What a marked function's emitted names differentiate, and the keys that they have. */
import type * as ir from "../../ir/nodes.ts";
import type { Marked } from "../../ir/program.ts";
import { carries, carriesVisibly } from "../../ir/types.ts";

/** Which parameters an entry differentiates. */
export interface Selection {
  /** Indices of the parameters that are inputs. */
  readonly inputs: readonly number[];
}

export const canCarry = (p: ir.Param): boolean =>
  !p.fixed && (p.self ? carries : carriesVisibly)(p.variable.type);

/** The parameters that a marked function's emitted names differentiate. */
export const selected = (
  func: ir.Func,
  wrt: readonly number[] | undefined,
): Selection => ({
  inputs: func.params.flatMap((p, i) =>
    canCarry(p) && (wrt === undefined || wrt.includes(i)) ? [i] : [],
  ),
});

export const entryKeys = (
  marked: Marked,
): Record<"grad" | "valueAndGrad" | "vjp" | "adjoint", string> => ({
  grad: `${marked.key}#Grad`,
  valueAndGrad: `${marked.key}#ValueAndGrad`,
  vjp: `${marked.key}#Vjp`,
  adjoint: `${marked.key}#Adjoint`,
});
