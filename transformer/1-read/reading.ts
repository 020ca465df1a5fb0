/** The state of reading: what is shared by a whole file, by one function, by one body, by one statement. */
import type { ts } from "ts-morph";
import type * as ir from "../ir/nodes.ts";
import type { Diagnostic } from "../ir/program.ts";
import type { Shape, Type } from "../ir/types.ts";
import type { Argument, Env, FunctionValue } from "./bindings.ts";
import type { Tags } from "./calls/tags.ts";
import type { FindImplementation } from "./implementations.ts";
import type { MadeObject } from "./modules/values.ts";
import type { Modules } from "./modules/modules.ts";
import type { PackageImport } from "./project.ts";
import type { TypeReader } from "./types/type-reader.ts";

/** What the place that takes a value would like: a name for it, and the type of a literal that stands there. */
export interface Want {
  readonly name?: string | undefined;
  readonly type?: Type | undefined;
  /** A view may come as the record it is, not yet made: the place takes it apart at once. */
  readonly isTakenApart?: boolean;
  /** Nobody looks at what comes. */
  readonly isIgnored?: boolean;
}

/** The dispatchers, by which one syntax kind's file reads another's without importing it. */
export interface Lowering {
  /** An expression that may have identity, as the whole value of a `let`. */
  readonly whole: (cx: Reading, node: ts.Expression, want: Want) => ir.Expr;
  /** An expression for its effects alone. */
  readonly effect: (cx: Reading, node: ts.Expression) => void;
  readonly statement: (cx: Reading, node: ts.Statement) => void;
  readonly statements: (cx: Reading, nodes: readonly ts.Statement[]) => void;
  /** The function a value is, where it is known while reading. */
  readonly functionValue: (
    cx: Reading,
    node: ts.Expression,
  ) => FunctionValue | undefined;
  /** A call of a known function. */
  readonly invoke: (
    cx: Reading,
    callee: FunctionValue,
    args: readonly Argument[],
    node: ts.Node,
    want: Want,
  ) => ir.Expr;
}

export type { Argument };

/** Shared by all that is read for one compiled file. */
export interface Reader {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  /** The file that is compiled. */
  readonly file: ts.SourceFile;
  readonly types: TypeReader;
  readonly lower: Lowering;
  readonly functions: Map<string, ir.Func>;
  /** Functions that are being read: what is assumed of their result, and whether somebody relied on it. */
  readonly inProgress: Map<
    string,
    {
      readonly node: ts.FunctionLikeDeclaration;
      result: Type | undefined;
      used: boolean;
    }
  >;
  /** Functions (by key) that an error was reported in. */
  readonly refused: Set<string>;
  /** Does a call of it change anything that its caller can see? Known once it is read. */
  readonly changes: Map<string, boolean>;
  /** The members of classes that a function (by key) was made of: whoever overrides one changes it. */
  readonly members: Map<string, FunctionState["members"]>;
  /** The names of a file that something assigns to after their declaration. */
  readonly assigned: (file: ts.SourceFile) => ReadonlySet<ts.Symbol>;
  /** Names of the compiled file for what it imports. */
  readonly visible: Map<ts.Symbol, string>;
  /** Every name of the compiled file, and those that copies were given. */
  readonly taken: Set<string>;
  /** What is copied from other modules, and how it is used here. */
  readonly copies: Map<
    ts.Symbol | ts.Node | MadeObject,
    { readonly name: string; readonly use: string; readonly text: string }
  >;
  /** Object literals with functions in them, by the type of what they made. */
  readonly literals: Map<
    Shape,
    {
      readonly node: ts.ObjectLiteralExpression;
      readonly env: Env;
      readonly functions: ReadonlyMap<string, FunctionValue>;
    }
  >;
  /** Classes and interfaces whose instances say which class made them: found out while reading. */
  readonly tagged: ReadonlySet<ts.Declaration>;
  readonly subclasses: (
    node: ts.ClassLikeDeclaration,
  ) => readonly ts.ClassLikeDeclaration[];
  /** Functions that ask for `arguments`. */
  readonly argumentUsers: Map<ts.Node, boolean>;
  /** Functions that are kept as data. */
  readonly tags: Tags;
  readonly symbols: Map<ts.Node, ts.Symbol | undefined>;
  /** The code that runs for an import of a package, where it has been read. */
  readonly implementation: FindImplementation;
  /** What declarations of packages declare, and what their code does. */
  readonly twins: Map<ts.Symbol, ts.Symbol>;
  /** What the code of modules makes when it runs. */
  readonly modules: Modules;
  /** Imports of packages whose code would say more than their types do. */
  readonly packages: Map<string, PackageImport>;
  readonly diagnostics: Diagnostic[];
}

