/** Everything that the emitted text names and does not declare: imported where it can be, else copied. */
import { ts } from "ts-morph";
import { diagnostic } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../ir/program.ts";
import { reasonAgainstCopy } from "./copies.ts";
import type { Exports } from "./exports.ts";
import type { Wanted } from "./imports.ts";
import type { Declared, ModuleText } from "./references.ts";

export interface Collected {
  readonly imports: readonly Wanted[];
  /** Text of copied declarations, in the order of the source. */
  readonly copies: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `userEnd`: where the user's text ends and the emitted one begins. */
export function collect(
  module: ModuleText,
  exports: Exports,
  userEnd: number,
  marked: readonly string[],
): Collected {
  const imports: Wanted[] = [];
  const copies = new Set<ts.Statement>();
  const diagnostics: Diagnostic[] = [];
  const refuse = ({ name, node }: Declared, reason: string): void => {
    const at = ts.getNameOfDeclaration(node) ?? node;
    diagnostics.push(
      diagnostic(
        "AD1050",
        { name, reason },
        module.file,
        at.getStart(module.file),
        at.end,
      ),
    );
  };
  const take = (declared: Declared): void => {
    const exported = exports.exportedAs(declared.name);
    if (ts.isImportDeclaration(declared.statement)) {
      imports.push({ kind: "import", declared });
    } else if (exported !== undefined) {
      imports.push({ kind: "export", declared, exported });
    } else if (marked.includes(declared.name)) {
      refuse(declared, "is marked, and registered on the function itself");
    } else {
      const reason = reasonAgainstCopy(declared, module, userEnd);
      if (reason !== undefined) return refuse(declared, reason);
      const { statement } = declared;
      copies.add(statement);
      queue.push(...module.referredBetween(statement.pos, statement.end));
    }
  };
  const queue = [
    ...module.declared(marked),
    ...module.referredBetween(userEnd, module.file.end),
  ];
  const seen = new Set<string>();
  for (const each of queue) {
    if (seen.has(each.name) || each.statement.getStart() >= userEnd) continue;
    seen.add(each.name);
    take(each);
  }
  const ordered = [...copies].sort((a, b) => a.pos - b.pos);
  return {
    imports,
    copies: ordered.map((statement) => withComment(statement, module.file)),
    diagnostics,
  };
}

/** A copied declaration keeps the comment before it. */
function withComment(statement: ts.Statement, file: ts.SourceFile): string {
  const text = file.text.slice(statement.getFullStart(), statement.end).trim();
  // What comes before a blank line belongs to the file, or to nobody.
  const start = statement.getStart(file, true);
  const comments = file.text.slice(statement.getFullStart(), start);
  const gap = comments.lastIndexOf("\n\n");
  return gap < 0
    ? text
    : comments.slice(gap).trim() + file.text.slice(start, statement.end);
}
