/** Every function that a marked function reaches, and what became of it: for `explain --stage reached`. */
import { rules } from "../../../src/rules/index.ts";
import type { CompileResult } from "../../compile.ts";
import type * as ir from "../../ir/nodes.ts";
import { visitBlock } from "../../ir/walk.ts";

/**
 * @param primals keys of the functions that are called, the marked one first.
 * @param derived keys of what was derived for it.
 */
export function reachedText(
  primals: readonly string[],
  derived: readonly string[],
  { stages, diagnostics }: CompileResult,
): string {
  const { functions } = stages.read.module;
  const rows = new Map<string, string>();
  const [marked, ...callees] = primals;
  for (const key of callees) {
    const { name, origin } = functions.get(key)!;
    const isDerived = derived.some((each) => each.startsWith(`${key}|`));
    const what = isDerived ? "differentiated" : "inactive: called as it is";
    rows.set(`${name} (line ${origin.line})`, what);
  }
  const foreign = (e: ir.ForeignExpr): void => {
    const { callee, what } = e.problem.args;
    if (e.problem.code !== "AD1004" && e.problem.code !== "AD2002") return;
    const found = diagnostics.find(
      (d) =>
        d.code === e.problem.code &&
        d.file === e.problem.file &&
        d.start === e.problem.start,
    );
    const said =
      found === undefined
        ? "inactive"
        : found.severity === "error"
          ? `refused: ${found.code} at line ${found.line}`
          : `a constant of the run: ${found.code} at line ${found.line}`;
    rows.set(callee ?? what ?? "", said);
  };
  for (const key of [marked!, ...callees]) {
    visitBlock(functions.get(key)?.body ?? [], {
      expr: (e) => {
        if (e.kind === "foreign") foreign(e);
        if (e.kind !== "apply" || !Object.hasOwn(Math, e.rule)) return;
        const { zero } = rules[e.rule as keyof typeof rules];
        const how = zero ? "by rule: zero everywhere" : "by rule";
        rows.set(`Math.${e.rule}`, how);
      },
    });
  }
  if (rows.size === 0) return "it calls nothing\n";
  const width = Math.max(...[...rows.keys()].map((name) => name.length));
  return [...rows]
    .map(([name, what]) => `${name.padEnd(width)}  ${what}\n`)
    .join("");
}
