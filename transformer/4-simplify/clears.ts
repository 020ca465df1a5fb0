/** Drops `d = 0` of an adjoint that nothing looks at afterwards. */
import { isConst } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import { unlessSame, updateStmt } from "../ir/walk.ts";
import { mentionsOf } from "../ir/mentions.ts";

export function dropClears(block: ir.Block): ir.Block {
  // What is mentioned later on. One set for the whole walk from the end: what a branch adds is taken back where
  // the other branch begins.
  const later = new Set<ir.Variable>();
  const added: ir.Variable[] = [];
  const mention = (s: ir.Stmt): void => {
    for (const v of mentionsOf(s)) {
      if (later.has(v)) continue;
      later.add(v);
      added.push(v);
    }
  };
  const walk = (inner: ir.Block): ir.Block => {
    const kept: ir.Stmt[] = [];
    for (let i = inner.length - 1; i >= 0; i--) {
      const s = inner[i]!;
      const clears =
        s.kind === "assign" &&
        s.origin.role === "adjoint" &&
        isConst(s.value, 0);
      if (clears && !later.has(s.variable)) continue;
      // What a loop's body mentions, its next iteration may look at.
      if (s.kind === "loop") mention(s);
      kept.push(updateStmt(s, (e) => e, apart));
      mention(s);
    }
    return unlessSame(inner, kept.reverse());
  };
  const apart = (inner: ir.Block): ir.Block => {
    const before = added.length;
    const kept = walk(inner);
    for (const v of added.splice(before)) later.delete(v);
    return kept;
  };
  return walk(block);
}
