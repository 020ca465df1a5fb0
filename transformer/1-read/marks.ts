/** Finding the functions that carry `@differentiable`, and reading what stands after the tag. */
import { ts } from "ts-morph";
import { diagnostic } from "../diagnostics/report.ts";
import type { Derivative } from "../ir/program.ts";
import { isStatic } from "./classes/members.ts";
import { nodesIn } from "./nodes.ts";
import { report } from "./problems.ts";
import type { Reader } from "./reading.ts";
import { strayMarks } from "./stray-marks.ts";
import { nearest } from "./suggest.ts";
import { unwrapped } from "./symbols.ts";

export interface Mark {
  readonly node: ts.FunctionLikeDeclaration;
  /** `loss`, or `Model.loss`. */
  readonly name: string;
  readonly nameNode: ts.Identifier;
  readonly base: string;
  /** Of a method: its class. */
  readonly owner?: ts.ClassDeclaration & { readonly name: ts.Identifier };
  readonly isStatic: boolean;
  readonly wrt?: readonly string[];
  readonly derivatives: ReadonlySet<Derivative>;
  /** The whole declaration, whose end takes the hook. */
  readonly declaration: ts.Statement;
  readonly tag: ts.Node;
}

const tagName = "differentiable";

export function findMarks(reader: Reader): Mark[] {
  const marks: Mark[] = [];
  if (!reader.file.text.includes(tagName)) return marks;
  const comments = new Set<number>();
  for (const node of nodesIn(reader.file)) {
    const comment = canBeMarked(node) ? ownTag(node)?.parent : undefined;
    if (comment !== undefined) comments.add(comment.pos);
    const mark = markOf(reader, node);
    const isKnown = marks.some((m) => m.node === mark?.node);
    if (mark !== undefined && !isKnown) marks.push(mark);
  }
  for (const at of strayMarks(reader.file, tagName, comments)) {
    const what = "a place where no declaration begins";
    const end = at + tagName.length + 1;
    const { file } = reader;
    reader.diagnostics.push(diagnostic("AD1021", { what }, file, at, end));
  }
  return marks;
}

/** Of what can't, a diagnostic says so. */
const canBeMarked = (node: ts.Node): boolean =>
  ts.isStatement(node) ||
  ts.isClassElement(node) ||
  ts.isObjectLiteralElement(node);

function markOf(reader: Reader, node: ts.Node): Mark | undefined {
  const isMember = ts.isObjectLiteralElement(node);
  if (!canBeMarked(node)) return undefined;
  const own = ownTag(node);
  const tag = own ?? decoratorOf(reader, node);
  if (tag === undefined) return undefined;
  if (ts.isClassElement(node) && ts.isClassLike(node.parent))
    return markOfMethod(reader, node, tag, own);
  const refuse = (what: string): undefined => {
    report(reader, tag, "AD1021", { what });
  };
  if (isMember) return refuse("a member of an object");
  if (!ts.isStatement(node) || !ts.isSourceFile(node.parent)) {
    report(reader, tag, "AD1020", { what: "inside another function or block" });
    return undefined;
  }
  const found = functionOf(implementation(node));
  if (found === undefined) return refuse(describe(node));
  const options = readOptions(reader, own, found.node);
  return {
    ...found,
    ...options,
    base: options.base ?? found.name,
    isStatic: false,
    declaration: implementation(node),
    tag,
  };
}

/** A method: a function of its object. */
function markOfMethod(
  reader: Reader,
  element: ts.ClassElement,
  tag: ts.Node,
  own: ts.JSDocTag | undefined,
): Mark | undefined {
  const refuse = (what: string): undefined => {
    report(reader, tag, "AD1021", { what });
  };
  if (!ts.isMethodDeclaration(element)) return refuse(describeMember(element));
  const owner = element.parent;
  if (!isNamedClass(owner)) return refuse("a method of a class without a name");
  if (!ts.isSourceFile(owner.parent)) {
    report(reader, tag, "AD1020", { what: "inside another function or block" });
    return undefined;
  }
  const node = implementationOf(owner, element);
  if (node.body === undefined) return refuse("a method without a body");
  if (!ts.isIdentifier(node.name))
    return refuse("a method whose name is private or computed");
  const others = ts
    .getDecorators(node)
    ?.filter((d) => !isMarkDecorator(reader, d));
  if (others !== undefined && others.length > 0)
    return refuse(`a method that '${others[0]!.getText()}' may replace`);
  const options = readOptions(reader, own, node);
  const name = node.name.text;
  return {
    ...{ node, owner, declaration: owner, tag },
    name: `${owner.name.text}.${name}`,
    nameNode: node.name,
    ...options,
    base: options.base ?? name,
    isStatic: isStatic(node),
  };
}

const isNamedClass = (
  node: ts.Node,
): node is ts.ClassDeclaration & { readonly name: ts.Identifier } =>
  ts.isClassDeclaration(node) && node.name !== undefined;

function describeMember(node: ts.ClassElement): string {
  if (ts.isConstructorDeclaration(node)) return "a constructor";
  if (ts.isAccessor(node)) return "an accessor";
  return "a field: make it a method";
}

/** `@differentiable` of the library, standing on a method. */
function decoratorOf(reader: Reader, node: ts.Node): ts.Decorator | undefined {
  return ts.canHaveDecorators(node)
    ? ts.getDecorators(node)?.find((d) => isMarkDecorator(reader, d))
    : undefined;
}

/** Imported from `adjoint`, under whatever name. */
function isMarkDecorator(
  reader: Reader,
  { expression }: ts.Decorator,
): boolean {
  if (!ts.isIdentifier(expression)) return false;
  const specifier = reader.checker
    .getSymbolAtLocation(expression)
    ?.declarations?.find(ts.isImportSpecifier);
  if (specifier === undefined) return false;
  const from = specifier.parent.parent.parent.moduleSpecifier;
  return (
    (specifier.propertyName ?? specifier.name).text === tagName &&
    ts.isStringLiteral(from) &&
    from.text === "adjoint"
  );
}

/** Does the declaration carry the mark, as a tag or a decorator? */
export const isMarked = (reader: Reader, node: ts.Node): boolean =>
  ownTag(node) !== undefined || decoratorOf(reader, node) !== undefined;

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

function implementationOf(
  owner: ts.ClassLikeDeclaration,
  method: ts.MethodDeclaration,
): ts.MethodDeclaration {
  if (method.body !== undefined) return method;
  const found = owner.members.find(
    (m): m is ts.MethodDeclaration =>
      ts.isMethodDeclaration(m) &&
      m.body !== undefined &&
      m.name.getText() === method.name.getText() &&
      isStatic(m) === isStatic(method),
  );
  return found ?? method;
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
  tag: ts.JSDocTag | undefined,
  f: ts.FunctionLikeDeclaration,
): {
  readonly wrt?: readonly string[];
  readonly derivatives: ReadonlySet<Derivative>;
  readonly base?: string;
} {
  const derivatives = new Set<Derivative>();
  if (tag === undefined) return { derivatives: derivatives.add("reverse") };
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
  const isMethod = ts.isMethodDeclaration(f) && !isStatic(f);
  const names = [
    ...(isMethod ? ["this"] : []),
    ...f.parameters.map((p) => p.name.getText()),
  ];
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
