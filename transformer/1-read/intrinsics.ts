/** The calls of `grad` and its like that a module makes: checked where the compiler sees them. */
import { ts } from "ts-morph";
import type { Derivative } from "../ir/program.ts";
import { carriesVisibly } from "../ir/types.ts";
import { isStatic } from "./classes/members.ts";
import type { Mark } from "./marks.ts";
import { isMarked } from "./marks.ts";
import { nodesIn } from "./nodes.ts";
import { report } from "./problems.ts";
import type { Reader } from "./reading.ts";
import { constInitializer, symbolOf, unwrapped } from "./symbols.ts";

export interface Asked {
  readonly derivatives: Set<Derivative>;
  readonly narrowed: (number | readonly number[])[];
}

const needs: Readonly<Record<string, Derivative>> = {
  grad: "reverse",
  valueAndGrad: "reverse",
  vjp: "reverse",
  jvp: "forward",
  hvp: "hessian",
  hessian: "hessian",
  jacobian: "jacobian",
};

/** What intrinsic calls ask of each function that is marked here. */
export function readIntrinsics(
  reader: Reader,
  marks: readonly Mark[],
): ReadonlyMap<Mark, Asked> {
  const asked = new Map<Mark, Asked>();
  const names = importedIntrinsics(reader);
  if (names.size === 0) return asked;
  for (const node of nodesIn(reader.file))
    if (ts.isCallExpression(node)) checkCall(reader, node, names, marks, asked);
  return asked;
}

/** Local names of what is imported from `adjoint`. */
function importedIntrinsics(reader: Reader): ReadonlyMap<ts.Symbol, string> {
  const found = new Map<ts.Symbol, string>();
  for (const s of reader.file.statements) {
    if (
      !ts.isImportDeclaration(s) ||
      !ts.isStringLiteral(s.moduleSpecifier) ||
      s.moduleSpecifier.text !== "adjoint"
    )
      continue;
    const bindings = s.importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) continue;
    for (const e of bindings.elements) {
      const symbol = reader.checker.getSymbolAtLocation(e.name);
      if (symbol !== undefined)
        found.set(symbol, (e.propertyName ?? e.name).text);
    }
  }
  return found;
}

function checkCall(
  reader: Reader,
  node: ts.CallExpression,
  names: ReadonlyMap<ts.Symbol, string>,
  marks: readonly Mark[],
  asked: Map<Mark, Asked>,
): void {
  const callee = unwrapped(node.expression);
  const symbol = ts.isIdentifier(callee)
    ? reader.checker.getSymbolAtLocation(callee)
    : undefined;
  const intrinsic = symbol === undefined ? undefined : names.get(symbol);
  const derivative = intrinsic === undefined ? undefined : needs[intrinsic];
  const [first] = node.arguments;
  if (
    intrinsic === undefined ||
    derivative === undefined ||
    first === undefined
  )
    return;
  const second = node.arguments[1];
  const isMethodCall =
    second !== undefined && ts.isStringLiteralLike(unwrapped(second));
  const mark = isMethodCall
    ? markedMethod(reader, first, second, intrinsic, derivative, marks)
    : markedArgument(reader, first, intrinsic, derivative, marks);
  if (mark === undefined) return;
  const of = asked.get(mark) ?? {
    derivatives: new Set<Derivative>(),
    narrowed: [],
  };
  asked.set(mark, of);
  of.derivatives.add(derivative);
  if (isMethodCall) {
    if (mark.wrt !== undefined)
      report(reader, node, "AD1036", { intrinsic, name: mark.name });
    return;
  }
  if (intrinsic === "grad" || intrinsic === "valueAndGrad")
    checkEntries(reader, node, intrinsic, mark, of);
}

/** `grad(model, "loss")`. */
function markedMethod(
  reader: Reader,
  model: ts.Expression,
  method: ts.Expression,
  intrinsic: string,
  derivative: Derivative,
  marks: readonly Mark[],
): Mark | undefined {
  const name = (unwrapped(method) as ts.StringLiteralLike).text;
  const declaration = reader.checker
    .getTypeAtLocation(model)
    .getProperty(name)
    ?.declarations?.find(
      (d): d is ts.MethodDeclaration =>
        ts.isMethodDeclaration(d) && d.body !== undefined,
    );
  if (declaration === undefined) return undefined;
  return markOfDeclaration(
    reader,
    method,
    name,
    declaration,
    intrinsic,
    derivative,
    marks,
  );
}

/** The function marked in this module that is asked for; reports what can be none. */
function markedArgument(
  reader: Reader,
  argument: ts.Expression,
  intrinsic: string,
  derivative: Derivative,
  marks: readonly Mark[],
): Mark | undefined {
  const f = unwrapped(argument);
  if (ts.isArrowFunction(f) || ts.isFunctionExpression(f)) {
    report(reader, f, "AD1030", { intrinsic });
    return undefined;
  }
  if (ts.isPropertyAccessExpression(f) && isMethod(reader, f)) {
    report(reader, f, "AD1031", {
      intrinsic,
      object: f.expression.getText(),
      method: f.name.text,
    });
    return undefined;
  }
  const symbol = ts.isIdentifier(f)
    ? symbolOf(reader, f)
    : ts.isPropertyAccessExpression(f)
      ? symbolOf(reader, f.name)
      : undefined;
  const declaration = declarationOf(reader, symbol);
  if (declaration === undefined) return undefined;
  return markOfDeclaration(
    reader,
    argument,
    f.getText(),
    declaration,
    intrinsic,
    derivative,
    marks,
  );
}

