/**
 * Makes derived code what a person would write, without changing a value that is used: copies are read where
 * they come from, an adjoint starts with its first contribution instead of zero, what nobody reads goes.
 * Each pass is linear in the length of a block: functions of thousands of statements are written by programs.
 */
import type * as ir from "../ir/nodes.ts";
import { mapBlock, visitBlock } from "../ir/walk.ts";
import { dropClears } from "./clears.ts";
import { forwardCopies } from "./copies.ts";
import { dropDead } from "./dead.ts";
import { startWithFirst } from "./first.ts";
import { inlineOnce, storeOnce } from "./once.ts";
import { runForwards } from "./order.ts";

export function tidy(block: ir.Block): ir.Block {
  // Each place has a statement of its own: what is written twice may have come from one. From here on, what a pass
  // does not change stays the same object.
  let current = mapBlock(
    block,
    (e) => e,
    (s) => s,
  );
  for (let round = 0; round < 8; round++) {
    const before = current;
    current = dropDead(current);
    current = dropClears(current);
    current = startWithFirst(current);
    current = forwardCopies(current);
    current = inlineOnce(current);
    current = storeOnce(current);
    if (current === before) break;
    if (round > 0 && size(current) === size(before)) break;
  }
  return runForwards(current);
}

function size(block: ir.Block): number {
  let count = 0;
  visitBlock(block, { stmt: () => count++, expr: () => count++ });
  return count;
}
