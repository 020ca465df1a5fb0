/** Registration: the line behind a marked declaration that puts its derivatives on the function. */
import type { Registration } from "../ir/program.ts";
import { propertyKey } from "./expressions.ts";

export interface Hook {
  readonly at: number;
  readonly text: string;
}

/**
 * `(loss as { adjoint?: unknown }).adjoint = { of: loss, grad: lossGrad };` compiles wherever `loss.adjoint =`
 * does not: under isolatedDeclarations, on an annotated `const`, on an import.
 */
export function registrationText(
  r: Registration,
  nameOf: (key: string) => string,
): string {
  const { name, wrt } = r.marked;
  const entries = Object.entries(r.entries).map(
    ([property, key]) => `${propertyKey(property)}: ${nameOf(key)}`,
  );
  const narrowed = Object.entries(r.narrowed).map(
    ([indices, key]) => `${propertyKey(indices)}: ${nameOf(key)}`,
  );
  const facts = [
    ...(narrowed.length > 0 ? [`narrowed: { ${narrowed.join(", ")} }`] : []),
    ...(r.single ? ["single: true"] : []),
    ...(wrt === undefined ? [] : [`wrt: [${wrt.join(", ")}]`]),
  ];
  return `(${name} as { adjoint?: unknown }).adjoint = { ${[`of: ${name}`, ...entries, ...facts].join(", ")} };`;
}

export const hooksOf = (
  registrations: readonly Registration[],
  nameOf: (key: string) => string,
): Hook[] =>
  registrations.map((r) => ({
    at: r.marked.hookAt,
    text: `${r.marked.hookNeedsSemicolon ? ";" : ""} ${registrationText(r, nameOf)}`,
  }));
