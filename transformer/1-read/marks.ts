/** Finding the functions that carry `@differentiable`, and reading what stands after the tag. */
import { ts } from "ts-morph";
import type { Derivative } from "../ir/program.ts";
import { nodesIn } from "./nodes.ts";
import { report } from "./problems.ts";
import type { Reader } from "./reading.ts";
import { nearest } from "./suggest.ts";
import { unwrapped } from "./symbols.ts";

export interface Mark {
  readonly node: ts.FunctionLikeDeclaration;
  readonly name: string;
  readonly nameNode: ts.Identifier;
  readonly base: string;
  readonly wrt?: readonly string[];
  readonly derivatives: ReadonlySet<Derivative>;
  /** The whole declaration, whose end takes the hook. */
  readonly declaration: ts.Statement;
  readonly tag: ts.JSDocTag;
}

const tagName = "differentiable";

export function findMarks(reader: Reader): Mark[] {
  const marks: Mark[] = [];
  if (!reader.file.text.includes(`@${tagName}`)) return marks;
  for (const node of nodesIn(reader.file)) {
    const mark = markOf(reader, node);
    const isKnown = marks.some((m) => m.node === mark?.node);
    if (mark !== undefined && !isKnown) marks.push(mark);
  }
  return marks;
}

function markOf(reader: Reader, node: ts.Node): Mark | undefined {
  if (!ts.isStatement(node) && !ts.isClassElement(node)) return undefined;
  const tag = ownTag(node);
  if (tag === undefined) return undefined;
  if (ts.isClassElement(node)) {
    report(reader, tag, "AD1021", { what: "a method" });
    return undefined;
  }
  if (!ts.isSourceFile(node.parent)) {
    report(reader, tag, "AD1020", { what: "inside another function or block" });
    return undefined;
  }
  const found = functionOf(implementation(node));
  if (found === undefined) {
    report(reader, tag, "AD1021", { what: describe(node) });
    return undefined;
  }
  const options = readOptions(reader, tag, found.node);
  return {
    ...found,
    ...options,
    base: options.base ?? found.name,
    declaration: implementation(node),
    tag,
  };
}

/** The tag in the node's own comment (the one right before it). */
const ownTag = (node: ts.Node): ts.JSDocTag | undefined =>
  ts
    .getJSDocCommentsAndTags(node)
    .flatMap((doc) => (ts.isJSDoc(doc) ? [...(doc.tags ?? [])] : []))
    .findLast((t) => t.tagName.text === tagName && t.parent.parent === node);

/** A tag on an overload marks the function. */
function implementation(node: ts.Statement): ts.Statement {
  if (!ts.isFunctionDeclaration(node) || node.body !== undefined) return node;
  const { parent, name } = node;
  const found =
    ts.isSourceFile(parent) &&
    parent.statements.find(
      (s) =>
        ts.isFunctionDeclaration(s) &&
        s.body !== undefined &&
        s.name?.text === name?.text,
    );
  return found || node;
}

function functionOf(node: ts.Statement):
  | {
      readonly node: ts.FunctionLikeDeclaration;
      readonly name: string;
      readonly nameNode: ts.Identifier;
    }
  | undefined {
  if (
    ts.isFunctionDeclaration(node) &&
    node.name !== undefined &&
    node.body !== undefined
  )
    return { node, name: node.name.text, nameNode: node.name };
  if (
    !ts.isVariableStatement(node) ||
    node.declarationList.declarations.length !== 1
  )
    return undefined;
  if (!(node.declarationList.flags & ts.NodeFlags.Const)) return undefined;
  const { name, initializer } = node.declarationList.declarations[0]!;
  if (!ts.isIdentifier(name) || initializer === undefined) return undefined;
  const value = unwrapped(initializer);
  return ts.isArrowFunction(value) || ts.isFunctionExpression(value)
    ? { node: value, name: name.text, nameNode: name }
    : undefined;
}

function describe(node: ts.Node): string {
  if (ts.isClassDeclaration(node)) return "a class";
  if (ts.isFunctionDeclaration(node))
    return node.body === undefined
      ? "an overload without a body"
      : "a function without a name";
  return "a declaration that is not one `const` bound to a function";
}

const words: Readonly<Record<string, Derivative>> = {
  reverse: "reverse",
  forward: "forward",
  hessian: "hessian",
  jacobian: "jacobian",
};

function readOptions(
  reader: Reader,
  tag: ts.JSDocTag,
  f: ts.FunctionLikeDeclaration,
): {
  readonly wrt?: readonly string[];
  readonly derivatives: ReadonlySet<Derivative>;
  readonly base?: string;
} {
  const derivatives = new Set<Derivative>();
  const tokens = optionText(tag)
    .split(/[\s]+/)
    .filter((t) => t !== "");
  let wrt: string[] | undefined;
  let base: string | undefined;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    const word = token.replace(/,$/, "");
    if (Object.hasOwn(words, word)) derivatives.add(words[word]!);
    else if (word === "as") {
      base = tokens[++i];
      if (
        base === undefined ||
        !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(base)
      ) {
        report(reader, tag, "AD1024", { given: base ?? "" });
        base = undefined;
      }
    } else if (word === "wrt") {
      const listed: string[] = [];
      do {
        i += 1;
        listed.push(...(tokens[i] ?? "").split(",").filter((t) => t !== ""));
      } while (tokens[i]?.endsWith(",") || tokens[i + 1]?.startsWith(","));
      wrt = knownParameters(reader, tag, f, listed);
    } else
      report(reader, tag, "AD1022", {
        option: word,
        known: "wrt, forward, reverse, hessian, jacobian, as",
        hint: nearest(word, [...Object.keys(words), "wrt", "as"]),
      });
  }
  if (derivatives.size === 0) derivatives.add("reverse");
  return {
    derivatives,
    ...(wrt === undefined ? {} : { wrt }),
    ...(base === undefined ? {} : { base }),
  };
}

/** What stands on the tag's own line. What follows on the next lines is prose. */
function optionText(tag: ts.JSDocTag): string {
  const text = tag.getSourceFile().text.slice(tag.tagName.end, tag.end);
  return text
    .split("\n")[0]!
    .replace(/\*\/.*$/, "")
    .replace(/\*\s*$/, "")
    .trim();
}

function knownParameters(
  reader: Reader,
  tag: ts.JSDocTag,
  f: ts.FunctionLikeDeclaration,
  listed: readonly string[],
): string[] {
  const names = f.parameters.map((p) => p.name.getText());
  return listed.filter((name) => {
    const known = names.includes(name);
    if (!known)
      report(reader, tag, "AD1023", {
        name,
        known: names.join(", "),
        hint: nearest(name, names),
      });
    return known;
  });
}
