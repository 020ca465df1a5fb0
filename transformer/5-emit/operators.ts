/** How an operation of the rule table is written. Operands arrive parenthesised; redundant parentheses go when the text is formatted. */

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
  if (operator !== undefined) return `(${args[0]}) ${operator} (${args[1]})`;
  switch (rule) {
    case "neg":
      return `-(${args[0]})`;
    case "bitNot":
      return `~(${args[0]})`;
    // A derivative of zero wins over an infinite factor.
    case "guard":
      return `(${args[0]}) === 0 ? 0 : (${args[0]}) * (${args[1]})`;
    default:
      return `Math.${mathName(rule)}(${args.join(", ")})`;
  }
}
