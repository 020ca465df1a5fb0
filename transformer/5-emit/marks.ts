/**
 * Marks in the unformatted text, as comments that no source text can contain: they tell `format` what the
 * parser can't. All comments are gone after parsing; notes are printed by their statement.
 */
import type { Node } from "./ast-path.ts";

/** What stands beside a statement: a line comment (on its line if it has room there, or `above` it), or a doc comment. */
export interface Note {
  readonly kind: "line" | "above" | "doc";
  readonly lines: readonly string[];
  /** Where the statement of the source stands that a comment speaks of: `loss.ts:7`. */
  readonly place?: string;
}

/** Stands before the statement that note `n` belongs to. */
export const noteMark = (n: number): string => `/*\u0001${n}*/ `;

/**
 * Operators by what they are written as until the text is parsed. Unmarked, `(a) < ((b) > (c) ? 1 : 2)` is a call
 * with type arguments to TypeScript's parser, and so may `<<` be; `<=` and `>>` never are.
 */
const disguises: Readonly<Record<string, string>> = { "<": "<=", "<<": ">>" };
export const disguised = (operator: string): string =>
  operator in disguises
    ? `/*\u0001${operator}*/ ${disguises[operator]}`
    : operator;

// eslint-disable-next-line no-control-regex -- what noteMark writes
const numbered = /^\u0001(\d+)$/;

/**
 * The place that a comment speaks of, as it stands behind the comment until all is laid out: it goes into source
 * maps, and must not change the layout.
 */
export const placeMark = (note: Note): string =>
  note.place === undefined ? "" : `\u0002${note.place}\u0002`;

/** The text without the marks of places, and the places by line (from 0). */
export function takePlaces(text: string): {
  readonly text: string;
  readonly places: ReadonlyMap<number, string>;
} {
  const places = new Map<number, string>();
  const lines = text.split("\n").map((line, i) =>
    // eslint-disable-next-line no-control-regex -- what placeMark writes
    line.replace(/\u0002([^\u0002]*)\u0002/, (_mark, place: string) => {
      places.set(i, place);
      return "";
    }),
  );
  return { text: lines.join("\n"), places };
}

/** Takes the marks out of a tree: operators get their meaning, and each note finds its statement. */
export function takeMarks(
  ast: Node,
  text: string,
  notes: readonly Note[],
): Map<Node, Note> {
  const noteAt = new Map<number, Note>();
  for (const comment of ast.comments ?? []) {
    const match = numbered.exec(comment.value);
    if (match) noteAt.set(comment.end + 1, notes[Number(match[1])]!);
  }
  delete ast.comments;
  const found = new Map<Node, Note>();
  const visit = (node: Node): void => {
    if (node === null || typeof node !== "object") return;
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node.type !== "string") return;
    const note = isStatement.test(node.type)
      ? noteAt.get(node.start)
      : undefined;
    if (note !== undefined) {
      found.set(node, note);
      noteAt.delete(node.start);
    }
    if (node.type === "BinaryExpression") unmask(node, text);
    for (const [key, child] of Object.entries(node)) {
      if (key !== "loc" && key !== "extra") visit(child);
    }
  };
  visit(ast.program);
  return found;
}

const isStatement = /Statement$|Declaration$/;

function unmask(node: Node, text: string): void {
  for (const [operator, disguise] of Object.entries(disguises)) {
    if (node.operator !== disguise) continue;
    const between = text.slice(node.left.end, node.right.start);
    if (between.includes(disguised(operator))) node.operator = operator;
  }
}
