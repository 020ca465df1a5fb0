/**
 * Lays emitted text out exactly as Prettier does, statement by statement: how a statement is broken into lines does
 * not depend on what stands in its blocks, nor on where it stands but for the room that is left. So short ones are
 * printed at once, equal ones are formatted once, and no document is larger than a statement.
 */
import { format, PLACEHOLDER, WIDTH } from "./format.ts";
import { BODY, CLOSE, END, NOTE, OPEN, placeMark, type Note } from "./marks.ts";
import { plain } from "./plain.ts";
import { wrap } from "./wrap.ts";

/** Lays out a declaration, with the notes that its marks number. */
export type LayOut = (text: string, notes: readonly Note[]) => string;

export const layouter = (isTsx: boolean): LayOut => {
  const linesOf = (statement: string, room: number): readonly string[] =>
    plain(statement, room) ?? remembered(statement, room, isTsx);
  return (text, notes) => {
    const lines: string[] = [];
    write(new Parts(text).statement(), 0, { notes, linesOf, lines });
    return `${lines.join("\n")}\n`;
  };
};

/** What has been formatted: the helpers of each file, and of each derivative the same declarations. */
const known = new Map<string, readonly string[]>();
const most = 4096;

function remembered(
  statement: string,
  room: number,
  isTsx: boolean,
): readonly string[] {
  const [, before, name] = named.exec(statement) ?? [];
  // Of a function's name, its length alone matters.
  const text =
    name === undefined
      ? statement
      : before! +
        "$".repeat(name.length) +
        statement.slice(before!.length + name.length);
  const key = `${isTsx}:${room}:${text}`;
  let lines = known.get(key);
  if (lines === undefined) {
    lines = formatted(text, room, isTsx);
    if (known.size === most) known.clear();
    known.set(key, lines);
  }
  return name === undefined
    ? lines
    : [
        before! + name + lines[0]!.slice(before!.length + name.length),
        ...lines.slice(1),
      ];
}

