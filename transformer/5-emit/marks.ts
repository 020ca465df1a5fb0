/**
 * Marks in the unformatted text, of characters that no source text contains: they say what the layout would have to
 * parse for, where blocks and statements are and which notes stand beside them, and what the parser can't know.
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
export const noteMark = (n: number): string => `${NOTE}${n}${NOTE}`;
export const NOTE = "\u0003";

/** The statements of a block, in braces: `layOut` sees the block, and need not know what stands in it. */
export const bodyText = (statements: readonly string[]): string =>
  OPEN +
  statements
    .filter((s) => s !== "")
    .map((s) => s + END)
    .join("") +
  CLOSE;
export const OPEN = "\u0004";
export const END = "\u0006";
export const CLOSE = "\u0007";

/** Stands for a body in the text of the statement around it. */
export const BODY = "\u0005";

/**
 * Operators by what they are written as until the text is parsed. Unmarked, `(a) < ((b) > (c) ? 1 : 2)` is a call
 * with type arguments to TypeScript's parser, and so may `<<` be; `<=` and `>>` never are.
 */
const disguises: Readonly<Record<string, string>> = { "<": "<=", "<<": ">>" };
export const disguised = (operator: string): string =>
  operator in disguises
    ? `/*\u0001${operator}*/ ${disguises[operator]}`
    : operator;

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

/** Gives the operators of a tree their meaning. */
export function unmaskAll(ast: Node, text: string): void {
  if (!text.includes("/*\u0001")) return;
  const visit = (node: Node): void => {
    if (node === null || typeof node !== "object") return;
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node.type !== "string") return;
    if (node.type === "BinaryExpression") unmask(node, text);
    for (const key in node) {
      if (key !== "loc" && key !== "extra") visit(node[key]);
    }
  };
  visit(ast.program);
}

function unmask(node: Node, text: string): void {
  for (const [operator, disguise] of Object.entries(disguises)) {
    if (node.operator !== disguise) continue;
    const between = text.slice(node.left.end, node.right.start);
    if (between.includes(disguised(operator))) node.operator = operator;
  }
}
