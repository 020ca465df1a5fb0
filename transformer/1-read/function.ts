/** Reading one function for the types and the functions that flow in: one IR function for each combination. */
import { ts } from "ts-morph";
import { read, variable } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import type { Type } from "../ir/types.ts";
import {
  someType,
  typeKey,
  typeText,
  undefinedType,
  voidType,
} from "../ir/types.ts";
import type { Env } from "./bindings.ts";
import { newEnv } from "./bindings.ts";
import type { Captured } from "./captured.ts";
import { changesSomething } from "./changes.ts";
import { isStatic } from "./classes/members.ts";
import { viewed } from "./expressions/list.ts";
import type { Scope } from "./modules/values.ts";
import { nodesIn } from "./nodes.ts";
import { originOf } from "./origins.ts";
import {
  declaredParameterType,
  parameterType,
  readParameter,
} from "./parameter.ts";
import { Refusal, report } from "./problems.ts";
import type {
  Argument,
  Frame,
  FunctionState,
  Reader,
  Reading,
} from "./reading.ts";
import { Restart } from "./reading.ts";
import { isLeft } from "./statements/block.ts";
import { hoistVars } from "./statements/hoist.ts";
import { returnValue } from "./statements/jumps.ts";
import { symbolOf } from "./symbols.ts";
import { declaredSymbol, visibleName } from "./visible.ts";
import { fits, isSettled, join, nothing } from "./types/compatible.ts";
import { classTagOf, holdsBase } from "./types/partial.ts";
import { hiddenFunction } from "./hidden-functions.ts";
import { mixedView } from "./types/mixed-views.ts";

export interface ReadFunction {
  readonly key: string;
  readonly result: Type;
  readonly refused: boolean;
}

/** A function, and what is known where it is called. */
interface Target {
  readonly node: ts.FunctionLikeDeclaration;
  readonly name: string;
  /** By position: the type of a value, or a function. */
  readonly params: readonly (Type | "function")[];
  /** What it captures, and the functions among its arguments do. */
  readonly captured?: Captured;
  readonly isMarked?: boolean;
  readonly scope?: Scope | undefined;
  /** Of a method: the type of its object, which becomes the first parameter. */
  readonly self?: Type;
}

/** Enough for any chain of widenings; more means that they do not end. */
const mostReadings = 60;

/** A marked function, for the types that it declares. */
export function readDeclared(
  reader: Reader,
  node: ts.FunctionLikeDeclaration,
  name: string,
  self?: Type,
): ReadFunction {
  const params = node.parameters.map((p) => declaredParameterType(reader, p));
  const method = self === undefined ? {} : { self };
  return readTarget(reader, { node, name, params, isMarked: true, ...method });
}

/** A function that is called, for its arguments. */
export function readCalled(
  reader: Reader,
  node: ts.FunctionLikeDeclaration,
  name: string,
  args: readonly Argument[],
  captured?: Captured,
  self?: Type,
  scope?: Scope,
): ReadFunction {
  const params = node.parameters.map((p, i): Type | "function" => {
    const given = args[i];
    if (given?.kind === "function") return "function";
    return parameterType(
      reader,
      p,
      given === undefined ? undefinedType : given.expr.type,
    );
  });
  return readTarget(reader, {
    node,
    name,
    params,
    scope,
    ...(captured === undefined ? {} : { captured }),
    ...(self === undefined ? {} : { self }),
  });
}

function readTarget(reader: Reader, target: Target): ReadFunction {
  const key = keyOf(target);
  const known = reader.functions.get(key);
  if (known !== undefined)
    return { key, result: known.result, refused: reader.refused.has(key) };
  const going = reader.inProgress.get(key);
  if (going !== undefined) {
    going.used = true;
    return { key, result: going.result ?? nothing, refused: false };
  }
  const ofTheSame = [...reader.inProgress.values()].filter(
    ({ node }) => node === target.node,
  );
  if (ofTheSame.length > mostInProgress) {
    report(reader, target.node, "AD1014", { name: target.name });
    reader.refused.add(key);
    return { key, result: nothing, refused: true };
  }
  return readNew(reader, target, key);
}

/** Readings of one function, one called by another: more means that each call makes a new one. */
const mostInProgress = 50;

function keyOf(target: Target): string {
  const { node, name, params, captured, self, scope } = target;
  const of = self === undefined ? "" : `${typeKey(self)}.`;
  const types = params.map((p) => (p === "function" ? p : typeKey(p))).join();
  const place = `${node.getSourceFile().fileName}:${node.pos}`;
  // Made by two runs of one function, it reads two sets of names.
  const run = scope === undefined ? "" : `~${scope.id}`;
  return `${of}${name}@${place}${run}(${types})${captured?.signature ?? ""}`;
}

