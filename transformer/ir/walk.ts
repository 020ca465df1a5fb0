/** Walking and rebuilding IR. Exhaustive: a new node kind fails to compile until it is handled here. */
import type * as ir from "./nodes.ts";

/** The direct sub-expressions, in evaluation order. */
export function childrenOf(e: ir.Expr): readonly ir.Expr[] {
  switch (e.kind) {
    case "const":
    case "read":
    case "lambda":
      return [];
    case "apply":
    case "logic":
      return e.args;
    case "conditional":
      return [e.test, e.yes, e.no];
    case "element":
      return [e.array, e.index];
    case "field":
      return [e.object];
    case "length":
      return [e.array];
    case "allocate":
      return e.fill === undefined ? [e.length] : [e.length, e.fill];
    case "arrayLiteral":
      return e.elements;
    case "objectLiteral":
      return e.fields.map((f) => f.value);
    case "copy":
    case "zeros":
      return [e.of];
    case "foreign":
      return e.parts.filter((part) => typeof part !== "string");
  }
}

/** Rebuilds an expression with its children mapped; the same object if no child changed. */
export function mapChildren(
  e: ir.Expr,
  f: (child: ir.Expr) => ir.Expr,
): ir.Expr {
  const children = childrenOf(e);
  const mapped = children.map(f);
  if (mapped.every((child, i) => child === children[i])) return e;
  switch (e.kind) {
    case "const":
    case "read":
    case "lambda":
      return e;
    case "apply":
    case "logic":
      return { ...e, args: mapped };
    case "conditional":
      return { ...e, test: mapped[0]!, yes: mapped[1]!, no: mapped[2]! };
    case "element":
      return { ...e, array: mapped[0]!, index: mapped[1]! };
    case "field":
      return { ...e, object: mapped[0]! };
    case "length":
      return { ...e, array: mapped[0]! };
    case "allocate":
      return e.fill === undefined
        ? { ...e, length: mapped[0]! }
        : { ...e, length: mapped[0]!, fill: mapped[1]! };
    case "arrayLiteral":
      return { ...e, elements: mapped };
    case "objectLiteral":
      return {
        ...e,
        fields: e.fields.map((field, i) => ({ ...field, value: mapped[i]! })),
      };
    case "copy":
    case "zeros":
      return { ...e, of: mapped[0]! };
    case "foreign": {
      let next = 0;
      return {
        ...e,
        parts: e.parts.map((part) =>
          typeof part === "string" ? part : mapped[next++]!,
        ),
      };
    }
  }
}

/** Rebuilds an expression bottom-up. */
export const mapExpr = (e: ir.Expr, f: (e: ir.Expr) => ir.Expr): ir.Expr =>
  f(mapChildren(e, (child) => mapExpr(child, f)));

/** Visits an expression and all below it, parents first. */
export function visitExpr(e: ir.Expr, visit: (e: ir.Expr) => void): void {
  visit(e);
  if (e.kind === "lambda") visitBlock(e.body, { expr: visit });
  for (const child of childrenOf(e)) visitExpr(child, visit);
}

/** The expressions that stand directly in a statement (not those of statements inside it). */
export function expressionsOf(s: ir.Stmt): readonly ir.Expr[] {
  switch (s.kind) {
    case "let":
    case "return":
      return s.value === undefined ? [] : [s.value];
    case "assign":
    case "throw":
    case "effect":
      return [s.value];
    case "store":
      return [s.target, s.value];
    case "push":
      return [s.array, s.value];
    case "resize":
      return [s.array, s.length];
    case "if":
      return [s.test];
    case "loop":
      return s.test === undefined ? [] : [s.test];
    case "call":
      return s.args;
    case "block":
    case "jump":
      return [];
  }
}

/** The blocks inside a statement, a loop's `init` and `update` included. */
export function blocksOf(s: ir.Stmt): readonly ir.Block[] {
  switch (s.kind) {
    case "if":
      return [s.then, s.otherwise];
    case "loop":
      return [s.init, s.body, s.update];
    case "block":
      return [s.body];
    default:
      return [];
  }
}

export interface Visitor {
  readonly stmt?: (s: ir.Stmt) => void;
  /** Called for every expression, nested ones included. */
  readonly expr?: (e: ir.Expr) => void;
}

