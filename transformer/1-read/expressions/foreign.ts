/** Source text that we do not look into. */
import { ts } from "ts-morph";
import { read } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { Type } from "../../ir/types.ts";
import type { Code } from "../../diagnostics/catalogue.ts";
import type { FunctionValue } from "../bindings.ts";
import { reachedBy } from "../copies.ts";
import { newEnv, scopeOf } from "../bindings.ts";
import { viewPart, viewed } from "./list.ts";
import { plus } from "./sum.ts";
import { thisValue } from "./this.ts";
import { oneLine } from "../origins.ts";
import type { Args } from "../problems.ts";
import { isPartial } from "../types/partial.ts";
import { problemAt, refuse, Refusal } from "../problems.ts";
import type { Reading } from "../reading.ts";
import { bindingOf, isGlobal, symbolOf } from "../symbols.ts";
import { declaredSymbol } from "../visible.ts";
import { isAssignmentOperator, isStep } from "../writes.ts";

/** Why nothing can flow through: names of problems, by what the message says. */
export type Why =
  | "call"
  | "outer"
  | "moduleVariable"
  | "functionValue"
  | "syntax"
  | "chance"
  | "dynamic"
  | "global"
  | "local"
  | "store"
  | "operands"
  | "statement";

const codes: Readonly<Record<Why, Code>> = {
  call: "AD1004",
  outer: "AD1006",
  moduleVariable: "AD1006",
  functionValue: "AD1008",
  syntax: "AD1003",
  chance: "AD2002",
  dynamic: "AD1009",
  global: "AD1004",
  local: "AD1003",
  store: "AD1005",
  operands: "AD1010",
  statement: "AD1002",
};

export interface Nature {
  readonly pure: boolean;
  readonly mutates?: boolean;
  readonly keeps?: boolean;
  readonly assigns?: readonly ir.Variable[];
  readonly args?: Args;
}

export function foreign(
  node: ts.Node,
  why: Why,
  type: Type,
  parts: readonly (string | ir.Expr)[],
  nature: Nature,
): ir.ForeignExpr {
  const leaving = parts.find((p) => typeof p !== "string" && isPartial(p.type));
  if (leaving !== undefined)
    throw new Refusal(
      problemAt(node, "AD1015", { what: oneLine(node.getText()) }),
    );
  return {
    kind: "foreign",
    type,
    parts: joined(parts.flatMap(whole)),
    pure: nature.pure,
    mutates: nature.mutates ?? false,
    ...(nature.keeps === undefined ? {} : { keeps: nature.keeps }),
    assigns: nature.assigns ?? [],
    problem: problemAt(node, codes[why], {
      what: shortened(oneLine(node.getText())),
      ...nature.args,
    }),
  };
}

/** Who gets a view from us gets a real one. */
function whole(part: string | ir.Expr): (string | ir.Expr)[] {
  if (typeof part === "string" || viewed(part.type) === undefined)
    return [part];
  const from = viewPart(part, "offset");
  const to = plus(from, viewPart(part, "length"));
  return [viewPart(part, "buffer"), ".subarray(", from, ", ", to, ")"];
}

const shortened = (text: string): string =>
  text.length > 60 ? `${text.slice(0, 57)}…` : text;

/** Neighbouring pieces of text as one. */
export function joined(
  parts: readonly (string | ir.Expr)[],
): (string | ir.Expr)[] {
  const result: (string | ir.Expr)[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (typeof part === "string" && typeof last === "string")
      result[result.length - 1] = last + part;
    else result.push(part);
  }
  return result;
}

/** The text of a whole node, with holes for the local variables it reads. */
export function foreignText(
  cx: Reading,
  node: ts.Expression,
  why: Why,
  nature?: Partial<Nature>,
): ir.ForeignExpr {
  const { checker, types } = cx.reader;
  const text = textOf(cx, node);
  const type = types.ofValue(checker.getTypeAtLocation(node));
  return foreign(node, why, type, text.parts, {
    pure: !text.hasEffects,
    mutates: text.hasEffects,
    assigns: text.assigns,
    ...nature,
  });
}

interface ForeignText {
  readonly parts: (string | ir.Expr)[];
  readonly assigns: readonly ir.Variable[];
  /** It calls, creates, assigns or awaits something. */
  readonly hasEffects: boolean;
}