function readNew(reader: Reader, target: Target, key: string): ReadFunction {
  const { node, name } = target;
  const state = { node, result: declaredResult(reader, node), used: false };
  reader.inProgress.set(key, state);
  const learnt: Learnt = { widened: new Map(), boxed: new Set() };
  try {
    // Each variable may be found out by itself: `let a, b, c;` in JavaScript.
    let most = mostReadings;
    for (const n of nodesIn(node)) if (ts.isVariableDeclaration(n)) most++;
    for (let readings = 0; readings < most; readings++) {
      const attempt = readOnce(reader, target, key, learnt);
      if (attempt === undefined) continue;
      const { func, refused } = attempt;
      // Recursion: what was assumed of the result has to hold.
      const holds =
        state.result !== undefined && fits(func.result, state.result);
      if (state.used && !holds) {
        state.result = join(state.result ?? nothing, func.result);
        continue;
      }
      reader.functions.set(key, func);
      if (refused) reader.refused.add(key);
      reader.changes.set(key, changesSomething(reader, func));
      reader.members.set(key, attempt.members);
      return { key, result: func.result, refused };
    }
    report(reader, node, "AD1014", { name });
    reader.refused.add(key);
    return { key, result: state.result ?? nothing, refused: true };
  } finally {
    reader.inProgress.delete(key);
  }
}

/** What earlier readings found out. */
type Learnt = Pick<FunctionState, "widened" | "boxed">;

/** What is declared of the result, where that is as concrete as what is returned. */
function declaredResult(
  reader: Reader,
  node: ts.FunctionLikeDeclaration,
): Type | undefined {
  const { checker, types } = reader;
  const signature = checker.getSignatureFromDeclaration(node);
  if (signature === undefined) return undefined;
  const returned = checker.getReturnTypeOfSignature(signature);
  const type =
    node.type === undefined
      ? types.ofValue(returned)
      : types.declared(returned);
  if (holdsBase(type)) return undefined;
  const isConcrete =
    isSettled(type) && type.kind !== "union" && type.kind !== "array";
  return isConcrete ? type : undefined;
}

function readOnce(
  reader: Reader,
  target: Target,
  key: string,
  learnt: Learnt,
):
  | {
      readonly func: ir.Func;
      readonly refused: boolean;
      readonly members: FunctionState["members"];
    }
  | undefined {
  const { node, name } = target;
  const func: FunctionState = {
    name,
    ...learnt,
    declarations: new Map(),
    constants: new Set(),
    temporaries: new Set(),
    holey: new Set(),
    dictionaries: new Map(),
    members: new Map(),
    refused: false,
  };
  const frame: Frame = {
    returns: [],
    want: declaredResult(reader, node),
    isPublic: target.isMarked ?? false,
  };
  const origin = originOf(node);
  const rebuilt = target.captured?.rebuild();
  rebuilt?.variables.forEach((v) => func.constants.add(v));
  const self =
    target.self === undefined ? undefined : variable("self", target.self);
  if (self !== undefined) func.constants.add(self);
  const env: Env = {
    ...newEnv(rebuilt?.callee),
    ...(target.scope === undefined ? {} : { scope: target.scope }),
  };
  const cx: Reading = {
    reader,
    func,
    frame,
    env:
      self === undefined
        ? env
        : { ...env, self: { kind: "value", expr: read(self) } },
    jumps: [],
    protections: [],
    inlining: [],
    origin,
    out: [],
  };
  try {
    const params = [
      ...(self === undefined ? [] : [selfParameter(self)]),
      ...readParameters(cx, target, rebuilt?.args ?? []),
      ...(rebuilt?.variables ?? []).map((v) => capturedParameter(v)),
    ].map(saidWithTags);
    readBody(cx, node);
    const body = cx.out;
    const result = resultOf(cx, node);
    const said = resultText(reader, node);
    const text = holdsClassTag(result)
      ? typeText(result)
      : node.getSourceFile() === reader.file
        ? said
        : (reader.types.inScope(said) ?? typeText(result));
    const called = callable(reader, target);
    const generic = target.isMarked ? typeParametersOf(node) : "";
    const done = {
      ...{ key, params, result, resultText: text, body, origin },
      ...(generic === "" ? {} : { typeParams: generic }),
      ...called,
    };
    const mixed = mixedView(done);
    if (mixed) throw new Refusal(viewOrArray(mixed));
    const hidden = hiddenFunction(done);
    if (hidden) throw new Refusal(outOfSight(hidden));
    return { func: done, refused: func.refused, members: func.members };
  } catch (e) {
    if (e instanceof Restart) return undefined;
    throw e;
  }
}

