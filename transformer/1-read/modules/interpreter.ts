/**
 * Runs the code of a module on what is known (an abstract interpretation of its syntax; the user's code never
 * runs). Where a test is not known both ways are walked, and what they write is unknown.
 */
import { ts } from "ts-morph";
import { unwrapped } from "../symbols.ts";
import { isNullish, operated, plain, truth, typeOf } from "./operations.ts";
import { callGlobal, callMethod } from "./builtins.ts";
import type { Made, MadeFunction, MadeObject, Scope } from "./values.ts";
import {
  constant,
  giveAway,
  itemsOf,
  newList,
  newObject,
  nothing,
  objectIn,
  propertyOf,
  unknown,
} from "./values.ts";
import { isAssignmentOperator, isStep } from "../writes.ts";

export interface World {
  readonly symbolOf: (node: ts.Node) => ts.Symbol | undefined;
  /** A name that no scope here holds: an import, or one of the language. */
  readonly outer: (node: ts.Identifier, scope: Scope) => Made;
  readonly required: (specifier: string, from: ts.SourceFile) => Made;
  readonly newScope: (
    parent: Scope,
    self: Made,
    args: MadeObject | undefined,
  ) => Scope;
}

/** How a statement ends. */
type Completion =
  | undefined
  | { readonly kind: "return"; readonly value: Made }
  | {
      readonly kind: "break" | "continue";
      readonly label: string | undefined;
    }
  | { readonly kind: "throw" };

/** The code does more than code that puts a module together does. */
export class TooLong extends Error {}
const mostSteps = 400_000;
const deepest = 60;

