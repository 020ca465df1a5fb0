/** Statements as text, with the marks by which `layOut` knows one from the next. */
import { sameExpr, targetOf } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import {
  definedPart,
  elementType,
  fieldType,
  numberType,
  type Type,
  mayMiss,
} from "../ir/types.ts";
import { visitBlock } from "../ir/walk.ts";
import {
  elementText,
  expressionText,
  fieldText,
  valueText,
  type Context,
} from "./expressions.ts";
import type { Neighbours } from "./comments.ts";
import { declarationText } from "./declarations.ts";
import { resultValueText } from "./results.ts";
import { bodyText } from "./marks.ts";
import { hasElements, isMap, opened } from "./missing.ts";
import { after, without, withTests } from "./narrowing.ts";
import { infixOf } from "./operators.ts";
import { assignedIn } from "./usage.ts";

/** Where a statement stands: what jumps out of it reach without a label. */
interface Place {
  readonly innermostLoop?: ir.Label;
  /** Inside a `do` with an update: its `continue` is a break out of the block around the body. */
  readonly continueAsBreak?: {
    readonly loop: ir.Label;
    readonly label: string;
  };
}

export interface StatementContext extends Context {
  /** A mark in front of a statement that a comment belongs to, or "". Neighbours may share the comment. */
  readonly mark: (s: ir.Stmt, neighbours: Neighbours) => string;
  /** The result type of the function around, as text. */
  readonly resultText: string;
  /** Its result's type may name type parameters. */
  readonly isGeneric: boolean;
  /** What it returns goes to the user. */
  readonly isPublic: boolean;
  /** The statement that the block belongs to. */
  readonly around?: ir.Stmt;
}

/** In braces. */
export const blockText = (
  block: ir.Block,
  c: StatementContext,
  place: Place = {},
): string => bodyText(statementTexts(block, c, place));

export function statementTexts(
  block: ir.Block,
  outer: StatementContext,
  place: Place = {},
): readonly string[] {
  let c = outer;
  return block.flatMap((s, i) => {
    if (handsOn(block, i - 1)) return [];
    const line =
      c.mark(s, {
        before: block[i - 1],
        behind: block[i + 1],
        around: c.around,
      }) + statementText(s, block, i, c, place);
    const tested = after(s, c.tested);
    if (tested !== c.tested) c = { ...c, tested };
    return [line];
  });
}

function statementText(
  s: ir.Stmt,
  block: ir.Block,
  at: number,
  c: StatementContext,
  place: Place,
): string {
  const text = (e: ir.Expr): string => expressionText(e, c);
  switch (s.kind) {
    case "let": {
      const isAssigned = assignedIn(block).has(s.variable);
      return `${isAssigned || s.value === undefined ? "let" : "const"} ${declarationText(s, isAssigned, c)};`;
    }
    case "assign":
    case "store":
      return `${assignmentText(s, c, s.origin.text.includes("++") || s.origin.text.includes("--"))};`;
    case "push":
      return `(${arrayText(s.array, c)}).push(${valueText(s.value, elementType(s.array.type), c)});`;
    case "resize":
      return `(${arrayText(s.array, c)}).length = ${text(s.length)};`;
    case "if":
      return ifText(s, c, place);
    case "loop":
      return loopText(s, c);
    case "block": {
      const label = s.label === undefined ? "" : `${c.names.label(s.label)}: `;
      return `${label}${blockText(s.body, { ...c, around: s }, place)}`;
    }
    case "jump":
      return jumpText(s, c, place);
    case "return":
      return s.value === undefined
        ? "return;"
        : `return (${resultValueText(s.value, c)});`;
    case "throw":
      return `throw (${text(s.value)});`;
    case "effect":
      return `(${text(s.value)});`;
    case "call": {
      const params = c.paramsOf(s.callee);
      const args = s.args.map((arg, i) => argumentText(arg, params[i], c));
      const call = `${c.callee(s.callee)}(${args.join(", ")})`;
      if (s.result === undefined) return `${call};`;
      const handed = handsOn(block, at);
      if (handed) return `${c.names.variable(handed)} = ${call};`;
      const keyword = assignedIn(block.slice(at + 1)).has(s.result)
        ? "let"
        : "const";
      return `${keyword} ${c.names.variable(s.result)} = ${call};`;
    }
  }
}

