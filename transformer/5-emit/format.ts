/**
 * Lays text out exactly as Prettier does, synchronously: Prettier's own parser, printer and document layout,
 * driven without its asynchronous shell (files, embedded languages and attaching of comments, none of which
 * we need: our comments come beside the text, by statement).
 *
 * So the emitter may print any valid text, every operation in parentheses: what is redundant is gone here.
 */
import { builders, printer as layout } from "prettier/doc";
import { printers } from "prettier/plugins/estree";
import { parsers } from "prettier/plugins/babel";
import { Path, type Node } from "./ast-path.ts";
import { wrap } from "./wrap.ts";
import { placeMark, takeMarks, type Note } from "./marks.ts";

type Doc = builders.Doc;

const WIDTH = 80;
const layoutOptions = { tabWidth: 2, useTabs: false };
const estree = printers.estree;
const parser = parsers["babel-ts"];

export function format(
  text: string,
  notes: readonly Note[],
  isTsx = false,
): string {
  const options = {
    ...layoutOptions,
    printWidth: WIDTH,
    semi: true,
    singleQuote: false,
    jsxSingleQuote: false,
    quoteProps: "as-needed",
    trailingComma: "all",
    bracketSpacing: true,
    objectWrap: "preserve",
    bracketSameLine: false,
    singleAttributePerLine: false,
    arrowParens: "always",
    experimentalTernaries: false,
    experimentalOperatorPosition: "end",
    embeddedLanguageFormatting: "off",
    endOfLine: "lf",
    // In a .tsx file `<T,>(x: T) => x` keeps its comma.
    filepath: isTsx ? "module.tsx" : "module.ts",
    parser: "babel-ts",
    astFormat: "estree",
    printer: estree,
    locStart: parser.locStart,
    locEnd: parser.locEnd,
    getVisitorKeys: estree.getVisitorKeys,
    originalText: text,
    [Symbol.for("comments")]: [],
    [Symbol.for("printedComments")]: new Set(),
  };
  const ast = parse(text, options);
  const noteOf = takeMarks(ast, text, notes);
  const path = new Path(ast);
  const printed = new Map<Node, Doc>();

  const print = (selector?: unknown, args?: unknown): Doc => {
    if (selector === undefined || selector === path) return printHere(args);
    const keys = (
      Array.isArray(selector) ? selector : [selector]
    ) as PropertyKey[];
    return path.call(() => printHere(args), ...keys);
  };
  const printHere = (args: unknown): Doc => {
    const { node } = path;
    if (node === undefined || node === null) return "";
    const known =
      args === undefined && typeof node === "object"
        ? printed.get(node)
        : undefined;
    if (known !== undefined) return known;
    const doc = printNode(args);
    if (args === undefined && typeof node === "object") printed.set(node, doc);
    return doc;
  };
  const printPlain = (args: unknown): Doc =>
    estree.print(path as never, options as never, print as never, args);

  const printNode = (args: unknown): Doc => {
    const { node } = path;
    const braceless = withoutBraces(node);
    const doc = braceless ?? printPlain(args);
    const note = noteOf.get(node);
    return note === undefined
      ? doc
      : withNote(doc, note, braceless !== undefined || isLeaf(node));
  };

  /** The doc of `for (…) statement`, `if (…) statement`, where that fits on one line; the note moves up with it. */
  const withoutBraces = (node: Node): Doc | undefined => {
    const key = bodyKeys[node.type as string];
    if (key === undefined || node.alternate || isElseIf()) return undefined;
    const block = node[key];
    if (block?.type !== "BlockStatement" || block.body.length !== 1)
      return undefined;
    const [only] = block.body;
    if (!simple.has(only.type)) return undefined;
    const note = noteOf.get(only);
    if (note !== undefined && noteOf.has(node)) return undefined;
    node[key] = only;
    noteOf.delete(only);
    const doc = printPlain(undefined);
    if (isOneLine(doc)) {
      if (note !== undefined) noteOf.set(node, note);
      return doc;
    }
    node[key] = block;
    printed.delete(only);
    if (note !== undefined) noteOf.set(only, note);
    return undefined;
  };
  const isElseIf = (): boolean =>
    path.node.type === "IfStatement" && path.key === "alternate";

  const withNote = (doc: Doc, note: Note, mayTrail: boolean): Doc => {
    const { hardline, lineSuffix, breakParent, join } = builders;
    if (note.kind === "doc")
      return [docComment(note.lines, join, hardline), hardline, doc];
    const comment = `// ${note.lines.join(" ")}`;
    if (mayTrail && note.kind === "line") {
      const line = oneLine(doc);
      if (
        line !== undefined &&
        line.length + 1 + comment.length <= roomHere()
      ) {
        return [doc, lineSuffix(` ${comment}${placeMark(note)}`), breakParent];
      }
    }
    const above = shortened(comment, roomHere()) + placeMark(note);
    return [above, hardline, doc];
  };

  /** Columns between the indentation of this statement and the margin. */
  const roomHere = (): number => {
    const deep = path.ancestors.filter((a) =>
      indenting.has(a.type as string),
    ).length;
    return WIDTH - 2 * deep;
  };
  const oneLine = (doc: Doc): string | undefined => {
    const { formatted } = layout.printDocToString(doc, {
      ...layoutOptions,
      printWidth: roomHere(),
    });
    return formatted.includes("\n") ? undefined : formatted;
  };
  const isOneLine = (doc: Doc): boolean => {
    const line = oneLine(doc);
    return line !== undefined && line.length <= roomHere();
  };

  const whole = print();
  return layout.printDocToString(whole, { ...layoutOptions, printWidth: WIDTH })
    .formatted;
}

const bodyKeys: Record<string, string> = {
  ForStatement: "body",
  WhileStatement: "body",
  IfStatement: "consequent",
};
const simple = new Set([
  "ExpressionStatement",
  "ReturnStatement",
  "BreakStatement",
  "ContinueStatement",
  "ThrowStatement",
]);
const leaves = new Set([...simple, "VariableDeclaration"]);
const isLeaf = (node: Node): boolean => leaves.has(node.type as string);
/** What indents the statements in it by one step. The object is the one that a pullback is a method of. */
const indenting = new Set(["BlockStatement", "ObjectExpression"]);

function docComment(
  lines: readonly string[],
  join: typeof builders.join,
  hardline: Doc,
): Doc {
  if (
    lines.length === 1 &&
    lines[0]!.length <= WIDTH - "/** ".length - " */".length
  )
    return `/** ${lines[0]} */`;
  const wrapped = lines.flatMap((line) => wrap(line, WIDTH - " * ".length));
  return join(hardline, [
    "/**",
    ...wrapped.map((line) => ` * ${line}`.trimEnd()),
    " */",
  ]);
}

function parse(text: string, options: object): Node {
  try {
    return parser.parse(text, options as never);
  } catch (error) {
    const { loc } = error as { loc?: { start: { line: number } } };
    const line =
      loc === undefined ? "" : `: ${text.split("\n")[loc.start.line - 1]}`;
    throw new Error(
      `emitted text does not parse (${(error as Error).message})${line}`,
      { cause: error },
    );
  }
}

/** A comment longer than a line is cut, but never to less than says something. */
function shortened(comment: string, room: number): string {
  const least = 40;
  const limit = Math.max(room, least);
  return comment.length <= limit
    ? comment
    : `${comment.slice(0, limit - 2).trimEnd()} …`;
}