export function interpreter(world: World) {
  let steps = 0;
  let depth = 0;
  /** How many unknown tests stand around: what is written in there is written perhaps. */
  let uncertain = 0;

  const perhaps = <T>(run: () => T): T => {
    uncertain++;
    try {
      return run();
    } finally {
      uncertain--;
    }
  };

  // ------------------------------------------------------------------------------------------------ names

  function cellOf(scope: Scope, symbol: ts.Symbol): Scope | undefined {
    for (let s: Scope | undefined = scope; s !== undefined; s = s.parent)
      if (s.cells.has(symbol)) return s;
    return undefined;
  }

  function named(node: ts.Identifier, scope: Scope): Made {
    const symbol = world.symbolOf(node);
    const holder = symbol && cellOf(scope, symbol);
    if (holder !== undefined) return holder.cells.get(symbol!)!;
    if (node.text === "arguments") return argumentsIn(scope);
    return world.outer(node, scope);
  }

  function argumentsIn(scope: Scope): Made {
    for (let s: Scope | undefined = scope; s !== undefined; s = s.parent)
      if (s.args !== undefined) return s.args;
    return unknown;
  }

  /** What may be there beside something else: nobody can say any more what it is. */
  function blurred(...values: readonly Made[]): Made {
    values.forEach(giveAway);
    return unknown;
  }

  const settled = (value: Made): Made =>
    uncertain > 0 ? blurred(value) : value;

  function declare(name: ts.Node, value: Made, scope: Scope): void {
    const symbol = world.symbolOf(name);
    // A `var` in a block is one of the function's, and there already.
    if (symbol !== undefined)
      (cellOf(scope, symbol) ?? scope).cells.set(symbol, value);
  }

  function bind(name: ts.BindingName, value: Made, scope: Scope): void {
    if (ts.isIdentifier(name)) {
      declare(name, settled(value), scope);
      return;
    }
    name.elements.forEach((e, i) => {
      if (ts.isOmittedExpression(e)) return;
      const key = ts.isObjectBindingPattern(name)
        ? (e.propertyName ?? e.name)
        : undefined;
      const isKnown =
        e.dotDotDotToken === undefined &&
        (key === undefined || ts.isIdentifier(key) || ts.isStringLiteral(key));
      const part = !isKnown
        ? unknown
        : readOf(value, key === undefined ? String(i) : key.text);
      const isMissing = part.kind === "constant" && part.value === undefined;
      bind(
        e.name,
        e.initializer === undefined
          ? part
          : isMissing
            ? evaluate(e.initializer, scope)
            : part.kind === "unknown"
              ? unknown
              : part,
        scope,
      );
    });
  }

  function write(target: ts.Expression, value: Made, scope: Scope): void {
    const place = unwrapped(target);
    if (ts.isIdentifier(place)) {
      const symbol = world.symbolOf(place);
      const holder = symbol && cellOf(scope, symbol);
      holder?.cells.set(symbol!, settled(value));
      return;
    }
    if (
      ts.isPropertyAccessExpression(place) ||
      ts.isElementAccessExpression(place)
    ) {
      const object = evaluate(place.expression, scope);
      const key = keyOf(place, scope);
      store(object, key, value);
      return;
    }
    if (ts.isArrayLiteralExpression(place))
      place.elements.forEach((e) => write(e, unknown, scope));
    if (ts.isObjectLiteralExpression(place))
      for (const p of place.properties)
        if (ts.isPropertyAssignment(p)) write(p.initializer, unknown, scope);
        else if (ts.isShorthandPropertyAssignment(p))
          write(p.name, unknown, scope);
  }

  function store(target: Made, key: string | undefined, value: Made): void {
    if (target.kind === "global") return;
    const object = objectIn(target);
    if (object === undefined || key === undefined) {
      giveAway(target);
      giveAway(value);
    } else if (object.isOpen) giveAway(value);
    else object.properties.set(key, settled(value));
  }

  function keyOf(
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    scope: Scope,
  ): string | undefined {
    if (ts.isPropertyAccessExpression(node)) return node.name.text;
    return keyText(evaluate(node.argumentExpression, scope));
  }

  const keyText = (key: Made): string | undefined =>
    key.kind === "constant" ? String(key.value) : undefined;

  /** A property; what a getter makes of it, each time that it is read. */
  function readOf(object: Made, key: string): Made {
    const value = propertyOf(object, key);
    return value.kind === "getter" ? call(value.of, object, []) : value;
  }

  // ---------------------------------------------------------------------------------------- expressions

  function evaluate(node: ts.Expression, scope: Scope): Made {
    if (++steps > mostSteps) throw new TooLong();
    const e = unwrapped(node);
    if (ts.isNumericLiteral(e)) return constant(Number(e.text));
    if (ts.isStringLiteralLike(e)) return constant(e.text);
    switch (e.kind) {
      case ts.SyntaxKind.TrueKeyword:
        return constant(true);
      case ts.SyntaxKind.FalseKeyword:
        return constant(false);
      case ts.SyntaxKind.NullKeyword:
        return constant(null);
      case ts.SyntaxKind.ThisKeyword:
        return scope.self;
      default:
        break;
    }
    if (ts.isIdentifier(e)) return named(e, scope);
    if (ts.isFunctionExpression(e) || ts.isArrowFunction(e))
      return functionOf(e, scope);
    if (ts.isClassExpression(e)) return classOf(e, scope);
    if (ts.isObjectLiteralExpression(e)) return objectLiteral(e, scope);
    if (ts.isArrayLiteralExpression(e)) return listLiteral(e, scope);
    if (ts.isPropertyAccessExpression(e) || ts.isElementAccessExpression(e)) {
      const object = evaluate(e.expression, scope);
      const key = keyOf(e, scope);
      return key === undefined ? unknown : readOf(object, key);
    }
    if (ts.isCallExpression(e)) return called(e, scope);
    if (ts.isNewExpression(e)) return constructed(e, scope);
    if (ts.isBinaryExpression(e)) return binary(e, scope);
    if (ts.isConditionalExpression(e)) return conditional(e, scope);
    if (ts.isPrefixUnaryExpression(e) || ts.isPostfixUnaryExpression(e))
      return unary(e, scope);
    if (ts.isTypeOfExpression(e)) return typeOf(evaluate(e.expression, scope));
    if (ts.isVoidExpression(e)) {
      evaluate(e.expression, scope);
      return nothing;
    }
    if (ts.isTemplateExpression(e)) return template(e, scope);
    if (ts.isDeleteExpression(e)) {
      write(e.expression, unknown, scope);
      return unknown;
    }
    // Whatever else it is: what its parts do is seen, what they are is given away.
    ts.forEachChild(e, (child) => {
      if (ts.isExpression(child)) giveAway(evaluate(child, scope));
    });
    return unknown;
  }

  function functionOf(
    node: ts.FunctionLikeDeclaration,
    scope: Scope,
  ): MadeFunction {
    const isArrow = ts.isArrowFunction(node);
    const ownName =
      ts.isFunctionExpression(node) && node.name !== undefined
        ? world.symbolOf(node.name)
        : undefined;
    const made: MadeFunction = {
      kind: "function",
      node,
      scope:
        ownName === undefined
          ? scope
          : world.newScope(scope, scope.self, undefined),
      object: newObject(),
      ...(isArrow ? { self: scope.self } : {}),
    };
    // `function again() { … again() … }` as a value knows its own name.
    if (ownName !== undefined) made.scope.cells.set(ownName, made);
    if (!isArrow)
      made.object.properties.set(
        "prototype",
        newObject([["constructor", made]]),
      );
    return made;
  }

  function classOf(node: ts.ClassLikeDeclaration, scope: Scope): MadeFunction {
    const made: MadeFunction = {
      kind: "function",
      node,
      scope,
      object: newObject(),
    };
    const extended = node.heritageClauses?.find(
      (h) => h.token === ts.SyntaxKind.ExtendsKeyword,
    )?.types[0];
    if (extended !== undefined) {
      const above = evaluate(extended.expression, scope);
      made.object.prototype = above;
    }
    const prototype = newObject([["constructor", made]]);
    made.object.properties.set("prototype", prototype);
    const inside = { ...scope, self: made };
    if (node.name !== undefined) declare(node.name, made, scope);
    for (const m of node.members) {
      const isStatic = (
        ts.canHaveModifiers(m) ? (ts.getModifiers(m) ?? []) : []
      ).some((x) => x.kind === ts.SyntaxKind.StaticKeyword);
      if (ts.isClassStaticBlockDeclaration(m)) {
        block(m.body.statements, inside);
        continue;
      }
      const name = m.name && propertyName(m.name, scope);
      const target = isStatic ? made.object : prototype;
      if (name === undefined) continue;
      if (ts.isMethodDeclaration(m) && m.body !== undefined)
        target.properties.set(name, functionOf(m, scope));
      else if (ts.isGetAccessor(m) || ts.isSetAccessor(m))
        target.properties.set(name, unknown);
      else if (ts.isPropertyDeclaration(m) && isStatic)
        target.properties.set(
          name,
          m.initializer === undefined
            ? nothing
            : settled(evaluate(m.initializer, inside)),
        );
    }
    return made;
  }

  function propertyName(
    name: ts.PropertyName,
    scope: Scope,
  ): string | undefined {
    return ts.isComputedPropertyName(name)
      ? keyText(evaluate(name.expression, scope))
      : name.text;
  }

  function objectLiteral(
    node: ts.ObjectLiteralExpression,
    scope: Scope,
  ): MadeObject {
    const made = newObject();
    for (const p of node.properties) {
      if (ts.isSpreadAssignment(p)) {
        const from = objectIn(evaluate(p.expression, scope));
        if (from === undefined || from.isOpen) made.isOpen = true;
        else for (const [k, v] of from.properties) made.properties.set(k, v);
        continue;
      }
      const name = propertyName(p.name, scope);
      const value = ts.isPropertyAssignment(p)
        ? evaluate(p.initializer, scope)
        : ts.isShorthandPropertyAssignment(p)
          ? named(p.name, scope)
          : ts.isMethodDeclaration(p)
            ? functionOf(p, scope)
            : unknown;
      if (name === undefined) made.isOpen = true;
      else made.properties.set(name, value);
    }
    return made;
  }

  function listLiteral(node: ts.ArrayLiteralExpression, scope: Scope): Made {
    const items: Made[] = [];
    for (const e of node.elements) {
      if (!ts.isSpreadElement(e)) {
        items.push(ts.isOmittedExpression(e) ? nothing : evaluate(e, scope));
        continue;
      }
      const spread = itemsOf(evaluate(e.expression, scope));
      if (spread === undefined) return unknown;
      items.push(...spread);
    }
    return newList(items);
  }

  function conditional(node: ts.ConditionalExpression, scope: Scope): Made {
    const test = truth(evaluate(node.condition, scope));
    if (test !== undefined)
      return evaluate(test ? node.whenTrue : node.whenFalse, scope);
    return perhaps(() =>
      blurred(evaluate(node.whenTrue, scope), evaluate(node.whenFalse, scope)),
    );
  }

  function unary(
    node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression,
    scope: Scope,
  ): Made {
    const value = evaluate(node.operand, scope);
    if (node.operator === ts.SyntaxKind.ExclamationToken) {
      const t = truth(value);
      return t === undefined ? unknown : constant(!t);
    }
    if (value.kind !== "constant") {
      if (isStep(node)) write(node.operand, unknown, scope);
      return unknown;
    }
    const n = Number(value.value);
    switch (node.operator) {
      case ts.SyntaxKind.MinusToken:
        return constant(-n);
      case ts.SyntaxKind.PlusToken:
        return constant(n);
      case ts.SyntaxKind.TildeToken:
        return constant(~n);
      default:
        break;
    }
    const next = constant(
      node.operator === ts.SyntaxKind.PlusPlusToken ? n + 1 : n - 1,
    );
    write(node.operand, next, scope);
    return ts.isPrefixUnaryExpression(node) ? next : constant(n);
  }

  function binary(node: ts.BinaryExpression, scope: Scope): Made {
    const operator = node.operatorToken.kind;
    switch (operator) {
      case ts.SyntaxKind.EqualsToken: {
        const value = evaluate(node.right, scope);
        write(node.left, value, scope);
        return value;
      }
      case ts.SyntaxKind.CommaToken:
        evaluate(node.left, scope);
        return evaluate(node.right, scope);
      case ts.SyntaxKind.AmpersandAmpersandToken:
      case ts.SyntaxKind.BarBarToken:
      case ts.SyntaxKind.QuestionQuestionToken: {
        const left = evaluate(node.left, scope);
        const test =
          operator === ts.SyntaxKind.QuestionQuestionToken
            ? isNullish(left)
            : truth(left);
        if (test === undefined) {
          return perhaps(() => blurred(left, evaluate(node.right, scope)));
        }
        const goesOn = operator === ts.SyntaxKind.BarBarToken ? !test : test;
        return goesOn ? evaluate(node.right, scope) : left;
      }
      default:
        break;
    }
    if (isAssignmentOperator(operator)) return compound(node, scope);
    const a = evaluate(node.left, scope);
    const b = evaluate(node.right, scope);
    return operated(operator, a, b);
  }

  /** `a += b`; of `a ||= b`, that something may be written. */
  function compound(node: ts.BinaryExpression, scope: Scope): Made {
    const base = plain[node.operatorToken.kind];
    const before = evaluate(node.left, scope);
    const by =
      base === undefined
        ? perhaps(() => evaluate(node.right, scope))
        : evaluate(node.right, scope);
    const value = base === undefined ? unknown : operated(base, before, by);
    write(node.left, value, scope);
    return value;
  }

  function template(node: ts.TemplateExpression, scope: Scope): Made {
    let text: string | undefined = node.head.text;
    for (const span of node.templateSpans) {
      const part = evaluate(span.expression, scope);
      text =
        part.kind === "constant" && text !== undefined
          ? text + String(part.value) + span.literal.text
          : undefined;
    }
    return text === undefined ? unknown : constant(text);
  }

  // ----------------------------------------------------------------------------------------------- calls

  function argumentsOf(
    nodes: readonly ts.Expression[] | undefined,
    scope: Scope,
  ): Made[] | undefined {
    const values: Made[] = [];
    let isKnown = true;
    for (const a of nodes ?? []) {
      if (!ts.isSpreadElement(a)) {
        values.push(evaluate(a, scope));
        continue;
      }
      const list = evaluate(a.expression, scope);
      const items = itemsOf(list);
      if (items === undefined) {
        giveAway(list);
        isKnown = false;
      } else values.push(...items);
    }
    if (isKnown) return values;
    values.forEach(giveAway);
    return undefined;
  }

  function called(node: ts.CallExpression, scope: Scope): Made {
    const callee = unwrapped(node.expression);
    if (callee.kind === ts.SyntaxKind.SuperKeyword) {
      argumentsOf(node.arguments, scope)?.forEach(giveAway);
      giveAway(scope.self);
      return unknown;
    }
    if (
      ts.isIdentifier(callee) &&
      callee.text === "require" &&
      node.arguments.length === 1
    ) {
      const [specifier] = node.arguments;
      const value = evaluate(specifier!, scope);
      if (value.kind === "constant" && typeof value.value === "string")
        return world.required(value.value, scope.file);
    }
    let self: Made = nothing;
    let f: Made;
    if (
      ts.isPropertyAccessExpression(callee) ||
      ts.isElementAccessExpression(callee)
    ) {
      self = evaluate(callee.expression, scope);
      const key = keyOf(callee, scope);
      f = key === undefined ? unknown : readOf(self, key);
    } else f = evaluate(callee, scope);
    const args = argumentsOf(node.arguments, scope);
    if (args === undefined) {
      giveAway(self);
      return unknown;
    }
    return call(f, self, args);
  }

  function call(f: Made, self: Made, args: readonly Made[]): Made {
    if (f.kind === "global") {
      const value = callGlobal(f.path, args, machine);
      if (value !== undefined) return value;
    } else if (f.kind === "method") {
      const value = callMethod(f.of, f.name, args, machine);
      if (value !== undefined) return value;
    } else if (f.kind === "function" && !ts.isClassLike(f.node))
      return run(f, self, args);
    mayRun([f, self, ...args]);
    return unknown;
  }

  /** Somebody has them, and may call what can be called. */
  function mayRun(values: readonly Made[]): void {
    for (const value of values) {
      giveAway(value);
      if (value.kind !== "function" || ts.isClassLike(value.node)) continue;
      const { parameters } = value.node;
      if (!mayBeCalled.has(value.node)) {
        mayBeCalled.add(value.node);
        perhaps(() =>
          run(
            value,
            unknown,
            parameters.map(() => unknown),
          ),
        );
        mayBeCalled.delete(value.node);
      }
    }
  }
  const mayBeCalled = new Set<ts.Node>();

  function run(f: MadeFunction, self: Made, args: readonly Made[]): Made {
    const node = f.node as ts.FunctionLikeDeclaration;
    const isOther =
      node.asteriskToken !== undefined ||
      (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Async) !== 0;
    if (node.body === undefined || isOther || depth > deepest) {
      // What it writes is not looked at any more: nothing that it can reach is known.
      if (depth > deepest) throw new TooLong();
      return blurred(self, ...args);
    }
    const isArrow = ts.isArrowFunction(node);
    const scope = world.newScope(
      f.scope,
      isArrow ? (f.self ?? unknown) : self,
      isArrow ? undefined : newList(args),
    );
    depth++;
    try {
      node.parameters.forEach((p, i) => {
        const rest = p.dotDotDotToken !== undefined;
        let given: Made = rest ? newList(args.slice(i)) : (args[i] ?? nothing);
        const isMissing =
          given.kind === "constant" && given.value === undefined;
        if (p.initializer !== undefined)
          given = isMissing
            ? evaluate(p.initializer, scope)
            : given.kind === "unknown"
              ? unknown
              : given;
        // A parameter of a call that may not happen is still what it is in that call.
        const before = uncertain;
        uncertain = 0;
        bind(p.name, given, scope);
        uncertain = before;
      });
      if (!ts.isBlock(node.body)) return evaluate(node.body, scope);
      const before = uncertain;
      const end = block(node.body.statements, scope);
      const isCertain = uncertain === before;
      uncertain = before;
      if (!isCertain)
        return end?.kind === "return" ? blurred(end.value) : unknown;
      return end?.kind === "return" ? end.value : nothing;
    } finally {
      depth--;
    }
  }

  function constructed(node: ts.NewExpression, scope: Scope): Made {
    const f = evaluate(node.expression, scope);
    const args = argumentsOf(node.arguments, scope);
    if (args === undefined) return unknown;
    if (f.kind !== "function" || ts.isClassLike(f.node)) {
      mayRun(args);
      return unknown;
    }
    const made = newObject();
    made.prototype = propertyOf(f, "prototype");
    const result = run(f, made, args);
    return result.kind === "constant" ? made : result;
  }

  // ------------------------------------------------------------------------------------------- statements

  function hoist(
    statements: readonly ts.Statement[],
    scope: Scope,
    isBody: boolean,
  ): void {
    for (const s of statements)
      if (ts.isFunctionDeclaration(s) && s.body !== undefined) {
        const f = functionOf(s, scope);
        if (s.name !== undefined) declare(s.name, f, scope);
        // `export default function () { … }`
        const { symbol } = s as { symbol?: ts.Symbol };
        if (symbol !== undefined) scope.cells.set(symbol, f);
      }
    if (!isBody) return;
    const visit = (n: ts.Node): void => {
      if (ts.isFunctionLike(n)) return;
      if (
        ts.isVariableDeclaration(n) &&
        ts.isIdentifier(n.name) &&
        !(ts.getCombinedNodeFlags(n) & ts.NodeFlags.BlockScoped)
      ) {
        const symbol = world.symbolOf(n.name);
        if (symbol !== undefined && !scope.cells.has(symbol))
          scope.cells.set(symbol, nothing);
      }
      ts.forEachChild(n, visit);
    };
    statements.forEach(visit);
  }

  function block(
    statements: readonly ts.Statement[],
    scope: Scope,
    isBody = true,
  ): Completion {
    hoist(statements, scope, isBody);
    for (const s of statements) {
      const end = statement(s, scope);
      if (end !== undefined) return end;
    }
    return undefined;
  }

  function statement(s: ts.Statement, scope: Scope): Completion {
    if (++steps > mostSteps) throw new TooLong();
    if (ts.isExpressionStatement(s)) evaluate(s.expression, scope);
    else if (ts.isVariableStatement(s)) declarations(s.declarationList, scope);
    else if (ts.isBlock(s)) {
      // Functions made in one run of a loop's body keep the names of that run.
      const inside = s.statements.some(isOfBlock) ? innerScope(scope) : scope;
      return block(s.statements, inside, false);
    } else if (ts.isClassDeclaration(s)) classOf(s, scope);
    else if (ts.isReturnStatement(s))
      return {
        kind: "return",
        value:
          s.expression === undefined ? nothing : evaluate(s.expression, scope),
      };
    else if (ts.isIfStatement(s)) return branch(s, scope);
    else if (ts.isForStatement(s)) return loop(s, scope);
    else if (ts.isWhileStatement(s) || ts.isDoStatement(s))
      return repeat(s.statement, s.expression, undefined, scope);
    else if (ts.isForInStatement(s) || ts.isForOfStatement(s))
      return each(s, scope);
    else if (ts.isThrowStatement(s)) {
      evaluate(s.expression, scope);
      return { kind: "throw" };
    } else if (ts.isBreakStatement(s) || ts.isContinueStatement(s))
      return {
        kind: ts.isBreakStatement(s) ? "break" : "continue",
        label: s.label?.text,
      };
    else if (ts.isTryStatement(s) || ts.isSwitchStatement(s)) unsure(s, scope);
    else if (ts.isExportAssignment(s)) exported(s, scope);
    else if (ts.isLabeledStatement(s)) return unsure(s.statement, scope);
    return undefined;
  }

  /** `export default …` */
  function exported(s: ts.ExportAssignment, scope: Scope): void {
    const value = evaluate(s.expression, scope);
    const symbol = (s as { symbol?: ts.Symbol }).symbol;
    if (symbol !== undefined) scope.cells.set(symbol, value);
  }

  /** Everything inside happens perhaps. */
  function unsure(node: ts.Node, scope: Scope): Completion {
    perhaps(() => {
      const visit = (n: ts.Node): void => {
        if (ts.isStatement(n)) statement(n, scope);
        else if (ts.isExpression(n)) giveAway(evaluate(n, scope));
        else ts.forEachChild(n, visit);
      };
      if (
        ts.isStatement(node) &&
        !ts.isTryStatement(node) &&
        !ts.isSwitchStatement(node)
      )
        statement(node, scope);
      else ts.forEachChild(node, visit);
    });
    return undefined;
  }

  function declarations(list: ts.VariableDeclarationList, scope: Scope): void {
    for (const d of list.declarations) {
      if (d.initializer !== undefined)
        bind(d.name, evaluate(d.initializer, scope), scope);
      else if (list.flags & ts.NodeFlags.BlockScoped)
        bind(d.name, nothing, scope);
    }
  }

  function branch(s: ts.IfStatement, scope: Scope): Completion {
    const test = truth(evaluate(s.expression, scope));
    if (test === true) return statement(s.thenStatement, scope);
    if (test === false)
      return s.elseStatement && statement(s.elseStatement, scope);
    const ends = perhaps(() => [
      statement(s.thenStatement, scope),
      s.elseStatement && statement(s.elseStatement, scope),
    ]);
    for (const end of ends) if (end?.kind === "return") giveAway(end.value);
    // What follows may not be reached: from here to the end of the function all is perhaps.
    if (ends.some((end) => end !== undefined && end.kind !== "throw"))
      uncertain++;
    return undefined;
  }

  function loop(s: ts.ForStatement, scope: Scope): Completion {
    const { initializer, condition, incrementor } = s;
    if (
      initializer === undefined ||
      !ts.isVariableDeclarationList(initializer)
    ) {
      if (initializer !== undefined) evaluate(initializer, scope);
      return repeat(s.statement, condition, incrementor, scope);
    }
    if (!(initializer.flags & ts.NodeFlags.BlockScoped)) {
      declarations(initializer, scope);
      return repeat(s.statement, condition, incrementor, scope);
    }
    const inside = innerScope(scope);
    declarations(initializer, inside);
    return repeat(s.statement, condition, incrementor, inside, (before) => {
      const next = innerScope(scope);
      for (const [symbol, value] of before.cells) next.cells.set(symbol, value);
      return next;
    });
  }

  const innerScope = (scope: Scope): Scope =>
    world.newScope(scope, scope.self, undefined);

  function repeat(
    body: ts.Statement,
    condition: ts.Expression | undefined,
    step: ts.Expression | undefined,
    start: Scope,
    /** Of `for (let i …)`: each run has an `i` of its own, which starts as the last one ended. */
    next: (scope: Scope) => Scope = (scope) => scope,
  ): Completion {
    let scope = start;
    for (;;) {
      const test =
        condition === undefined ? true : truth(evaluate(condition, scope));
      if (test === false) return undefined;
      if (test === undefined) {
        perhaps(() => {
          // Twice: what the first walk made unknown, the second sees.
          for (let n = 0; n < 2; n++) {
            statement(body, scope);
            if (step !== undefined) evaluate(step, scope);
            if (condition !== undefined) evaluate(condition, scope);
          }
        });
        return undefined;
      }
      const end = statement(body, scope);
      if (end?.kind === "return" || end?.kind === "throw") return end;
      if (end?.kind === "break") return undefined;
      scope = next(scope);
      if (step !== undefined) evaluate(step, scope);
    }
  }

  /** Each run of the body in a scope of its own: functions made in it keep its names. */
  function each(
    s: ts.ForInStatement | ts.ForOfStatement,
    scope: Scope,
  ): Completion {
    const over = evaluate(s.expression, scope);
    const object = objectIn(over);
    const items =
      object === undefined || object.isOpen
        ? undefined
        : ts.isForInStatement(s)
          ? [...object.properties.keys()].map(constant)
          : itemsOf(over);
    const enter = (item: Made): Completion => {
      if (ts.isVariableDeclarationList(s.initializer)) {
        const isVar = !(s.initializer.flags & ts.NodeFlags.BlockScoped);
        const inside = isVar ? scope : innerScope(scope);
        bind(s.initializer.declarations[0]!.name, item, inside);
        return statement(s.statement, inside);
      }
      write(s.initializer, item, scope);
      return statement(s.statement, scope);
    };
    if (items === undefined) {
      perhaps(() => {
        enter(unknown);
        enter(unknown);
      });
      return undefined;
    }
    for (const item of items) {
      const end = enter(item);
      if (end?.kind === "return" || end?.kind === "throw") return end;
      if (end?.kind === "break") break;
    }
    return undefined;
  }

  const machine = { call, store, isCertain: () => uncertain === 0 };
  return {
    evaluate,
    readOf,
    /** A whole module; it may be asked for while another one runs. */
    runModule: (file: ts.SourceFile, scope: Scope): void => {
      const outside = { steps, uncertain, depth };
      steps = 0;
      uncertain = 0;
      depth = 0;
      try {
        block(file.statements, scope);
      } finally {
        ({ steps, uncertain, depth } = outside);
      }
    },
  };
}

export interface Machine {
  readonly call: (f: Made, self: Made, args: readonly Made[]) => Made;
  readonly store: (target: Made, key: string | undefined, value: Made) => void;
  /** Is what happens now sure to happen? */
  readonly isCertain: () => boolean;
}

/** Does it declare a name that ends with its block? */
const isOfBlock = (s: ts.Statement): boolean =>
  ts.isFunctionDeclaration(s) ||
  ts.isClassDeclaration(s) ||
  (ts.isVariableStatement(s) &&
    (s.declarationList.flags & ts.NodeFlags.BlockScoped) !== 0);
