/** What a piece of a module's text refers to among the module's own top-level declarations. */
import { ts } from "ts-morph";
import { declaredNames } from "./exports.ts";

/** A declaration at the top level of the module, by one of its names. */
export interface Declared {
  readonly name: string;
  readonly node: ts.Declaration;
  /** The whole statement. */
  readonly statement: ts.Statement;
}

export interface ModuleText {
  readonly file: ts.SourceFile;
  /** The top-level names that nodes from `start` to `end` refer to, in the order of their first use. */
  referredBetween(start: number, end: number): readonly Declared[];
  /** Top-level declarations by name; a name that is not declared is left out. */
  declared(names: readonly string[]): readonly Declared[];
  /** All uses of a top-level name in the text before `end`, its declaration among them. */
  usesOf(name: string, end: number): readonly ts.Identifier[];
}

/** Names are resolved within the text alone: libraries and imported files are not looked at. */
export function readModuleText(fileName: string, text: string): ModuleText {
  const file = ts.createSourceFile(
    fileName,
    text,
    ts.ScriptTarget.Latest,
    true,
  );
  const checker = checkerOf(file);
  const declaredBy = (name: ts.Identifier): Declared | undefined => {
    for (const node of symbolAt(name, checker)?.declarations ?? []) {
      const statement = topLevelStatement(node);
      if (statement !== undefined) return { name: name.text, node, statement };
    }
    return undefined;
  };
  return {
    file,
    referredBetween(start, end) {
      const found = new Map<string, Declared>();
      forEachIdentifier(file, start, end, (name) => {
        if (found.has(name.text)) return;
        const declared = declaredBy(name);
        if (declared !== undefined) found.set(name.text, declared);
      });
      return [...found.values()];
    },
    declared: (names) =>
      names.flatMap((name) => {
        const statement = file.statements.find((each) =>
          declaredNames(each).includes(name),
        );
        const node = statement && declarationOf(statement, name);
        return node ? [{ name, node, statement: statement! }] : [];
      }),
    usesOf(name, end) {
      const uses: ts.Identifier[] = [];
      forEachIdentifier(file, 0, end, (each) => {
        if (each.text === name && declaredBy(each) !== undefined) {
          uses.push(each);
        }
      });
      return uses;
    },
  };
}

/**
 * Emitted text without the declarations that name nothing of a module's top level: most of it speaks of its own
 * variables alone, and need not be parsed to find that out.
 */
export function referring(
  emitted: string,
  fileName: string,
  text: string,
): string {
  // A blank line in a template is not between two declarations, and a name may be written with escapes.
  if (/[`\\]/.test(emitted.replace(comments, "").replace(strings, "")))
    return emitted;
  const { statements } = ts.createSourceFile(
    fileName,
    text,
    ts.ScriptTarget.Latest,
  );
  const names = new Set(
    statements.flatMap((each) =>
      ts.isImportDeclaration(each)
        ? wordsOf(text.slice(each.pos, each.end))
        : declaredNames(each),
    ),
  );
  return emitted
    .split(/\n\n(?=\S)/)
    .filter((declaration) =>
      wordsOf(declaration.replace(comments, "")).some((word) =>
        names.has(word),
      ),
    )
    .map((declaration) => `\n\n${declaration}`)
    .join("");
}

/** The comment before a declaration, and those that have a line to themselves. */
const comments = /^\/\*\*[^]*?\*\/|^ *\/\/.*$/gm;

const strings = /"[^"\\\n]*"/g;

const wordsOf = (text: string): readonly string[] =>
  text.match(/[\p{ID_Continue}$]+/gu) ?? [];

function declarationOf(
  statement: ts.Statement,
  name: string,
): ts.Declaration | undefined {
  return ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.find(
        (each) => ts.isIdentifier(each.name) && each.name.text === name,
      )
    : (statement as ts.DeclarationStatement);
}

function checkerOf(file: ts.SourceFile): ts.TypeChecker {
  const options: ts.CompilerOptions = {
    noLib: true,
    noResolve: true,
    types: [],
    allowJs: true,
  };
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === file.fileName ? file : undefined),
    getDefaultLibFileName: () => "lib.d.ts",
    writeFile: () => undefined,
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (name) => name === file.fileName,
    readFile: () => undefined,
  };
  return ts.createProgram([file.fileName], options, host).getTypeChecker();
}

function symbolAt(
  name: ts.Identifier,
  checker: ts.TypeChecker,
): ts.Symbol | undefined {
  const { parent } = name;
  if (ts.isShorthandPropertyAssignment(parent)) {
    return checker.getShorthandAssignmentValueSymbol(parent);
  }
  // What stands behind a dot or names a property is no reference to a variable.
  if (ts.isPropertyAccessExpression(parent) && parent.name === name) return;
  if (ts.isQualifiedName(parent) && parent.right === name) return;
  return checker.getSymbolAtLocation(name);
}

function topLevelStatement(node: ts.Node): ts.Statement | undefined {
  let each = node;
  while (!ts.isSourceFile(each.parent)) {
    // Anything that opens a scope, or a property, on the way up: not at the top level.
    const transparent =
      ts.isVariableDeclarationList(each.parent) ||
      ts.isVariableStatement(each.parent) ||
      ts.isObjectBindingPattern(each.parent) ||
      ts.isArrayBindingPattern(each.parent) ||
      ts.isBindingElement(each.parent) ||
      ts.isVariableDeclaration(each.parent) ||
      ts.isNamedImports(each.parent) ||
      ts.isNamespaceImport(each.parent) ||
      ts.isImportClause(each.parent) ||
      ts.isImportDeclaration(each.parent);
    if (!transparent) return undefined;
    each = each.parent;
  }
  return each as ts.Statement;
}

function forEachIdentifier(
  file: ts.SourceFile,
  start: number,
  end: number,
  visit: (name: ts.Identifier) => void,
): void {
  const walk = (node: ts.Node): void => {
    if (node.end <= start || node.getStart(file) >= end) return;
    if (ts.isIdentifier(node)) visit(node);
    else ts.forEachChild(node, walk);
  };
  walk(file);
}
