/**
 * The statements that Prettier prints on one line, as it prints them: most of what is emitted is arithmetic, loops
 * and branches that need no parser for the whole of the language and no search for where to break a line. Gives
 * nothing for all that is longer, or more than it knows; `format` has the last word there. (A test holds the two
 * together.)
 */
import { BODY } from "./marks.ts";

/** An expression as text, and what decides where it needs parentheses. */
interface Piece {
  readonly text: string;
  readonly kind:
    | "atom"
    | "text"
    | "number"
    | "literal"
    | "unary"
    | "binary"
    | "logical"
    | "conditional";
  /** Of `unary`, `binary` and `logical`. */
  readonly operator?: string;
  /** Calls one after the other in a chain of members: of three, Prettier makes lines. */
  readonly calls?: number;
}

/** What `plain` leaves to others. */
class Beyond extends Error {}
const beyond = new Beyond();
const giveUp = (): never => {
  throw beyond;
};

/** The lines of a statement, or undefined. BODY on a line stands for the statements of a block. */
export function plain(
  statement: string,
  room: number,
): readonly string[] | undefined {
  try {
    const lines = new Reader(statement).statement();
    return lines.every((line) => line.length <= room) ? lines : undefined;
  } catch (error) {
    if (error === beyond) return undefined;
    throw error;
  }
}

