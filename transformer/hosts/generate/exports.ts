/** Under which name a module exports what it declares. */
import { ts } from "ts-morph";

export interface Exports {
  /** The exported name of a local one: itself, another, `default`; undefined if it is not exported. */
  exportedAs(local: string): string | undefined;
  readonly hasDefault: boolean;
}

export function exportsOf(file: ts.SourceFile): Exports {
  const names = new Map<string, string>();
  for (const statement of file.statements) {
    for (const [local, exported] of exportedBy(statement)) {
      // A real name is better to import than `default`.
      if (!names.has(local) || names.get(local) === "default") {
        names.set(local, exported);
      }
    }
  }
  return {
    exportedAs: (local) => names.get(local),
    hasDefault: file.statements.some(exportsDefault),
  };
}

function exportedBy(statement: ts.Statement): [string, string][] {
  if (
    ts.isExportDeclaration(statement) &&
    statement.moduleSpecifier === undefined &&
    statement.exportClause !== undefined &&
    ts.isNamedExports(statement.exportClause)
  ) {
    return statement.exportClause.elements.map(({ propertyName, name }) => [
      (propertyName ?? name).text,
      name.text,
    ]);
  }
  if (ts.isExportAssignment(statement)) {
    const { expression, isExportEquals } = statement;
    return ts.isIdentifier(expression) && isExportEquals !== true
      ? [[expression.text, "default"]]
      : [];
  }
  if (!hasModifier(statement, ts.SyntaxKind.ExportKeyword)) return [];
  const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
  return declaredNames(statement).map((name) => [
    name,
    isDefault ? "default" : name,
  ]);
}

export function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      boundNames(name),
    );
  }
  const { name } = statement as ts.Statement & { name?: ts.Node };
  return name !== undefined && ts.isIdentifier(name) ? [name.text] : [];
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundNames(element.name),
  );
}

function exportsDefault(statement: ts.Statement): boolean {
  return (
    (ts.isExportAssignment(statement) && statement.isExportEquals !== true) ||
    hasModifier(statement, ts.SyntaxKind.DefaultKeyword) ||
    exportedBy(statement).some(([, exported]) => exported === "default")
  );
}

export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return (
    ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some((each) => each.kind === kind) === true
  );
}
