/** Does a call of a function change anything that its caller can see? */
import type * as ir from "../ir/nodes.ts";
import { visitBlock } from "../ir/walk.ts";
import type { Reader } from "./reading.ts";

export function changesSomething(reader: Reader, func: ir.Func): boolean {
  const own = ownedBy(func);
  const isOwn = (place: ir.Expr): boolean => {
    const root = rootOf(place);
    return root !== undefined && own.has(root);
  };
  let changes = false;
  visitBlock(func.body, {
    stmt: (s) => {
      if (s.kind === "store") {
        const container =
          s.target.kind === "element" ? s.target.array : s.target.object;
        // Deeper inside, it may be what a caller gave.
        changes ||= !(container.kind === "read" && isOwn(container));
      } else if (s.kind === "push" || s.kind === "resize")
        changes ||= !(s.array.kind === "read" && isOwn(s.array));
      else if (s.kind === "call")
        changes ||= reader.changes.get(s.callee) ?? true;
    },
    expr: (e) => {
      if (e.kind === "foreign" && !e.pure) changes ||= e.mutates;
    },
  });
  return changes;
}

/** Variables that only ever hold what the function has allocated itself. */
function ownedBy(func: ir.Func): ReadonlySet<ir.Variable> {
  const own = new Set<ir.Variable>();
  visitBlock(func.body, {
    stmt: (s) => {
      if (
        s.kind === "let" &&
        (s.value?.kind === "allocate" ||
          s.value?.kind === "arrayLiteral" ||
          s.value?.kind === "objectLiteral")
      )
        own.add(s.variable);
    },
  });
  visitBlock(func.body, {
    stmt: (s) => {
      if (s.kind === "assign") own.delete(s.variable);
    },
  });
  return own;
}

const rootOf = (e: ir.Expr): ir.Variable | undefined =>
  e.kind === "read" ? e.variable : undefined;
