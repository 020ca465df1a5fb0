/**
 * The verdict on every kind of syntax that TypeScript has. A test holds the table complete, so that a new
 * kind (or a forgotten one) is noticed here, and not by a wrong gradient.
 *
 * - `read`: the reader makes IR of it.
 * - `inactive`: kept as text; an active value that would flow through it is an error.
 * - `refused`: an error wherever it stands in a function that is differentiated.
 * - `outside`: can't stand inside a function's body, or only inside something that has a verdict of its own
 *   (a case clause, a template's middle).
 * - `type`: of the type level; gone at run time.
 * - `token`: punctuation and keywords, which the node around them accounts for.
 */
import { ts } from "ts-morph";

export type Verdict =
  "read" | "inactive" | "refused" | "outside" | "type" | "token";

const K = ts.SyntaxKind;

const verdicts: readonly (readonly [Verdict, readonly ts.SyntaxKind[]])[] = [
  [
    "read",
    [
      // Names and literals.
      K.Identifier,
      K.NumericLiteral,
      K.StringLiteral,
      K.NoSubstitutionTemplateLiteral,
      K.TemplateExpression,
      K.TrueKeyword,
      K.FalseKeyword,
      K.NullKeyword,
      K.ArrayLiteralExpression,
      K.ObjectLiteralExpression,
      K.PropertyAssignment,
      K.ShorthandPropertyAssignment,
      K.SpreadAssignment,
      K.SpreadElement,
      // Access, calls and operators.
      K.PropertyAccessExpression,
      K.ElementAccessExpression,
      K.CallExpression,
      K.NewExpression,
      K.ParenthesizedExpression,
      K.BinaryExpression,
      K.PrefixUnaryExpression,
      K.PostfixUnaryExpression,
      K.ConditionalExpression,
      K.TypeOfExpression,
      K.VoidExpression,
      K.ArrowFunction,
      K.FunctionExpression,
      // Read through to the expression inside.
      K.AsExpression,
      K.SatisfiesExpression,
      K.TypeAssertionExpression,
      K.NonNullExpression,
      K.ExpressionWithTypeArguments,
      // Declarations and patterns.
      K.VariableStatement,
      K.VariableDeclarationList,
      K.VariableDeclaration,
      K.FunctionDeclaration,
      K.Parameter,
      K.ObjectBindingPattern,
      K.ArrayBindingPattern,
      K.BindingElement,
      K.OmittedExpression,
      // Statements.
      K.Block,
      K.EmptyStatement,
      K.ExpressionStatement,
      K.IfStatement,
      K.DoStatement,
      K.WhileStatement,
      K.ForStatement,
      K.ForOfStatement,
      K.ForInStatement,
      K.ContinueStatement,
      K.BreakStatement,
      K.ReturnStatement,
      K.SwitchStatement,
      K.LabeledStatement,
      K.ThrowStatement,
      K.DebuggerStatement,
    ],
  ],
  [
    "inactive",
    [
      K.BigIntLiteral,
      K.RegularExpressionLiteral,
      K.TaggedTemplateExpression,
      K.DeleteExpression,
      K.ClassExpression,
      K.MetaProperty,
      K.ComputedPropertyName,
      K.MethodDeclaration,
      K.GetAccessor,
      K.SetAccessor,
      K.TryStatement,
      K.PrivateIdentifier,
      K.ImportKeyword,
      K.JsxElement,
      K.JsxSelfClosingElement,
      K.JsxFragment,
    ],
  ],
  [
    "refused",
    [
      K.AwaitExpression,
      K.YieldExpression,
      K.ThisKeyword,
      K.SuperKeyword,
      K.WithStatement,
      K.ClassDeclaration,
      K.EnumDeclaration,
      K.ModuleDeclaration,
    ],
  ],
  [
    "outside",
    [
      K.SourceFile,
      K.Bundle,
      K.CaseBlock,
      K.CaseClause,
      K.DefaultClause,
      K.CatchClause,
      K.TemplateHead,
      K.TemplateMiddle,
      K.TemplateTail,
      K.TemplateSpan,
      K.HeritageClause,
      K.Decorator,
      K.PropertyDeclaration,
      K.Constructor,
      K.ClassStaticBlockDeclaration,
      K.SemicolonClassElement,
      K.EnumMember,
      K.ModuleBlock,
      K.NamespaceExportDeclaration,
      K.ImportEqualsDeclaration,
      K.ImportDeclaration,
      K.ImportClause,
      K.NamespaceImport,
      K.NamedImports,
      K.ImportSpecifier,
      K.ExportAssignment,
      K.ExportDeclaration,
      K.NamedExports,
      K.NamespaceExport,
      K.ExportSpecifier,
      K.MissingDeclaration,
      K.ExternalModuleReference,
      K.ImportAttributes,
      K.ImportAttribute,
      K.JsxOpeningElement,
      K.JsxClosingElement,
      K.JsxOpeningFragment,
      K.JsxClosingFragment,
      K.JsxAttribute,
      K.JsxAttributes,
      K.JsxSpreadAttribute,
      K.JsxExpression,
      K.JsxNamespacedName,
      K.JsxText,
      K.JsxTextAllWhiteSpaces,
      // Made by transformers only.
      K.SyntaxList,
      K.NotEmittedStatement,
      K.NotEmittedTypeElement,
      K.PartiallyEmittedExpression,
      K.CommaListExpression,
      K.SyntheticExpression,
      K.SyntheticReferenceExpression,
      K.Count,
    ],
  ],
];

const table = new Map<ts.SyntaxKind, Verdict>(
  verdicts.flatMap(([verdict, kinds]) =>
    kinds.map((kind) => [kind, verdict] as const),
  ),
);

/** Undefined for a kind that nobody has decided on. */
export function verdictOf(kind: ts.SyntaxKind): Verdict | undefined {
  const decided = table.get(kind);
  if (decided !== undefined) return decided;
  if (isTypeLevel(kind)) return "type";
  return isToken(kind) ? "token" : undefined;
}

const isTypeLevel = (kind: ts.SyntaxKind): boolean =>
  (kind >= K.FirstTypeNode && kind <= K.LastTypeNode) ||
  (kind >= K.FirstJSDocNode && kind <= K.LastJSDocNode) ||
  [
    K.InterfaceDeclaration,
    K.TypeAliasDeclaration,
    K.TypeParameter,
    K.PropertySignature,
    K.MethodSignature,
    K.CallSignature,
    K.ConstructSignature,
    K.IndexSignature,
    K.QualifiedName,
    K.ImportTypeAssertionContainer,
  ].includes(kind);

const isToken = (kind: ts.SyntaxKind): boolean =>
  kind <= K.LastToken && kind !== K.Identifier;
