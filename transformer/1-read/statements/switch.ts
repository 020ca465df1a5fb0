/** `switch`: a chain of `if`s, or, where a clause falls through, an entry number and sections from it on. */
import { ts } from "ts-morph";
import { compare, conditional, if_, number, read } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import { newEnv } from "../bindings.ts";
import { isStable, temporary, value } from "../expressions/value.ts";
import { inOrder } from "../order.ts";
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
  const subject = isStable(cx, given) ? given : temporary(cx, given, "subject");
  const { clauses } = node.caseBlock;
  const label: ir.Label = { name: labels.at(-1) ?? "choice" };
  const inner: Reading = {
    ...apart(cx),
    jumps: [...cx.jumps, { node, userLabels: labels, breakTo: label }],
  };
  hoistLets(inner, node.caseBlock);
  const tests = inOrder(
    inner,
    clauses.map(
      (c) => (at) =>
        ts.isCaseClause(c)
          ? compare("===", subject, value(at, c.expression))
          : number(0),
    ),
  );
  const bodies = clauses.map((c) => clauseBody(inner, c));
  const groups = grouped(clauses, tests, bodies);
  if (groups.slice(0, -1).every((g) => endsInJump(g.body)))
    chain(inner, groups, label);
  else sections(inner, groups);
  emitLabelled(cx, label, inner.out);
}

function clauseBody(cx: Reading, clause: ts.CaseOrDefaultClause): ir.Stmt[] {
  const inner: Reading = { ...apart(cx), origin: originOf(clause) };
  inner.reader.lower.statements(inner, clause.statements);
  return inner.out;
}

interface Group {
  readonly tests: readonly ir.Expr[];
  readonly isDefault: boolean;
  readonly body: readonly ir.Stmt[];
}

/** `case 1: case 2: …` is one clause with two tests. */
function grouped(
  clauses: readonly ts.CaseOrDefaultClause[],
  tests: readonly ir.Expr[],
  bodies: readonly ir.Stmt[][],
): Group[] {
  const groups: Group[] = [];
  let open: ir.Expr[] = [];
  let isDefault = false;
  clauses.forEach((c, i) => {
    if (ts.isCaseClause(c)) open.push(tests[i]!);
    else isDefault = true;
    if (c.statements.length === 0 && i < clauses.length - 1) return;
    groups.push({ tests: open, isDefault, body: bodies[i]! });
    open = [];
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

/** `const at = …` is the clause that is entered; each section runs if it is at or after that. */
function sections(cx: Reading, groups: readonly Group[]): void {
  const { origin } = cx;
  const none = groups.findIndex((g) => g.isDefault);
  let entry: ir.Expr = number(none < 0 ? groups.length : none);
  groups.forEach((_, back) => {
    const k = groups.length - 1 - back;
    const { tests } = groups[k]!;
    if (tests.length > 0) entry = conditional(any(tests), number(k), entry);
  });
  const at = temporary(cx, entry, "at");
  groups.forEach((g, k) => {
    emit(cx, if_(origin, compare("<=", read(at.variable), number(k)), g.body));
  });
}
