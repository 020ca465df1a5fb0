/**
 * Formats text exactly as Prettier does, synchronously: Prettier's own parser, printer and document layout,
 * driven without its asynchronous shell (files, embedded languages and attaching of comments, none of which
 * we need: `layout` adds our comments, by statement).
 *
 * So the emitter may print any valid text, every operation in parentheses: what is redundant is gone here.
 */
import { builders, printer as layout } from "prettier/doc";
import { printers } from "prettier/plugins/estree";
import { parsers } from "prettier/plugins/babel";
import { Path, type Node } from "./ast-path.ts";
import { unmaskAll } from "./marks.ts";

type Doc = builders.Doc;

export const WIDTH = 80;
/** A statement that stands for those of a block. */
export const PLACEHOLDER = "\u0298";
const layoutOptions = { tabWidth: 2, useTabs: false };
const estree = printers.estree;
const parser = parsers["babel-ts"];

/** `width`: what is left of a line's, where the text will be indented. */
export function format(text: string, isTsx = false, width = WIDTH): string {
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
  // Source text may have had some.
  delete ast.comments;
  unmaskAll(ast, text);
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

  const printNode = (args: unknown): Doc =>
    withoutBraces(path.node) ?? printPlain(args);

  /** The doc of `for (…) statement`, `if (…) statement`, where that fits on one line. */
  const withoutBraces = (node: Node): Doc | undefined => {
    const key = bodyKeys[node.type as string];
    if (key === undefined || node.alternate || isElseIf()) return undefined;
    const block = node[key];
    if (block?.type !== "BlockStatement" || block.body.length !== 1)
      return undefined;
    const [only] = block.body;
    if (!simple.has(only.type) || only.expression?.name === PLACEHOLDER)
      return undefined;
    node[key] = only;
    const doc = printPlain(undefined);
    if (isOneLine(doc)) return doc;
    node[key] = block;
    printed.delete(only);
    return undefined;
  };
  const isElseIf = (): boolean =>
    path.node.type === "IfStatement" && path.key === "alternate";

  /** Columns between the indentation of this statement and the margin. */
  const roomHere = (): number => {
    const deep = path.ancestors.filter((a) =>
      indenting.has(a.type as string),
    ).length;
    return width - 2 * deep;
  };
  const isOneLine = (doc: Doc): boolean => {
    const { formatted } = layout.printDocToString(doc, {
      ...layoutOptions,
      printWidth: roomHere(),
    });
    return !formatted.includes("\n") && formatted.length <= roomHere();
  };

  const whole = print();
  return layout.printDocToString(whole, { ...layoutOptions, printWidth: width })
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
/** What indents the statements in it by one step. The object is the one that a pullback is a method of. */
const indenting = new Set(["BlockStatement", "ObjectExpression"]);

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