const named = /^((?:export )?function )([\w$]+)(?=[(<])/;

/** A statement whose blocks have been taken out: BODY stands in its text for each. */
interface Statement {
  readonly text: string;
  readonly note?: number;
  readonly bodies: readonly (readonly Statement[])[];
}

/** Reads the marks. */
class Parts {
  readonly #parts: readonly string[];
  #at = 0;

  constructor(text: string) {
    // eslint-disable-next-line no-control-regex -- NOTE, OPEN, END and CLOSE
    this.#parts = text.split(/([\u0003\u0004\u0006\u0007])/);
  }

  statement(): Statement {
    let text = "";
    let note: number | undefined;
    const bodies: Statement[][] = [];
    for (; this.#at < this.#parts.length; this.#at++) {
      const part = this.#parts[this.#at]!;
      if (part === END) break;
      if (part === NOTE) {
        note = Number(this.#parts[this.#at + 1]);
        this.#at += 2;
      } else if (part === OPEN) {
        this.#at++;
        const body = this.#body();
        if (body.length > 0) bodies.push(body);
        text += body.length > 0 ? BODY : "{}";
      } else text += part;
    }
    return { text, bodies, ...(note === undefined ? {} : { note }) };
  }

  #body(): Statement[] {
    const found: Statement[] = [];
    while (
      this.#parts[this.#at] !== "" ||
      this.#parts[this.#at + 1] !== CLOSE
    ) {
      found.push(this.statement());
      this.#at++;
    }
    this.#at++;
    return found;
  }
}

interface Page {
  readonly notes: readonly Note[];
  readonly linesOf: (statement: string, room: number) => readonly string[];
  /** What has been written. */
  readonly lines: string[];
}

function write(s: Statement, indent: number, page: Page): void {
  const { notes, linesOf, lines } = page;
  const room = WIDTH - indent;
  const margin = " ".repeat(indent);
  const only = withoutBraces(s, room, linesOf);
  const heads = only?.lines ?? linesOf(s.text, room);
  const number = only?.note ?? s.note;
  let trailing = "";
  if (number !== undefined) {
    const note = notes[number]!;
    const mayTrail =
      note.kind === "line" &&
      heads.length === 1 &&
      (only !== undefined || isLeaf(s.text));
    const space = mayTrail ? room - heads[0]!.length - 1 : 0;
    trailing = trailingComment(note, space);
    if (trailing === "")
      lines.push(...linesAbove(note, room).map((line) => margin + line));
  }
  let next = 0;
  for (const line of heads) {
    if (line.endsWith(BODY))
      for (const inner of s.bodies[next++]!)
        write(inner, indent + line.length - 1, page);
    else lines.push(line === "" ? "" : margin + line + trailing);
  }
}

/** `for (…) statement`, `if (…) statement`, where that fits on one line; the note moves up with it. */
function withoutBraces(
  { text, note, bodies }: Statement,
  room: number,
  linesOf: Page["linesOf"],
): { readonly lines: readonly string[]; readonly note?: number } | undefined {
  const [only, another] = bodies.length === 1 ? bodies[0]! : [];
  if (only === undefined || another !== undefined || !headed.test(text))
    return undefined;
  if (!isLeaf(only.text) || declares.test(only.text)) return undefined;
  if (only.note !== undefined && note !== undefined) return undefined;
  const heads = linesOf(text, room);
  const inner = linesOf(only.text, room - 2);
  if (heads.length > 3 || inner.length > 1) return undefined;
  const line = heads[0]!.slice(0, -1) + inner[0]!;
  if (line.length > room) return undefined;
  const lines = isAscii.test(line)
    ? [line]
    : linesOf(
        text.replace(BODY, () => only.text),
        room,
      );
  const upper = note ?? only.note;
  return lines.length > 1
    ? undefined
    : { lines, ...(upper === undefined ? {} : { note: upper }) };
}

const headed = /^(?:for|while|if) \(/;
const declares = /^(?:const|let) /;
const isAscii = /^[ -~]*$/;

/** Does the statement have no other statements in it (but for those of closures)? */
const isLeaf = (text: string): boolean =>
  !text.startsWith(BODY) &&
  !/^(?:(?:for|while|if|do|function)(?![\w$])|\{|[\p{ID_Continue}$]+: )/u.test(
    text,
  );

/** A comment behind a statement, or "" where there is no room for it. */
function trailingComment(note: Note, room: number): string {
  const comment = commentOf(note);
  return comment.length <= room ? ` ${comment}${placeMark(note)}` : "";
}

const commentOf = ({ lines }: Note): string => `// ${lines.join(" ")}`;

const linesAbove = (note: Note, room: number): readonly string[] =>
  note.kind === "doc"
    ? docComment(note.lines)
    : [shortened(commentOf(note), room) + placeMark(note)];

function docComment(lines: readonly string[]): readonly string[] {
  const [first] = lines;
  if (
    lines.length === 1 &&
    first!.length <= WIDTH - "/** ".length - " */".length
  )
    return [`/** ${first!} */`];
  const wrapped = lines.flatMap((line) => wrap(line, WIDTH - " * ".length));
  return ["/**", ...wrapped.map((line) => ` * ${line}`.trimEnd()), " */"];
}

/** A comment longer than a line is cut, but never to less than says something. */
function shortened(comment: string, room: number): string {
  const least = 40;
  const limit = Math.max(room, least);
  return comment.length <= limit
    ? comment
    : `${comment.slice(0, limit - 2).trimEnd()} …`;
}

function formatted(statement: string, room: number, isTsx: boolean): string[] {
  const text = statement.replaceAll(BODY, `{${PLACEHOLDER};}`);
  return format(text, isTsx, room)
    .trimEnd()
    .split("\n")
    .map((line) =>
      line.endsWith(PLACEHOLDER + ";")
        ? line.replace(`${PLACEHOLDER};`, BODY)
        : line,
    );
}
