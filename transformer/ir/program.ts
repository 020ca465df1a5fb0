/** What travels between the stages beside the IR itself. */
import type { Type } from "./types.ts";
import type { Block, Func, Module, Origin, Param, Stmt } from "./nodes.ts";

/** Which derivatives are emitted by name. */
export type Derivative = "reverse" | "forward" | "hessian" | "jacobian";

/** A marked function that is a method. */
export interface MarkedMethod {
  readonly className: string;
  readonly name: string;
  /** What the names of its forwarders start with. */
  readonly base: string;
  readonly isStatic: boolean;
  /** `private` or `protected`: reached by `["name"]` from outside. */
  readonly isHidden: boolean;
  /** Its own, without those of the class. */
  readonly typeParams: string;
  /** The class's. */
  readonly classTypeParams: string;
  /** Names that a class above has forwarders by. */
  readonly overrides: (name: string) => boolean;
  /** Methods and accessors of the class that were read: who overrides one makes another function of it. */
  readonly members: readonly string[];
  /** Offset right after the method's last character. */
  readonly end: number;
  readonly isDefaultExport: boolean;
}

/** A function that carries the mark, as the reader hands it on. */
export interface Marked {
  /** Key of its IR function in the module. */
  readonly key: string;
  readonly method?: MarkedMethod;
  /** The declaration's own name (`loss`, `Model.loss`), by which it is registered. */
  readonly name: string;
  /** What emitted names start with: the declaration's name, or the tag's `as NAME`. */
  readonly base: string;
  readonly exported: boolean;
  /** Indices of the parameters that the emitted names differentiate; absent: every one that can carry a derivative. */
  readonly wrt?: readonly number[];
  readonly derivatives: ReadonlySet<Derivative>;
  /** Narrowed derivatives that intrinsic calls of this module ask for: `grad(loss, 0)`, `grad(loss, [0, 1])`. */
  readonly narrowed: readonly (number | readonly number[])[];
  /** Offset right after the declaration's last character (its `}` or `;`): where the hook goes. */
  readonly hookAt: number;
  /** The declaration ends without a semicolon: the hook starts with one. */
  readonly hookNeedsSemicolon: boolean;
}

/** The functions of the module being compiled, and what the reader found in it. */
export interface ReadResult {
  readonly module: Module;
  readonly marked: readonly Marked[];
  readonly diagnostics: readonly Diagnostic[];
  /** Every name that the module's text uses anywhere: no emitted name may be one of them. */
  readonly taken: ReadonlySet<string>;
  /**
   * Hoisted declarations to append where an emitted text uses their name: tables and functions that a function
   * of another module reads, and that no name of the compiled module reaches.
   */
  readonly copies: readonly Copy[];
  /** Imports of packages whose code would say more than their types do. */
  readonly packages: readonly {
    readonly specifier: string;
    readonly from: string;
  }[];
}

export interface Copy {
  readonly name: string;
  readonly text: string;
}

export interface Diagnostic {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  /** What to write instead, where that depends on what stands there; else the catalogue says it. */
  readonly instead?: string;
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
}

/** A function to be emitted: the output of differentiation and simplification, the input of the emitter. */
export interface Derived {
  /** The name, final for public entries (`lossGrad`), a wish for internal halves (`denseReverse`). */
  readonly name: string;
  readonly key: string;
  /** Public entries carry their exact name and are exported if the primal is. */
  readonly exported: boolean;
  readonly isPublic: boolean;
  /** Doc comment, one string a line, without the comment marks. */
  readonly doc: readonly string[];
  readonly params: readonly Param[];
  /** `<T extends number[]>`, where annotations name such. */
  readonly typeParams?: string;
  /** The result type as text (labelled tuples and all). */
  readonly resultText: string;
  /** An interface that is declared before the function: what a forward half returns. */
  readonly record?: { readonly name: string; readonly type: Type };
  readonly body: Block;
  readonly origin: Origin;
}

/** A derivative of a method as a member of its class: hands on to the function that was derived. */
export interface Forwarder {
  /** Property of the registered record. */
  readonly kind: string;
  readonly name: string;
  readonly params: string;
  readonly result: string;
  readonly body: string;
}

/** Registration of one marked function: `(loss as …).adjoint = { of: loss, grad: lossGrad, … }`. */
export interface Registration {
  readonly marked: Marked;
  /** The function has exactly one parameter, not a rest: its gradient is the bare entry. */
  readonly single: boolean;
  /** Property of the registered record → key of the derived function. */
  readonly entries: Readonly<Record<string, string>>;
  /** Indices (`0`, `0,2`) → key of the gradient narrowed to them. */
  readonly narrowed: Readonly<Record<string, string>>;
  /** Types of what the function may hand out: its result, and parameters that it writes into. */
  readonly leaving: readonly Type[];
  readonly forwarders?: readonly Forwarder[];
  /** Types from outside see no number in the object of the method: the intrinsics give the arguments' entries alone. */
  readonly opaque?: "value" | "kernel";
}

/** All that is to be emitted into one module. Calls refer to keys of `derived`, else of `module.functions`. */
export interface Emission {
  readonly module: Module;
  readonly derived: readonly Derived[];
  readonly registrations: readonly Registration[];
  readonly taken: ReadonlySet<string>;
  /** The user's compiler options that shape the text. */
  readonly noUncheckedIndexedAccess: boolean;
  readonly isTsx?: boolean;
  /** What stands beside a statement as a line comment, whole: `adjoint of: sum += e * e`. By the identity of the statement. */
  readonly comments: ReadonlyMap<Stmt, string>;
}

export type { Func };
