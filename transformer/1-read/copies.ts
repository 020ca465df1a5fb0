/**
 * What a function of another module reads, and the compiled module has no name for, is copied into it where
 * that can't be observed: tables of plain data that nobody writes, and functions made of such.
 */
import { ts } from "ts-morph";
import type { Field, Type } from "../ir/types.ts";
import {
  arrayOf,
  booleanType,
  numberType,
  stringType,
  typeKey,
  typeText,
} from "../ir/types.ts";
import { isSourceFunction } from "./modules/modules.ts";
import type { Made, MadeObject, Scope } from "./modules/values.ts";
import { itemsOf } from "./modules/values.ts";
import { nodesIn } from "./nodes.ts";
import type { Reader } from "./reading.ts";
import {
  constInitializer,
  isGlobal,
  isTopLevel,
  symbolOf,
  unwrapped,
} from "./symbols.ts";
import { visibleName } from "./visible.ts";
import { isWritten } from "./written.ts";

/** The text by which the compiled module reaches what a name of any module stands for. */
export function reachedBy(
  reader: Reader,
  symbol: ts.Symbol,
  /** The name where it stands, and the names around it there. */
  node?: ts.Identifier,
  scope?: Scope,
): string | undefined {
  return (
    byDeclaration(reader, symbol) ??
    (node === undefined ? undefined : byValue(reader, node, scope))
  );
}

/** A constant as text, a function as a copy: `exports.isFinite = function …`, `var NINF = require("…")`. */
function byValue(
  reader: Reader,
  node: ts.Identifier,
  scope: Scope | undefined,
): string | undefined {
  const made = reader.modules.valueOf(node, scope);
  if (made.kind === "constant") return literalText(made.value);
  if (made.kind === "global") return made.path;
  if (!isSourceFunction(made)) return undefined;
  const known = reader.copies.get(made.node);
  return known !== undefined
    ? known.use
    : copyOfFunction(reader, made.node, made.node, node.text, made.scope);
}

const literalText = (value: number | string | boolean | null | undefined) =>
  typeof value === "string" ? JSON.stringify(value) : String(value);

/** A table that the code of a module makes, and nobody writes into. */
export function copiedTable(
  reader: Reader,
  made: MadeObject,
  /** The name by which it is reached, and what it is called at the end of the path. */
  node: ts.Identifier,
  called: string,
): { readonly use: string; readonly type: Type } | undefined {
  // The name here, not what it was imported from: that is the whole table too.
  const symbol = reader.checker.getSymbolAtLocation(node);
  const type = typeOfData(reader, made);
  if (type === undefined || symbol === undefined) return undefined;
  const known = reader.copies.get(made);
  if (known !== undefined) return { use: known.use, type };
  const declaration = symbol.declarations?.[0];
  if (declaration === undefined || isWritten(reader, symbol, 0, true))
    return undefined;
  const name = freshName(reader, called);
  const holder = freshName(reader, `${called}Table`);
  const printed = typeText(type);
  const text = `var ${holder}: ${printed} | undefined;\nfunction ${name}(): ${printed} {\n  return (${holder} ??= ${dataText(made)});\n}`;
  reader.copies.set(made, { name, use: `${name}()`, text });
  return { use: `${name}()`, type };
}

function typeOfData(reader: Reader, made: Made): Type | undefined {
  if (made.kind === "constant") {
    const { value } = made;
    return typeof value === "number"
      ? numberType
      : typeof value === "string"
        ? stringType
        : typeof value === "boolean"
          ? booleanType
          : undefined;
  }
  if (made.kind !== "object" || made.isOpen || made.prototype !== undefined)
    return undefined;
  const parts = [...made.properties].map(
    ([name, part]) => [name, typeOfData(reader, part)] as const,
  );
  if (parts.length === 0) return undefined;
  if (!made.isList) {
    const fields = new Map<string, Field>();
    for (const [name, type] of parts) {
      if (type === undefined) return undefined;
      fields.set(name, { type, optional: false });
    }
    return reader.types.record(fields);
  }
  const [, first] = parts[0]!;
  return first !== undefined &&
    itemsOf(made) !== undefined &&
    parts.every(
      ([, type]) => type !== undefined && typeKey(type) === typeKey(first),
    )
    ? arrayOf(first)
    : undefined;
}

function dataText(made: Made): string {
  if (made.kind === "constant") return literalText(made.value);
  if (made.kind !== "object") return "undefined";
  const parts = [...made.properties];
  return made.isList
    ? `[${parts.map(([, part]) => dataText(part)).join(", ")}]`
    : `{ ${parts.map(([name, part]) => `${JSON.stringify(name)}: ${dataText(part)}`).join(", ")} }`;
}

function byDeclaration(reader: Reader, symbol: ts.Symbol): string | undefined {
  const visible = visibleName(reader, symbol);
  if (visible !== undefined) return visible;
  const known = reader.copies.get(symbol);
  if (known !== undefined) return known.use;
  const declaration = symbol.declarations?.find(
    (d) => !ts.isFunctionDeclaration(d) || d.body !== undefined,
  );
  if (declaration === undefined || !isTopLevel(declaration)) return undefined;
  return ts.isFunctionDeclaration(declaration)
    ? copyFunction(reader, symbol, declaration)
    : copyTable(reader, symbol, declaration);
}

/** A name that nothing in the module has. */
function freshName(reader: Reader, wanted: string): string {
  let name = wanted;
  for (let n = 2; reader.taken.has(name); n++) name = `${wanted}${n}`;
  reader.taken.add(name);
  return name;
}

