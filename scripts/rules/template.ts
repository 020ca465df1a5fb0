/** The types that are printed at the head of the generated table, word for word. */
import type {
  RuleEntry as Entry,
  Template as Tree,
} from "../../transformer/3-differentiate/rules.generated.ts";

export type RuleEntry = Entry;
export type Template = Tree;

export const declarations = `
/** An expression over a rule's arguments (\`x\`, \`y\`) and its value (\`out\`). */
export type Template =
  | { kind: "number"; value: number; text?: string }
  | { kind: "param"; name: string }
  | { kind: "apply"; rule: string; args: Template[] }
  | { kind: "compare"; op: CompareOp; args: Template[] }
  | { kind: "if"; test: Template; yes: Template; no: Template };

export type CompareOp = "<" | "<=" | ">" | ">=" | "===" | "!==";

export interface RuleEntry {
  name: string;
  arity: number | "variadic";
  /** Piecewise constant: its partials are the number 0. */
  zero: boolean;
  /** A zero derivative that arrives gives zero: \`guard(derivative, partial)\` for \`derivative * partial\`. */
  singular: boolean;
  /** The guard itself: forward \`guard(dx, y) + guard(x, dy)\`, reverse \`guard(dout, y)\` and \`guard(x, dout)\`. */
  guard: boolean;
  /** What the partials call the arguments; the value is \`out\`. */
  params: string[];
  /** One per argument; of a variadic rule one for all, in \`x\` (the argument) and \`out\`. */
  partials: Template[];
}
`;
