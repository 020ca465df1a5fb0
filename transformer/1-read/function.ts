/** Reading one function for the types that flow in: one IR function for each combination. */
import { ts } from "ts-morph";
import { let_, read, variable } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import type { Type } from "../ir/types.ts";
import {
  isReference,
  typeKey,
  undefinedType,
  unionOf,
  voidType,
} from "../ir/types.ts";
import { newEnv } from "./bindings.ts";
import { changesSomething } from "./changes.ts";
import { bind, isConstant } from "./declare.ts";
import { declarePattern, withDefault } from "./expressions/destructure.ts";
import { originOf } from "./origins.ts";
import { report } from "./problems.ts";
import type { FunctionState, Frame, Reader, Reading } from "./reading.ts";
import { emit, Restart } from "./reading.ts";
import { returnValue } from "./statements/jumps.ts";
import { hoistVars } from "./statements/hoist.ts";
import { symbolOf } from "./symbols.ts";
import { fits, isSettled, join, nothing } from "./types/compatible.ts";
import { isOpen } from "./widen.ts";

export interface ReadFunction {
  readonly key: string;
  readonly result: Type;
  readonly refused: boolean;
}

/** Enough for any chain of widenings; more means that they do not end. */
const mostReadings = 60;

/** `types` of the arguments; absent for a marked function, which is read for its declared types. */
export function readFunction(
  reader: Reader,
  node: ts.FunctionLikeDeclaration,
  name: string,
  types?: readonly Type[],
): ReadFunction {
  const params = node.parameters.map((p, i) =>
    parameterType(reader, p, types?.[i], types === undefined),
  );
  const key = keyOf(node, name, params);
  const known = reader.functions.get(key);
  if (known !== undefined)
    return { key, result: known.result, refused: reader.refused.has(key) };
  const going = reader.inProgress.get(key);
  if (going !== undefined) {
    going.used = true;
    return { key, result: going.result ?? nothing, refused: false };
  }
  return readNew(reader, node, name, params, key);
}

const keyOf = (
  node: ts.FunctionLikeDeclaration,
  name: string,
  params: readonly Type[],
): string =>
  `${name}@${node.getSourceFile().fileName}:${node.pos}(${params.map(typeKey).join(",")})`;

/** The concrete type that flows in, or what is declared where that says more. */
function parameterType(
  reader: Reader,
  p: ts.ParameterDeclaration,
  given: Type | undefined,
  isMarked: boolean,
): Type {
  const { checker, types } = reader;
  const declared = types.declared(checker.getTypeAtLocation(p));
  const plain = isOptional(p) ? withoutUndefined(declared) : declared;
  if (p.dotDotDotToken !== undefined)
    return given !== undefined && !isOpen(given) ? given : declared;
  const usable =
    !isMarked &&
    given !== undefined &&
    given.kind !== "undefined" &&
    given.kind !== "null" &&
    !isOpen(given) &&
    !isFlat(plain, given);
  const type = usable ? given : plain;
  return isOptional(p) ? unionOf([type, undefinedType]) : type;
}

/** Of numbers and the like the declared type is as good, and the same for every call. */
const isFlat = (declared: Type, given: Type): boolean =>
  isSettled(declared) && !isReference(declared) && fits(given, declared);

const isOptional = (p: ts.ParameterDeclaration): boolean =>
  p.questionToken !== undefined || p.initializer !== undefined;

function withoutUndefined(type: Type): Type {
  return type.kind === "union"
    ? unionOf(type.members.filter((m) => m.kind !== "undefined"))
    : type;
}

function readNew(
  reader: Reader,
  node: ts.FunctionLikeDeclaration,
  name: string,
  params: readonly Type[],
  key: string,
): ReadFunction {
  reader.files.add(node.getSourceFile().fileName);
  const state = { result: declaredResult(reader, node), used: false };
  reader.inProgress.set(key, state);
  const widened = new Map<ts.Node, Type>();
  try {
    for (let readings = 0; readings < mostReadings; readings++) {
      const attempt = readOnce(reader, node, name, params, key, widened);
      if (attempt === undefined) continue;
      const { func, refused } = attempt;
      // Recursion: what was assumed of the result has to hold.
      if (
        state.used &&
        !(state.result !== undefined && fits(func.result, state.result))
      ) {
        state.result =
          state.result === undefined
            ? func.result
            : join(state.result, func.result);
        continue;
      }
      reader.functions.set(key, func);
      if (refused) reader.refused.add(key);
      reader.changes.set(key, changesSomething(reader, func));
      return { key, result: func.result, refused };
    }
    report(reader, node, "AD1014", { name });
    reader.refused.add(key);
    return { key, result: state.result ?? nothing, refused: true };
  } finally {
    reader.inProgress.delete(key);
  }
}

