/** What is known of the functions of the language and the platform. */
import type { Type } from "../../ir/types.ts";
import { definedPart } from "../../ir/types.ts";
import { isNumericOpaque, isTextOpaque } from "../types/literal.ts";

const pure = new Set([
  "isNaN",
  "isFinite",
  "Number.isNaN",
  "Number.isFinite",
  "Number.isInteger",
  "Number.isSafeInteger",
  "Number",
  "parseInt",
  "parseFloat",
  "Number.parseInt",
  "Number.parseFloat",
  "String",
  "Boolean",
  "BigInt",
  "Array.isArray",
  "ArrayBuffer.isView",
  "Object.is",
  "Object.hasOwn",
  "String.fromCharCode",
]);

/** They look at what they are given, and leave it as it is. */
const harmless = new Set([
  "JSON.stringify",
  "structuredClone",
  "Object.keys",
  "Object.entries",
  "Object.values",
  "Array.from",
  "Date.now",
  "performance.now",
  "queueMicrotask",
]);

export const isPureGlobal = (name: string): boolean => pure.has(name);
export const isHarmlessGlobal = (name: string): boolean =>
  pure.has(name) || harmless.has(name) || /^console\.\w+$/.test(name);

const pureListMethods = new Set([
  "indexOf",
  "lastIndexOf",
  "includes",
  "join",
  "toString",
  "keys",
  "at",
]);

/** Methods that change nothing, and give the same for the same receiver and arguments. */
export function isPureMethod(receiver: Type, name: string): boolean {
  const type = definedPart(receiver);
  switch (type.kind) {
    case "string":
    case "number":
    case "boolean":
      return true;
    case "array":
    case "tuple":
    case "typedArray":
      return pureListMethods.has(name);
    case "dictionary":
      return name === "get" || name === "has";
    case "opaque":
      if (isTextOpaque(type) || isNumericOpaque(type)) return true;
      return (
        /^(Readonly)?(Map|Set)</.test(type.text) &&
        (name === "get" || name === "has")
      );
    default:
      return false;
  }
}