/** Visits all statements of a block, nested ones included, parents first. */
export function visitBlock(block: ir.Block, visitor: Visitor): void {
  for (const s of block) {
    visitor.stmt?.(s);
    if (visitor.expr)
      for (const e of expressionsOf(s)) visitExpr(e, visitor.expr);
    for (const inner of blocksOf(s)) visitBlock(inner, visitor);
  }
}

/** Rebuilds a statement with each directly contained expression and each inner block mapped. */
export function mapStmt(
  s: ir.Stmt,
  onExpr: (e: ir.Expr) => ir.Expr,
  onBlock: (b: ir.Block) => ir.Block,
): ir.Stmt {
  switch (s.kind) {
    case "let":
    case "return":
      return s.value === undefined ? s : { ...s, value: onExpr(s.value) };
    case "assign":
    case "throw":
      return { ...s, value: onExpr(s.value) };
    case "effect":
      return { ...s, value: onExpr(s.value) as ir.ForeignExpr };
    case "store":
      return {
        ...s,
        target: onExpr(s.target) as ir.StoreStmt["target"],
        value: onExpr(s.value),
      };
    case "push":
      return { ...s, array: onExpr(s.array), value: onExpr(s.value) };
    case "resize":
      return { ...s, array: onExpr(s.array), length: onExpr(s.length) };
    case "if":
      return {
        ...s,
        test: onExpr(s.test),
        then: onBlock(s.then),
        otherwise: onBlock(s.otherwise),
      };
    case "loop": {
      const init = s.init.map((l) => mapStmt(l, onExpr, onBlock) as ir.LetStmt);
      const update = s.update.map(
        (u) => mapStmt(u, onExpr, onBlock) as ir.AssignStmt | ir.StoreStmt,
      );
      const body = onBlock(s.body);
      return s.test === undefined
        ? { ...s, init, update, body }
        : { ...s, init, test: onExpr(s.test), update, body };
    }
    case "block":
      return { ...s, body: onBlock(s.body) };
    case "call":
      return { ...s, args: s.args.map(onExpr) };
    case "jump":
      return s;
  }
}

/** As `mapStmt`; the same object if nothing changed. Where each place of a program is to have its own, `mapStmt` it is. */
export function updateStmt(
  s: ir.Stmt,
  onExpr: (e: ir.Expr) => ir.Expr,
  onBlock: (b: ir.Block) => ir.Block,
): ir.Stmt {
  let isSame = true;
  const noting =
    <T>(f: (before: T) => T) =>
    (before: T): T => {
      const after = f(before);
      if (after !== before) isSame = false;
      return after;
    };
  const made = mapStmt(s, noting(onExpr), noting(onBlock));
  return isSame ? s : made;
}

/** The list as it was, if nothing in it is new. */
export const unlessSame = <T>(
  before: readonly T[],
  after: readonly T[],
): readonly T[] =>
  before.length === after.length && after.every((x, i) => x === before[i])
    ? before
    : after;

/** Rebuilds a block bottom-up: `f` may give one statement, several or none for each. */
export const mapBlock = (
  block: ir.Block,
  onExpr: (e: ir.Expr) => ir.Expr,
  f: (s: ir.Stmt) => ir.Stmt | readonly ir.Stmt[],
): ir.Block =>
  block.flatMap((s) =>
    f(mapStmt(s, onExpr, (inner) => mapBlock(inner, onExpr, f))),
  );

/** The variable that a path of elements and fields starts from. */
export function rootOf(e: ir.Expr): ir.Variable | undefined {
  switch (e.kind) {
    case "read":
      return e.variable;
    case "field":
      return rootOf(e.object);
    case "element":
      return rootOf(e.array);
    default:
      return undefined;
  }
}

/** Is the variable read in the expression? */
export function reads(e: ir.Expr, v: ir.Variable): boolean {
  let found = false;
  visitExpr(e, (x) => {
    if (x.kind === "read" && x.variable === v) found = true;
  });
  return found;
}

/** Reads of other variables in the place of some. */
export const renamed = (
  e: ir.Expr,
  by: ReadonlyMap<ir.Variable, ir.Variable>,
): ir.Expr =>
  mapExpr(e, (x) => {
    const other = x.kind === "read" ? by.get(x.variable) : undefined;
    return other === undefined ? x : ({ ...x, variable: other } as ir.ReadExpr);
  });
