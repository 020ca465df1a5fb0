/** The parameters of an IR function. */
import { ts } from "ts-morph";
import { read, variable } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import type { Type } from "../ir/types.ts";
import {
  carries,
  definedPart,
  isReference,
  typeKey,
  typeText,
  undefinedType,
  unionOf,
} from "../ir/types.ts";
import { introduce, introduceParameter } from "./declare.ts";
import { declarePattern, withDefault } from "./expressions/destructure.ts";
import { value } from "./expressions/value.ts";
import { originOf } from "./origins.ts";
import type { Reader, Reading } from "./reading.ts";
import { symbolOf } from "./symbols.ts";
import { fits, isSettled, isUnknown } from "./types/compatible.ts";
import { isOpen } from "./widen.ts";

export const isOptional = (p: ts.ParameterDeclaration): boolean =>
  p.questionToken !== undefined || p.initializer !== undefined;

export function declaredParameterType(
  reader: Reader,
  p: ts.ParameterDeclaration,
): Type {
  const declared = reader.types.declared(reader.checker.getTypeAtLocation(p));
  return isOptional(p) && p.dotDotDotToken === undefined
    ? unionOf([withoutUndefined(declared), undefinedType])
    : declared;
}

/** The concrete type that flows in, or what is declared where that says more. */
export function parameterType(
  reader: Reader,
  p: ts.ParameterDeclaration,
  given: Type,
): Type {
  const declared = declaredParameterType(reader, p);
  if (given.kind === "undefined" || given.kind === "null") {
    // A list or a map that is made where none is given: the body is read for that.
    const isMade = p.initializer !== undefined && isReference(declared);
    return isUnknown(declared) || (isMade && given.kind === "undefined")
      ? given
      : declared;
  }
  if (isOpen(given)) return declared;
  // Of numbers and the like the declared type is as good, and the same for every call; of records that a tag
  // tells apart the body asks for the tag, and handles each.
  const isEnough =
    (!isReference(declared) && !isHidden(given, declared)) ||
    isTagged(declared);
  if (isEnough && isSettled(declared) && fits(given, declared)) return declared;
  return isOptional(p) ? unionOf([given, undefinedType]) : given;
}

/** A value that carries something, where nothing is known of it: inside, it would be lost. */
const isHidden = (given: Type, declared: Type): boolean =>
  carries(given) && !carries(declared);

const isTagged = (type: Type): boolean =>
  type.kind === "union" &&
  type.members.filter((m) => m.kind === "object").length > 1;

function withoutUndefined(type: Type): Type {
  return type.kind === "union"
    ? unionOf(type.members.filter((m) => m.kind !== "undefined"))
    : type;
}

/** A parameter; its default and its pattern become statements at the start of the body. */
export function readParameter(
  cx: Reading,
  p: ts.ParameterDeclaration,
  type: Type,
): ir.Param {
  const { reader } = cx;
  const base = {
    optional: isOptional(p),
    rest: p.dotDotDotToken !== undefined,
    annotation: annotationOf(reader, p, type),
    fixed: isFixed(reader, p),
  };
  const at: Reading = { ...cx, origin: originOf(p) };
  const { name, initializer } = p;
  if (ts.isIdentifier(name) && initializer === undefined) {
    return { ...base, variable: introduceParameter(at, name, type) };
  }
  const v = variable(ts.isIdentifier(name) ? name.text : "given", type);
  cx.func.constants.add(v);
  const given =
    initializer === undefined
      ? read(v)
      : type.kind === "undefined"
        ? value(at, initializer, {
            type: definedPart(declaredParameterType(reader, p)),
          })
        : withDefault(at, read(v), initializer);
  if (ts.isIdentifier(name)) introduce(at, name, given.type, given);
  else declarePattern(at, name, given);
  return { ...base, variable: v };
}

/** As it is declared, where the compiled file can say so, and that allows no more than what is read: `number | number[]`. */
function annotationOf(
  reader: Reader,
  p: ts.ParameterDeclaration,
  type: Type,
): string {
  const allowed = definedPart(declaredParameterType(reader, p));
  const given = definedPart(type);
  const isOne =
    allowed.kind === "union" &&
    (given.kind === "number" ||
      given.kind === "typedArray" ||
      given.kind === "array") &&
    allowed.members.some((m) => typeKey(m) === typeKey(given));
  if (isOne) return typeText(type);
  const said =
    p.type?.getText() ?? reader.types.text(reader.checker.getTypeAtLocation(p));
  if (p.getSourceFile() === reader.file) return said;
  // A record that came for an object of a class, or with fewer fields than the pattern names, is what it is.
  const declared = declaredParameterType(reader, p);
  const isOther =
    isReference(type) &&
    !isUnknown(declared) &&
    typeKey(type) !== typeKey(declared);
  return (isOther ? undefined : reader.types.inScope(said)) ?? typeText(type);
}

/** `Fixed<T>` of the library: a constant. */
function isFixed(reader: Reader, p: ts.ParameterDeclaration): boolean {
  if (p.type === undefined || !ts.isTypeReferenceNode(p.type)) return false;
  return symbolOf(reader, p.type.typeName)?.name === "Fixed";
}
