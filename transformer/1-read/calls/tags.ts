/**
 * Functions as data (defunctionalisation, Reynolds 1972): one that is kept in an array, a field or a variable is
 * kept as a tag, a text that says which it is. The type of such a place lists the tags that it may hold, so that
 * a call of what it holds is a choice between functions that are known.
 */
import { ts } from "ts-morph";
import { compare } from "../../ir/build.ts";
import type * as ir from "../../ir/nodes.ts";
import type { OpaqueType, Type } from "../../ir/types.ts";
import { definedPart, isReference, someType } from "../../ir/types.ts";
import type { Binding, FunctionValue } from "../bindings.ts";
import { lookup } from "../bindings.ts";
import { freeNames } from "../captured.ts";
import { nodesIn } from "../nodes.ts";
import type { Reader, Reading } from "../reading.ts";
import { functionsType, tagsOf } from "../types/functions.ts";

type Source = FunctionValue & { kind: "source" };

/** What the tags of one compiled file stand for. */
export interface Tags {
  /** By tag: the function, as the latest reading of the function around it has it. */
  readonly values: Map<string, FunctionValue>;
  readonly names: Map<string, string>;
}

export const newTags = (): Tags => ({ values: new Map(), names: new Map() });

/** The function as a value, where nothing keeps it from being called from elsewhere. */
export function tagged(
  cx: Reading,
  value: FunctionValue,
): ir.ConstExpr | undefined {
  if (!mayBeKept(cx, value)) return undefined;
  const tag = tagOf(cx, value);
  cx.reader.tags.values.set(tag, value);
  return { kind: "const", type: functionsType([tag]), value: tag };
}

/** One tag for one function: of a closure, in one function and with what it captures there. */
function tagOf(cx: Reading, value: FunctionValue): string {
  if (value.kind === "math") return `Math.${value.name}`;
  if (value.kind !== "source") throw new Error("a choice has no tag");
  const { node, name } = value;
  const captured = capturedNames(cx.reader, value).map(
    ([symbol, binding]) => `${symbol.name}=${bindingKey(binding)}`,
  );
  const place = `${node.getSourceFile().fileName}:${node.pos}`;
  const key =
    captured.length === 0
      ? place
      : `${place}@${cx.func.name}{${captured.join()}}`;
  const { names } = cx.reader.tags;
  let tag = names.get(key);
  if (tag === undefined) {
    const wish = /^[\w$.]+$/.test(name) ? name : "function";
    const taken = new Set(names.values());
    tag = wish;
    for (let n = 2; taken.has(tag); n++) tag = `${wish} ${n}`;
    names.set(key, tag);
  }
  return tag;
}

/** Equal in each reading of the function: by names, which are declared in one place. */
const bindingKey = (binding: Binding): string => {
  switch (binding.kind) {
    case "variable":
    case "cell":
      return binding.variable.name;
    case "expr":
      return binding.expr.kind === "const" ? String(binding.expr.value) : "";
    case "function":
      return binding.value.kind === "source"
        ? `${binding.value.node.pos}`
        : binding.value.kind;
  }
};

function capturedNames(
  reader: Reader,
  value: Source,
): (readonly [ts.Symbol, Binding])[] {
  return [...freeNames(reader, value).keys()].flatMap((symbol) => {
    const binding = value.env && lookup(value.env, symbol);
    return binding === undefined ? [] : [[symbol, binding] as const];
  });
}

/**
 * What it captures must be the same wherever it is called: variables of the function that is read, each made
 * once, since those of a loop's iteration or of a call read in place are others the next time.
 */
function mayBeKept(
  cx: Reading,
  value: FunctionValue,
  seen: readonly ts.Node[] = [],
): boolean {
  if (value.kind === "math") return true;
  if (value.kind !== "source" || value.self !== undefined) return false;
  const { node } = value;
  if (seen.includes(node)) return true;
  if (!ts.isFunctionDeclaration(node) || value.env !== undefined)
    for (const n of nodesIn(node))
      if (n.kind === ts.SyntaxKind.ThisKeyword) return false;
  return capturedNames(cx.reader, value).every(([symbol, binding]) => {
    if (binding.kind === "function")
      return mayBeKept(cx, binding.value, [...seen, node]);
    if (binding.kind === "expr" && binding.expr.kind === "const") return true;
    return binding.kind !== "expr" && isMadeOnce(cx, symbol);
  });
}

/** Is the name declared in the function that is read itself, and in no loop of it? */
function isMadeOnce(cx: Reading, symbol: ts.Symbol): boolean {
  for (
    let n: ts.Node | undefined = symbol.valueDeclaration?.parent;
    n !== undefined;
    n = n.parent
  ) {
    // What is read in place is read in the function around it, perhaps in a loop.
    if (ts.isFunctionLike(n)) return !cx.inlining.includes(n);
    if (ts.isIterationStatement(n, false)) return false;
  }
  return false;
}

/** Does it hold functions that capture variables of the function that is read? They can't be called from another. */
export function holdsClosures(reader: Reader, type: Type): boolean {
  const isClosure = (tag: string): boolean => {
    const value = reader.tags.values.get(tag);
    return value?.kind === "source" && capturedNames(reader, value).length > 0;
  };
  return someType(
    type,
    (t) => t.kind === "opaque" && (tagsOf(t)?.some(isClosure) ?? false),
  );
}

/** The functions that a value may be, each with the test that it is this one; the last needs none. */
export function optionsOf(
  reader: Reader,
  e: ir.Expr,
): (FunctionValue & { kind: "choice" })["options"] | undefined {
  const type = definedPart(e.type);
  const tags = isReference(type) ? undefined : tagsOf(type as OpaqueType);
  const values = tags?.map((tag) => reader.tags.values.get(tag));
  if (tags === undefined || values === undefined) return undefined;
  const known = values.filter((v) => v !== undefined);
  if (known.length < tags.length) return undefined;
  return known.map((value, i) => ({
    value,
    test: compare("===", e, {
      kind: "const",
      type,
      value: tags[i]!,
    }),
  }));
}
