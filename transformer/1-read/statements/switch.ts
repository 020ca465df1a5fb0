/** `switch`: a chain of `if`s, or, where a clause falls through, an entry number and sections from it on. */
import { ts } from "ts-morph";
import {
  assign,
  compare,
  conditional,
  if_,
  let_,
  number,
  read,
  variable,
} from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { newEnv } from "../bindings.ts";
import type { Branch } from "../expressions/value.ts";
import { branch, kept, temporary, value } from "../expressions/value.ts";
import { originOf } from "../origins.ts";
import type { Reading } from "../reading.ts";
import { apart, emit } from "../reading.ts";
import { emitLabelled } from "./block.ts";
import { hoistLets } from "./hoist.ts";

export function switchStatement(
  outer: Reading,
  node: ts.SwitchStatement,
  labels: readonly string[],
): void {
  const cx: Reading = { ...outer, env: newEnv(outer.env) };
  const given = value(cx, node.expression);
  const subject = kept(cx, given, "subject");
  const { clauses } = node.caseBlock;
  const label: ir.Label = { name: labels.at(-1) ?? "choice" };
  const inner: Reading = {
    ...apart(cx),
    jumps: [...cx.jumps, { node, userLabels: labels, breakTo: label }],
  };
  hoistLets(inner, node.caseBlock);
  const tests = clauses.map((c) =>
    ts.isCaseClause(c)
      ? branch(inner, (at) => compare("===", subject, value(at, c.expression)))
      : undefined,
  );
  const bodies = clauses.map((c) => clauseBody(inner, c));
  const groups = grouped(clauses, tests, bodies);
  const falls = !groups.slice(0, -1).every((g) => endsInJump(g.body));
  const acts = tests.some((t) => t !== undefined && t.statements.length > 0);
  if (!falls && !acts) chain(inner, groups, label);
  else
    sections(
      inner,
      groups,
      acts ? searched(inner, groups, tests, clauses) : chosen(inner, groups),
    );
  emitLabelled(cx, label, inner.out);
}

function clauseBody(cx: Reading, clause: ts.CaseOrDefaultClause): ir.Stmt[] {
  const inner: Reading = { ...apart(cx), origin: originOf(clause) };
  inner.reader.lower.statements(inner, clause.statements);
  return inner.out;
}

interface Group {
  readonly clauses: readonly ts.CaseOrDefaultClause[];
  readonly tests: readonly ir.Expr[];
  readonly isDefault: boolean;
  readonly body: readonly ir.Stmt[];
}

/** `case 1: case 2: …` is one clause with two tests. */
function grouped(
  clauses: readonly ts.CaseOrDefaultClause[],
  tests: readonly (Branch | undefined)[],
  bodies: readonly ir.Stmt[][],
): Group[] {
  const groups: Group[] = [];
  let open: ir.Expr[] = [];
  let members: ts.CaseOrDefaultClause[] = [];
  let isDefault = false;
  clauses.forEach((c, i) => {
    const test = tests[i];
    members.push(c);
    if (test !== undefined) open.push(test.expr);
    else isDefault = true;
    if (c.statements.length === 0 && i < clauses.length - 1) return;
    groups.push({ clauses: members, tests: open, isDefault, body: bodies[i]! });
    open = [];
    members = [];
    isDefault = false;
  });
  return groups;
}

const any = (tests: readonly ir.Expr[]): ir.Expr =>
  tests.reduce((a, b) => compare("||", a, b));

function chain(cx: Reading, groups: readonly Group[], label: ir.Label): void {
  const { origin } = cx;
  let rest = (groups.find((g) => g.isDefault)?.body ?? []).filter(
    (s) => !isBreak(s, label),
  );
  for (const g of groups.filter((group) => !group.isDefault).reverse())
    rest = [if_(origin, any(g.tests), withoutBreak(g.body, label), rest)];
  cx.out.push(...rest);
}

const isBreak = (s: ir.Stmt, label: ir.Label): boolean =>
  s.kind === "jump" && s.how === "break" && s.target === label;

/** The end of a clause is the end of its branch. */
function withoutBreak(
  body: readonly ir.Stmt[],
  label: ir.Label,
): readonly ir.Stmt[] {
  const last = body.at(-1);
  if (last === undefined) return body;
  if (isBreak(last, label)) return body.slice(0, -1);
  if (last.kind === "block" && last.label === undefined)
    return [
      ...body.slice(0, -1),
      { ...last, body: withoutBreak(last.body, label) },
    ];
  return body;
}

function endsInJump(body: readonly ir.Stmt[]): boolean {
  const last = body.at(-1);
  switch (last?.kind) {
    case "jump":
    case "return":
    case "throw":
      return true;
    case "block":
      return last.label === undefined && endsInJump(last.body);
    case "if":
      return endsInJump(last.then) && endsInJump(last.otherwise);
    default:
      return false;
  }
}

/** The number of the clause that is entered, as an expression. */
function chosen(cx: Reading, groups: readonly Group[]): ir.Variable {
  let entry: ir.Expr = number(fallback(groups));
  groups.forEach((_, back) => {
    const k = groups.length - 1 - back;
    const { tests } = groups[k]!;
    if (tests.length > 0) entry = conditional(any(tests), number(k), entry);
  });
  return temporary(cx, entry, "at").variable;
}

const fallback = (groups: readonly Group[]): number => {
  const at = groups.findIndex((g) => g.isDefault);
  return at < 0 ? groups.length : at;
};

/** The same, where a case has effects: one after the other, up to the one that matches. */
function searched(
  cx: Reading,
  groups: readonly Group[],
  tests: readonly (Branch | undefined)[],
  clauses: readonly ts.CaseOrDefaultClause[],
): ir.Variable {
  const { origin } = cx;
  const at = variable("at");
  const entry: ir.Label = { name: "entry" };
  emit(cx, let_(origin, at, number(fallback(groups))));
  const body = clauses.flatMap((c, i): ir.Stmt[] => {
    const test = tests[i];
    if (test === undefined) return [];
    const k = groups.findIndex((g) => g.clauses.includes(c));
    const enter: ir.Stmt[] = [
      assign(origin, at, number(k)),
      { kind: "jump", origin, how: "break", target: entry },
    ];
    return [...test.statements, if_(origin, test.expr, enter)];
  });
  emit(cx, { kind: "block", origin, label: entry, body });
  return at;
}

/** `at` is the clause that is entered; each section runs if it is at or after that. */
function sections(
  cx: Reading,
  groups: readonly Group[],
  at: ir.Variable,
): void {
  groups.forEach((g, k) => {
    emit(cx, if_(cx.origin, compare("<=", read(at), number(k)), g.body));
  });
}