const token =
  // eslint-disable-next-line no-control-regex -- the marks of operators and bodies
  / *(?:(\d+(?:\.\d*[1-9])?(?:e-[1-9]\d*)?)(?![\w$.])|([A-Za-z_$][\w$]*)|("[^"\\\n\u007f-\uffff]*")|\/\*\u0001(<<?)\*\/ (?:<=|>>)|(>>>=|===|!==|\*\*=|>>>|<<=|>>=|&&|\|\||\*\*|\+\+|--|==|!=|<=|>=|>>|[-+*/%&|^]=|[-+*/%&|^~!=>?:;,.()[\]{}\u0005]))/y;
const typeArguments =
  /<([A-Za-z][\w$]*(?:\[\])*(?:, [A-Za-z][\w$]*(?:\[\])*)*)>(?=\()/y;
const type = / *(!?): ([A-Za-z][\w$]*(?:\[\])*)(?= =|;)/y;

const levels: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["|"],
  ["^"],
  ["&"],
  ["==", "===", "!=", "!=="],
  ["<", ">", "<=", ">="],
  [">>", "<<", ">>>"],
  ["+", "-"],
  ["*", "/", "%"],
  ["**"],
];
const precedence = new Map(
  levels.flatMap((operators, level) => operators.map((o) => [o, level])),
);
const assigning = new Set(
  "= += -= *= /= %= **= &= |= ^= >>= >>>= <<=".split(" "),
);
/** Words that no simple expression starts with. */
const words = new Set(
  "async await class delete function import let static super typeof void yield".split(
    " ",
  ),
);

class Reader {
  readonly #text: string;
  #at = 0;
  /** The token that is next: a name, a number, a text or a sign. "" at the end. */
  #next = "";
  #kind: "number" | "name" | "text" | "sign" = "sign";
  /** Where it starts. */
  #start = 0;

  constructor(text: string) {
    this.#text = text;
    this.#read();
  }

  statement(): string[] {
    const lines = this.#statement();
    if (this.#next !== "") giveUp();
    return lines;
  }

  #read(): void {
    this.#start = this.#at;
    token.lastIndex = this.#at;
    const match = token.exec(this.#text);
    if (match === null) {
      if (this.#at < this.#text.length) giveUp();
      this.#next = "";
      this.#kind = "sign";
      return;
    }
    this.#at = token.lastIndex;
    const [, number, name, text, disguised, sign] = match;
    this.#next = number ?? name ?? text ?? disguised ?? sign!;
    this.#kind =
      number !== undefined
        ? "number"
        : name !== undefined
          ? "name"
          : text !== undefined
            ? "text"
            : "sign";
  }

  #is(sign: string): boolean {
    return this.#kind !== "text" && this.#next === sign;
  }
  #took(sign: string): boolean {
    if (!this.#is(sign)) return false;
    this.#read();
    return true;
  }
  #take(sign: string): void {
    if (!this.#took(sign)) giveUp();
  }
  #name(): string {
    const name = this.#next;
    if (this.#kind !== "name" || words.has(name)) giveUp();
    this.#read();
    return name;
  }

  #statement(): string[] {
    switch (this.#kind === "name" ? this.#next : "") {
      case "if":
        return this.#if("");
      case "while": {
        this.#read();
        this.#take("(");
        const test = this.#value();
        this.#take(")");
        return this.#body(`while (${test})`);
      }
      case "for":
        return this.#for();
      case "const":
      case "let":
        return [`${this.#declaration()};`];
      case "return":
      case "throw": {
        const word = this.#name();
        if (this.#took(";")) return [`${word};`];
        return [this.#ended(`${word} ${this.#value()}`)];
      }
      case "break":
      case "continue": {
        const word = this.#name();
        return [this.#ended(this.#is(";") ? word : `${word} ${this.#name()}`)];
      }
      default:
        return [this.#ended(this.#effect())];
    }
  }

  #ended(text: string): string {
    this.#take(";");
    return `${text};`;
  }

  #body(head: string): string[] {
    this.#take(BODY);
    return [`${head} {`, `  ${BODY}`, "}"];
  }

  #if(before: string): string[] {
    this.#take("if");
    this.#take("(");
    const test = this.#value();
    this.#take(")");
    const lines = this.#body(`${before}if (${test})`);
    if (!this.#took("else")) return lines;
    lines.pop();
    const rest = this.#is("if") ? this.#if("} else ") : this.#body("} else");
    return [...lines, ...rest];
  }

  #for(): string[] {
    this.#take("for");
    this.#take("(");
    const first = this.#declaration();
    const test = this.#value();
    this.#take(";");
    const update = this.#effect();
    this.#take(")");
    return this.#body(`for (${first}; ${test}; ${update})`);
  }

  /** With the semicolon behind it, which is not part of what it gives. */
  #declaration(): string {
    const word = this.#next;
    if (word !== "const" && word !== "let") giveUp();
    this.#read();
    let text = `${word} ${this.#name()}`;
    type.lastIndex = this.#start;
    const annotation = type.exec(this.#text);
    if (annotation !== null) {
      text += `${annotation[1]!}: ${annotation[2]!}`;
      this.#at = type.lastIndex;
      this.#read();
    }
    if (this.#took("=")) text += ` = ${this.#value()}`;
    this.#take(";");
    return text;
  }

  /** An assignment, a step or a call. */
  #effect(): string {
    const target = this.#expression(0);
    if (target.kind !== "atom") giveUp();
    const operator = this.#next;
    if (this.#kind === "sign" && assigning.has(operator)) {
      this.#read();
      return `${target.text} ${operator} ${this.#value()}`;
    }
    if (this.#took("++")) return `${target.text}++`;
    if (this.#took("--")) return `${target.text}--`;
    return target.text;
  }

  /** An expression where none needs parentheses. */
  #value(): string {
    return this.#expression(-1).text;
  }

  /** What binds no less than a level; -1: a conditional too. */
  #expression(level: number): Piece {
    let left = this.#unary();
    for (;;) {
      const operator = this.#next;
      const own = this.#kind === "sign" ? precedence.get(operator) : undefined;
      if (own === undefined || own < level) break;
      this.#read();
      // Powers take what stands to their right first.
      const right = this.#expression(operator === "**" ? own : own + 1);
      const kind = own < 2 ? "logical" : "binary";
      const text = `${operand(left, operator, false)} ${operator} ${operand(right, operator, true)}`;
      left = { text, kind, operator };
    }
    return level < 0 && this.#is("?") ? this.#conditional(left) : left;
  }

  #conditional(test: Piece): Piece {
    this.#take("?");
    const yes = this.#expression(-1);
    this.#take(":");
    const no = this.#expression(-1);
    if ([test, yes, no].some((each) => each.kind === "conditional")) giveUp();
    const text = `${test.text} ? ${yes.text} : ${no.text}`;
    return { text, kind: "conditional" };
  }

  #unary(): Piece {
    const operator = this.#next;
    if (this.#kind !== "sign" || !/^[-+!~]$/.test(operator))
      return this.#postfix(this.#primary());
    this.#read();
    const inner = this.#unary();
    if (inner.kind === "literal") giveUp();
    const isRepeated = /[-+]/.test(operator) && inner.operator === operator;
    const isClosed =
      isCompound(inner) || (inner.kind === "unary" && isRepeated);
    const text = operator + (isClosed ? `(${inner.text})` : inner.text);
    return { text, kind: "unary", operator };
  }

  #primary(): Piece {
    const text = this.#next;
    switch (this.#kind) {
      case "number":
        this.#read();
        return { text, kind: "number" };
      case "text":
        this.#read();
        return { text, kind: "text" };
      case "name":
        if (text === "new") return this.#new();
        return { text: this.#function(), kind: "atom" };
      case "sign":
        break;
    }
    if (this.#took("(")) {
      const inner = this.#expression(-1);
      this.#take(")");
      return inner;
    }
    if (this.#took("[")) return this.#array();
    if (this.#took("{")) return this.#object();
    return giveUp();
  }

  #postfix(first: Piece): Piece {
    let piece = first;
    for (;;) {
      if (this.#took("(")) {
        piece = this.#call(piece);
      } else if (this.#took(".")) {
        piece = behind(piece, `.${this.#name()}`);
      } else if (this.#took("[")) {
        piece = behind(piece, `[${this.#value()}]`);
        this.#take("]");
      } else if (this.#is("!") && !piece.text.endsWith("!")) {
        this.#read();
        piece = behind(piece, "!");
      } else {
        return piece;
      }
    }
  }

  /** A name, with the type arguments of a call. */
  #function(): string {
    typeArguments.lastIndex = this.#at;
    const types = typeArguments.exec(this.#text)?.[0] ?? "";
    this.#at += types.length;
    return this.#name() + types;
  }

  #call(callee: Piece): Piece {
    if (callee.kind !== "atom") giveUp();
    const calls = (callee.calls ?? 0) + 1;
    if (calls > 2) giveUp();
    const args = this.#list(")").map(({ text }) => text);
    return { text: `${callee.text}(${args.join(", ")})`, kind: "atom", calls };
  }

  #new(): Piece {
    this.#read();
    const text = this.#function();
    this.#take("(");
    const made = this.#call({ text, kind: "atom" });
    return { text: `new ${made.text}`, kind: "literal" };
  }

  #array(): Piece {
    const elements = this.#list("]");
    // Rows stand below one another.
    if (elements.length > 1 && elements[0]!.kind === "literal") giveUp();
    const text = `[${elements.map((each) => each.text).join(", ")}]`;
    return { text, kind: "literal" };
  }

  #object(): Piece {
    const fields: string[] = [];
    while (!this.#took("}")) {
      const key = this.#name();
      fields.push(this.#took(":") ? `${key}: ${this.#value()}` : key);
      if (!this.#is("}")) this.#take(",");
    }
    const text = fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
    return { text, kind: "literal" };
  }

  /** Up to the sign that ends it. */
  #list(end: string): Piece[] {
    const found: Piece[] = [];
    while (!this.#took(end)) {
      found.push(this.#expression(-1));
      if (!this.#is(end)) this.#take(",");
    }
    return found;
  }
}

const isCompound = ({ kind }: Piece): boolean =>
  kind === "binary" || kind === "logical" || kind === "conditional";

/** A member of it, or that it is there. */
function behind(object: Piece, text: string): Piece {
  if (isCompound(object))
    return { text: `(${object.text})${text}`, kind: "atom" };
  if (object.kind !== "atom") giveUp();
  return { ...object, text: object.text + text };
}

const isMultiplying = (operator: string): boolean => /^[*/%]$/.test(operator);
const isShift = (operator: string): boolean => /^(>>>?|<<)$/.test(operator);
const isEquality = (operator: string): boolean => /^[!=]==?$/.test(operator);

/** Prettier's rules for an operand; more parentheses than the language asks for. */
function operand(piece: Piece, operator: string, isRight: boolean): string {
  if (piece.kind === "literal") giveUp();
  return needsParens(piece, operator, isRight) ? `(${piece.text})` : piece.text;
}

function needsParens(piece: Piece, above: string, isRight: boolean): boolean {
  if (piece.kind === "conditional") return true;
  if (piece.kind === "unary") return above === "**" && !isRight;
  if (!isCompound(piece)) return false;
  const own = piece.operator!;
  // `a && (b && c)` is `a && b && c`.
  if (piece.kind === "logical" && precedence.get(above)! < 2)
    return own !== above;
  const level = precedence.get(own)!;
  const outer = precedence.get(above)!;
  if (outer !== level)
    return (
      outer > level ||
      (own === "%" && (above === "+" || above === "-")) ||
      isBitwise(above)
    );
  return (
    isRight ||
    above === "**" ||
    isBitwise(above) ||
    (isEquality(above) && isEquality(own)) ||
    (isMultiplying(own) && (own !== above || own === "%" || above === "%")) ||
    (above === ">" && own === "<")
  );
}

const isBitwise = (operator: string): boolean =>
  isShift(operator) || /^[|&^]$/.test(operator);