/** `const r = f(); x = r;` with nothing else that reads `r` is written `x = f();`: gives `x`. */
function handsOn(block: ir.Block, at: number): ir.Variable | undefined {
  const s = block[at];
  const next = block[at + 1];
  if (s?.kind !== "call" || next?.kind !== "assign") return undefined;
  const { value } = next;
  if (value.kind !== "read" || value.variable !== s.result) return undefined;
  let reads = 0;
  visitBlock(block.slice(at + 1), {
    expr: (e) => {
      if (e.kind === "read" && e.variable === s.result) reads++;
    },
  });
  return reads === 1 ? next.variable : undefined;
}

const arrayText = (array: ir.Expr, c: Context): string =>
  opened(expressionText(array, c), array, hasElements, c);

const argumentText = (
  e: ir.Expr,
  param: ir.Param | undefined,
  c: Context,
): string =>
  // Within the IR, what a rest parameter takes is one array.
  param?.rest
    ? `...${valueText(e, param.variable.type, c)}`
    : param === undefined || param.optional
      ? expressionText(e, c)
      : valueText(e, param.variable.type, c);

/** `x = x + e` is written `x += e`; `stepwise`: `x = x + 1` is written `x++`. */
function assignmentText(
  s: ir.AssignStmt | ir.StoreStmt,
  c: Context,
  stepwise: boolean,
): string {
  const { value } = s;
  const target = targetOf(s);
  if (target.kind === "element" && isMap(target.array.type)) {
    const map = arrayText(target.array, c);
    const stored = valueText(value, writtenType(target), c);
    return `(${map}).set(${expressionText(target.index, c)}, ${stored})`;
  }
  const operator = value.kind === "apply" ? infixOf(value.rule) : undefined;
  if (
    value.kind === "apply" &&
    operator !== undefined &&
    sameExpr(value.args[0]!, target)
  ) {
    const by = value.args[1]!;
    const place = placeText(s, c, true);
    const isOne = by.kind === "const" && by.value === 1;
    if (stepwise && isOne && (operator === "+" || operator === "-"))
      return `${place}${operator}${operator}`;
    return `${place} ${operator}= ${valueText(by, numberType, c)}`;
  }
  if (
    value.kind === "logic" &&
    value.op === "concat" &&
    value.args.length === 2 &&
    sameExpr(value.args[0]!, target)
  ) {
    return `${placeText(s, c, true)} += ${expressionText(value.args[1]!, c)}`;
  }
  return `${placeText(s, c, false)} = ${valueText(value, target.type, c)}`;
}

/** What a map takes: never the `undefined` that `get` may give. */
const writtenType = ({ array }: ir.ElementExpr): Type => {
  const type = definedPart(array.type);
  return type.kind === "dictionary" ? type.value : elementType(type);
};

function placeText(
  s: ir.AssignStmt | ir.StoreStmt,
  c: Context,
  isRead: boolean,
): string {
  if (s.kind === "assign") return c.names.variable(s.variable);
  const text =
    s.target.kind === "element"
      ? elementText(s.target, c, isRead && c.checkedIndex)
      : fieldText(s.target, c);
  return isRead && isGap(s.target) && !text.endsWith("!") ? `${text}!` : text;
}

/** An optional field, or an element that may be missing by its type, that arithmetic takes for a number. */
const isGap = (target: ir.ElementExpr | ir.FieldExpr): boolean =>
  mayMiss(
    target.kind === "field"
      ? fieldType(target.object.type, target.name)
      : writtenType(target),
  );