function copyTable(
  reader: Reader,
  symbol: ts.Symbol,
  declaration: ts.Declaration,
): string | undefined {
  const initializer = constInitializer(reader, declaration);
  if (initializer === undefined || !isPlainData(reader, initializer))
    return undefined;
  const isPrimitive =
    (reader.checker.getTypeAtLocation(initializer).flags &
      (ts.TypeFlags.NumberLike |
        ts.TypeFlags.StringLike |
        ts.TypeFlags.BooleanLike)) !==
    0;
  // A number can't be written into.
  if (!isPrimitive && isWritten(reader, symbol)) return undefined;
  const name = freshName(reader, symbol.name);
  const holder = freshName(reader, `${symbol.name}Table`);
  const use = `${name}()`;
  reader.copies.set(symbol, { name, use, text: "" });
  const value = rewritten(reader, initializer);
  if (value === undefined) return undefined;
  const type = reader.types.text(reader.checker.getTypeAtLocation(declaration));
  const text = `var ${holder}: ${type} | undefined;\nfunction ${name}(): ${type} {\n  return (${holder} ??= ${value});\n}`;
  reader.copies.set(symbol, { name, use, text });
  return use;
}

const copyFunction = (
  reader: Reader,
  symbol: ts.Symbol,
  declaration: ts.FunctionDeclaration,
): string | undefined =>
  copyOfFunction(reader, symbol, declaration, symbol.name, undefined);

function copyOfFunction(
  reader: Reader,
  key: ts.Symbol | ts.Node,
  declaration: ts.FunctionLikeDeclaration,
  wanted: string,
  scope: Scope | undefined,
): string | undefined {
  const name = freshName(reader, wanted);
  // Before its text: it may call itself.
  reader.copies.set(key, { name, use: name, text: "" });
  const { body, parameters } = declaration;
  const inside = body && rewritten(reader, body, scope);
  const params = parameters.map((p) => rewritten(reader, p, scope));
  if (inside === undefined || params.includes(undefined)) {
    reader.copies.delete(key);
    return undefined;
  }
  const result =
    declaration.type === undefined ? "" : `: ${declaration.type.getText()}`;
  const block = ts.isBlock(body!) ? inside : `{\n  return ${inside};\n}`;
  reader.copies.set(key, {
    name,
    use: name,
    text: `function ${name}(${params.join(", ")})${result} ${block}`,
  });
  return name;
}

/** Text with the names that it takes from its module replaced by those of the compiled one. */
function rewritten(
  reader: Reader,
  root: ts.Node,
  scope?: Scope,
): string | undefined {
  const source = root.getSourceFile().text;
  let at = root.getStart();
  let text = "";
  for (const node of nodesIn(root, ts.isTypeNode)) {
    if (!ts.isIdentifier(node) || !isFree(reader, node, root)) continue;
    const symbol = symbolOf(reader, node);
    const name =
      symbol === undefined ? undefined : reachedBy(reader, symbol, node, scope);
    if (name === undefined) return undefined;
    text += source.slice(at, node.getStart()) + name;
    at = node.end;
  }
  return text + source.slice(at, root.end);
}

/** Does the name stand for something that the text's module declares outside of the text? */
function isFree(reader: Reader, id: ts.Identifier, root: ts.Node): boolean {
  const { parent } = id;
  if (ts.isPropertyAccessExpression(parent) && parent.name === id) return false;
  if (ts.isPropertyAssignment(parent) && parent.name === id) return false;
  if (ts.isTypeNode(parent) || isGlobal(reader, id)) return false;
  const declaration = symbolOf(reader, id)?.declarations?.[0];
  return (
    declaration !== undefined &&
    !(
      declaration.pos >= root.pos &&
      declaration.end <= root.end &&
      declaration.getSourceFile() === root.getSourceFile()
    )
  );
}

/** Numbers, strings and truth values in arrays, objects and typed arrays. */
function isPlainData(reader: Reader, node: ts.Expression): boolean {
  const e = unwrapped(node);
  if (ts.isLiteralExpression(e)) return true;
  if (
    e.kind === ts.SyntaxKind.TrueKeyword ||
    e.kind === ts.SyntaxKind.FalseKeyword ||
    e.kind === ts.SyntaxKind.NullKeyword
  )
    return true;
  if (ts.isArrayLiteralExpression(e))
    return e.elements.every((x) => isPlainData(reader, x));
  if (ts.isObjectLiteralExpression(e))
    return e.properties.every(
      (p) => ts.isPropertyAssignment(p) && isPlainData(reader, p.initializer),
    );
  if (ts.isPrefixUnaryExpression(e)) return isPlainData(reader, e.operand);
  if (ts.isBinaryExpression(e))
    return (
      e.operatorToken.kind < ts.SyntaxKind.FirstAssignment &&
      isPlainData(reader, e.left) &&
      isPlainData(reader, e.right)
    );
  if (ts.isPropertyAccessExpression(e)) return isGlobal(reader, e.expression);
  if (ts.isIdentifier(e)) {
    const initializer = constInitializer(
      reader,
      symbolOf(reader, e)?.valueDeclaration,
    );
    return (
      isGlobal(reader, e) ||
      (initializer !== undefined && isPlainData(reader, initializer))
    );
  }
  // What `Math` makes of numbers is the same at any time.
  if (ts.isCallExpression(e))
    return (
      ts.isPropertyAccessExpression(e.expression) &&
      ts.isIdentifier(e.expression.expression) &&
      e.expression.expression.text === "Math" &&
      e.expression.name.text !== "random" &&
      isGlobal(reader, e.expression.expression) &&
      e.arguments.every((x) => isPlainData(reader, x))
    );
  return (
    ts.isNewExpression(e) &&
    /^(Float|U?[Ii]nt)\d+(Clamped)?Array$/.test(e.expression.getText()) &&
    (e.arguments ?? []).every((x) => isPlainData(reader, x))
  );
}
