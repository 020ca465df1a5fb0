/**
 * The source map of a compiled module. The user's text maps to itself, in the user's file; what is emitted maps
 * to itself too, in a source of its own, so that a debugger and a stack trace show the emitted statement and
 * not some unrelated line of the user's.
 */
import {
  encode,
  type SourceMapMappings,
  type SourceMapSegment,
} from "@jridgewell/sourcemap-codec";
import { piecesOf, type Insertions } from "./assemble.ts";

export interface SourceMap {
  readonly version: 3;
  readonly file: string;
  readonly sources: readonly string[];
  readonly sourcesContent: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
}

const USER = 0;
const OWN = 1;

/** `file`: the module's name, as the map's `sources` are to have it (`loss.ts`). */
export function sourceMap(
  file: string,
  source: string,
  emitted: Insertions & { readonly places?: ReadonlyMap<number, string> },
): SourceMap {
  const own = emitted.text.replace(/^\n+/, "");
  const skipped = emitted.text.length - own.length;
  const lines: SourceMapSegment[][] = [[]];
  let column = 0;
  /** Adds text whose places are given: of each word and sign, so that what other tools map to one of them still does. */
  const add = (
    text: string,
    place: (offset: number) => [number, number, number] | undefined,
  ): void => {
    for (const { 0: token, index } of text.matchAll(
      /\n|[\p{ID_Continue}$]+|[ \t]+|[^\p{ID_Continue}$\n]/gu,
    )) {
      if (token === "\n") {
        lines.push([]);
        column = 0;
        continue;
      }
      const at = place(index);
      if (at !== undefined) lines.at(-1)!.push([column, ...at]);
      column += token.length;
    }
  };
  const user = places(source);
  const ours = places(own);
  for (const piece of piecesOf(source, emitted)) {
    switch (piece.of) {
      case "source":
        add(piece.text, (offset) => [USER, ...user(piece.at + offset)]);
        break;
      case "hook":
        // Registration happens where the declaration ends.
        add(piece.text, () => [USER, ...user(Math.max(0, piece.at - 1))]);
        break;
      case "appended": {
        const before = newlinesBefore(piece.text);
        // A line ending of the user's may be two characters: count lines, not offsets.
        const plain = piece.text.replaceAll("\r\n", "\n");
        add(plain, (offset) =>
          offset < before ? undefined : [OWN, ...ours(offset - before)],
        );
        break;
      }
    }
  }
  const hasOwn = own !== "";
  return {
    version: 3,
    file,
    sources: hasOwn ? [file, ownSource(file)] : [file],
    sourcesContent: hasOwn
      ? [source, withPlaces(own, skipped, emitted.places)]
      : [source],
    names: [],
    mappings: encode(lines as SourceMapMappings),
  };
}

/** As a debugger shows it: each comment says on which line of the source its statement stands. */
const withPlaces = (
  text: string,
  skipped: number,
  places: ReadonlyMap<number, string> = new Map(),
): string =>
  text
    .split("\n")
    .map((line, i) => {
      const place = places.get(i + skipped);
      return place === undefined ? line : `${line} (${place})`;
    })
    .join("\n");

/** `loss.ts` → `loss.adjoint.ts` */
export const ownSource = (file: string): string =>
  file.replace(/(\.[^./\\]+)?$/, (extension) => `.adjoint${extension}`);

const newlinesBefore = (text: string): number =>
  /^\n*/.exec(text.replaceAll("\r\n", "\n"))![0].length;

/** Line and column (both from 0) of an offset; offsets asked for in rising order cost nothing to speak of. */
function places(text: string): (offset: number) => [number, number] {
  const starts = [0];
  for (let i = text.indexOf("\n"); i !== -1; i = text.indexOf("\n", i + 1))
    starts.push(i + 1);
  let line = 0;
  return (offset) => {
    if (offset < starts[line]!) line = 0;
    while (line + 1 < starts.length && starts[line + 1]! <= offset) line++;
    return [line, offset - starts[line]!];
  };
}
