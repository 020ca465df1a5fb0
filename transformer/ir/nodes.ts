/**
 * The intermediate representation: a tree with the author's loops and branches. Nodes are immutable; every
 * node has a kind, expressions have a type, statements have the origin they were read from or derived from.
 *
 * Two invariants carry the whole compiler:
 *
 * 1. Expressions have no effects. Whatever has one (an assignment, a call, `i++`, `push`) is a statement; the
 *    reader takes effects out of expressions, in the order JavaScript evaluates them. So a pass may copy,
 *    drop or move an expression freely as long as what it reads has not changed. (`foreign` alone may have
 *    effects, and then stands alone: as the value of an `effect`, a `let` or an `assign`.)
 * 2. A value with identity is made only as the whole value of a `let` or `assign`: `allocate`, `arrayLiteral`,
 *    `objectLiteral`, `copy`, `zeros` and calls never stand inside another expression. So every allocation
 *    site has a name, and its shadow is declared beside it.
 *
 * Differentiation maps IR to IR, and the IR is closed under it: caches, shadows, increments and reverse
 * loops are ordinary lets, stores and loops.
 */
import type { Type } from "./types.ts";

/** Where a node comes from. Derived nodes keep the origin of the statement they are derived from. */
export interface Origin {
  readonly file: string;
  /** 1-based line and column of the source statement. */
  readonly line: number;
  readonly column: number;
  /** Offsets into the source text. */
  readonly start: number;
  readonly end: number;
  /** The source statement on one line, without its body and without a closing semicolon: `sum += e * e`, `for (const x of xs)`. */
  readonly text: string;
  /** What a derived statement is of the source statement: printed as its comment. */
  readonly role?: "adjoint" | "tangent";
}

/** A local variable or parameter. Identity is object identity: two variables may have the same name, the emitter tells them apart. */
export interface Variable {
  /** The name it wants; the emitter picks the final one. */
  readonly name: string;
  readonly type: Type;
  /** Names storage of adjoints, which no primal value has a part in. */
  readonly isShadow?: true;
}

/** The target of jumps: a loop or a labelled block. Identity is object identity. */
export interface Label {
  /** The author's label, or a hint where a label has to be made (`forward`, `call`). */
  readonly name: string;
}

// ---------------------------------------------------------------------------------------------- expressions

export type Expr =
  | ConstExpr
  | ReadExpr
  | ApplyExpr
  | LogicExpr
  | ConditionalExpr
  | ElementExpr
  | FieldExpr
  | LengthExpr
  | AllocateExpr
  | ArrayLiteralExpr
  | ObjectLiteralExpr
  | CopyExpr
  | ZerosExpr
  | LambdaExpr
  | ForeignExpr;

/** A literal or a compile-time constant. */
export interface ConstExpr {
  readonly kind: "const";
  readonly type: Type;
  readonly value: number | string | boolean | null | undefined;
  /** How the author wrote it, where that differs from how the value prints: `1e-3`, `0xff`, `Math.PI`, `EPSILON`. */
  readonly text?: string;
}

/** The value of a local variable or parameter. */
export interface ReadExpr {
  readonly kind: "read";
  readonly type: Type;
  readonly variable: Variable;
}

/** An operation of the rule table (`src/rules`), numbers to number: `add`, `mul`, `exp`, `max` … */
export interface ApplyExpr {
  readonly kind: "apply";
  readonly type: Type;
  readonly rule: string;
  readonly args: readonly Expr[];
  /** For `max` and `min`: which arguments are compile-time constants in the SOURCE (KINKS: a constant takes all at a tie). */
  readonly constant?: readonly boolean[];
}

/** Operations that carry no derivative: comparisons, boolean logic (`&&`, `||` and `??` short-circuit), `typeof`, string `+`. */
export interface LogicExpr {
  readonly kind: "logic";
  readonly type: Type;
  readonly op:
    | "<"
    | "<="
    | ">"
    | ">="
    | "==="
    | "!=="
    | "=="
    | "!="
    | "&&"
    | "||"
    | "!"
    | "typeof"
    | "concat"
    | "in"
    | "instanceof";
  readonly args: readonly Expr[];
}

/** `test ? yes : no`; only the chosen side is evaluated. */
export interface ConditionalExpr {
  readonly kind: "conditional";
  readonly type: Type;
  readonly test: Expr;
  readonly yes: Expr;
  readonly no: Expr;
}

