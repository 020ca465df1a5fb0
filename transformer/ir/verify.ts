/**
 * Checks the invariants that `nodes.ts` states. Run after every pass in tests and under an option: a pass that
 * breaks one is found where it does, not by a wrong gradient three passes later.
 */
import { elementType, fieldType, type Type, typeText } from "./types.ts";
import { dumpExpr } from "./dump.ts";
import { mayHold } from "./holds.ts";
import { misplaced } from "./verify-places.ts";
import type * as ir from "./nodes.ts";
import { childrenOf, expressionsOf } from "./walk.ts";

/** What a primal and a derived function have in common; a derived one has its result as text alone. */
export type Verifiable = Pick<ir.Func, "name" | "params" | "body"> & {
  readonly result?: Type;
};

/** One message for each broken invariant; empty when all is well. `arity` gives the parameter count of a callee, undefined if there is none. */
export function verify(
  f: Verifiable,
  arity?: (key: string) => number | undefined,
): string[] {
  const problems: string[] = [];
  const report = (message: string, origin?: ir.Origin): void => {
    const where =
      origin === undefined ? "" : ` (line ${origin.line}: ${origin.text})`;
    problems.push(`${f.name}: ${message}${where}`);
  };
  const params = new Set(f.params.map((p) => p.variable));
  if (params.size < f.params.length) report("a variable is a parameter twice");
  verifyBlock(
    f.body,
    { variables: params, labels: new Map() },
    { report, arity, result: f.result },
  );
  return problems;
}

/** Throws what `verify` finds. */
export function assertVerified(
  f: Verifiable,
  stage: string,
  arity?: (key: string) => number | undefined,
): void {
  const problems = verify(f, arity);
  if (problems.length > 0)
    throw new Error(`invalid IR after ${stage}:\n${problems.join("\n")}`);
}

interface Scope {
  /** Declared so far in this very block. */
  readonly variables: Set<ir.Variable>;
  readonly labels: ReadonlyMap<ir.Label, "loop" | "block">;
  readonly outer?: Scope;
}

const isDeclared = (v: ir.Variable, scope: Scope | undefined): boolean =>
  scope !== undefined && (scope.variables.has(v) || isDeclared(v, scope.outer));
const inside = (outer: Scope, labels = outer.labels): Scope => ({
  variables: new Set(),
  labels,
  outer,
});

interface Context {
  readonly report: (message: string, origin?: ir.Origin) => void;
  readonly arity: ((key: string) => number | undefined) | undefined;
  /** Absent where it is known as text alone. */
  readonly result: Type | undefined;
}

/** Verifies the statements in order; the scope holds their declarations in the end. */
function verifyBlock(block: ir.Block, scope: Scope, c: Context): void {
  for (const s of block) {
    for (const message of misplaced(s)) c.report(message, s.origin);
    // A loop's test sees what its init declares: verifyLoop's business.
    if (s.kind !== "loop")
      for (const e of expressionsOf(s)) verifyExpr(e, scope, c, s.origin);
    verifyStmt(s, scope, c);
  }
}

function verifyStmt(s: ir.Stmt, scope: Scope, c: Context): void {
  const report = (message: string): void => c.report(message, s.origin);
  switch (s.kind) {
    case "let":
      if (s.value !== undefined)
        holds(s.variable.type, s.value, `let ${s.variable.name}`, s.origin, c);
      declare(s.variable, scope, c, s.origin);
      return;
    case "assign":
      if (!isDeclared(s.variable, scope))
        report(`assigns ${s.variable.name}, which is not declared here`);
      holds(s.variable.type, s.value, s.variable.name, s.origin, c);
      return;
    case "store":
      holds(placeType(s.target), s.value, dumpExpr(s.target), s.origin, c);
      return;
    case "push":
      holds(
        elementType(s.array.type),
        s.value,
        `push ${dumpExpr(s.array)}`,
        s.origin,
        c,
      );
      return;
    case "resize":
      if (!mayHold({ kind: "number" }, s.length.type))
        report("resizes to what is no number");
      return;
    case "if":
      verifyBlock(s.then, inside(scope), c);
      verifyBlock(s.otherwise, inside(scope), c);
      return;
    case "loop":
      verifyLoop(s, scope, c);
      return;
    case "block":
      verifyBlock(
        s.body,
        s.label === undefined
          ? inside(scope)
          : withLabel(s.label, "block", scope, c, s.origin),
        c,
      );
      return;
    case "jump": {
      const target = scope.labels.get(s.target);
      if (target === undefined)
        report(`${s.how} ${s.target.name}: no such label around it`);
      if (target === "block" && s.how === "continue")
        report(`continue ${s.target.name}: that is no loop`);
      return;
    }
    case "return":
      if (c.result !== undefined && s.value !== undefined)
        holds(c.result, s.value, "return", s.origin, c);
      return;
    case "throw":
    case "effect":
      return;
    case "call": {
      const wanted = c.arity?.(s.callee);
      if (c.arity !== undefined && wanted === undefined)
        report(`calls ${s.callee}, which is no function of the module`);
      if (wanted !== undefined && wanted !== s.args.length) {
        report(
          `calls ${s.callee} with ${s.args.length} arguments for ${wanted}`,
        );
      }
      if (s.result !== undefined) declare(s.result, scope, c, s.origin);
      return;
    }
  }
}