/** One reading of one IR function, inlined bodies included. */
export interface FunctionState {
  /** The declaration's name, for messages. */
  readonly name: string;
  /** Types that declarations turned out to need; a new one restarts the reading. */
  readonly widened: Map<ts.Node, Type>;
  /** Declarations whose variables live in an object; a new one restarts the reading. */
  readonly boxed: Set<ts.Node>;
  /** The declaration of each variable, by which it is widened. */
  readonly declarations: Map<ir.Variable, ts.Node>;
  /** Variables that are never assigned: parameters and `let`s among them. */
  readonly constants: Set<ir.Variable>;
  /** Temporaries that nothing else refers to yet: a declaration may take one over as its variable. */
  readonly temporaries: Set<ir.Variable>;
  /** Lists that were made of holes: `new Array(n)`. */
  readonly holey: Set<ir.Variable>;
  /** Variables of dictionaries that were made here, and of those that are parameters. */
  readonly dictionaries: Map<ir.Variable, "made" | "given">;
  /** Methods and accessors that it was made of, by the class that was asked. */
  readonly members: Map<ts.ClassLikeDeclaration, Set<string>>;
  /** An error was reported: there will be no derivative of it, nor of who calls it. */
  refused: boolean;
}

/** Where `return` goes: out of the IR function, or to the end of an inlined body. */
export interface Frame {
  readonly inlined?: {
    readonly label: ir.Label;
    /** Its type is settled when the body has been read. */
    readonly result: { name: string; type: Type };
  };
  /** What is returned is a function, and it is called with this where it is returned. */
  readonly then?: (cx: Reading, returned: ts.Expression) => ir.Expr;
  /** Types of what is returned. */
  readonly returns: Type[];
  readonly want?: Type | undefined;
  /** Nobody looks at what is returned. */
  readonly isIgnored?: boolean;
  /** What is returned goes to the user. */
  readonly isPublic?: boolean;
}

/** A place that `break` or `continue` can go to. */
export interface JumpTarget {
  readonly node: ts.Node;
  readonly userLabels: readonly string[];
  readonly breakTo: ir.Label;
  readonly continueTo?: {
    readonly how: "break" | "continue";
    readonly label: ir.Label;
  };
}

/** A `catch` or `finally` around what is read. */
export type Protection =
  | {
      readonly kind: "catch";
      readonly label: ir.Label;
      readonly error: ir.Variable;
      readonly outside: Reading;
    }
  | {
      readonly kind: "finally";
      readonly block: ts.Block;
      /** The reading around the `try`. */
      readonly outside: Reading;
    };

export interface Reading {
  readonly reader: Reader;
  readonly func: FunctionState;
  readonly frame: Frame;
  readonly env: Env;
  readonly jumps: readonly JumpTarget[];
  /** Innermost last; those around a call that is read in place too. */
  readonly protections: readonly Protection[];
  /** Functions whose bodies are being inlined, innermost last. */
  readonly inlining: readonly ts.Node[];
  readonly origin: ir.Origin;
  /** Statements read so far: what an expression does before it has its value goes here. */
  readonly out: ir.Stmt[];
}

export const emit = (cx: Reading, s: ir.Stmt): void => {
  cx.out.push(s);
};

/** The function is made of a member of a class. */
export function madeOf(
  { func }: Reading,
  owner: ts.ClassLikeDeclaration,
  name: string,
): void {
  const names = func.members.get(owner) ?? new Set();
  func.members.set(owner, names.add(name));
}

/** The same reading, with its statements kept apart. */
export const apart = (cx: Reading): Reading => ({ ...cx, out: [] });

/** Starts the reading of the function again: a declaration needs a wider type. */
export class Restart extends Error {}