function markOfDeclaration(
  reader: Reader,
  at: ts.Node,
  name: string,
  declaration: ts.FunctionLikeDeclaration,
  intrinsic: string,
  derivative: Derivative,
  marks: readonly Mark[],
): Mark | undefined {
  const mark = marks.find((m) => m.node === declaration);
  if (mark !== undefined) return mark;
  if (declaration.getSourceFile() === reader.file)
    report(reader, at, "AD1032", { intrinsic, name });
  else checkOtherModule(reader, at, name, declaration, intrinsic, derivative);
  return undefined;
}

/** A method that needs its object. */
function isMethod(reader: Reader, node: ts.PropertyAccessExpression): boolean {
  const symbol = symbolOf(reader, node.name);
  if (((symbol?.flags ?? 0) & ts.SymbolFlags.Method) === 0) return false;
  const declaration = symbol?.valueDeclaration;
  return !(
    declaration !== undefined &&
    ts.isMethodDeclaration(declaration) &&
    isStatic(declaration)
  );
}

/** The function that a symbol declares, if its text is there to be looked at. */
function declarationOf(
  reader: Reader,
  symbol: ts.Symbol | undefined,
): ts.FunctionLikeDeclaration | undefined {
  const declaration = symbol?.declarations?.find(
    (d): d is ts.FunctionDeclaration | ts.MethodDeclaration =>
      (ts.isFunctionDeclaration(d) || ts.isMethodDeclaration(d)) &&
      d.body !== undefined,
  );
  if (declaration !== undefined) return declaration;
  const initializer = constInitializer(reader, symbol?.valueDeclaration);
  if (initializer === undefined) return undefined;
  const f = unwrapped(initializer);
  return ts.isArrowFunction(f) || ts.isFunctionExpression(f) ? f : undefined;
}

/** Another module emits what its own tag lists. */
function checkOtherModule(
  reader: Reader,
  at: ts.Node,
  name: string,
  declaration: ts.FunctionLikeDeclaration,
  intrinsic: string,
  derivative: Derivative,
): void {
  const tag = ts
    .getJSDocTags(declaration)
    .find((t) => t.tagName.text === "differentiable");
  if (tag === undefined && !isMarked(reader, declaration)) {
    report(reader, at, "AD1032", { intrinsic, name });
    return;
  }
  const listed = (tag?.getText() ?? "").split("\n")[0]!.split(/[\s,]+/);
  const any = listed.some((word) =>
    ["reverse", "forward", "hessian", "jacobian"].includes(word),
  );
  const emitted = any ? listed.includes(derivative) : derivative === "reverse";
  if (!emitted)
    report(reader, at, "AD1033", { intrinsic, name, option: derivative });
}

/** `grad(loss, 0)`, `grad(loss, [0, 1])`: the entries exist, and the tag does not leave them out. */
function checkEntries(
  reader: Reader,
  node: ts.CallExpression,
  intrinsic: string,
  mark: Mark,
  of: Asked,
): void {
  const second = node.arguments[1];
  if (second === undefined) {
    checkWhole(reader, node, intrinsic, mark);
    return;
  }
  const chosen = indicesOf(second);
  if (chosen === undefined) return;
  const list = typeof chosen === "number" ? [chosen] : chosen;
  const names = mark.node.parameters.map((p) => p.name.getText());
  for (const i of list) {
    const name = names[i];
    if (name === undefined || !canCarry(reader, mark, i)) {
      const known = names.flatMap((n, k) =>
        canCarry(reader, mark, k) ? [`${k} (${n})`] : [],
      );
      report(reader, second, "AD1034", {
        index: String(i),
        name: mark.name,
        known: known.join(", ") || "none",
      });
      return;
    }
  }
  if (!of.narrowed.some((n) => String(n) === String(chosen)))
    of.narrowed.push(chosen);
}

const canCarry = (reader: Reader, mark: Mark, i: number): boolean => {
  const p = mark.node.parameters[i];
  return (
    p !== undefined &&
    carriesVisibly(reader.types.declared(reader.checker.getTypeAtLocation(p)))
  );
};

/** A tag with `wrt` leaves entries out, which the types can't see. */
function checkWhole(
  reader: Reader,
  node: ts.CallExpression,
  intrinsic: string,
  mark: Mark,
): void {
  if (mark.wrt === undefined) return;
  const { wrt } = mark;
  const indices = mark.node.parameters.flatMap((p, i) =>
    wrt.includes(p.name.getText()) ? [i] : [],
  );
  const all = mark.node.parameters.flatMap((_, i) =>
    canCarry(reader, mark, i) ? [i] : [],
  );
  if (all.every((i) => indices.includes(i))) return;
  const entries =
    indices.length === 1 ? String(indices[0]) : `[${indices.join(", ")}]`;
  report(reader, node, "AD1035", {
    intrinsic,
    name: mark.name,
    entries,
    wrt: wrt.join(", "),
  });
}

function indicesOf(node: ts.Expression): number | number[] | undefined {
  const e = unwrapped(node);
  if (ts.isNumericLiteral(e)) return Number(e.text);
  if (!ts.isArrayLiteralExpression(e) || !e.elements.every(ts.isNumericLiteral))
    return undefined;
  return e.elements.map((n) => Number(n.getText()));
}