function verifyLoop(s: ir.LoopStmt, outer: Scope, c: Context): void {
  const head = inside(outer);
  verifyBlock(s.init, head, c);
  if (s.init.some((l) => l.kind !== "let"))
    c.report("a loop's init holds something else than lets", s.origin);
  if (s.test !== undefined) verifyExpr(s.test, head, c, s.origin);
  if (s.testAfter && s.test === undefined)
    c.report("a loop tests afterwards, but has no test", s.origin);
  verifyBlock(s.body, withLabel(s.label, "loop", head, c, s.origin), c);
  verifyBlock(s.update, inside(head), c);
}

function declare(
  v: ir.Variable,
  scope: Scope,
  c: Context,
  origin: ir.Origin,
): void {
  if (isDeclared(v, scope))
    c.report(`declares ${v.name} again inside its own scope`, origin);
  scope.variables.add(v);
}

function withLabel(
  l: ir.Label,
  kind: "loop" | "block",
  scope: Scope,
  c: Context,
  origin: ir.Origin,
): Scope {
  if (scope.labels.has(l))
    c.report(`label ${l.name} stands inside itself`, origin);
  return inside(scope, new Map(scope.labels).set(l, kind));
}

const placeType = (target: ir.ElementExpr | ir.FieldExpr): Type =>
  target.kind === "element"
    ? elementType(target.array.type, constIndex(target.index))
    : fieldType(target.object.type, target.name);

const constIndex = (e: ir.Expr): number | undefined =>
  e.kind === "const" && typeof e.value === "number" ? e.value : undefined;

function holds(
  type: Type,
  value: ir.Expr,
  what: string,
  origin: ir.Origin,
  c: Context,
): void {
  if (!mayHold(type, value.type))
    c.report(
      `${what}: ${typeText(type)} can't hold ${typeText(value.type)}`,
      origin,
    );
}

// ------------------------------------------------------------------------------------------ expressions

function verifyExpr(
  e: ir.Expr,
  scope: Scope,
  c: Context,
  origin: ir.Origin,
): void {
  const report = (message: string): void => c.report(message, origin);
  const seen = (v: ir.Variable): void => {
    if (!isDeclared(v, scope))
      report(`reads ${v.name}, which is not declared here`);
  };
  switch (e.kind) {
    case "read":
      seen(e.variable);
      break;
    case "apply":
      for (const arg of e.args) {
        if (!mayHold({ kind: "number" }, arg.type))
          report(`${dumpExpr(e)}: an operand of type ${typeText(arg.type)}`);
      }
      break;
    case "const":
      if (!constFits(e))
        report(`the constant ${String(e.value)} is no ${typeText(e.type)}`);
      break;
    case "element":
      if (!isIndexable(e.array.type))
        report(`${dumpExpr(e)}: ${typeText(e.array.type)} has no elements`);
      break;
    case "copy":
    case "zeros":
      if (e.group !== undefined) seen(e.group);
      break;
    case "foreign":
      e.assigns.forEach(seen);
      if (e.pure && (e.mutates || e.assigns.length > 0))
        report(`${dumpExpr(e)} is pure and has effects`);
      break;
    case "lambda":
      verifyBlock(
        e.body,
        {
          variables: new Set(e.params.map((p) => p.variable)),
          labels: new Map(),
          outer: scope,
        },
        { ...c, result: undefined },
      );
      break;
    case "logic":
    case "conditional":
    case "field":
    case "length":
    case "allocate":
    case "arrayLiteral":
    case "objectLiteral":
      break;
  }
  for (const child of childrenOf(e)) verifyExpr(child, scope, c, origin);
}

function constFits(e: ir.ConstExpr): boolean {
  if (e.value === null) return mayHold(e.type, { kind: "null" });
  if (e.value === undefined)
    return e.type.kind === "void" || mayHold(e.type, { kind: "undefined" });
  return mayHold(e.type, {
    kind: typeof e.value as "number" | "string" | "boolean",
  });
}

const isIndexable = (type: Type): boolean =>
  type.kind === "union"
    ? type.members.some(isIndexable)
    : !notIndexable.has(type.kind);
const notIndexable = new Set<Type["kind"]>([
  "number",
  "boolean",
  "undefined",
  "null",
  "void",
]);
