/** How an operation of the rule table is written. Operands arrive parenthesised; redundant parentheses go when the text is formatted. */

import type * as ir from "../ir/nodes.ts";
import { disguised } from "./marks.ts";

const infix: Readonly<Record<string, string>> = {
  add: "+",
  sub: "-",
  mul: "*",
  div: "/",
  mod: "%",
  pow: "**",
  bitAnd: "&",
  bitOr: "|",
  bitXor: "^",
  shiftLeft: "<<",
  shiftRight: ">>",
  shiftRightUnsigned: ">>>",
};

/** Rules that are a function of `Math` under another name. */
const functions: Readonly<Record<string, string>> = {
  maxConstant: "max",
  minConstant: "min",
};

/** `Math.max` of more than two is a fold in the IR: written as one call again. */
const folds = new Set(["max", "min", "maxConstant", "minConstant"]);

export const isFold = (rule: string): boolean => folds.has(rule);
export const mathName = (rule: string): string => functions[rule] ?? rule;
export const infixOf = (rule: string): string | undefined => infix[rule];

export function operationText(rule: string, args: readonly string[]): string {
  const operator = infix[rule];
  if (operator !== undefined)
    return `(${args[0]}) ${disguised(operator)} (${args[1]})`;
  switch (rule) {
    case "neg":
      return `-(${args[0]})`;
    case "bitNot":
      return `~(${args[0]})`;
    // Only derivatives see these.
    case "stopped":
      return args[0]!;
    case "valued":
    case "ruled":
      return args[1]!;
    default:
      return `Math.${mathName(rule)}(${args.join(", ")})`;
  }
}

const precedence: Readonly<Record<string, number>> = {
  bitOr: 1,
  bitXor: 2,
  bitAnd: 3,
  shiftLeft: 4,
  shiftRight: 4,
  shiftRightUnsigned: 4,
  add: 5,
  sub: 5,
  mul: 6,
  div: 6,
  mod: 6,
  pow: 7,
};

/** Will the operand of a comparison be laid out with a parenthesis in front? Rather yes than no. */
export function opensWithParen(e: ir.Expr, above = 4): boolean {
  switch (e.kind) {
    case "conditional":
    case "copy":
    case "lambda":
      return true;
    case "logic":
      return e.op !== "!" && e.op !== "typeof";
    case "read":
      return e.variable.type !== e.type;
    case "element":
      return opensWithParen(e.array, 9);
    case "field":
      return opensWithParen(e.object, 9);
    case "length":
      return opensWithParen(e.array, 9);
    case "foreign":
      return (
        typeof e.parts[0] !== "string" || e.parts[0].trimStart().startsWith("(")
      );
    case "apply": {
      if (e.rule === "guard") return true;
      if (e.rule === "stopped") return opensWithParen(e.args[0]!, above);
      if (e.rule === "valued" || e.rule === "ruled")
        return opensWithParen(e.args[1]!, above);
      const own = precedence[e.rule];
      if (own === undefined)
        return (e.rule === "neg" || e.rule === "bitNot") && above >= 7;
      const isMixed = e.rule === "mod" || own < 5 || above < own;
      return (
        own < above ||
        (own === above && isMixed && own !== 5) ||
        opensWithParen(e.args[0]!, own === 7 ? 8 : own)
      );
    }
    case "const":
      return (
        above >= 7 &&
        typeof e.value === "number" &&
        (e.value < 0 || Object.is(e.value, -0))
      );
    case "allocate":
    case "arrayLiteral":
    case "objectLiteral":
    case "zeros":
      return false;
  }
}
