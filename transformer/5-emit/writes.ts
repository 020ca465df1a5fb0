/**
 * Which parameters a function writes into: in themselves, in parts that it has other names for, or by handing
 * them on. A shadow's annotation is the author's, and he may have said `readonly` of the primal.
 */
import { rootOf } from "../ir/walk.ts";
import type * as ir from "../ir/nodes.ts";
import type { Derived } from "../ir/program.ts";
import { visitStatements } from "./usage.ts";

export function writtenParams(
  derived: readonly Derived[],
): ReadonlySet<ir.Variable> {
  const written = new Set<ir.Variable>();
  const byKey = new Map(derived.map((f) => [f.key, f]));
  for (let before = -1; before < written.size;) {
    before = written.size;
    for (const f of derived) addWritten(f, byKey, written);
  }
  return written;
}

function addWritten(
  f: Derived,
  byKey: ReadonlyMap<string, Derived>,
  written: Set<ir.Variable>,
): void {
  const write = (e: ir.Expr | undefined): void => {
    const root = e === undefined ? undefined : rootOf(e);
    if (root !== undefined) written.add(root);
  };
  // Backwards: an alias is written after it was made.
  const stmts: ir.Stmt[] = [];
  visitStatements(f.body, (s) => stmts.push(s));
  for (const s of stmts.reverse()) {
    switch (s.kind) {
      case "store":
        write(s.target.kind === "element" ? s.target.array : s.target.object);
        break;
      case "push":
      case "resize":
        write(s.array);
        break;
      case "let":
      case "assign":
        if (written.has(s.variable)) write(s.value);
        break;
      case "call":
        byKey.get(s.callee)?.params.forEach((p, i) => {
          if (written.has(p.variable)) write(s.args[i]);
        });
        break;
      case "effect":
        if (s.value.mutates)
          for (const part of s.value.parts)
            if (typeof part !== "string") write(part);
        break;
      case "if":
      case "loop":
      case "block":
      case "jump":
      case "return":
      case "throw":
        break;
    }
  }
}