function declaredResult(
  reader: Reader,
  node: ts.FunctionLikeDeclaration,
): Type | undefined {
  const { checker, types } = reader;
  const signature = checker.getSignatureFromDeclaration(node);
  if (signature === undefined) return undefined;
  const type = types.declared(checker.getReturnTypeOfSignature(signature));
  return isSettled(type) && type.kind !== "union" && type.kind !== "array"
    ? type
    : undefined;
}

function readOnce(
  reader: Reader,
  node: ts.FunctionLikeDeclaration,
  name: string,
  types: readonly Type[],
  key: string,
  widened: Map<ts.Node, Type>,
): { readonly func: ir.Func; readonly refused: boolean } | undefined {
  const func: FunctionState = {
    name,
    widened,
    declarations: new Map(),
    constants: new Set(),
    temporaries: new Set(),
    refused: false,
  };
  const frame: Frame = { returns: [], want: declaredResult(reader, node) };
  const origin = originOf(node);
  const cx: Reading = {
    reader,
    func,
    frame,
    env: newEnv(),
    jumps: [],
    inlining: [],
    origin,
    out: [],
  };
  try {
    const params = node.parameters.map((p, i) =>
      readParameter(cx, p, types[i]!),
    );
    const { body } = node;
    if (body !== undefined && ts.isBlock(body)) {
      hoistVars(cx, body);
      reader.lower.statements(cx, body.statements);
    } else if (body !== undefined)
      returnValue(
        {
          ...cx,
          origin: { ...originOf(body), text: `return ${originOf(body).text}` },
        },
        body,
      );
    const result =
      frame.returns.length === 0 ? voidType : frame.returns.reduce(join);
    const settled = result.kind === "undefined" ? voidType : result;
    return {
      func: {
        key,
        name,
        params,
        result: settled,
        resultText: resultText(reader, node),
        body: cx.out,
        origin,
      },
      refused: func.refused,
    };
  } catch (e) {
    if (e instanceof Restart) return undefined;
    throw e;
  }
}

function resultText(reader: Reader, node: ts.FunctionLikeDeclaration): string {
  if (node.type !== undefined) return node.type.getText();
  const signature = reader.checker.getSignatureFromDeclaration(node);
  return signature === undefined
    ? "void"
    : reader.types.text(reader.checker.getReturnTypeOfSignature(signature));
}

/** A parameter; defaults and patterns become statements at the start of the body. */
function readParameter(
  cx: Reading,
  p: ts.ParameterDeclaration,
  type: Type,
): ir.Param {
  const { reader } = cx;
  const base = {
    optional: isOptional(p),
    rest: p.dotDotDotToken !== undefined,
    annotation:
      p.type?.getText() ??
      reader.types.text(reader.checker.getTypeAtLocation(p)),
    fixed: isFixed(reader, p),
  };
  const at: Reading = { ...cx, origin: originOf(p) };
  const { name, initializer } = p;
  if (ts.isIdentifier(name) && initializer === undefined) {
    const v = bind(cx, name, type);
    if (!isConstant(cx, name)) cx.func.constants.delete(v);
    return { ...base, variable: v };
  }
  const v = variable(ts.isIdentifier(name) ? name.text : "given", type);
  cx.func.constants.add(v);
  const given =
    initializer === undefined ? read(v) : withDefault(at, read(v), initializer);
  if (ts.isIdentifier(name))
    emit(at, let_(at.origin, bind(at, name, given.type), given));
  else declarePattern(at, name, given);
  return { ...base, variable: v };
}

/** `Fixed<T>` of the library: a constant. */
function isFixed(reader: Reader, p: ts.ParameterDeclaration): boolean {
  if (p.type === undefined || !ts.isTypeReferenceNode(p.type)) return false;
  const symbol = symbolOf(reader, p.type.typeName);
  return symbol?.name === "Fixed";
}
