/**
 * The module as it is compiled: the user's text, hooks on the last lines of marked declarations, the
 * derivatives at its end. No user line moves, and no column before a hook does.
 */
import type { Hook } from "./hooks.ts";

/** A piece of the result: of the user's text (from an offset on), of a hook, or of what is appended. */
export type Piece =
  | { readonly of: "source"; readonly text: string; readonly at: number }
  | { readonly of: "hook"; readonly text: string; readonly at: number }
  | { readonly of: "appended"; readonly text: string };

export interface Insertions {
  readonly text: string;
  readonly hooks: readonly Hook[];
}

export const assemble = (source: string, emitted: Insertions): string =>
  piecesOf(source, emitted)
    .map((piece) => piece.text)
    .join("");

export function piecesOf(source: string, { text, hooks }: Insertions): Piece[] {
  if (text === "" && hooks.length === 0)
    return [{ of: "source", text: source, at: 0 }];
  const pieces: Piece[] = [];
  const end = endOf(source);
  // The reader's offsets do not count a byte order mark: ts-morph takes it off.
  const shift = source.startsWith("\uFEFF") ? 1 : 0;
  let from = 0;
  const copy = (to: number): void => {
    if (to > from)
      pieces.push({ of: "source", text: source.slice(from, to), at: from });
    from = to;
  };
  for (const hook of [...hooks].sort((a, b) => a.at - b.at)) {
    copy(hook.at + shift);
    pieces.push({ of: "hook", text: hook.text, at: hook.at + shift });
  }
  copy(end);
  const newline = /\r\n|\n/.exec(source)?.[0] ?? "\n";
  const isOpen = end > 0 && source[end - 1] !== "\n";
  const appended = (isOpen ? "\n" : "") + text;
  pieces.push({
    of: "appended",
    text: newline === "\n" ? appended : appended.replaceAll("\n", newline),
  });
  copy(source.length);
  return pieces;
}

/**
 * Where the derivatives go: the end of the text, but before a last line that names a source map (after code,
 * it names none).
 */
const endOf = (source: string): number =>
  /(?:^|(?<=\n))[ \t]*\/\/[#@][ \t]*sourceMappingURL=\S*\s*$/.exec(source)
    ?.index ?? source.length;
