/**
 * The numbers that statements make, marked in the traced form: `const y = e` becomes
 * `const y = made(begin(3), e)`, where a run of it is to be looked into.
 */
import { ts } from "ts-morph";
import { statementKey } from "../ir/statement-key.ts";

/** A statement that makes a number, as it is shown to a person. */
export interface MadeBy {
  readonly key: string;
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** The statements of a program, as they are numbered while it is rewritten. */
export interface MadeStatements {
  add(node: ts.Node, target: string): number;
  readonly all: readonly MadeBy[];
}

export function newStatements(): MadeStatements {
  const all: MadeBy[] = [];
  return {
    all,
    add(node, target) {
      const statement = statementOf(node);
      const file = statement.getSourceFile();
      const start = statement.getStart(file);
      const text = statement.getText(file).replace(/\s+/g, " ");
      all.push({
        key: statementKey(file.fileName, start, target),
        file: file.fileName,
        line: file.getLineAndCharacterOfPosition(start).line + 1,
        text: text.replace(/;$/, ""),
      });
      return all.length - 1;
    },
  };
}

/** Where the reader says that it stands: a declaration of several variables is several statements. */
function statementOf(node: ts.Node): ts.Node {
  let at = node;
  while (!ts.isStatement(at) && at.parent !== undefined) {
    if (
      ts.isVariableDeclaration(at) &&
      ts.isVariableDeclarationList(at.parent) &&
      at.parent.declarations.length > 1
    )
      return at;
    at = at.parent;
  }
  return at;
}
