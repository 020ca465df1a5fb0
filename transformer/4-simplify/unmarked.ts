/**
 * Takes out what only derivatives see, when no more are made: `stopped` is its argument, and of what was worked
 * out in two ways (`valued`, `ruled`) the one with the value stays, and the other goes where nothing else reads it.
 */
import type { Derived } from "../ir/program.ts";
import type * as ir from "../ir/nodes.ts";
import { mapBlock, mapChildren, visitBlock } from "../ir/walk.ts";
import { dropDead } from "./dead.ts";

const kept: Readonly<Record<string, number>> = {
  stopped: 0,
  valued: 1,
  ruled: 1,
};

export function unmarked(d: Derived): Derived {
  let isMarked = false;
  visitBlock(d.body, {
    expr: (e) => {
      if (e.kind === "apply" && Object.hasOwn(kept, e.rule)) isMarked = true;
    },
  });
  if (!isMarked) return d;
  const body = mapBlock(d.body, plain, (s) => s);
  return { ...d, body: dropDead(dropDead(body)) };
}

function plain(e: ir.Expr): ir.Expr {
  const mapped = mapChildren(e, plain);
  const at = mapped.kind === "apply" ? kept[mapped.rule] : undefined;
  return mapped.kind === "apply" && at !== undefined
    ? mapped.args[at]!
    : mapped;
}
