/** A pass over blocks that looks at nothing but the block: what it has left as it was, it need not look at again. */
import type * as ir from "../ir/nodes.ts";

export function settling(
  pass: (block: ir.Block) => ir.Block,
): (block: ir.Block) => ir.Block {
  const settled = new WeakSet<ir.Block>();
  return (block) => {
    if (settled.has(block)) return block;
    const after = pass(block);
    if (after === block) settled.add(block);
    return after;
  };
}
