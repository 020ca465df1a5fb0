/** The internal functions that some functions call, directly or through others, in order of first call. */
import type { Derived } from "./program.ts";
import { visitBlock } from "./walk.ts";

export function reachable(
  from: readonly Derived[],
  internal: ReadonlyMap<string, Derived>,
): Derived[] {
  const found = new Map<string, Derived>();
  const visit = (d: Derived): void => {
    visitBlock(d.body, {
      stmt: (s) => {
        if (s.kind !== "call" || found.has(s.callee)) return;
        const callee = internal.get(s.callee);
        if (callee === undefined) return;
        found.set(s.callee, callee);
        visit(callee);
      },
    });
  };
  from.forEach(visit);
  return [...found.values()];
}
