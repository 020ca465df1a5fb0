/** The imports of a generated module. */
import { ts } from "ts-morph";
import type { Declared } from "./references.ts";
import { moved } from "./specifier.ts";

export type Wanted =
  /** Exported by the source, under this name. */
  | {
      readonly kind: "export";
      readonly declared: Declared;
      readonly exported: string;
    }
  /** Imported by the source from elsewhere. */
  | { readonly kind: "import"; readonly declared: Declared };

export interface Place {
  readonly fileName: string;
  readonly outFile: string;
  /** How the generated module names its source. */
  readonly source: string;
}

/** One import from the source, then one for each module that the source imports from. */
export function importsText(
  wanted: readonly Wanted[],
  { fileName, outFile, source }: Place,
): readonly string[] {
  const bySpecifier = new Map<string, string[]>([[source, []]]);
  const whole: string[] = [];
  const add = (specifier: string, clause: string): void => {
    const clauses = bySpecifier.get(specifier);
    if (clauses === undefined) bySpecifier.set(specifier, [clause]);
    else clauses.push(clause);
  };
  for (const each of wanted) {
    if (each.kind === "export") {
      add(source, clauseOf(each.declared, each.exported));
      continue;
    }
    const { node, statement, name } = each.declared;
    const declaration = statement as ts.ImportDeclaration;
    const said = (declaration.moduleSpecifier as ts.StringLiteral).text;
    const specifier = moved(said, fileName, outFile);
    if (ts.isImportSpecifier(node)) {
      const isType = isTypeOnly(node);
      const imported = (node.propertyName ?? node.name).text;
      add(specifier, renamed(imported, name, isType));
    } else {
      const type = isTypeOnly(node) ? "type " : "";
      const star = ts.isNamespaceImport(node) ? "* as " : "";
      whole.push(
        `import ${type}${star}${name} from ${JSON.stringify(specifier)};`,
      );
    }
  }
  const named = [...bySpecifier]
    .filter(([, clauses]) => clauses.length > 0)
    .map(([specifier, clauses]) => statementOf(specifier, clauses));
  return [...named, ...whole];
}

/** `import type { A }` where all are types: nothing is left of it at run time. */
function statementOf(specifier: string, clauses: readonly string[]): string {
  const from = `from ${JSON.stringify(specifier)};`;
  const sorted = [...clauses].sort((a, b) => (bare(a) < bare(b) ? -1 : 1));
  return sorted.every((each) => each.startsWith("type "))
    ? `import type { ${sorted.map(bare).join(", ")} } ${from}`
    : `import { ${sorted.join(", ")} } ${from}`;
}

function bare(clause: string): string {
  return clause.replace(/^type /, "");
}

function clauseOf({ name, node }: Declared, exported: string): string {
  const isType =
    ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
  return renamed(exported, name, isType);
}

function renamed(imported: string, name: string, isType: boolean): string {
  const type = isType ? "type " : "";
  return imported === name ? type + name : `${type}${imported} as ${name}`;
}

function isTypeOnly(node: ts.Declaration): boolean {
  return (
    ts.isTypeOnlyImportDeclaration(node) ||
    (ts.isImportClause(node) &&
      node.phaseModifier === ts.SyntaxKind.TypeKeyword)
  );
}
