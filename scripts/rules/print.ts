/** The generated module as text. */
import type { RuleEntry, Template } from "./template.ts";
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

/** The same partials as operations that a tape records, for second derivatives at run time. */
export function printRecordedPartials(entries: readonly RuleEntry[]): string {
  const rows = entries.map((entry) => {
    const partials = entry.partials.map((partial) => recorded(partial));
    const used = partials.join();
    const uses = (name: string): boolean =>
      new RegExp(`\\b${name}\\b`).test(used);
    const params = ["op", "value", ...entry.params, "out"];
    while (params.length > 0 && !uses(params.at(-1)!)) params.pop();
    const names = params.map((name) => (uses(name) ? name : `_${name}`));
    return `${entry.name}: (${names.join(", ")}) => [${used}],`;
  });
  return `// Written by scripts/build-rules.ts from src/rules; do not edit.
import type { RuleName } from "../rules/index.ts";
import type { Num } from "./values.ts";

export type Op = (name: RuleName, ...args: Num[]) => Num;
/** Of one argument: \`(op, value, x, out)\`, of two: \`(op, value, x, y, out)\`. */
export type RecordedPartials = (
  op: Op,
  value: (x: Num) => number,
  ...argsAndOut: [Num, Num, Num]
) => readonly Num[];

/** The partials of each rule, computed by \`op\`; \`value\` gives the plain number that a comparison needs. */
export const recordedPartials: Record<RuleName, RecordedPartials> = {
${rows.join("\n")}
};
`;
}

function recorded(template: Template): string {
  switch (template.kind) {
    case "number":
      return template.text ?? String(template.value);
    case "param":
      return template.name;
    case "apply":
      return `op("${template.rule}", ${template.args.map(recorded).join(", ")})`;
    case "compare": {
      const [left, right] = template.args.map((arg) =>
        arg.kind === "number" ? recorded(arg) : `value(${recorded(arg)})`,
      );
      return `${left} ${template.op} ${right}`;
    }
    case "if":
      return `${recorded(template.test)} ? ${recorded(template.yes)} : ${recorded(template.no)}`;
  }
}