/** `array[index]`, of arrays, tuples, typed arrays and, by a key, dictionaries. */
export interface ElementExpr {
  readonly kind: "element";
  readonly type: Type;
  readonly array: Expr;
  readonly index: Expr;
}

/** `object.name`. */
export interface FieldExpr {
  readonly kind: "field";
  readonly type: Type;
  readonly object: Expr;
  readonly name: string;
}

/** `array.length`. */
export interface LengthExpr {
  readonly kind: "length";
  readonly type: Type;
  readonly array: Expr;
}

/** `new Float64Array(length)`; for a plain array, `new Array<T>(length).fill(fill)` (or holes without `fill`). */
export interface AllocateExpr {
  readonly kind: "allocate";
  readonly type: Type;
  readonly length: Expr;
  readonly fill?: Expr;
}

/** `[a, b]`: of an array or tuple type; of a typed-array type it prints as `Float64Array.of(a, b)`. */
export interface ArrayLiteralExpr {
  readonly kind: "arrayLiteral";
  readonly type: Type;
  readonly elements: readonly Expr[];
}

export interface ObjectLiteralExpr {
  readonly kind: "objectLiteral";
  readonly type: Type;
  readonly fields: readonly { readonly name: string; readonly value: Expr }[];
}

/** A copy of everything that can be written through it: deep, and keeping identity between the values of one `group`. */
export interface CopyExpr {
  readonly kind: "copy";
  readonly type: Type;
  readonly of: Expr;
  /** A variable that holds the `Map` from what was copied to its copy, where values may share parts. */
  readonly group?: Variable;
  /** `true`: copy the outer array alone (`a.slice()`); its elements are shared. */
  readonly shallow?: boolean;
}

/** A zero shadow: the shape of `of`, differentiable numbers 0, everything inactive the primal's own. */
export interface ZerosExpr {
  readonly kind: "zeros";
  readonly type: Type;
  readonly of: Expr;
  readonly group?: Variable;
}

/** A function value. Stands only in an entry that returns a pullback: `{ value, pullback(cotangent) { … } }`. */
export interface LambdaExpr {
  readonly kind: "lambda";
  readonly type: Type;
  readonly params: readonly Param[];
  readonly resultText: string;
  readonly body: Block;
}

/**
 * Source text that we do not look into, with holes for the IR expressions it uses. It carries no derivative:
 * if an active value would have to flow through it, its `problem` is reported and nothing is emitted.
 */
export interface ForeignExpr {
  readonly kind: "foreign";
  readonly type: Type;
  /** Text and holes, alternating freely: `["console.log(", x, ")"]`. Prints as a single primary or call expression. */
  readonly parts: readonly (string | Expr)[];
  /** Pure: gives the same value for the same holes, changes nothing. An impure one is run once, where it stands. */
  readonly pure: boolean;
  /** May it change what can be reached from its holes (an unknown callee that is handed an array)? */
  readonly mutates: boolean;
  /** May it keep what it is given, for other code to give back later? Absent: as `mutates` says. */
  readonly keeps?: boolean;
  /** It looks at nothing of its holes but which keys they have: `Object.keys(o)`, `m.size`. */
  readonly structural?: true;
  /** Local variables that the text assigns to (by a closure in it). */
  readonly assigns: readonly Variable[];
  /** What to report if an active value goes through here. */
  readonly problem: Problem;
}