/** Text and holes of a node. Local functions that it names are written out where they are named. */
export function textOf(cx: Reading, node: ts.Node): ForeignText {
  const parts: (string | ir.Expr)[] = [];
  const assigns = new Set<ir.Variable>();
  const source = node.getSourceFile().text;
  let at = node.getStart();
  let hasEffects = false;

  const hole = (id: ts.Identifier, part: (string | ir.Expr)[]): void => {
    const shorthand =
      ts.isShorthandPropertyAssignment(id.parent) && id.parent.name === id;
    parts.push(
      source.slice(at, id.getStart()),
      shorthand ? `${id.text}: ` : "",
      ...part,
    );
    at = id.end;
  };
  const visit = (n: ts.Node): void => {
    if (ts.isTypeNode(n)) return;
    if (isEffect(n)) hasEffects = true;
    if (ts.isIdentifier(n) && isReference(n)) {
      if (n.text === "arguments" && isGlobal(cx.reader, n))
        refuse(cx, n, "AD1011", { what: "arguments" });
      const binding = bindingOf(cx, n);
      if (binding?.kind === "variable") {
        hole(n, [read(binding.variable)]);
        if (isAssigned(n)) assigns.add(binding.variable);
      } else if (binding?.kind === "cell")
        hole(n, [read(binding.variable), `.${binding.name}`]);
      else if (binding?.kind === "expr") hole(n, inParens(binding.expr));
      else if (binding?.kind === "function") {
        const text = functionText(cx, n, binding.value);
        hole(n, text.parts);
        for (const v of text.assigns) assigns.add(v);
      } else {
        const name = renamed(cx, node, n);
        if (name !== undefined) hole(n, [name]);
      }
    } else if (n.kind === ts.SyntaxKind.ThisKeyword && isOwnThis(n, node)) {
      parts.push(source.slice(at, n.getStart()), thisValue(cx, n));
      at = n.end;
    }
    ts.forEachChild(n, visit);
  };
  visit(node);
  parts.push(source.slice(at, node.end));
  return { parts, assigns: [...assigns], hasEffects };
}

/** A name that the text takes along must mean the same where it is printed. */
function renamed(
  cx: Reading,
  root: ts.Node,
  id: ts.Identifier,
): string | undefined {
  const { reader } = cx;
  if (isGlobal(reader, id)) return undefined;
  const symbol = symbolOf(reader, id);
  const declaration = symbol?.declarations?.[0];
  if (symbol === undefined || declaration === undefined) return undefined;
  const inside =
    declaration.getSourceFile() === root.getSourceFile() &&
    declaration.pos >= root.pos &&
    declaration.end <= root.end;
  if (inside || id.getSourceFile() === reader.file) return undefined;
  const name = reachedBy(reader, symbol, id, scopeOf(cx.env));
  if (name === undefined) refuse(cx, id, "AD1012", { name: id.text });
  return name;
}

/** A function where text names it: its name, or where it is local all of it. */
export function functionText(
  cx: Reading,
  node: ts.Node,
  value: FunctionValue,
): Pick<ForeignText, "parts" | "assigns"> {
  const named = (name: string): Pick<ForeignText, "parts" | "assigns"> => ({
    parts: [name],
    assigns: [],
  });
  if (value.kind === "math" && value.name === "stopped")
    return named("((x) => x)");
  if (value.kind === "math") return named(`Math.${value.name}`);
  if (value.kind !== "source") {
    refuse(cx, node, "AD1008", { what: oneLine(node.getText()) });
    return named("undefined");
  }
  if (value.env === undefined) return named(calledName(cx, node, value));
  if (cx.inlining.includes(value.node)) {
    refuse(cx, node, "AD1011", { what: `${value.name}, which calls itself,` });
    return named("undefined");
  }
  const inner = {
    ...cx,
    env: newEnv(value.env),
    inlining: [...cx.inlining, value.node],
  };
  const { parts, assigns } = textOf(inner, value.node);
  return { parts: ["(", ...parts, ")"], assigns };
}

const inParens = (e: ir.Expr): (string | ir.Expr)[] =>
  e.kind === "read" || e.kind === "const" ? [e] : ["(", e, ")"];

/** Does the identifier stand for a value (and not for a property, a label or a declaration's name)? */
function isReference(id: ts.Identifier): boolean {
  const { parent } = id;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === id;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === id;
  if (ts.isBindingElement(parent)) return parent.initializer === id;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent))
    return parent.initializer === id;
  return !(
    ts.isLabeledStatement(parent) ||
    ts.isBreakOrContinueStatement(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMetaProperty(parent) ||
    ((ts.isFunctionExpression(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isClassLike(parent)) &&
      parent.name === id)
  );
}

function isAssigned(id: ts.Identifier): boolean {
  const { parent } = id;
  if (ts.isBinaryExpression(parent))
    return (
      parent.left === id && isAssignmentOperator(parent.operatorToken.kind)
    );
  return isStep(parent);
}

const isEffect = (n: ts.Node): boolean =>
  ts.isCallExpression(n) ||
  ts.isNewExpression(n) ||
  ts.isAwaitExpression(n) ||
  ts.isYieldExpression(n) ||
  ts.isDeleteExpression(n) ||
  ts.isTaggedTemplateExpression(n) ||
  (ts.isBinaryExpression(n) && isAssignmentOperator(n.operatorToken.kind)) ||
  isStep(n);

/** How a function of some module's top level is called from the compiled one. */
function calledName(
  cx: Reading,
  node: ts.Node,
  value: FunctionValue & { kind: "source" },
): string {
  const symbol = declaredSymbol(cx.reader, value.node);
  const name = symbol === undefined ? undefined : reachedBy(cx.reader, symbol);
  if (name === undefined) refuse(cx, node, "AD1012", { name: value.name });
  return name ?? value.name;
}

/** Is it the `this` of the function that is read, and not of one inside the text? */
function isOwnThis(node: ts.Node, root: ts.Node): boolean {
  for (let n = node; n !== root; n = n.parent)
    if (ts.isFunctionLike(n) && !ts.isArrowFunction(n)) return false;
  return ts.isArrowFunction(root) || !ts.isFunctionLike(root);
}