/** An instance that says of which class it is has a field that the author's type of it lacks. */
const saidWithTags = (p: ir.Param): ir.Param =>
  holdsClassTag(p.variable.type)
    ? { ...p, annotation: typeText(p.variable.type) }
    : p;

const holdsClassTag = (type: Type): boolean =>
  someType(
    type,
    (t) => t.kind === "object" && classTagOf(t.shape) !== undefined,
  );

const outOfSight = ({ file, start, end, text }: ir.Origin): ir.Problem => ({
  code: "AD1015",
  args: { what: text },
  ...{ file, start, end },
});

const viewOrArray = ({ file, start, end }: ir.Origin): ir.Problem => ({
  code: "AD1002",
  args: {
    what: "What holds a typed array or a `subarray`, as the case may be (`x.subarray(0)` makes both alike),",
  },
  ...{ file, start, end },
});

/** How the compiled module calls the user's function; `copied` where it can't. */
function callable(
  reader: Reader,
  { node, name, captured, params, self }: Target,
): Pick<ir.Func, "name" | "copied"> {
  const symbol = declaredSymbol(reader, node);
  const visible =
    symbol === undefined ||
    ts.isObjectLiteralExpression(node.parent) ||
    captured !== undefined ||
    self !== undefined ||
    params.some(isView)
      ? undefined
      : visibleName(reader, symbol);
  return visible === undefined
    ? { name: name.slice(name.lastIndexOf(".") + 1), copied: true }
    : { name: visible };
}

/** Inside, a view is a record: see `list.ts`. The user's function expects a real one. */
const isView = (p: Type | "function"): boolean =>
  p !== "function" && viewed(p) !== undefined;

function readParameters(
  cx: Reading,
  { node, params }: Target,
  functions: ReturnType<Captured["rebuild"]>["args"],
): ir.Param[] {
  return node.parameters.flatMap((p, i) => {
    const type = params[i]!;
    if (type !== "function") return [readParameter(cx, p, type)];
    const symbol = symbolOf(cx.reader, p.name);
    const value = functions[i];
    if (symbol !== undefined && value !== undefined)
      cx.env.bindings.set(symbol, { kind: "function", value });
    return [];
  });
}

const selfParameter = (variable: ir.Variable): ir.Param => ({
  ...capturedParameter(variable),
  annotation: typeText(variable.type),
  self: true,
});

const capturedParameter = (variable: ir.Variable): ir.Param => ({
  variable,
  optional: false,
  rest: false,
  annotation: "",
  fixed: false,
});

function readBody(cx: Reading, node: ts.FunctionLikeDeclaration): void {
  const { body } = node;
  if (body === undefined) return;
  if (ts.isBlock(body)) {
    hoistVars(cx, body);
    cx.reader.lower.statements(cx, body.statements);
    return;
  }
  const origin = originOf(body);
  returnValue(
    { ...cx, origin: { ...origin, text: `return ${origin.text}` } },
    body,
  );
}

function resultOf(cx: Reading, node: ts.FunctionLikeDeclaration): Type {
  const returned = [...cx.frame.returns];
  // An expression body always returns.
  const fallsOff =
    node.body !== undefined &&
    ts.isBlock(node.body) &&
    !isLeft(cx) &&
    (node.flags & ts.NodeFlags.HasImplicitReturn) !== 0;
  if (fallsOff && returned.length > 0) returned.push(undefinedType);
  if (returned.every((t) => t.kind === "undefined")) return voidType;
  return returned.reduce(join);
}

/** Of the function, and of the class that a method stands in. */
function typeParametersOf(node: ts.FunctionLikeDeclaration): string {
  const isMethod = ts.isMethodDeclaration(node) && ts.isClassLike(node.parent);
  const all = [
    ...(isMethod && !isStatic(node) ? (node.parent.typeParameters ?? []) : []),
    ...(node.typeParameters ?? []),
  ];
  return all.length === 0 ? "" : `<${all.map((t) => t.getText()).join(", ")}>`;
}

function resultText(reader: Reader, node: ts.FunctionLikeDeclaration): string {
  if (node.type !== undefined) return node.type.getText();
  const signature = reader.checker.getSignatureFromDeclaration(node);
  return signature === undefined
    ? "void"
    : reader.types.text(reader.checker.getReturnTypeOfSignature(signature));
}
