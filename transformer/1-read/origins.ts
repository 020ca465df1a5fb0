/** Where a node stands in the source. */
import { ts } from "ts-morph";
import type { Origin } from "../ir/nodes.ts";

/** The origin of a statement (or of an expression that stands for one). */
export function originOf(node: ts.Node): Origin {
  const file = node.getSourceFile();
  const start = node.getStart(file);
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return {
    file: file.fileName,
    line: line + 1,
    column: character + 1,
    start,
    end: node.end,
    text: statementText(node, file),
  };
}

/** The statement on one line, without its body and its closing semicolon. */
function statementText(node: ts.Node, file: ts.SourceFile): string {
  const start = node.getStart(file);
  const body = bodyOf(node);
  const end = body === undefined ? node.end : body.getStart(file);
  return oneLine(file.text.slice(start, end));
}

export const oneLine = (text: string): string =>
  withoutComments(text).replace(/\s+/g, " ").trim().replace(/;$/, "").trim();

/** Comments inside a statement would swallow the rest of a one-line comment. */
function withoutComments(text: string): string {
  if (!text.includes("//") && !text.includes("/*")) return text;
  const scanner = ts.createScanner(
    ts.ScriptTarget.Latest,
    false,
    ts.LanguageVariant.Standard,
    text,
  );
  let result = "";
  for (
    let token = scanner.scan();
    token !== ts.SyntaxKind.EndOfFileToken;
    token = scanner.scan()
  ) {
    const comment =
      token === ts.SyntaxKind.SingleLineCommentTrivia ||
      token === ts.SyntaxKind.MultiLineCommentTrivia;
    result += comment ? " " : scanner.getTokenText();
  }
  return result;
}

function bodyOf(node: ts.Node): ts.Node | undefined {
  if (ts.isIfStatement(node)) return node.thenStatement;
  if (ts.isSwitchStatement(node)) return node.caseBlock;
  if (ts.isDoStatement(node)) return node.statement;
  if (ts.isIterationStatement(node, false)) return node.statement;
  if (ts.isLabeledStatement(node)) return node.statement;
  if (ts.isFunctionDeclaration(node)) return node.body;
  return undefined;
}