/** A diagnostic in waiting: code of the catalogue, its message's arguments and its place in the source. */
export interface Problem {
  readonly code: string;
  readonly args: Readonly<Record<string, string>>;
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

// ----------------------------------------------------------------------------------------------- statements

export type Stmt =
  | LetStmt
  | AssignStmt
  | StoreStmt
  | PushStmt
  | ResizeStmt
  | IfStmt
  | LoopStmt
  | BlockStmt
  | JumpStmt
  | ReturnStmt
  | ThrowStmt
  | EffectStmt
  | CallStmt;

export type Block = readonly Stmt[];

/** Declares a variable. It prints `const` if nothing assigns to it afterwards, else `let`; without a value `let x!: T`. */
export interface LetStmt {
  readonly kind: "let";
  readonly origin: Origin;
  readonly variable: Variable;
  readonly value?: Expr;
}

/** `x = value`. `x += e` is `x = x + e`: the emitter prints it short again, analyses ask `increment()` in `build.ts`. */
export interface AssignStmt {
  readonly kind: "assign";
  readonly origin: Origin;
  readonly variable: Variable;
  readonly value: Expr;
}

/** `a[i] = value`, `o.f = value`. A compound one reads `target` again in `value`, structurally equal. */
export interface StoreStmt {
  readonly kind: "store";
  readonly origin: Origin;
  readonly target: ElementExpr | FieldExpr;
  readonly value: Expr;
}

/** `array.push(value)`. */
export interface PushStmt {
  readonly kind: "push";
  readonly origin: Origin;
  readonly array: Expr;
  readonly value: Expr;
}

/** `array.length = length`, never longer than it is (what `pop()` leaves). */
export interface ResizeStmt {
  readonly kind: "resize";
  readonly origin: Origin;
  readonly array: Expr;
  readonly length: Expr;
}

export interface IfStmt {
  readonly kind: "if";
  readonly origin: Origin;
  readonly test: Expr;
  readonly then: Block;
  readonly otherwise: Block;
}

/**
 * Every loop: `for (init; test; update) body`. `while` has no init and no update; `do` has `testAfter`.
 * `init` holds lets only, visible in the loop alone. A `test` with effects was lowered into the body.
 * `continue` goes to `update`.
 */
export interface LoopStmt {
  readonly kind: "loop";
  readonly origin: Origin;
  readonly label: Label;
  readonly init: readonly LetStmt[];
  /** Absent: `for (;;)`. */
  readonly test?: Expr;
  readonly testAfter: boolean;
  readonly update: readonly (AssignStmt | StoreStmt)[];
  readonly body: Block;
  /** Made by the reverse sweep: it takes the integers that another loop counts, from the last to the first. */
  readonly isReversed?: true;
}

/** `{ … }` or `label: { … }`; a jump to its label goes to its end. */
export interface BlockStmt {
  readonly kind: "block";
  readonly origin: Origin;
  readonly label?: Label;
  readonly body: Block;
}

export interface JumpStmt {
  readonly kind: "jump";
  readonly origin: Origin;
  readonly how: "break" | "continue";
  readonly target: Label;
}

export interface ReturnStmt {
  readonly kind: "return";
  readonly origin: Origin;
  readonly value?: Expr;
}

/** `throw value`. */
export interface ThrowStmt {
  readonly kind: "throw";
  readonly origin: Origin;
  readonly value: Expr;
}

/** An expression statement of inactive code: `console.log(x)`. */
export interface EffectStmt {
  readonly kind: "effect";
  readonly origin: Origin;
  readonly value: ForeignExpr;
}

/** `const result = callee(args)`: a call of a function of this IR module. */
export interface CallStmt {
  readonly kind: "call";
  readonly origin: Origin;
  /** Declared here; absent where the value is not used. */
  readonly result?: Variable;
  /** Key into `Module.functions`. */
  readonly callee: string;
  readonly args: readonly Expr[];
}

// ------------------------------------------------------------------------------------------------ functions

export interface Param {
  readonly variable: Variable;
  /** `x?: T`, or has a default. The body handles `undefined` itself: a default is an ordinary conditional `let` at its start. */
  readonly optional: boolean;
  readonly rest: boolean;
  /** The annotation as the author wrote it (`readonly number[]`, `Vec3`), for the signatures of what is emitted. */
  readonly annotation: string;
  /** Typed `Fixed<…>`: a constant of every derivative. */
  readonly fixed: boolean;
  /** The object of a method: it carries a derivative if any of its fields does, hidden ones included. */
  readonly self?: boolean;
}

export interface Func {
  /** Key in `Module.functions`: unique per declaration, concrete types and known function arguments. */
  readonly key: string;
  /** The name it wants. For a primal function: how the user's own function is called from the module that is compiled. */
  readonly name: string;
  readonly params: readonly Param[];
  /** `<T extends number[]>`, of a marked function: annotations may name them. */
  readonly typeParams?: string;
  readonly result: Type;
  /** How the author wrote the result type, or TypeScript's text for it. */
  readonly resultText: string;
  readonly body: Block;
  readonly origin: Origin;
  /**
   * No name of the compiled module reaches the user's function: it is local and captures variables (which are
   * its last parameters), or stands in another module. Where the primal itself is called, a copy is emitted.
   */
  readonly copied?: boolean;
}

/** All functions that are reached from one compiled file, callees included, by key. */
export interface Module {
  readonly functions: Map<string, Func>;
}
