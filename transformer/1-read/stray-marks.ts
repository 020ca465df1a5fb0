/**
 * Marks that stand where TypeScript sees no comment of a declaration: behind a decorator, before another comment,
 * inside an expression. They would mark nothing, without a word.
 */
import { ts } from "ts-morph";

/** Where (offsets of the tag) the text has a mark in a JSDoc comment that is none of `known`, the starts of those that count. */
export function strayMarks(
  file: ts.SourceFile,
  tagName: string,
  known: ReadonlySet<number>,
): number[] {
  const found: number[] = [];
  // A tag follows white space, or the comment's own stars; what is quoted speaks of one.
  const tag = new RegExp(`(?<=[\\s*])@${tagName}(?![\\w\`'"])`, "g");
  for (const { 0: comment, index } of file.text.matchAll(/\/\*\*[^]*?\*\//g)) {
    const at = comment.search(tag);
    if (at < 0 || known.has(index) || isQuoted(comment, at)) continue;
    if (!isInLiteral(file, index)) found.push(index + at);
  }
  return found;
}

/** Between backticks, in its line. */
const isQuoted = (comment: string, at: number): boolean =>
  comment.slice(comment.lastIndexOf("\n", at) + 1, at).split("`").length % 2 ===
  0;

/** A text, a template or a regular expression may look like a comment. */
function isInLiteral(file: ts.SourceFile, at: number): boolean {
  let node: ts.Node = file;
  for (;;) {
    const inner = ts.forEachChild(node, (child) =>
      child.pos <= at && at < child.end ? child : undefined,
    );
    if (inner === undefined) break;
    node = inner;
  }
  return (
    (ts.isLiteralExpression(node) ||
      ts.isTemplateMiddleOrTemplateTail(node) ||
      node.kind === ts.SyntaxKind.TemplateHead ||
      ts.isJsxText(node)) &&
    node.getStart(file) <= at
  );
}
