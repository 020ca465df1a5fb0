/** One derived function as text: its declaration, and that of what it hands on. */
import { let_, ownText, read, variable } from "../ir/build.ts";
import type * as ir from "../ir/nodes.ts";
import type { Derived } from "../ir/program.ts";
import type { Shape, Type } from "../ir/types.ts";
import { isReference, writable } from "../ir/types.ts";
import { expressionsOf } from "../ir/walk.ts";
import { HELPER_MARK } from "../ir/helpers.ts";
import { harmless, marker } from "./comments.ts";
import { endingOf } from "./ending.ts";
import { propertyKey, type Context } from "./expressions.ts";
import { mentionsFields } from "./fields.ts";
import { bodyText, type Note } from "./marks.ts";
import { identifiersIn } from "./identifiers.ts";
import { nameFunction } from "./names.ts";
import {
  blockText,
  statementTexts,
  type StatementContext,
} from "./statements.ts";
import { tidy } from "./tidy.ts";
import { mentions, typeText, type ShapeNames } from "./type-text.ts";
import {
  comparedIn,
  lambdasOf,
  liveVariables,
  visitOutside,
  visitStatements,
} from "./usage.ts";

/** What all functions of a module share. */
export interface Surroundings {
  readonly callee: (key: string) => string;
  readonly helperName: (name: string) => string;
  /** The helper's name, and from now on it is needed. */
  readonly helper: (name: string) => string;
  readonly checkedIndex: boolean;
  readonly comments: ReadonlyMap<ir.Stmt, string>;
  readonly shapeNames: ShapeNames;
  readonly paramsOf: (key: string) => readonly ir.Param[];
  /** Parameters that are written into, by anyone that gets them. */
  readonly written: ReadonlySet<ir.Variable>;
  /** Classes whose instances may go to the user: they are made with their prototype. */
  readonly leaving: ReadonlySet<Shape>;
  /** Adds a note and gives the mark that refers to it. */
  readonly note: (note: Note) => string;
}

export function functionText(
  given: Derived,
  name: string,
  around: Surroundings,
): readonly string[] {
  const f = withFields(given, around);
  const { body, originalOf } = tidy(f.body);
  const live = liveVariables(body);
  const unused = new Set(
    f.params.map((p) => p.variable).filter((v) => !live.has(v)),
  );
  visitStatements(body, (s) => {
    for (const { params } of lambdasOf(s))
      for (const p of params) if (!live.has(p.variable)) unused.add(p.variable);
  });
  const names = nameFunction(
    f.params,
    body,
    referredNames(f, body, around),
    unused,
  );

  const mark = marker(originalOf, around);
  const typeOf = (type: Type): string => typeText(type, around.shapeNames);
  const context: StatementContext = {
    names,
    callee: around.callee,
    helper: around.helper,
    checkedIndex: around.checkedIndex,
    mark,
    compared: comparedIn(body),
    tested: new Set(),
    resultText: f.resultText,
    isPublic: f.isPublic,
    isGeneric: f.typeParams !== undefined,
    paramsOf: around.paramsOf,
    typeText: typeOf,
    leaving: around.leaving,
    lambda: (e) =>
      `(${paramsText(e.params, context, around, true)})${resultText(e.resultText)} ${blockText(e.body, { ...context, tested: new Set(), resultText: e.resultText })}`,
  };
  const doc =
    f.doc.length === 0
      ? ""
      : around.note({ kind: "doc", lines: f.doc.map(harmless) });
  const head = `${f.exported ? "export " : ""}function ${name}${f.typeParams ?? ""}(${paramsText(f.params, context, around, f.isPublic)})`;
  const ending = endingOf(body, f.resultText);
  const statements = [...statementTexts(body, context), ending];
  const text = `${doc}${head}${resultText(resultOf(f, around))} ${bodyText(statements)}`;
  return [...recordText(f, around), text];
}

/**
 * A parameter whose author's type does not show all its fields is given another name: `const p1 = p as unknown as
 * PointFields`.
 */
function withFields(f: Derived, around: Surroundings): Derived {
  if (!f.isPublic) return f;
  const opening: ir.Stmt[] = [];
  const params = f.params.map((p): ir.Param => {
    const { name, type } = p.variable;
    const isHidden = mentionsFields(type);
    const isGeneric = names(f.typeParams, p.annotation);
    if (p.annotation === "" || type.kind === "opaque") return p;
    if (!isHidden && !isGeneric) return p;
    const given = variable(p.self ? "object" : name, type);
    const cast = ` as unknown as ${typeText(type, around.shapeNames)}`;
    const value = ownText([read(given), cast], type);
    opening.push(let_(f.origin, p.variable, value));
    return { ...p, variable: given };
  });
  return opening.length === 0
    ? f
    : { ...f, params, body: [...opening, ...f.body] };
}

