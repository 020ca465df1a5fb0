/** Which comment stands beside a statement: what it is the adjoint of. */
import type * as ir from "../ir/nodes.ts";
import type { Note } from "./marks.ts";

/** The statements beside one, and the one it stands in. */
export interface Neighbours {
  readonly before?: ir.Stmt | undefined;
  readonly behind?: ir.Stmt | undefined;
  readonly around?: ir.Stmt | undefined;
}

interface Comments {
  readonly comments: ReadonlyMap<ir.Stmt, string>;
  readonly note: (note: Note) => string;
}

/**
 * The mark of a statement that has a comment. Statements that stand together and come of one statement of the
 * source have the comment in common: it stands above the first.
 */
export function marker(
  originalOf: ReadonlyMap<ir.Stmt, ir.Stmt>,
  { comments, note }: Comments,
) {
  const commentOf = (s: ir.Stmt | undefined): string | undefined => {
    let original = s;
    for (; original !== undefined; original = originalOf.get(original)) {
      const comment = comments.get(original);
      if (comment !== undefined) return comment;
    }
    return s === undefined ? undefined : ofRole(s);
  };
  return (s: ir.Stmt, { before, behind, around }: Neighbours): string => {
    const comment = commentOf(s);
    const isShared = (other: ir.Stmt | undefined): boolean =>
      commentOf(other) === comment && isSame(s, other);
    if (comment === undefined || isShared(before) || isShared(around))
      return "";
    return note({
      kind: isShared(behind) ? "above" : "line",
      lines: [harmless(withoutAssertions(comment))],
      place: `${s.origin.file.replace(/.*\//, "")}:${s.origin.line}`,
    });
  };
}

/** `w[i]! * x` → `w[i] * x`: what is said of a statement is what it computes. */
const withoutAssertions = (text: string): string =>
  text.replace(/(?<=[\])\p{ID_Continue}])!(?=[\s[\].,;)]|$)/gu, "");

const isSame = (a: ir.Stmt, b: ir.Stmt | undefined): boolean =>
  b !== undefined &&
  a.origin.start === b.origin.start &&
  a.origin.file === b.origin.file;

/** A loop or a branch says what it is; the statements in it are commented. */
function ofRole(s: ir.Stmt): string | undefined {
  const { role, text } = s.origin;
  if (
    role === undefined ||
    s.kind === "if" ||
    s.kind === "loop" ||
    s.kind === "block" ||
    s.kind === "jump"
  )
    return undefined;
  return `${role} of: ${text}`;
}

/** Source text in a comment must not end it. */
export const harmless = (text: string): string =>
  text.replace(/[\r\n\u2028\u2029]+\s*/g, " ").replaceAll("*/", "* /");
