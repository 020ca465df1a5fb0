/** The variables that a block reads or assigns and does not declare, in order of first mention. */
import type * as ir from "../ir/nodes.ts";
import { visitBlock } from "../ir/walk.ts";

export function freeVariables(block: ir.Block): readonly ir.Variable[] {
  const declared = new Set<ir.Variable>();
  const mentioned = new Set<ir.Variable>();
  visitBlock(block, {
    stmt: (s) => {
      if (s.kind === "let") declared.add(s.variable);
      if (s.kind === "call" && s.result) declared.add(s.result);
      if (s.kind === "assign") mentioned.add(s.variable);
    },
    expr: (e) => {
      if (e.kind === "read") mentioned.add(e.variable);
      if (e.kind === "foreign") for (const v of e.assigns) mentioned.add(v);
      if (e.kind === "zeros" || e.kind === "copy")
        if (e.group) mentioned.add(e.group);
      if (e.kind === "lambda")
        for (const p of e.params) declared.add(p.variable);
    },
  });
  return [...mentioned].filter((v) => !declared.has(v));
}

/** Everything that a block declares, nested blocks included. */
export function declaredIn(block: ir.Block): ReadonlySet<ir.Variable> {
  const declared = new Set<ir.Variable>();
  visitBlock(block, {
    stmt: (s) => {
      if (s.kind === "let") declared.add(s.variable);
      if (s.kind === "call" && s.result) declared.add(s.result);
    },
  });
  return declared;
}
