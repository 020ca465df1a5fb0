/** A derived function as one that can be differentiated itself. */
import type * as ir from "../../ir/nodes.ts";
import type { Derived } from "../../ir/program.ts";
import { type Type, unionOf, voidType } from "../../ir/types.ts";
import { visitBlock } from "../../ir/walk.ts";

export const asFunction = (d: Derived): ir.Func => ({
  key: d.key,
  name: d.name,
  params: d.params,
  result: d.record?.type ?? resultType(d.body),
  resultText: d.resultText,
  body: d.body,
  origin: d.origin,
});

/** A derived function has its result type as text alone: what it returns tells. */
export function resultType(body: ir.Block): Type {
  const types: Type[] = [];
  visitBlock(body, {
    stmt: (s) => {
      if (s.kind === "return" && s.value) types.push(s.value.type);
    },
  });
  return types.length === 0 ? voidType : unionOf(types);
}
