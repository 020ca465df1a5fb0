/** IR as text, for `adjoint explain --stage` and for tests. Every node shows; variables of equal name are told apart by a number. */
import { HELPER_MARK } from "./helpers.ts";
import type * as ir from "./nodes.ts";
import { typeText } from "./types.ts";

/** What an analysis found, printed behind a statement or a declaration. */
export interface DumpFacts {
  readonly ofStmt?: (s: ir.Stmt) => string | undefined;
  readonly ofVariable?: (v: ir.Variable) => string | undefined;
}

/** What a primal and a derived function have in common. */
export type Dumpable = Pick<ir.Func, "name" | "params" | "resultText" | "body">;

interface Context {
  readonly variable: (v: ir.Variable) => string;
  readonly label: (l: ir.Label) => string;
  readonly facts: DumpFacts;
}

export function dump(f: Dumpable, facts: DumpFacts = {}): string {
  const c = contextOf(facts);
  const params = f.params.map((p) => paramText(p, c)).join(", ");
  return `function ${f.name}(${params}): ${f.resultText} {\n${blockText(f.body, "  ", c)}}\n`;
}

export const dumpExpr = (e: ir.Expr): string => exprText(e, contextOf({}));
export const dumpBlock = (block: ir.Block, facts: DumpFacts = {}): string =>
  blockText(block, "", contextOf(facts));

const contextOf = (facts: DumpFacts): Context => ({
  variable: numbering(),
  label: numbering(),
  facts,
});

/** `x`, and `x'2` for the second thing of that name. */
function numbering<T extends { readonly name: string }>(): (
  thing: T,
) => string {
  const texts = new Map<T, string>();
  const counts = new Map<string, number>();
  return (thing) => {
    const known = texts.get(thing);
    if (known !== undefined) return known;
    const count = (counts.get(thing.name) ?? 0) + 1;
    counts.set(thing.name, count);
    const text = count === 1 ? thing.name : `${thing.name}'${count}`;
    texts.set(thing, text);
    return text;
  };
}

function paramText(p: ir.Param, c: Context): string {
  const flags = `${p.optional ? "?" : ""}${p.fixed ? " fixed" : ""}`;
  return `${p.rest ? "..." : ""}${declared(p.variable, c)}${flags}`;
}

function declared(v: ir.Variable, c: Context): string {
  const fact = c.facts.ofVariable?.(v);
  return `${c.variable(v)}: ${typeText(v.type)}${fact === undefined ? "" : ` {${fact}}`}`;
}

function blockText(block: ir.Block, indent: string, c: Context): string {
  return block
    .map((s) => {
      const fact = c.facts.ofStmt?.(s);
      const [first, ...rest] = stmtText(s, indent, c).split("\n");
      const note = fact === undefined ? "" : `  // ${fact}`;
      return `${indent}${[first + note, ...rest].join("\n")}\n`;
    })
    .join("");
}

function stmtText(s: ir.Stmt, indent: string, c: Context): string {
  const text = (e: ir.Expr): string => exprText(e, c);
  const body = (b: ir.Block): string =>
    `{\n${blockText(b, `${indent}  `, c)}${indent}}`;
  switch (s.kind) {
    case "let":
      return `let ${declared(s.variable, c)}${s.value === undefined ? "" : ` = ${text(s.value)}`}`;
    case "assign":
      return `${c.variable(s.variable)} = ${text(s.value)}`;
    case "store":
      return `${text(s.target)} = ${text(s.value)}`;
    case "push":
      return `push ${text(s.array)}, ${text(s.value)}`;
    case "resize":
      return `resize ${text(s.array)}, ${text(s.length)}`;
    case "if": {
      const otherwise =
        s.otherwise.length === 0 ? "" : ` else ${body(s.otherwise)}`;
      return `if ${text(s.test)} ${body(s.then)}${otherwise}`;
    }
    case "loop":
      return loopText(s, indent, c);
    case "block":
      return `block ${s.label === undefined ? "" : `${c.label(s.label)} `}${body(s.body)}`;
    case "jump":
      return `${s.how} ${c.label(s.target)}`;
    case "return":
      return s.value === undefined ? "return" : `return ${text(s.value)}`;
    case "throw":
      return `throw ${text(s.value)}`;
    case "effect":
      return `effect ${text(s.value)}`;
    case "call": {
      const call = `call ${s.callee}(${s.args.map(text).join(", ")})`;
      return s.result === undefined
        ? call
        : `let ${declared(s.result, c)} = ${call}`;
    }
  }
}

function loopText(s: ir.LoopStmt, indent: string, c: Context): string {
  // Declarations first, so that numbers are given in reading order.
  const label = c.label(s.label);
  const init = s.init.map((l) => stmtText(l, indent, c)).join(", ");
  const test = s.test === undefined ? "" : exprText(s.test, c);
  const update = s.update.map((u) => stmtText(u, indent, c)).join(", ");
  const body = `{\n${blockText(s.body, `${indent}  `, c)}${indent}}`;
  return s.testAfter
    ? `loop ${label} (${init}; ; ${update}) ${body} test after ${test}`
    : `loop ${label} (${init}; ${test}; ${update}) ${body}`;
}

function exprText(e: ir.Expr, c: Context): string {
  const text = (inner: ir.Expr): string => exprText(inner, c);
  const list = (es: readonly ir.Expr[]): string => es.map(text).join(", ");
  switch (e.kind) {
    case "const": {
      if (e.text !== undefined) return e.text;
      if (typeof e.value === "string") return JSON.stringify(e.value);
      return Object.is(e.value, -0) ? "-0" : String(e.value);
    }
    case "read":
      return c.variable(e.variable);
    case "apply": {
      const constant = e.constant?.includes(true)
        ? `{constant ${e.constant.map((k) => (k ? 1 : 0)).join("")}}`
        : "";
      return `${e.rule}${constant}(${list(e.args)})`;
    }
    case "logic":
      return e.args.length === 1
        ? `(${e.op} ${list(e.args)})`
        : `(${e.args.map(text).join(` ${e.op} `)})`;
    case "conditional":
      return `(${text(e.test)} ? ${text(e.yes)} : ${text(e.no)})`;
    case "element":
      return `${text(e.array)}[${text(e.index)}]`;
    case "field":
      return `${text(e.object)}.${e.name}`;
    case "length":
      return `${text(e.array)}.length`;
    case "allocate":
      return `allocate ${typeText(e.type)}(${text(e.length)}${e.fill === undefined ? "" : `, ${text(e.fill)}`})`;
    case "arrayLiteral":
      return `[${list(e.elements)}]`;
    case "objectLiteral":
      return `{ ${e.fields.map((f) => `${f.name}: ${text(f.value)}`).join(", ")} }`;
    case "copy":
    case "zeros": {
      const group = e.group === undefined ? "" : ` in ${c.variable(e.group)}`;
      return `${e.kind}${e.kind === "copy" && e.shallow ? " shallow" : ""}(${text(e.of)}${group})`;
    }
    case "lambda": {
      const params = e.params.map((p) => paramText(p, c)).join(", ");
      return `lambda (${params}): ${e.resultText} {\n${blockText(e.body, "    ", c)}  }`;
    }
    case "foreign": {
      const parts = e.parts
        .map((p) =>
          typeof p === "string"
            ? p.replaceAll(HELPER_MARK, "")
            : `\${${text(p)}}`,
        )
        .join("");
      return `foreign${e.pure ? "" : " impure"}${e.mutates ? " mutating" : ""} \`${parts}\``;
    }
  }
}