function ifText(s: ir.IfStmt, c: StatementContext, place: Place): string {
  const test = expressionText(s.test, c);
  const inside = { ...c, around: s, tested: withTests(c.tested, s.test) };
  const body = (block: ir.Block): string => blockText(block, inside, place);
  if (s.otherwise.length === 0) return `if (${test}) ${body(s.then)}`;
  if (s.then.length === 0) return `if (!(${test})) ${body(s.otherwise)}`;
  const [only] = s.otherwise;
  const isElseIf =
    s.otherwise.length === 1 &&
    only!.kind === "if" &&
    c.mark(only!, { around: s }) === "";
  return `if (${test}) ${body(s.then)} else ${isElseIf ? ifText(only, inside, place) : body(s.otherwise)}`;
}

function loopText(s: ir.LoopStmt, outer: StatementContext): string {
  // Where a loop comes round again, what it assigns may be anything.
  const c = {
    ...outer,
    around: s,
    tested: without(outer.tested, [...s.body, ...s.update]),
  };
  const label = needsLabel(s) ? `${c.names.label(s.label)}: ` : "";
  const test = s.test === undefined ? "" : expressionText(s.test, c);
  const update = s.update.map((u) => assignmentText(u, c, true)).join(", ");
  if (s.testAfter)
    return doText(s, label, test === "" ? "true" : test, update, c);
  const inside = { ...c, around: s, tested: withTests(c.tested, s.test) };
  const body = blockText(s.body, inside, { innermostLoop: s.label });
  if (s.init.length === 0 && update === "" && test !== "")
    return `${label}while (${test}) ${body}`;
  return `${label}for (${initText(s, c)}; ${test}; ${update}) ${body}`;
}

function initText(s: ir.LoopStmt, c: Context): string {
  if (s.init.length === 0) return "";
  const assigned = new Set([...assignedIn(s.body), ...assignedIn(s.update)]);
  const isConst = s.init.every(
    (l) => !assigned.has(l.variable) && l.value !== undefined,
  );
  const list = s.init.map((l) =>
    declarationText(l, assigned.has(l.variable), c),
  );
  return `${isConst ? "const" : "let"} ${list.join(", ")}`;
}

/** `do` knows neither declarations nor an update: they go around it, and to the end of its body. */
function doText(
  s: ir.LoopStmt,
  label: string,
  test: string,
  update: string,
  c: StatementContext,
): string {
  let body = statementTexts(s.body, c, { innermostLoop: s.label });
  if (update !== "") {
    const skip = `${c.names.label(s.label)}Body`;
    const continues = hasJump(
      s.body,
      (j) => j.target === s.label && j.how === "continue",
    );
    if (continues) {
      const inside: Place = {
        innermostLoop: s.label,
        continueAsBreak: { loop: s.label, label: skip },
      };
      body = [`${skip}: ${blockText(s.body, c, inside)}`];
    }
    body = [...body, `${update};`];
  }
  const loop = `${label}do ${bodyText(body)} while (${test});`;
  return s.init.length === 0 ? loop : bodyText([`${initText(s, c)};`, loop]);
}

function jumpText(s: ir.JumpStmt, c: StatementContext, place: Place): string {
  if (s.how === "continue" && place.continueAsBreak?.loop === s.target)
    return `break ${place.continueAsBreak.label};`;
  return place.innermostLoop === s.target
    ? `${s.how};`
    : `${s.how} ${c.names.label(s.target)};`;
}

/** Does a jump to this loop stand where another loop is nearer? */
function needsLabel(loop: ir.LoopStmt): boolean {
  const inner: ir.Block[] = [];
  visitBlock(loop.body, {
    stmt: (s) => s.kind === "loop" && inner.push(s.body),
  });
  return inner.some((body) => hasJump(body, (j) => j.target === loop.label));
}

function hasJump(
  block: ir.Block,
  wanted: (j: ir.JumpStmt) => boolean,
): boolean {
  let found = false;
  visitBlock(block, {
    stmt: (s) => {
      if (s.kind === "jump" && wanted(s)) found = true;
    },
  });
  return found;
}
