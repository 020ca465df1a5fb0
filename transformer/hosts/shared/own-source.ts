/**
 * The map that another compiler made of our text, with a second source in it: what we appended is shown in a
 * source of its own. What maps to the user's text stays as it is, segment by segment.
 */
import type { SourceMapSegment } from "@jridgewell/sourcemap-codec";
import { decode, encode } from "@jridgewell/sourcemap-codec";
import { piecesOf } from "../../5-emit/assemble.ts";
import { ownSource } from "../../5-emit/map.ts";
import type { Output } from "./session.ts";

/** What is looked at of a source map (version 3). */
export interface AnyMap {
  readonly sources: readonly (string | null)[];
  readonly sourcesContent?: readonly (string | null)[];
  readonly sourceRoot?: string;
  readonly mappings: string;
}

/**
 * `declarations`: the map is of a .d.ts, read by editors, which look for sources on the disk: what is ours maps to
 * nothing there, and is shown in the .d.ts itself.
 */
export function withOwnSource<M extends AnyMap>(
  map: M,
  outputOf: (source: string) => Output | undefined,
  { declarations = false } = {},
): M {
  const sources = [...map.sources];
  const contents = [...(map.sourcesContent ?? [])];
  const known = new Map<
    number,
    { readonly own: number; readonly placeOf: ReturnType<typeof placesOf> }
  >();
  map.sources.forEach((source, i) => {
    const output = source === null ? undefined : outputOf(source);
    if (source === null || output === undefined || output.appended === "")
      return;
    const own = declarations ? -1 : sources.push(ownSource(source)) - 1;
    known.set(i, { own, placeOf: placesOf(output) });
    // The other compiler's copy of the user's text has ours in it.
    if (contents[i] != null) contents[i] = output.map.sourcesContent[0]!;
    if (own >= 0) contents[own] = output.map.sourcesContent[1]!;
  });
  if (known.size === 0) return map;
  const lines = decode(map.mappings).map((line) =>
    line.map((segment): SourceMapSegment => {
      const found = segment.length === 1 ? undefined : known.get(segment[1]);
      if (found === undefined || segment.length === 1) return segment;
      const [column, source, , , ...name] = segment;
      const place = found.placeOf(segment[2], segment[3]);
      if (place.isOwn && found.own < 0) return [column];
      const mapped = [
        column,
        place.isOwn ? found.own : source,
        place.line,
        place.column,
      ] as const;
      return name.length > 0 ? [...mapped, name[0]!] : [...mapped];
    }),
  );
  // `null` stands for what a reader is to find itself.
  const sourcesContent = sources.map((_, i) => contents[i] ?? null);
  const hasContent = sourcesContent.some((text) => text !== null);
  return {
    ...map,
    sources,
    ...(hasContent ? { sourcesContent } : {}),
    mappings: encode(lines),
  };
}

const inline =
  /^(\/\/# sourceMappingURL=data:application\/json;(?:charset=[^;,]+;)?base64,)(\S+)/m;

/** The same for a map that stands in the code itself. */
export const inlineOwnSource = (
  code: string,
  outputOf: (source: string) => Output | undefined,
): string =>
  code.replace(inline, (_all, head: string, base64: string) => {
    const map = JSON.parse(Buffer.from(base64, "base64").toString()) as AnyMap;
    const mapped = JSON.stringify(withOwnSource(map, outputOf));
    return head + Buffer.from(mapped).toString("base64");
  });

interface Place {
  readonly isOwn: boolean;
  /** From 0, as in source maps. */
  readonly line: number;
  readonly column: number;
}

/** Where a place of our text (line and column from 0) comes from. */
function placesOf({
  map,
  hooks,
  appended,
  text,
}: Output): (line: number, column: number) => Place {
  const user = map.sourcesContent[0]!;
  const pieces = piecesOf(user, { text: appended, hooks });
  const starts = lineStarts(text);
  const userStarts = lineStarts(user);
  const ends: number[] = [];
  for (const piece of pieces) ends.push((ends.at(-1) ?? 0) + piece.text.length);
  const inUser = (offset: number): Place => {
    const line = lineAt(userStarts, offset);
    return { isOwn: false, line, column: offset - userStarts[line]! };
  };
  const ownAt = pieces.findIndex((piece) => piece.of === "appended");
  const blank = /^[\r\n]*/.exec(pieces[ownAt]!.text)![0].length;
  const ownLine = lineAt(starts, (ends[ownAt - 1] ?? 0) + blank);
  return (line, column) => {
    const offset = (starts[line] ?? text.length) + column;
    const i = ends.findIndex((end) => offset < end);
    const piece = pieces[i] ?? pieces.at(-1)!;
    if (piece.of === "appended")
      return { isOwn: true, line: Math.max(0, line - ownLine), column };
    // Registration happens where the declaration ends.
    if (piece.of === "hook") return inUser(Math.max(0, piece.at - 1));
    return inUser(piece.at + offset - (ends[i - 1] ?? 0));
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = text.indexOf("\n"); i !== -1; i = text.indexOf("\n", i + 1))
    starts.push(i + 1);
  return starts;
}

/** The last line that starts at or before the offset. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