/** Does the annotation name one of the type parameters? */
const names = (typeParams: string | undefined, annotation: string): boolean =>
  typeParams !== undefined &&
  typeParamNames(typeParams).some((name) =>
    new Set<string>(annotation.match(/[\p{ID_Continue}$]+/gu)).has(name),
  );

/** `<T extends number[], U = T>` declares T and U. */
const typeParamNames = (text: string): string[] =>
  [...text.matchAll(/(?:^<|,)\s*(?:const\s+)?([\p{ID_Continue}$]+)/gu)].map(
    ([, name]) => name!,
  );

/** The interface of what a forward half hands on. */
function recordText(
  { record }: Derived,
  { shapeNames, note }: Surroundings,
): readonly string[] {
  if (record?.type.kind !== "object") return [];
  const { shape } = record.type;
  const fields = [...shape.fields].map(
    ([name, field]) =>
      `${propertyKey(name)}${field.optional ? "?" : ""}: ${typeText(field.type, shapeNames)};`,
  );
  const doc = note({
    kind: "doc",
    lines: ["What the reverse sweep needs to know of the forward sweep."],
  });
  return [
    `${doc}interface ${shapeNames.interfaces.get(shape) ?? record.name} {\n${fields.join("\n")}\n}`,
  ];
}

/** The result's text with the record's final name. */
function resultOf(
  { record, resultText }: Derived,
  { shapeNames }: Surroundings,
): string {
  const final =
    record?.type.kind === "object"
      ? shapeNames.interfaces.get(record.type.shape)
      : undefined;
  if (record === undefined || final === undefined || final === record.name)
    return resultText;
  return resultText.replace(/[\p{ID_Continue}$]+/gu, (word) =>
    word === record.name ? final : word,
  );
}

const resultText = (text: string): string => (text === "" ? "" : `: ${text}`);

function paramsText(
  params: readonly ir.Param[],
  c: Context,
  around: Surroundings,
  isPublic: boolean,
): string {
  return params
    .map((p) => {
      const name = c.names.variable(p.variable);
      const { type } = p.variable;
      // A shadow can be written, whatever the author said of the primal.
      const isWritten =
        around.written.has(p.variable) && /readonly/i.test(p.annotation);
      const isOurs =
        p.annotation === "" ||
        isWritten ||
        (mentions(type, around.shapeNames) &&
          !(isPublic && mentionsFields(type)));
      const missing =
        isOurs && /\| undefined$/.test(p.annotation) && isReference(type)
          ? " | undefined"
          : "";
      const annotation = isOurs
        ? c.typeText(isWritten ? writable(type) : type) + missing
        : p.annotation;
      return `${p.rest ? "..." : ""}${name}${p.optional ? "?" : ""}: ${annotation}`;
    })
    .join(", ");
}

/** Every name that the function's text gets from elsewhere: none of its variables may be called so. */
function referredNames(
  f: Derived,
  body: ir.Block,
  around: Surroundings,
): Set<string> {
  const names = new Set<string>();
  const add = (text: string): void => {
    for (const name of identifiersIn(text)) names.add(name);
  };
  const addExpression = (e: ir.Expr): void => {
    if (e.kind === "const" && e.text !== undefined) add(e.text);
    if (e.kind === "foreign") {
      add(
        e.parts.map((part) => (typeof part === "string" ? part : " ")).join(""),
      );
      for (const part of e.parts) {
        if (typeof part !== "string" || !part.includes(HELPER_MARK)) continue;
        for (const [, name] of part.matchAll(helperName))
          names.add(around.helperName(name!));
      }
    }
    if ((e.kind === "copy" || e.kind === "zeros") && e.type.kind !== "number") {
      names.add(around.helperName(e.kind === "copy" ? "copyOf" : "zerosLike"));
    }
  };
  const addType = (text: string): void => {
    // Types have names of their own, except where they ask for the type of a value.
    if (text.includes("typeof")) add(text);
  };
  for (const p of f.params) addType(p.annotation);
  addType(f.resultText);
  visitStatements(body, (s) => {
    if (s.kind === "call") add(around.callee(s.callee));
    if (s.kind === "let") addType(typeText(s.variable.type, around.shapeNames));
    for (const e of expressionsOf(s)) visitOutside(e, addExpression);
    for (const lambda of lambdasOf(s)) {
      for (const p of lambda.params) addType(p.annotation);
      addType(lambda.resultText);
    }
  });
  return names;
}

const helperName = new RegExp(`${HELPER_MARK}(\\w+)${HELPER_MARK}`, "g");
