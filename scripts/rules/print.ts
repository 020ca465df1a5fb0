/** The generated module as text. */
import type { RuleEntry } from "./template.ts";
import { declarations } from "./template.ts";

export function printTable(entries: readonly RuleEntry[]): string {
  const rows = entries.map(
    (entry) => `${entry.name}: ${JSON.stringify(entry)},`,
  );
  return `// Written by scripts/build-rules.ts from src/rules; do not edit.
${declarations}
export const ruleTable: Record<string, RuleEntry> = {
${rows.join("\n")}
};
`;
}
